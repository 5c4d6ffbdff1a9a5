// Random programs with loops, branches, memory, roots and output: a pass changes nothing that can be observed.

import IR
import Interpreter
import Passes
import Testing

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

/// Writes one random function of structured statements over variables; every loop counts down, so that it ends.
struct RandomProgram {
    private var random: SeededGenerator
    private var builder: FunctionBuilder
    private var words: [VariableID] = []
    private var flags: [VariableID] = []
    private let output: ServiceID
    private let helper: FunctionID?

    /// A module whose function `main` takes three words; with `isEntry` it takes none and is where the program starts.
    static func module(seed: UInt64, isEntry: Bool) -> Module {
        var module = Module(name: "random", memory: .hsx)
        let output = module.services.append(
            Service(name: "put", number: 1, parameters: [.i32], results: [.i32], effects: seed % 3 == 0 ? [.reads] : [])
        )
        module.globals.append(
            Global(
                name: "table", size: 32, address: 0x4000, bytes: (0..<20).map { UInt8(truncatingIfNeeded: $0 &* 37) }))
        module.globals.append(Global(name: "other", size: 16, address: 0x4020))
        module.roots.append(Root(name: "first", value: .integer(5)))
        module.roots.append(Root(name: "second", value: .same(RootID(index: 0))))
        module.roots.append(Root(name: "third", isConstant: true, value: .integer(-7)))
        var helper: FunctionID?
        if seed % 2 == 0 {
            var program = RandomProgram(
                seed: seed ^ 0xABCD, output: output, helper: nil, name: "helper", isEntry: false)
            program.writeBody(statements: 3)
            helper = module.functions.append(program.builder.function)
        }
        var program = RandomProgram(seed: seed, output: output, helper: helper, name: "main", isEntry: isEntry)
        program.writeBody(statements: 10)
        module.functions.append(program.builder.function)
        return module
    }

    private init(seed: UInt64, output: ServiceID, helper: FunctionID?, name: String, isEntry: Bool) {
        random = SeededGenerator(seed: seed)
        self.output = output
        self.helper = helper
        let signature = Signature(parameters: isEntry ? [] : [.i32, .i32, .i32], results: [.i32])
        builder = FunctionBuilder(Function(name: name, signature: signature, attributes: isEntry ? [.entry] : []))
        builder.function.slots.append(StackSlot(size: 16))
        builder.function.slots.append(StackSlot(size: 8))
        for index in 0..<5 { words.append(builder.function.variables.append(Variable(name: "w\(index)", type: .i32))) }
        for index in 0..<2 { flags.append(builder.function.variables.append(Variable(name: "f\(index)", type: .i1))) }
    }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    private mutating func writeBody(statements: Int) {
        let entry = builder.makeEntryBlock()
        for (variable, parameter) in zip(words, builder.function.parameters(entry)) { builder.set(variable, parameter) }
        if builder.function.signature.parameters.isEmpty { builder.set(words[0], load()) }
        for slot in builder.function.slots.ids {
            for offset in stride(from: Int32(0), to: 8, by: 4) {
                builder.store(.i32, builder.slotAddress(.i32, slot, offset: 0), word(), offset: offset)
            }
        }
        for _ in 0..<statements { writeStatement(depth: 3) }
        builder.ret([word()])
    }

    // Statements.

    private mutating func writeStatement(depth: Int) {
        switch below(depth > 0 ? 14 : 9) {
        case 0, 1: builder.set(pick(words), expression(2))
        case 2: builder.set(pick(flags), condition())
        case 3, 4: writeStore()
        case 5, 6: builder.set(pick(words), load())
        case 7: writeOutput()
        case 8:
            if let helper, below(3) == 0 {
                let results = builder.call(helper, [word(), word(), word()], results: [.i32])
                builder.set(pick(words), results[0])
            } else {
                builder.set(pick(words), expression(3))
            }
        case 9, 10: writeIf(depth)
        case 11: writeLoop(depth, testsFirst: true)
        case 12: writeLoop(depth, testsFirst: false)
        default: writeWalk()
        }
    }

