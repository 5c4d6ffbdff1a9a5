// What random modules for all targets hold besides: several programs in one module, memory of the
// host's own, accesses at the end of memory, calls by address, tail calls, recursion, and NaNs of all kinds.

import IR
import Support

extension ModuleGenerator {
    /// Programs in one module, whose entry takes the number of the one to run. Which they are follows from the seed and
    /// `index` alone.
    public static func batch(seed: UInt64, index: UInt64, count: Int) -> Module {
        var random = FuzzRandom(seed: seed, index: index)
        let kind = random.number(0...5)
        let memory: MemoryModel =
            switch kind {
            case 0: MemoryModel(size: 0, stackTop: 0, pointerBytes: 8)
            case 1: MemoryModel(size: random.pick([1 << 20, 1 << 17]), stackTop: 0x8000, pointerBytes: random.pick([4, 8]))
            default: .hsx
            }
        var generator = ModuleGenerator(random: random, memory: memory, isHosted: true)
        generator.suitsMachine = kind >= 4
        generator.module.globals.append(
            Global(name: "results", size: 128, alignment: 8, address: memory.size == 0 ? nil : 0x4200))
        var roots: [FunctionID] = []
        for number in 0..<count {
            generator.addProgram("p\(number)_", root: "program\(number)", attributes: [])
            if let root = generator.callees.last { roots.append(root) }
        }
        generator.addEntry(roots)
        return generator.module
    }

    /// The function that runs the program with the number that it is given.
    private mutating func addEntry(_ roots: [FunctionID]) {
        let signature = Signature(parameters: [.i32], results: [.i32])
        builder = FunctionBuilder(Function(name: "main", signature: signature, attributes: .entry))
        let entry = builder.makeEntryBlock()
        let number = builder.function.parameters(entry)[0]
        let arms = roots.map { _ in builder.makeBlock() }
        let other = builder.makeBlock()
        let targets = arms.map { builder.function.makeBlockCall($0) }
        let table = SwitchTable(
            cases: targets.enumerated().map { (UInt64($0.offset), $0.element) },
            defaultTarget: builder.function.makeBlockCall(other))
        let tableID = builder.function.switchTables.append(table)
        builder.append(Instruction(.switch, type: .i32, a: number.rawValue, b: tableID.rawValue), results: [])
        for (arm, root) in zip(arms, roots) {
            builder.position(atEndOf: arm)
            let results = builder.call(root, [], results: [.i32])
            builder.ret(results)
        }
        builder.position(atEndOf: other)
        let none = builder.constant(255, .i32)
        builder.ret([none])
        module.functions.append(builder.function)
    }

    /// The type that addresses have in this module.
    var addressType: Type { module.memory.size == 0 ? .ptr : .i32 }

    // MARK: Results

    /// Stores every variable where the program's output begins.
    mutating func showVariables() {
        for (index, entry) in variables.enumerated() where index < 16 {
            let global = UInt32(module.globals.count - 1)
            let place = builder.value(Instruction(.globalAddr, type: addressType, a: global, c: UInt32(index * 8)))
            builder.store(entry.type, place, builder.get(entry.variable))
        }
    }

    /// Eight bits that depend on every bit of every variable, and on the memory of `data`: nothing but its status tells
    /// of a program in the host's memory.
    mutating func variableHash() -> ValueID {
        let factor = builder.constant(Int64(bitPattern: 0x9E37_79B9_7F4A_7C15), .i64)
        var hash = builder.constant(1, .i64)
        func mix(_ bits: ValueID) {
            hash = builder.binary(.mul, .i64, builder.binary(.xor, .i64, hash, bits), factor)
            let shifted = builder.binary(.lshr, .i64, hash, builder.constant(29, .i64))
            hash = builder.binary(.xor, .i64, hash, shifted)
        }
        for (variable, type) in variables {
            var value = builder.get(variable)
            if type.isFloat { value = builder.unary(.bitcast, integer(type), value) }
            if type.bits != 64 { value = builder.unary(.zext, .i64, value) }
            mix(value)
        }
        for offset in stride(from: Int32(0), to: 64, by: 8) {
            let place = builder.value(Instruction(.globalAddr, type: addressType, a: 1))
            mix(builder.load(.i64, place, offset: offset))
        }
        let top = builder.binary(.lshr, .i64, hash, builder.constant(56, .i64))
        return builder.unary(.trunc, .i32, top)
    }

