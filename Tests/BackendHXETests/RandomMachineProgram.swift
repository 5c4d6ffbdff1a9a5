// Random programs of all the machine's types, with loops, switches, calls of every convention, stack slots and many
// values alive at once.

import IR
import Support

/// A generator of random numbers that gives the same ones on every host (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

/// Writes the functions of one program over variables; loops count down, recursion is bounded by call order.
struct RandomMachineProgram {
    private var random: SeededGenerator
    private var builder = FunctionBuilder(Function(name: ""))
    private var variables: [Type: [VariableID]] = [:]
    private var module = Module(name: "random", memory: .hsx)
    private let size: Int

    static let types: [Type] = [.i1, .i8, .i16, .i32, .f16]

    static func module(seed: UInt64, size: Int = 8) -> Module {
        var program = RandomMachineProgram(seed: seed, size: size)
        program.write()
        return program.module
    }

    private init(seed: UInt64, size: Int) {
        random = SeededGenerator(seed: seed)
        self.size = size
    }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    private mutating func write() {
        module.globals.append(
            Global(
                name: "table", size: 64, address: 0x4000,
                bytes: (0..<60).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 3) }))
        module.globals.append(Global(name: "loose", size: 32, bytes: [1, 2, 3, 4, 5, 6, 7, 8]))
        module.globals.append(Global(name: "zero", size: 40))
        module.services.append(
            Service(name: "write", number: 0x101, parameters: [.i32, .i32], results: [.i32], effects: .reads))
        for number in 0..<below(4) { writeFunction("f\(number)", signature(), []) }
        writeFunction("main", Signature(results: [.i32]), .entry)
    }

    private mutating func signature() -> Signature {
        let parameters = (0..<below(7)).map { _ in pick(Self.types) }
        let results = (0..<1 + below(3)).map { _ in pick(Self.types) }
        if below(3) > 0 { return Signature(parameters: parameters, results: results) }
        var free = (0..<14).map(UInt8.init)
        free.shuffle(using: &random)
        let inputs = Array(free.prefix(parameters.count))
        free.shuffle(using: &random)
        let outputs = Array(free.prefix(results.count))
        let clobbers = UInt32.random(in: 0...0x7FFF, using: &random) | outputs.reduce(0) { $0 | 1 << UInt32($1) }
        return Signature(
            parameters: parameters, results: results,
            convention: .registers(FixedRegisters(parameters: inputs, results: outputs, clobbers: clobbers)))
    }

    private mutating func writeFunction(_ name: String, _ signature: Signature, _ attributes: FunctionAttributes) {
        builder = FunctionBuilder(Function(name: name, signature: signature, attributes: attributes))
        builder.function.slots.append(StackSlot(size: 8))
        builder.function.slots.append(StackSlot(size: UInt32(4 * (1 + below(6)))))
        variables = [:]
        for type in Self.types {
            variables[type] = (0..<1 + below(type == .i32 ? 8 : 3)).map { index in
                builder.function.variables.append(Variable(name: "\(type.kind)\(index)", type: type))
            }
        }
        let entry = builder.makeEntryBlock()
        for parameter in builder.function.parameters(entry) {
            builder.set(pick(variables[builder.function.type(parameter)] ?? []), parameter)
        }
        let word = builder.constant(0, .i32)
        for slot in builder.function.slots.ids {
            for offset in stride(from: 0, to: Int32(builder.function.slots[slot].size), by: 4) {
                builder.store(.i32, builder.slotAddress(.ptr, slot, offset: 0), word, offset: offset)
            }
        }
        for _ in 0..<size { writeStatement(depth: 3) }
        builder.ret(signature.results.map { value($0) })
        module.functions.append(builder.function)
    }

    // MARK: Statements

    private mutating func set(_ type: Type, _ value: ValueID) { builder.set(pick(variables[type] ?? []), value) }
    private mutating func value(_ type: Type) -> ValueID { builder.get(pick(variables[type] ?? [])) }

    private mutating func writeStatement(depth: Int) {
        switch below(depth > 0 ? 16 : 10) {
        case 0, 1, 2, 3:
            let type = pick(Self.types)
            set(type, expression(type, 3))
        case 4: writeStore()
        case 5:
            let type = pick(Self.types)
            let (address, offset) = address(type)
            set(type, builder.load(type, address, offset: offset))
        case 6, 7: writeCall()
        case 8: writeCarry()
        case 9: writeBurst()
        case 10, 11, 12: writeIf(depth)
        case 13: writeSwitch(depth)
        default: writeLoop(depth)
        }
    }

    private mutating func writeIf(_ depth: Int) {
        let (yes, no, done) = (builder.makeBlock(), builder.makeBlock(), builder.makeBlock())
        builder.branch(expression(.i1, 2), yes, else: no)
        for block in [yes, no] {
            builder.position(atEndOf: block)
            for _ in 0..<below(3) { writeStatement(depth: depth - 1) }
            builder.jump(done)
        }
        builder.position(atEndOf: done)
    }

    private mutating func writeSwitch(_ depth: Int) {
        let type = pick([Type.i8, .i16, .i32])
        let subject = builder.binary(.and, type, value(type), builder.constant(15, type))
        let done = builder.makeBlock()
        let blocks = (0..<1 + below(9)).map { _ in builder.makeBlock() }
        var cases: [(value: UInt64, target: BlockCallID)] = []
        for block in blocks.dropFirst() {
            let number = UInt64(below(16))
            if !cases.contains(where: { $0.value == number }) {
                cases.append((number, builder.function.makeBlockCall(block)))
            }
        }
        let fallback = builder.function.makeBlockCall(blocks[0])
        let table = builder.function.switchTables.append(SwitchTable(cases: cases, defaultTarget: fallback))
        builder.append(Instruction(.switch, type: type, a: subject.rawValue, b: table.rawValue), results: [])
        for block in blocks {
            builder.position(atEndOf: block)
            writeStatement(depth: 0)
            if below(4) == 0, block != blocks.last {
                builder.jump(blocks[blocks.count - 1])
            } else {
                builder.jump(done)
            }
        }
        builder.position(atEndOf: done)
    }

    private mutating func writeLoop(_ depth: Int) {
        let counter = builder.function.variables.append(Variable(name: "n", type: .i32))
        builder.set(counter, builder.constant(Int64(1 + below(6)), .i32))
        let (body, done) = (builder.makeBlock(), builder.makeBlock())
        builder.jump(body)
        builder.position(atEndOf: body)
        for _ in 0..<1 + below(3) { writeStatement(depth: depth - 1) }
        let next = builder.binary(.sub, .i32, builder.get(counter), builder.constant(1, .i32))
        builder.set(counter, next)
        if below(3) == 0 {
            let goesOn = builder.makeBlock()
            builder.branch(expression(.i1, 1), done, else: goesOn)
            builder.position(atEndOf: goesOn)
        }
        let condition: IntegerCondition = pick([.ne, .sgt, .ugt])
        builder.branch(builder.icmp(condition, .i32, next, builder.constant(0, .i32)), body, else: done)
        builder.position(atEndOf: done)
    }

    private mutating func writeCall() {
        if below(4) == 0 || module.functions.isEmpty {
            let results = builder.service(
                ServiceID(rawValue: 0), [builder.constant(0x4000, .i32), builder.constant(Int64(below(6)), .i32)],
                results: [.i32])
            set(.i32, results[0])
            return
        }
        let callee = FunctionID(index: below(module.functions.count))
        let signature = module.functions[callee].signature
        let arguments = signature.parameters.map { expression($0, 1) }
        let results: [ValueID]
        if below(4) == 0, signature.convention == .standard {
            let id = module.signatureID(signature)
            let target = builder.value(Instruction(.functionAddr, type: .ptr, a: callee.rawValue))
            let list = builder.function.lists.make([target] + arguments)
            let call = builder.append(
                Instruction(.callIndirect, a: id.rawValue, b: list.rawValue), results: signature.results)
            results = builder.function.results(call)
        } else {
            results = builder.call(callee, arguments, results: signature.results)
        }
        for (result, type) in zip(results, signature.results) { set(type, result) }
    }

    private mutating func writeCarry() {
        let type = pick([Type.i8, .i16, .i32])
        let opcode = pick([Opcode.addCarry, .subBorrow])
        let first = builder.withFlag(opcode, type, value(type), value(type), expression(.i1, 1))
        let second = builder.withFlag(opcode, type, value(type), value(type), first.flag)
        set(type, first.value)
        set(type, second.value)
        set(.i1, second.flag)
    }

    /// Many values that live at the same time.
    private mutating func writeBurst() {
        let values = (0..<4 + below(24)).map { _ in expression(.i32, 1) }
        var sum = values[0]
        for value in values.dropFirst() {
            sum = builder.binary(pick([.add, .xor, .sub]), .i32, sum, value)
        }
        for value in values.reversed() { sum = builder.binary(pick([.xor, .add]), .i32, sum, value) }
        set(.i32, sum)
    }

    // MARK: Memory

    private mutating func address(_ type: Type) -> (ValueID, Int32) {
        let offset = Int32(below(6))
        switch below(6) {
        case 0: return (builder.constant(0x4000, .i32), offset)
        case 1: return (builder.value(Instruction(.globalAddr, type: .ptr, a: 0, c: UInt32(below(8)))), offset)
        case 2:
            return (
                builder.value(Instruction(.globalAddr, type: .ptr, a: UInt32(1 + below(2)), c: UInt32(below(8)))),
                offset
            )
        case 3: return (builder.slotAddress(.ptr, SlotID(rawValue: 0), offset: 0), Int32(below(4)))
        case 4:
            let index = builder.binary(.and, .i32, value(.i32), builder.constant(15, .i32))
            return (builder.binary(.add, .i32, index, builder.constant(0x4000, .i32)), offset)
        default: return (builder.slotAddress(.ptr, SlotID(rawValue: 1), offset: 0), 0)
        }
    }

    private mutating func writeStore() {
        let type = pick(Self.types)
        let (place, offset) = address(type)
        builder.store(type, place, expression(type, 2), offset: offset)
    }

    // MARK: Expressions

    private mutating func constant(_ type: Type) -> ValueID {
        var instruction = Instruction(type.isFloat ? .fconst : .iconst, type: type)
        let bits: UInt64 = pick([
            0, 1, 2, 3, 255, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF, 0x3C00, 0xC200, UInt64(below(1 << 30)),
        ])
        instruction.immediate = bits & (type.isFloat ? 0xFFFF : type.integerMask)
        return builder.value(instruction)
    }

    private mutating func expression(_ type: Type, _ depth: Int) -> ValueID {
        if depth == 0 || below(5) == 0 { return below(3) == 0 ? constant(type) : value(type) }
        switch type {
        case .i1: return condition(depth)
        case .f16: return half(depth)
        default: return integer(type, depth)
        }
    }

    private mutating func condition(_ depth: Int) -> ValueID {
        let type = pick([Type.i1, .i8, .i16, .i32])
        switch below(8) {
        case 0:
            return builder.binary(
                pick([.and, .or, .xor, .add, .mul]), .i1, expression(.i1, depth - 1), expression(.i1, depth - 1))
        case 1: return builder.unary(.trunc, .i1, expression(.i32, depth - 1))
        case 2:
            let condition = pick(FloatCondition.allCases)
            let (a, b) = (expression(.f16, depth - 1), expression(.f16, depth - 1))
            let id = builder.append(
                Instruction(.fcmp, type: .f16, aux: condition.rawValue, a: a.rawValue, b: b.rawValue), results: [.i1])
            return builder.function.result(id)
        case 3: return builder.unary(.not, .i1, expression(.i1, depth - 1))
        default:
            return builder.icmp(
                pick(IntegerCondition.allCases), type, expression(type, depth - 1), expression(type, depth - 1))
        }
    }

    private mutating func half(_ depth: Int) -> ValueID {
        switch below(6) {
        case 0: return builder.unary(.sitofp, .f16, expression(pick([.i8, .i16, .i32]), depth - 1))
        case 1: return builder.unary(pick([.fneg, .fabs]), .f16, expression(.f16, depth - 1))
        case 2: return builder.unary(.bitcast, .f16, expression(.i16, depth - 1))
        case 3:
            return builder.select(
                .f16, expression(.i1, depth - 1), expression(.f16, depth - 1), expression(.f16, depth - 1))
        default:
            let opcode = pick([Opcode.fadd, .fsub, .hsxFmul, .hsxFdiv, .fmin, .fmax])
            return builder.binary(opcode, .f16, expression(.f16, depth - 1), expression(.f16, depth - 1))
        }
    }

    private mutating func integer(_ type: Type, _ depth: Int) -> ValueID {
        let narrower = Self.types.filter { $0.isInteger && ($0.bits ?? 0) < (type.bits ?? 0) }
        let wider = Self.types.filter { $0.isInteger && ($0.bits ?? 0) > (type.bits ?? 0) }
        switch below(12) {
        case 0: return builder.unary(pick([.zext, .sext]), type, expression(pick(narrower), depth - 1))
        case 1:
            guard !wider.isEmpty else { break }
            return builder.unary(.trunc, type, expression(pick(wider), depth - 1))
        case 2:
            return builder.select(
                type, expression(.i1, depth - 1), expression(type, depth - 1), expression(type, depth - 1))
        case 3: return builder.binary(.insert, type, expression(type, depth - 1), expression(pick(narrower), depth - 1))
        case 4: return builder.unary(pick([.not, .neg, .clz, .ctz, .popcnt]), type, expression(type, depth - 1))
        case 5:
            let divisor = builder.binary(.or, type, expression(type, depth - 1), builder.constant(1, type))
            return builder.binary(pick([.sdiv, .udiv, .srem, .urem]), type, expression(type, depth - 1), divisor)
        case 6:
            if type == .i16 { return builder.unary(.bitcast, .i16, expression(.f16, depth - 1)) }
            return builder.unary(pick([.fptosi, .fptoui]), type, expression(.f16, depth - 1))
        case 7:
            return builder.binary(
                pick([.umulh, .smulh, .mul]), type, expression(type, depth - 1), expression(type, depth - 1))
        default: break
        }
        let opcode = pick([Opcode.add, .sub, .and, .or, .xor, .shl, .lshr, .ashr])
        return builder.binary(opcode, type, expression(type, depth - 1), expression(type, depth - 1))
    }
}