    private mutating func writeOutput() { _ = builder.service(output, [expression(1)], results: [.i32]) }

    private mutating func writeIf(_ depth: Int) {
        let (yes, no, done) = (builder.makeBlock(), builder.makeBlock(), builder.makeBlock())
        builder.branch(condition(), yes, else: no)
        for block in [yes, no] {
            builder.position(atEndOf: block)
            for _ in 0..<below(3) { writeStatement(depth: depth - 1) }
            builder.jump(done)
        }
        builder.position(atEndOf: done)
    }

    private mutating func writeLoop(_ depth: Int, testsFirst: Bool) {
        let counter = builder.function.variables.append(Variable(name: "n", type: .i32))
        let limit = builder.constant(Int64(below(5)), .i32)
        builder.set(counter, builder.constant(0, .i32))
        let (header, body, done) = (builder.makeBlock(), builder.makeBlock(), builder.makeBlock())
        if testsFirst {
            builder.jump(header)
            builder.position(atEndOf: header)
            builder.branch(
                builder.icmp(pick([.ult, .slt, .ne]), .i32, builder.get(counter), limit), body, else: done)
        } else {
            builder.jump(body)
        }
        builder.position(atEndOf: body)
        for _ in 0..<1 + below(4) { writeStatement(depth: depth - 1) }
        if below(4) == 0 {
            let goesOn = builder.makeBlock()
            builder.branch(condition(), done, else: goesOn)
            builder.position(atEndOf: goesOn)
        }
        let next = builder.binary(.add, .i32, builder.get(counter), builder.constant(1, .i32))
        builder.set(counter, next)
        if testsFirst {
            builder.jump(header)
        } else {
            builder.branch(builder.icmp(.ult, .i32, next, limit), body, else: done)
            builder.function.layout.remove(header)
        }
        builder.position(atEndOf: done)
    }

    /// A loop over the bytes or words of a global, as compilers write them.
    private mutating func writeWalk() {
        let counter = builder.function.variables.append(Variable(name: "i", type: .i32))
        let limit = builder.constant(Int64(1 + below(6)), .i32)
        builder.set(counter, builder.constant(0, .i32))
        let (header, body, done) = (builder.makeBlock(), builder.makeBlock(), builder.makeBlock())
        builder.jump(header)
        builder.position(atEndOf: header)
        builder.branch(builder.icmp(pick([.ult, .ne, .slt]), .i32, builder.get(counter), limit), body, else: done)
        builder.position(atEndOf: body)
        let base = builder.constant(pick([0x4000, 0x4008, 0x4020]), .i32)
        let isBytes = below(2) == 0
        var index = builder.get(counter)
        if !isBytes { index = builder.binary(.shl, .i32, index, builder.constant(2, .i32)) }
        let address = builder.binary(.add, .i32, base, index)
        let sum = pick(words)
        if isBytes {
            let byte = builder.unary(.zext, .i32, builder.load(.i8, address))
            builder.set(sum, builder.binary(.add, .i32, builder.get(sum), byte))
        } else {
            builder.set(sum, builder.binary(.xor, .i32, builder.get(sum), builder.load(.i32, address)))
        }
        if below(2) == 0 { builder.store(.i8, address, builder.unary(.trunc, .i8, word())) }
        if below(2) == 0 { writeOutput() }
        builder.set(counter, builder.binary(.add, .i32, builder.get(counter), builder.constant(1, .i32)))
        builder.jump(header)
        builder.position(atEndOf: done)
    }

    // Memory.