    private func integer(_ float: Type) -> Type { float == .f16 ? .i16 : float == .f32 ? .i32 : .i64 }

    // MARK: Statements

    mutating func extraStatement() {
        switch random.number(0...3) {
        case 0 where module.memory.size != 0: accessAtTheEnd()
        case 1: recursion()
        default: callByAddress()
        }
    }

    /// An access around the end of memory, which wraps, or faults where it lies across.
    private mutating func accessAtTheEnd() {
        let type = random.pick(types)
        let size = Int64(type.byteSize(pointerBytes: module.memory.pointerBytes) ?? 4)
        // Mostly beside the end.
        let isAcross = random.oneIn(12)
        let low = isAcross ? 0 : Int64(random.number(0...3)) * 8
        let distance = isAcross ? Int64(random.number(1...7)) : max(size, low)
        var address = builder.constant(Int64(module.memory.size) - distance, .i32)
        if random.oneIn(2) {
            // The same, unknown to passes.
            let zero = builder.binary(.and, .i32, value(.i32), builder.constant(0x40, .i32))
            address = builder.binary(.add, .i32, address, random.oneIn(2) ? zero : builder.constant(0, .i32))
        }
        let offset = random.pick([0, 0, 8, 16, -8, Int32(truncatingIfNeeded: module.memory.size)])
        if random.oneIn(2) { builder.store(type, address, value(type), offset: offset, isVolatile: random.oneIn(4)) }
        scope.append((builder.load(type, address, offset: offset, isVolatile: random.oneIn(4)), type))
    }

    /// An address of 64 bits for one of 32, as it is or some sizes of the memory away: the effective address is the same.
    mutating func wideAddress(_ narrow: ValueID) -> ValueID {
        guard builder.function.type(narrow) == .i32 else { return narrow }
        let wide = builder.unary(random.pick([.zext, .sext]), .i64, narrow)
        guard random.oneIn(2) else { return wide }
        let distance = Int64(module.memory.size) * Int64(random.number(0...3) - 1)
        return builder.binary(.add, .i64, wide, builder.constant(distance, .i64))
    }

    /// A place in a global or slot of the host's memory with room for eight bytes.
    mutating func hostAddress(isWritten: Bool) -> ValueID {
        let slots = Array(builder.function.slots.ids)
        if !slots.isEmpty, random.oneIn(3) {
            return builder.slotAddress(.ptr, random.pick(slots), offset: Int32(random.number(0...8)))
        }
        let global = random.number((isWritten ? 1 : 0)...2)
        let place = Instruction(.globalAddr, type: .ptr, a: UInt32(global), c: UInt32(random.number(0...24)))
        let base = builder.value(place)
        guard global == 1, random.oneIn(2) else { return base }
        let type = random.pick([Type.i8, .i32, .i64])
        let index = builder.binary(.and, type, value(type), builder.constant(0x3F, type))
        return builder.binary(.ptrAdd, .ptr, base, index)
    }

    /// A float that is no plain number: NaNs that are signalling, negative or have a payload, subnormal numbers.
    mutating func unusualFloat(_ type: Type) -> UInt64 {
        let (width, fraction) = type == .f16 ? (16, 10) : type == .f32 ? (32, 23) : (64, 52)
        let noise = random.next() & ((1 << UInt64(fraction)) - 1)
        let sign: UInt64 = random.oneIn(2) ? 1 << UInt64(width - 1) : 0
        let exponents = (UInt64(1) << UInt64(width - 1 - fraction)) - 1
        switch random.number(0...3) {
        case 0: return sign | exponents << UInt64(fraction) | max(noise, 1)
        case 1: return sign | noise
        default: return sign | (random.next() % exponents) << UInt64(fraction) | noise
        }
    }

