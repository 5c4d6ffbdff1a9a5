// Random modules for property tests: structured loops that end, branches, memory, slots, variables, calls, switches,
// traps. The same seed gives the same module.

import IR

/// A small generator of pseudo-random numbers (SplitMix64).
struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }
}

/// Builds one module.
struct RandomModule {
    private var random: Random
    private var module: Module
    private var builder = FunctionBuilder(Function(name: ""))
    private var variables: [VariableID] = []
    private var flags: [VariableID] = []
    private var slots: [SlotID] = []
    private var budget = 0
    private let output: ServiceID
    private let table: GlobalID

    /// The module of `seed`: some local functions, then an exported `main` that takes two words and gives one.
    static func make(seed: UInt64) -> Module {
        var generator = RandomModule(seed: seed)
        for index in 0..<3 { generator.addFunction("f\(index)", isMain: false) }
        generator.addFunction("main", isMain: true)
        return generator.module
    }

    private init(seed: UInt64) {
        random = Random(seed: seed)
        module = Module(name: "random", memory: .hsx)
        output = module.services.append(
            Service(name: "put", number: 0x100, parameters: [.i32], results: [], effects: []))
        table = module.globals.append(
            Global(
                name: "table", size: 32, address: 0x4000, isConstant: true,
                bytes: (0..<28).map { UInt8($0 * 37 & 255) }))
        module.globals.append(Global(name: "data", size: 64, address: 0x4100))
    }

    private mutating func addFunction(_ name: String, isMain: Bool) {
        let convention: CallingConvention =
            isMain ? .standard : .registers(FixedRegisters(parameters: [1, 2], results: [1, 2], clobbers: 0xFE))
        let signature = Signature(
            parameters: [.i32, .i32], results: isMain ? [.i32] : [.i32, .i32], convention: convention)
        let attributes: FunctionAttributes = !isMain && random.chance(20) ? .noInline : []
        builder = FunctionBuilder(
            Function(name: name, signature: signature, linkage: isMain ? .export : .local, attributes: attributes))
        variables = (0..<4).map { builder.function.variables.append(Variable(name: "R\($0)", type: .i32)) }
        flags = ["Z", "C"].map { builder.function.variables.append(Variable(name: $0, type: .i1)) }
        slots = (0..<2).map { _ in builder.function.slots.append(StackSlot(size: 8)) }
        budget = isMain ? 50 : 20
        let entry = builder.makeEntryBlock()
        for (variable, parameter) in zip(variables, builder.function.parameters(entry)) {
            builder.set(variable, parameter)
        }
        for slot in slots {
            for offset in [Int32(0), 4] {
                let address = builder.slotAddress(.i32, slot, offset: offset)
                builder.store(.i32, address, word())
            }
        }
        if !isMain && random.chance(40) { recursion() }
        statements(depth: 0)
        if !isMain, !module.functions.isEmpty, random.chance(25) {
            let list = builder.function.lists.make([word(), mixture()])
            let callee = random.pick(Array(module.functions.ids))
            builder.append(Instruction(.tailCall, a: callee.rawValue, b: list.rawValue), results: [])
            module.functions.append(builder.function)
            return
        }
        let results =
            isMain ? [mixture()] : [random.chance(30) ? builder.function.parameters(entry)[0] : word(), mixture()]
        builder.ret(results)
        module.functions.append(builder.function)
    }

    // Expressions.

    /// A number that depends on all variables.
    private mutating func mixture() -> ValueID {
        var sum = builder.get(variables[0])
        for variable in variables.dropFirst() { sum = builder.binary(.sub, .i32, builder.get(variable), sum) }
        for flag in flags { sum = builder.binary(.xor, .i32, sum, builder.unary(.zext, .i32, builder.get(flag))) }
        return sum
    }

    private mutating func word() -> ValueID {
        switch random.below(8) {
        case 0...2: return builder.constant(random.pick([0, 1, 2, 3, 7, -1, 255, 0x4000, 0x4100]), .i32)
        default: return builder.get(random.pick(variables))
        }
    }

    private mutating func condition() -> ValueID {
        if random.chance(40) { return builder.get(random.pick(flags)) }
        let compared = builder.icmp(random.pick(IntegerCondition.allCases), .i32, word(), word())
        guard random.chance(30) else { return compared }
        let one = builder.constant(1, .i1)
        return builder.binary(.xor, .i1, compared, one)
    }

    private mutating func address() -> ValueID {
        switch random.below(4) {
        case 0: return builder.constant(Int64(0x4000 + random.below(8) * 4), .i32)
        case 1:
            return builder.value(
                Instruction(.globalAddr, type: .i32, a: table.rawValue, c: UInt32(random.below(7) * 4)))
        case 2: return dataAddress()
        default: return slotAddress()
        }
    }

    private mutating func slotAddress() -> ValueID {
        if random.chance(5) {
            // Somewhere in a slot. No address goes anywhere else, because programs must not depend on the numbers of
            // addresses.
            let four = builder.constant(4, .i32)
            let offset = builder.binary(.and, .i32, word(), four)
            let base = builder.slotAddress(.i32, random.pick(slots), offset: 0)
            return builder.binary(.add, .i32, base, offset)
        }
        return builder.slotAddress(.i32, random.pick(slots), offset: random.pick([0, 4]))
    }

    /// Somewhere in the global that may be written.
    private mutating func dataAddress() -> ValueID {
        let mask = builder.constant(0x3C, .i32)
        let offset = builder.binary(.and, .i32, word(), mask)
        let base = builder.constant(0x4100, .i32)
        return builder.binary(.add, .i32, base, offset)
    }