    /// An address and an offset of something `size` bytes long.
    private mutating func address(_ size: Int32) -> (ValueID, Int32) {
        switch below(6) {
        case 0, 1: return (builder.constant(0x4000 + Int64(below(4)) * 4, .i32), Int32(below(2)) * 4)
        case 2: return (builder.slotAddress(.i32, SlotID(index: 0), offset: Int32(below(4)) * 4), 0)
        case 3: return (builder.slotAddress(.i32, SlotID(index: below(2)), offset: 0), Int32(below(2)) * 4)
        case 4:
            let index = builder.binary(.and, .i32, word(), builder.constant(12, .i32))
            return (builder.binary(.add, .i32, index, builder.constant(pick([0x4000, 0x4020]), .i32)), 0)
        default:
            let index = builder.binary(.and, .i32, word(), builder.constant(4, .i32))
            return (builder.binary(.add, .i32, builder.slotAddress(.i32, SlotID(index: 1), offset: 0), index), 0)
        }
    }

    /// Sets a root to a boxed word, as all roots hold one.
    private mutating func writeRoot() {
        let boxed = builder.append(
            Instruction(.box, type: .i32, a: expression(1).rawValue), results: [.any])
        let value = builder.function.result(boxed)
        builder.append(Instruction(.rootSet, a: UInt32(below(2)), b: value.rawValue), results: [])
    }

    private mutating func root() -> ValueID {
        let read = builder.append(Instruction(.rootGet, a: UInt32(below(3))), results: [.any])
        return builder.unary(.unbox, .i32, builder.function.result(read))
    }

    private mutating func writeStore() {
        if below(4) == 0 { return writeRoot() }
        let type: Type = pick([.i32, .i32, .i16, .i8])
        let value = type == .i32 ? expression(1) : builder.unary(.trunc, type, word())
        let (base, offset) = address(4)
        builder.store(type, base, value, offset: offset, isVolatile: below(8) == 0)
    }

    private mutating func load() -> ValueID {
        if below(4) == 0 { return root() }
        let type: Type = pick([.i32, .i32, .i16, .i8])
        let (base, offset) = address(4)
        let value = builder.load(type, base, offset: offset, isVolatile: below(8) == 0)
        return type == .i32 ? value : builder.unary(pick([.zext, .sext]), .i32, value)
    }

    // Expressions.

    private mutating func word() -> ValueID {
        below(3) == 0
            ? builder.constant(pick([0, 1, 2, 3, 4, 8, -1, 255, 0x4000, .init(Int32.min)]), .i32)
            : builder.get(pick(words))
    }

    private mutating func condition() -> ValueID {
        switch below(5) {
        case 0: return builder.get(pick(flags))
        case 1: return builder.unary(.not, .i1, builder.get(pick(flags)))
        case 2:
            // The unsigned comparison of HSX.
            let isNotLess = builder.icmp(.uge, .i32, word(), word())
            let zero = builder.constant(0, .i32)
            let mask = builder.withFlag(.subBorrow, .i32, zero, zero, builder.unary(.not, .i1, isNotLess))
            return builder.icmp(pick([.eq, .ne]), .i32, mask.value, builder.constant(0, .i32))
        default: return builder.icmp(pick(IntegerCondition.allCases), .i32, word(), word())
        }
    }

    private mutating func expression(_ depth: Int) -> ValueID {
        guard depth > 0 else { return word() }
        switch below(12) {
        case 0: return builder.unary(pick([.not, .neg]), .i32, expression(depth - 1))
        case 1: return builder.select(.i32, condition(), expression(depth - 1), word())
        case 2: return builder.unary(pick([.zext, .sext]), .i32, condition())
        case 3:
            let narrow = builder.unary(.trunc, pick([.i8, .i16]), expression(depth - 1))
            return builder.binary(.insert, .i32, word(), narrow)
        case 4:
            let sum = builder.withFlag(pick([.addCarry, .subBorrow]), .i32, word(), word(), condition())
            builder.set(pick(flags), sum.flag)
            return sum.value
        case 5:
            let divisor = builder.binary(.or, .i32, word(), builder.constant(1, .i32))
            return builder.binary(pick([.udiv, .sdiv, .urem, .srem]), .i32, word(), divisor)
        case 6 where below(8) == 0: return builder.binary(pick([.udiv, .sdiv]), .i32, word(), word())
        default:
            let opcode: Opcode = pick([.add, .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr])
            return builder.binary(opcode, .i32, expression(depth - 1), expression(depth - 1))
        }
    }
}

