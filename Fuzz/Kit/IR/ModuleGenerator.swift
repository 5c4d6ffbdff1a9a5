// Random IR modules that end: functions of structured statements over variables and over values in scope, with every
// number type, every pure operation, linear memory, calls, switches, loops and output.

import IR
import Support

/// Writes one module.
public struct ModuleGenerator {
    var random: FuzzRandom
    var module: Module
    var builder = FunctionBuilder(Function(name: ""))
    /// Values that dominate the current place.
    var scope: [(value: ValueID, type: Type)] = []
    var variables: [(variable: VariableID, type: Type)] = []
    /// Types of values in this module.
    var types: [Type]
    let output: ServiceID
    var budget = 0
    /// Whether the module is for all targets, with what HSX machines may not take too.
    let isHosted: Bool
    /// Whether it keeps all the same to what HSX machines take.
    var suitsMachine = false
    /// The functions that calls may lead to.
    var callees: [FunctionID] = []
    private var loopDepth = 0
    private var isRoot = false

    /// Module number `index` of the run with `seed`.
    public static func module(seed: UInt64, index: UInt64) -> Module {
        var generator = ModuleGenerator(random: FuzzRandom(seed: seed, index: index), memory: .hsx, isHosted: false)
        generator.addProgram("f", root: "main", attributes: .entry)
        return generator.module
    }

    init(random: FuzzRandom, memory: MemoryModel, isHosted: Bool) {
        self.random = random
        self.isHosted = isHosted
        types = []
        module = Module(name: "random", memory: memory)
        let hasAddresses = memory.size != 0
        output = module.services.append(
            Service(name: "UART_WRITE", number: 0x101, parameters: [.i32, .i32], results: [.i32], effects: .reads))
        module.globals.append(
            Global(
                name: "table", size: 64, address: hasAddresses ? 0x4000 : nil, isConstant: true,
                bytes: (0..<60).map { UInt8($0 * 37 & 255) }))
        module.globals.append(
            Global(name: "data", size: 128, address: hasAddresses ? 0x4100 : nil, bytes: [1, 2, 3, 0xFF]))
        module.globals.append(Global(name: "more", size: 32))
    }

    /// Some functions and a root that calls them. Their names begin with `prefix`.
    mutating func addProgram(_ prefix: String, root: String, attributes: FunctionAttributes) {
        switch random.number(suitsMachine ? 0...3 : 0...5) {
        case 0, 1: types = [.i32, .i1]
        case 2: types = [.i32, .i32, .i16, .i8, .i1, .f16]
        case 3: types = [.i32, .i16, .ptr, .i8, .i1, .f16]
        case 4: types = [.i32, .i64, .i8, .i1, .i64]
        default: types = [.i32, .f16, .f32, .f64, .i64, .i1, .i16, .ptr]
        }
        // Addresses of the host differ from run to run.
        if module.memory.size == 0 { types.removeAll { $0 == .ptr } }
        callees = []
        for number in 0..<random.number(0...3) {
            addFunction("\(prefix)\(number)", isRoot: false, attributes: random.oneIn(3) ? .noInline : [])
        }
        addFunction(root, isRoot: true, attributes: attributes)
    }

    // MARK: Functions

    private mutating func addFunction(_ name: String, isRoot: Bool, attributes: FunctionAttributes) {
        self.isRoot = isRoot
        // Many of them, seldom: they find no register, or go through memory.
        let most = isHosted && random.oneIn(8) ? (parameters: 12, results: 5) : (parameters: 4, results: 2)
        let parameters = isRoot ? [] : (0..<random.number(0...most.parameters)).map { _ in random.pick(types) }
        let results = isRoot ? [Type.i32] : (0..<random.number(0...most.results)).map { _ in random.pick(types) }
        builder = FunctionBuilder(
            Function(name: name, signature: Signature(parameters: parameters, results: results), attributes: attributes)
        )
        scope = []
        variables = []
        for number in 0..<random.number(1...5) {
            let type = number == 0 ? Type.i32 : random.pick(types)
            variables.append((builder.function.variables.append(Variable(name: "v\(number)", type: type)), type))
        }
        for _ in 0..<random.number(0...2) { builder.function.slots.append(StackSlot(size: 16)) }
        let entry = builder.makeEntryBlock()
        scope += zip(builder.function.parameters(entry), parameters).map { (value: $0, type: $1) }
        for slot in builder.function.slots.ids {
            for offset in stride(from: Int32(0), to: 16, by: 4) {
                builder.store(.i32, builder.slotAddress(addressType, slot, offset: offset), value(.i32))
            }
        }
        for (variable, type) in variables { builder.set(variable, value(type)) }
        budget = isRoot ? 60 : 20
        statements(4...12)
        if isRoot, isHosted { showVariables() }
        if isRoot, module.memory.size != 0 { print() }
        finish(results)
        callees.append(module.functions.append(builder.function))
    }

