import IR
import Interpreter
import Testing

@Suite struct ControlTests {
    /// sum(n) = n + ... + 1, by a loop.
    private func sumModule() -> (Module, FunctionID) {
        var module = Module(name: "m")
        let id = define("sum", [.i32], [.i32], in: &module) { builder, parameters in
            let loop = builder.makeBlock([.i32, .i32])
            let done = builder.makeBlock()
            let zero = builder.constant(0, .i32)
            builder.jump(loop, [parameters[0], zero])
            builder.position(atEndOf: loop)
            let values = builder.function.parameters(loop)
            let sum = builder.binary(.add, .i32, values[1], values[0])
            let one = builder.constant(1, .i32)
            let next = builder.binary(.sub, .i32, values[0], one)
            let isMore = builder.icmp(.ne, .i32, next, zero)
            builder.branch(isMore, loop, [next, sum], else: done)
            builder.position(atEndOf: done)
            builder.ret([sum])
        }
        return (module, id)
    }

    @Test func loopsCountTheirSteps() {
        let (module, id) = sumModule()
        var interpreter = verifiedInterpreter(module)
        let outcome = interpreter.run(id, arguments: [10])
        #expect(outcome.ending == .returned([55]))
        #expect(outcome.steps == 2 + 5 * 10 + 1)
        #expect(interpreter.run(id, arguments: [10]) == outcome)
    }

    @Test func stepLimitStopsTheRun() {
        let (module, id) = sumModule()
        var options = InterpreterOptions()
        options.stepLimit = 1000
        var interpreter = verifiedInterpreter(module, options: options)
        let outcome = interpreter.run(id, arguments: [1 << 31])
        #expect(outcome.ending == .stepLimit && outcome.steps == 1000)
    }

    /// Block arguments are copied all at once: a swap and a rotation of three.
    @Test(arguments: [(UInt64(0), UInt64(0x123)), (1, 0x231), (2, 0x312), (3, 0x123), (5, 0x312)])
    func blockArgumentsMoveInParallel(count: UInt64, expected: UInt64) {
        let ending = run([.i32], [.i32], [count]) { builder, parameters in
            let loop = builder.makeBlock([.i32, .i32, .i32, .i32])
            let more = builder.makeBlock()
            let done = builder.makeBlock()
            let zero = builder.constant(0, .i32)
            let digits = (1...3).map { builder.constant($0, .i32) }
            builder.jump(loop, [parameters[0]] + digits)
            builder.position(atEndOf: loop)
            let values = builder.function.parameters(loop)
            let isDone = builder.icmp(.eq, .i32, values[0], zero)
            builder.branch(isDone, done, else: more)
            builder.position(atEndOf: more)
            let one = builder.constant(1, .i32)
            let next = builder.binary(.sub, .i32, values[0], one)
            builder.jump(loop, [next, values[2], values[3], values[1]])
            builder.position(atEndOf: done)
            let four = builder.constant(4, .i32)
            let eight = builder.constant(8, .i32)
            let high = builder.binary(.shl, .i32, values[1], eight)
            let middle = builder.binary(.shl, .i32, values[2], four)
            let upper = builder.binary(.or, .i32, high, middle)
            let all = builder.binary(.or, .i32, upper, values[3])
            builder.ret([all])
        }
        #expect(ending == .returned([expected]))
    }