    // MARK: Calls

    private func signature(_ id: FunctionID) -> Signature { module.functions[id].signature }

    /// A call by address, sometimes of one of two functions, seldom a wrong one.
    private mutating func callByAddress() {
        guard !callees.isEmpty else { return }
        let callee = random.pick(callees)
        var shape = signature(callee)
        var address = functionAddress(callee)
        let alike = callees.filter { signature($0) == shape }
        if alike.count > 1 {
            let other = functionAddress(random.pick(alike))
            address = builder.select(addressType, value(.i1), address, other)
        }
        let mayBeWrong = module.memory.size != 0 && !suitsMachine
        if mayBeWrong, random.oneIn(40) {
            let wrong = builder.constant(random.pick([3, 0x4000_0001, -4]), .i32)
            address = builder.select(.i32, value(.i1), address, wrong)
        } else if mayBeWrong, random.oneIn(40) {
            shape.parameters.append(.i64)
        }
        let list = builder.function.lists.make([address] + shape.parameters.map { value($0) })
        let data = Instruction(.callIndirect, a: module.signatureID(shape).rawValue, b: list.rawValue)
        let call = builder.append(data, results: shape.results)
        scope += zip(builder.function.results(call), shape.results).map { (value: $0, type: $1) }
    }

    private mutating func functionAddress(_ id: FunctionID) -> ValueID {
        builder.value(Instruction(.functionAddr, type: addressType, a: id.rawValue))
    }

    /// Ends the function with a tail call of one with the same results; answers whether there is one.
    mutating func tailCall(_ results: [Type]) -> Bool {
        let fitting = callees.filter { signature($0).results == results }
        guard !fitting.isEmpty else { return false }
        let callee = random.pick(fitting)
        let arguments = signature(callee).parameters.map { value($0) }
        if random.oneIn(2) {
            builder.tailCall(callee, arguments)
            return true
        }
        let address = functionAddress(callee)
        let list = builder.function.lists.make([address] + arguments)
        let shape = module.signatureID(signature(callee))
        builder.append(Instruction(.tailCallIndirect, a: shape.rawValue, b: list.rawValue), results: [])
        return true
    }

    /// A call of a function that calls itself, sometimes until the stack is full.
    private mutating func recursion() {
        let isEndless = module.memory.size != 0 && random.oneIn(8)
        let depth = builder.constant(isEndless ? 100_000 : Int64(random.number(0...30)), .i32)
        let results = builder.call(recursive(), [depth, value(.i32)], results: [.i32])
        scope.append((results[0], .i32))
    }

    /// The one recursive function of the module, made when it is first needed.
    private mutating func recursive() -> FunctionID {
        if let id = module.function(named: "again") { return id }
        let signature = Signature(parameters: [.i32, .i32], results: [.i32])
        let id = module.functions.nextID
        var body = FunctionBuilder(Function(name: "again", signature: signature))
        let slot = body.function.slots.append(StackSlot(size: 12, alignment: random.pick([1, 4, 16])))
        let entry = body.makeEntryBlock()
        let parameters = body.function.parameters(entry)
        let (more, end) = (body.makeBlock(), body.makeBlock())
        let place = body.slotAddress(addressType, slot, offset: 4)
        body.store(.i32, place, parameters[1])
        body.branch(body.icmp(.ne, .i32, parameters[0], body.constant(0, .i32)), more, else: end)
        body.position(atEndOf: more)
        let left = body.binary(.sub, .i32, parameters[0], body.constant(1, .i32))
        let product = body.binary(.mul, .i32, parameters[1], body.constant(3, .i32))
        let inner = body.call(id, [left, product], results: [.i32])
        let sum = body.binary(.add, .i32, inner[0], body.load(.i32, place))
        body.ret([sum])
        body.position(atEndOf: end)
        body.ret([parameters[1]])
        return module.functions.append(body.function)
    }
}