    private mutating func finish(_ results: [Type]) {
        if isHosted, !isRoot, random.oneIn(3), tailCall(results) { return }
        if isRoot, module.memory.size == 0 { return builder.ret([variableHash()]) }
        if isRoot {
            var sum = value(.i32)
            for (variable, type) in variables where type == .i32 {
                sum = builder.binary(.xor, .i32, sum, builder.get(variable))
                sum = builder.binary(.add, .i32, sum, sum)
            }
            return builder.ret([sum])
        }
        builder.ret(results.map { value($0) })
    }

    // MARK: Statements

    private mutating func statements(_ range: ClosedRange<Int>) {
        let depth = scope.count
        for _ in 0..<random.number(range) where budget > 0 {
            budget -= 1
            statement()
        }
        scope.removeSubrange(depth...)
    }

    private mutating func statement() {
        switch random.number(0...19) {
        case 0...4: define()
        case 5...7:
            let (variable, type) = random.pick(variables)
            builder.set(variable, expression(type, 2))
        case 8, 9: store()
        case 10, 11: load()
        case 12, 13: conditional()
        case 14: loop()
        case 15: selection()
        case 16, 17: call()
        case 18 where isHosted: random.oneIn(3) ? print() : extraStatement()
        case 18: print()
        default: if random.oneIn(10) { stop() } else { define() }
        }
    }

    /// A value that later statements may use.
    private mutating func define() {
        let type = random.pick(types)
        scope.append((expression(type, random.number(1...3)), type))
    }

    private mutating func conditional() {
        let join = random.oneIn(2) ? [random.pick(types)] : []
        let (yes, no, end) = (builder.makeBlock(), builder.makeBlock(), builder.makeBlock(join))
        let isDirect = random.oneIn(3)
        let condition = value(.i1)
        if isDirect {
            builder.branch(condition, yes, else: end, join.map { value($0) })
        } else {
            builder.branch(condition, yes, else: no)
        }
        for block in isDirect ? [yes] : [yes, no] {
            builder.position(atEndOf: block)
            statements(0...4)
            builder.jump(end, join.map { value($0) })
        }
        if isDirect { builder.function.layout.remove(no) }
        builder.position(atEndOf: end)
        scope += zip(builder.function.parameters(end), join).map { (value: $0, type: $1) }
    }

    /// A loop over a block parameter that counts down, carrying values.
    private mutating func loop() {
        guard loopDepth < 3 else { return define() }
        loopDepth += 1
        defer { loopDepth -= 1 }
        let carried = (0..<random.number(0...2)).map { _ in random.pick(types) }
        let head = builder.makeBlock([.i32] + carried)
        let (body, end) = (builder.makeBlock(), builder.makeBlock())
        let isTestedFirst = random.oneIn(2)
        let start = [builder.constant(Int64(random.number(1...4)), .i32)] + carried.map { value($0) }
        builder.jump(head, start)
        builder.position(atEndOf: head)
        let parameters = builder.function.parameters(head)
        scope += zip(parameters, [.i32] + carried).map { (value: $0, type: $1) }
        let one = builder.constant(1, .i32)
        let zero = builder.constant(0, .i32)
        if isTestedFirst {
            builder.branch(builder.icmp(.eq, .i32, parameters[0], zero), end, else: body)
            builder.position(atEndOf: body)
        }
        let depth = scope.count
        statements(1...5)
        if random.oneIn(4) {
            let next = builder.makeBlock()
            builder.branch(value(.i1), end, else: next)
            builder.position(atEndOf: next)
        }
        let next = [builder.binary(.sub, .i32, parameters[0], one)] + carried.map { value($0) }
        if isTestedFirst {
            builder.jump(head, next)
        } else {
            builder.branch(builder.icmp(.ne, .i32, next[0], zero), head, next, else: end)
            builder.function.layout.remove(body)
        }
        scope.removeSubrange(depth...)
        builder.position(atEndOf: end)
    }