    /// Random choices of five block parameters for the next round, against a simulation: chains, cycles and fan-out.
    @Test func anyBlockArgumentsMoveInParallel() {
        var state: UInt64 = 88_172_645_463_325_252
        for _ in 0..<200 {
            let choice = (0..<5).map { _ -> Int in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 33) % 5
            }
            let ending = run([.i8, .i8, .i8, .i8, .i8], [.i8, .i8, .i8, .i8, .i8], [1, 2, 3, 4, 5]) {
                builder, parameters in
                let loop = builder.makeBlock([.i32, .i8, .i8, .i8, .i8, .i8])
                let done = builder.makeBlock()
                let three = builder.constant(3, .i32)
                let one = builder.constant(1, .i32)
                builder.jump(loop, [three] + parameters)
                builder.position(atEndOf: loop)
                let values = builder.function.parameters(loop)
                let next = builder.binary(.sub, .i32, values[0], one)
                let isMore = builder.icmp(.ne, .i32, next, one)
                builder.branch(isMore, loop, [next] + choice.map { values[$0 + 1] }, else: done)
                builder.position(atEndOf: done)
                builder.ret(Array(values.dropFirst()))
            }
            // Three counts down to 1 in two rounds, of which the first branches back.
            #expect(ending == .returned(choice.map { UInt64($0 + 1) }), "\(choice)")
        }
    }

    @Test(arguments: [(UInt64(7), UInt64(1)), (0xFFFF_FFFF, 2), (0, 3), (8, 3)])
    func switchPicksItsCase(value: UInt64, expected: UInt64) {
        let ending = run([.i32], [.i32], [value]) { builder, parameters in
            let blocks = (0..<3).map { _ in builder.makeBlock() }
            let calls = blocks.map { builder.function.makeBlockCall($0) }
            let table = builder.function.switchTables.append(
                SwitchTable(cases: [(0xFFFF_FFFF, calls[1]), (7, calls[0])], defaultTarget: calls[2]))
            builder.append(Instruction(.switch, type: .i32, a: parameters[0].rawValue, b: table.rawValue), results: [])
            for (index, block) in blocks.enumerated() {
                builder.position(atEndOf: block)
                let result = builder.constant(Int64(index + 1), .i32)
                builder.ret([result])
            }
        }
        #expect(ending == .returned([expected]))
    }

    @Test func trapsNameTheirPlace() {
        var module = Module(name: "m")
        let id = define("f", [.i32], [.i32], in: &module) { builder, parameters in
            let one = builder.constant(1, .i32)
            let quotient = builder.binary(.sdiv, .i32, one, parameters[0])
            builder.ret([quotient])
        }
        var interpreter = verifiedInterpreter(module)
        let outcome = interpreter.run(id, arguments: [0])
        #expect(outcome.ending == .trapped(.divideByZero) && outcome.steps == 2)
        #expect(outcome.place?.function == id && outcome.place?.instruction.rawValue == 1)
        #expect(interpreter.run(id, arguments: [0xFFFF_FFFF]).ending == .returned([0xFFFF_FFFF]))
        #expect(run { builder, _ in builder.trap(.illegalInstruction) } == .trapped(.illegalInstruction))
        #expect(run { builder, _ in builder.unreachable() } == .trapped(.unreachable))
    }

    @Test func variablesStartAsZero() {
        let ending = run([], [.i32]) { builder, _ in
            let variable = builder.function.variables.append(Variable(name: "x", type: .i32))
            let first = builder.get(variable)
            let seven = builder.constant(7, .i32)
            builder.set(variable, seven)
            let second = builder.get(variable)
            let sum = builder.binary(.add, .i32, first, second)
            builder.ret([sum])
        }
        #expect(ending == .returned([7]))
    }

    @Test func breakpointStopsAndResumes() {
        var module = Module(name: "m")
        let id = define("f", [], [.i32], in: &module) { builder, _ in
            builder.append(Instruction(.breakpoint, b: 42), results: [])
            let five = builder.constant(5, .i32)
            builder.ret([five])
        }
        var interpreter = verifiedInterpreter(module)
        let stopped = interpreter.run(id)
        #expect(stopped.ending == .breakpoint(42) && stopped.steps == 1 && stopped.place?.instruction.rawValue == 0)
        let finished = interpreter.resume()
        #expect(finished.ending == .returned([5]) && finished.steps == 3)
    }

    @Test func carriesReachTheFlagResult() {
        let ending = run([.i32, .i32], [.i32, .i1], [0xFFFF_FFFF, 1]) { builder, parameters in
            let zero = builder.constant(0, .i1)
            let (sum, carry) = builder.withFlag(.addCarry, .i32, parameters[0], parameters[1], zero)
            builder.ret([sum, carry])
        }
        #expect(ending == .returned([0, 1]))
    }

    @Test func wrongEntryArgumentsAreReported() {
        #expect(run([.i32], [], []) { builder, _ in builder.ret() } == .unsupported("@f takes 1 arguments, not 0"))
        #expect(run([.i8], [.i8], [0x1FF]) { builder, parameters in builder.ret(parameters) } == .returned([0xFF]))
    }
}