    // Statements.

    private mutating func statements(depth: Int) {
        for _ in 0..<2 + random.below(6) where budget > 0 {
            budget -= 1
            statement(depth: depth)
        }
    }

    private mutating func statement(depth: Int) {
        switch random.below(depth < 3 ? 16 : 11) {
        case 0...2:
            let opcode = random.pick([Opcode.add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr])
            builder.set(random.pick(variables), builder.binary(opcode, .i32, word(), word()))
        case 3:
            let carry = builder.get(flags[1])
            let result = builder.withFlag(random.pick([.addCarry, .subBorrow]), .i32, word(), word(), carry)
            builder.set(random.pick(variables), result.value)
            builder.set(flags[1], result.flag)
        case 4: builder.set(random.pick(flags), condition())
        case 5:
            let opcode = random.pick([Opcode.udiv, .sdiv, .urem, .srem])
            let divisor = random.chance(80) ? builder.constant(Int64(1 + random.below(9)), .i32) : word()
            builder.set(random.pick(variables), builder.binary(opcode, .i32, word(), divisor))
        case 6: builder.set(random.pick(variables), builder.load(.i32, address()))
        case 7:
            let target = random.chance(50) ? slotAddress() : dataAddress()
            builder.store(.i32, target, word())
        case 8, 10: _ = builder.service(output, [word()], results: [])
        case 9:
            if module.functions.isEmpty { return }
            let callee = random.pick(Array(module.functions.ids))
            if random.chance(10) { indirectCall(callee) } else { call(callee, [word(), word()]) }
        case 11: conditional(depth)
        case 12: selection(depth)
        default: loop(depth)
        }
    }

    private mutating func call(_ callee: FunctionID, _ arguments: [ValueID]) {
        let results = builder.call(callee, arguments, results: [.i32, .i32])
        builder.set(random.pick(variables), results[0])
        if random.chance(50) { builder.set(random.pick(variables), results[1]) }
    }

    private mutating func indirectCall(_ callee: FunctionID) {
        let signature = module.signatureID(module.functions[callee].signature)
        let address = builder.value(Instruction(.functionAddr, type: .i32, a: callee.rawValue))
        let list = builder.function.lists.make([address, word(), word()])
        let call = builder.append(
            Instruction(.callIndirect, a: signature.rawValue, b: list.rawValue), results: [.i32, .i32])
        builder.set(random.pick(variables), builder.function.result(call, 1))
    }

    /// A call of the function by itself that ends, because the two low bits of its second parameter count down.
    private mutating func recursion() {
        guard let entry = builder.function.entry else { return }
        let parameters = builder.function.parameters(entry)
        let mask = builder.constant(3, .i32)
        let count = builder.binary(.and, .i32, parameters[1], mask)
        let (again, join) = (builder.makeBlock(), builder.makeBlock())
        let zero = builder.constant(0, .i32)
        builder.branch(builder.icmp(.ne, .i32, count, zero), again, else: join)
        builder.position(atEndOf: again)
        let one = builder.constant(1, .i32)
        let next = builder.binary(.sub, .i32, count, one)
        call(module.functions.nextID, [random.chance(50) ? parameters[0] : word(), next])
        builder.jump(join)
        builder.position(atEndOf: join)
    }

    private mutating func conditional(_ depth: Int) {
        let (yes, no, join) = (builder.makeBlock(), builder.makeBlock(), builder.makeBlock())
        let isOpen = random.chance(50)
        builder.branch(condition(), yes, else: isOpen ? join : no)
        builder.position(atEndOf: yes)
        if random.chance(80) { statements(depth: depth + 1) }
        builder.jump(join)
        builder.position(atEndOf: no)
        if random.chance(80) { statements(depth: depth + 1) }
        if random.chance(5) { builder.trap(.user) } else { builder.jump(join) }
        builder.position(atEndOf: join)
    }

    private mutating func selection(_ depth: Int) {
        let arms = (0..<3).map { _ in builder.makeBlock() }
        let join = builder.makeBlock()
        let targets = (arms + [random.chance(30) ? arms[0] : join]).map { builder.function.makeBlockCall($0) }
        let table = builder.function.switchTables.append(
            SwitchTable(cases: (0..<3).map { (UInt64($0), targets[$0]) }, defaultTarget: targets[3]))
        let selector = word()
        builder.append(Instruction(.switch, type: .i32, a: selector.rawValue, b: table.rawValue), results: [])
        for arm in arms {
            builder.position(atEndOf: arm)
            statements(depth: depth + 1)
            builder.jump(join)
        }
        builder.position(atEndOf: join)
    }

    /// A loop that runs a few times, counted in a variable of its own.
    private mutating func loop(_ depth: Int) {
        let counter = builder.function.variables.append(Variable(name: "n", type: .i32))
        builder.set(counter, builder.constant(Int64(1 + random.below(4)), .i32))
        let (header, body, done) = (builder.makeBlock(), builder.makeBlock(), builder.makeBlock())
        builder.jump(header)
        builder.position(atEndOf: header)
        let count = builder.get(counter)
        let one = builder.constant(1, .i32)
        builder.set(counter, builder.binary(.sub, .i32, count, one))
        let zero = builder.constant(0, .i32)
        let isMore = builder.icmp(.sgt, .i32, count, zero)
        builder.branch(isMore, body, else: done)
        builder.position(atEndOf: body)
        statements(depth: depth + 1)
        if random.chance(20) { builder.branch(condition(), header, else: done) } else { builder.jump(header) }
        builder.position(atEndOf: done)
    }
}