/// What a run shows to the outside.
private struct Observation: Equatable {
    let ending: Ending
    let calls: [[UInt64]]
    /// The globals when the function returns; nothing where the program ends with it.
    let memory: [UInt8]
    let volatileTrace: VolatileTrace

    init(_ module: Module, _ arguments: [UInt64], isEntry: Bool) {
        let recorder = RecordingHost()
        var options = InterpreterOptions()
        options.stepLimit = 200_000
        options.volatileLimit = 200_000
        var interpreter = Interpreter(module, host: recorder.host, options: options)
        ending =
            interpreter.run(FunctionID(index: module.functions.count - 1), arguments: isEntry ? [] : arguments).ending
        calls = recorder.calls.map { [UInt64($0.number)] + $0.arguments }
        volatileTrace = VolatileTrace(interpreter.volatileAccesses, module)
        var hasReturned = false
        if case .returned = ending { hasReturned = true }
        memory = hasReturned && !isEntry ? Array(interpreter.memory[0x4000..<0x4030]) : []
    }
}

@Suite struct RandomProgramTests {
    private static let arguments: [[UInt64]] = [[0, 1, 2], [7, 0xFFFF_FFFF, 3], [0x8000_0000, 5, 0x4004]]

    /// Runs passes over random programs and compares what can be seen.
    static func check(_ names: [String], seeds: Range<UInt64>) {
        for seed in seeds {
            let isEntry = seed % 4 == 3
            var module = RandomProgram.module(seed: seed, isEntry: isEntry)
            run(["ssa-construct"], on: &module)
            let before = IRPrinter.print(module)
            let expected = arguments.map { Observation(module, $0, isEntry: isEntry) }
            for name in names {
                let unchanged = IRPrinter.print(module)
                var report = PassReport()
                guard let pass = PassRegistry.pass(named: name) else {
                    Issue.record("no pass \(name)")
                    return
                }
                var hasChanged = false
                PassRunner.run([pass], on: &module, report: &report) { _, _, change in
                    hasChanged = change.isAnything
                    return true
                }
                if !hasChanged, IRPrinter.print(module) != unchanged {
                    Issue.record(
                        "seed \(seed): \(name) says that it changed nothing\n\(unchanged)\n\(IRPrinter.print(module))")
                    return
                }
                let errors = Verifier.verify(module)
                let actual = errors.isEmpty ? arguments.map { Observation(module, $0, isEntry: isEntry) } : []
                if actual != expected {
                    Issue.record(
                        """
                        seed \(seed): \(name) breaks the program: \(errors.map(\.message))
                        \(before)\n--- before \(name)\n\(unchanged)\n--- after\n\(IRPrinter.print(module))
                        \(expected)\n\(actual)
                        """)
                    return
                }
            }
        }
    }

    @Test(arguments: [
        ["algebraic"], ["gvn"], ["redundant-load"], ["dead-store"], ["licm"], ["loop-rotate"], ["sink"],
        ["strength-reduce"], ["loop-rotate", "gvn", "strength-reduce"], ["unroll"],
        ["loop-rotate", "simplify-cfg", "gvn", "unroll", "sccp", "simplify-cfg", "unroll", "gvn", "dce"],
        [
            "algebraic", "gvn", "loop-rotate", "simplify-cfg", "gvn", "licm", "strength-reduce", "gvn", "dce",
            "algebraic", "sink",
        ],
        ["loop-rotate", "simplify-cfg", "licm", "sink", "gvn", "redundant-load", "licm", "sink"],
        ["algebraic", "gvn", "redundant-load", "dead-store", "simplify-cfg", "dce", "algebraic", "gvn"],
    ])
    func passesKeepWhatCanBeSeen(_ names: [String]) { RandomProgramTests.check(names, seeds: 0..<60) }
}