    private mutating func selection() {
        let count = random.number(1...4)
        let arms = (0..<count).map { _ in builder.makeBlock() }
        let end = builder.makeBlock()
        let type = selectorType()
        let selector = expression(type, 1)
        var targets = arms.map { builder.function.makeBlockCall($0) }
        let other = random.oneIn(3) ? targets[0] : builder.function.makeBlockCall(end)
        if random.oneIn(3) { targets[0] = builder.function.makeBlockCall(end) }
        var values: [UInt64] = []
        while values.count < min(count, type == .i1 ? 2 : count) {
            let value = UInt64(random.oneIn(4) ? random.word() : UInt32(random.number(0...5))) & type.integerMask
            if !values.contains(value) { values.append(value) }
        }
        let table = builder.function.switchTables.append(
            SwitchTable(cases: zip(values, targets).map { ($0, $1) }, defaultTarget: other))
        builder.append(Instruction(.switch, type: type, a: selector.rawValue, b: table.rawValue), results: [])
        for arm in arms {
            builder.position(atEndOf: arm)
            statements(0...3)
            builder.jump(end)
        }
        builder.position(atEndOf: end)
    }

    private mutating func selectorType() -> Type {
        guard isHosted else { return types.contains(.i8) && random.oneIn(3) ? .i8 : .i32 }
        return random.oneIn(2) ? .i32 : random.pick(types.filter(\.isInteger))
    }

    /// A branch to a trap or to an early return.
    private mutating func stop() {
        let (yes, no) = (builder.makeBlock(), builder.makeBlock())
        builder.branch(value(.i1), yes, else: no)
        builder.position(atEndOf: yes)
        switch random.number(0...3) {
        case 0: builder.trap(random.pick([.divideByZero, .memoryFault, .illegalInstruction]))
        default: finish(builder.function.signature.results)
        }
        builder.position(atEndOf: no)
    }

    private mutating func call() {
        guard !callees.isEmpty, loopDepth < 2 else { return define() }
        let callee = random.pick(callees)
        let signature = module.functions[callee].signature
        let results = builder.call(callee, signature.parameters.map { value($0) }, results: signature.results)
        scope += zip(results, signature.results).map { (value: $0, type: $1) }
    }

    // MARK: Memory

    /// An address with room for eight bytes.
    private mutating func address(isWritten: Bool) -> ValueID {
        if module.memory.size == 0 { return hostAddress(isWritten: isWritten) }
        if isHosted, types.contains(.i64), random.oneIn(4) { return wideAddress(narrowAddress(isWritten: isWritten)) }
        return narrowAddress(isWritten: isWritten)
    }

    private mutating func narrowAddress(isWritten: Bool) -> ValueID {
        let slots = Array(builder.function.slots.ids)
        switch random.number(0...6) {
        case 0 where !slots.isEmpty, 1 where !slots.isEmpty:
            return builder.slotAddress(.i32, random.pick(slots), offset: Int32(random.number(0...8)))
        case 2:
            let mask = builder.constant(random.pick([0x3C, 0x3F, 0x1F]), .i32)
            let index = builder.binary(.and, .i32, value(.i32), mask)
            return builder.binary(.add, .i32, index, builder.constant(0x4100, .i32))
        case 6:
            let type = random.pick([Type.i8, .i16, .i32])
            let data = builder.value(Instruction(.globalAddr, type: .ptr, a: 1))
            let index = builder.binary(.and, type, value(type), builder.constant(0x3F, type))
            let distance = builder.constant(Int64(random.number(0...40)), type)
            let sum = builder.binary(.add, type, index, distance)
            return builder.binary(.ptrAdd, .ptr, data, random.oneIn(2) ? index : sum)
        case 3:
            let global = isWritten ? random.number(1...2) : random.number(0...2)
            return builder.value(
                Instruction(.globalAddr, type: .i32, a: UInt32(global), c: UInt32(random.number(0...24))))
        default:
            return builder.constant(Int64((isWritten ? 0x4100 : 0x4000) + random.number(0...14) * 4), .i32)
        }
    }

    private mutating func store() {
        let type = random.pick(types)
        let place = address(isWritten: true)
        let stored = value(type)
        let offset = random.oneIn(3) ? 0 : Int32(random.number(0...8) - 8) & 0
        builder.store(type, place, stored, offset: offset, isVolatile: random.oneIn(8))
        if random.oneIn(3) {
            let again = builder.load(type, place, isVolatile: random.oneIn(8))
            scope.append((again, type))
        }
    }

    private mutating func load() {
        let type = random.pick(types)
        scope.append((builder.load(type, address(isWritten: false), isVolatile: random.oneIn(8)), type))
    }

    private mutating func print() {
        guard module.memory.size != 0 else { return }
        let whole = isRoot && (isHosted || random.oneIn(2))
        let start = builder.constant(0x4100 + Int64(whole ? 0 : random.number(0...60)), .i32)
        let length = builder.constant(whole ? isHosted ? 0x180 : 128 : Int64(random.number(0...8)), .i32)
        let results = builder.service(output, [start, length], results: [.i32])
        scope.append((results[0], .i32))
    }
}
