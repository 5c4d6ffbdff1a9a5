import IR
import Interpreter
import Testing

@Suite struct CallTests {
    /// fib(n), the slow way.
    private func fibonacci(_ module: inout Module) -> FunctionID {
        let own = module.functions.nextID
        return define("fib", [.i32], [.i32], in: &module) { builder, parameters in
            let base = builder.makeBlock()
            let step = builder.makeBlock()
            let two = builder.constant(2, .i32)
            let isBase = builder.icmp(.slt, .i32, parameters[0], two)
            builder.branch(isBase, base, else: step)
            builder.position(atEndOf: base)
            builder.ret(parameters)
            builder.position(atEndOf: step)
            let one = builder.constant(1, .i32)
            let less = builder.binary(.sub, .i32, parameters[0], one)
            let first = builder.call(own, [less], results: [.i32])
            let lesser = builder.binary(.sub, .i32, parameters[0], two)
            let second = builder.call(own, [lesser], results: [.i32])
            let sum = builder.binary(.add, .i32, first[0], second[0])
            builder.ret([sum])
        }
    }

    @Test func recursionKeepsFramesApart() {
        var module = Module(name: "m")
        let id = fibonacci(&module)
        var interpreter = verifiedInterpreter(module)
        #expect(interpreter.run(id, arguments: [20]).ending == .returned([6765]))
    }

    /// Runs count(n, acc) = n == 0 ? acc : count(n - 1, acc + n), by calls or tail calls.
    private func count(tail: Bool, _ number: UInt64, options: InterpreterOptions = InterpreterOptions()) -> Ending {
        var module = Module(name: "m", memory: .hsx)
        let own = module.functions.nextID
        let id = define("count", [.i32, .i32], [.i32], in: &module) { builder, parameters in
            let done = builder.makeBlock()
            let step = builder.makeBlock()
            let zero = builder.constant(0, .i32)
            let isDone = builder.icmp(.eq, .i32, parameters[0], zero)
            builder.branch(isDone, done, else: step)
            builder.position(atEndOf: done)
            builder.ret([parameters[1]])
            builder.position(atEndOf: step)
            let one = builder.constant(1, .i32)
            let less = builder.binary(.sub, .i32, parameters[0], one)
            let more = builder.binary(.add, .i32, parameters[1], parameters[0])
            if tail {
                builder.list(.tailCall, own.rawValue, [less, more])
            } else {
                let result = builder.call(own, [less, more], results: [.i32])
                builder.ret(result)
            }
        }
        var interpreter = verifiedInterpreter(module, options: options)
        return interpreter.run(id, arguments: [number, 0]).ending
    }

    @Test func tailCallsTakeNoStack() {
        #expect(count(tail: true, 200_000) == .returned([20_000_100_000 & 0xFFFF_FFFF]))
    }

    @Test func stackExhaustionTraps() {
        // 0x8000 bytes hold 8192 return addresses.
        #expect(count(tail: false, 8192) == .returned([8192 * 8193 / 2]))
        #expect(count(tail: false, 8193) == .trapped(.stackOverflow))
        var options = InterpreterOptions()
        options.callDepthLimit = 100
        #expect(count(tail: false, 100, options: options) == .returned([5050]))
        #expect(count(tail: false, 101, options: options) == .trapped(.stackOverflow))
        options.callDepthLimit = 1000
        options.frameWordLimit = 500
        #expect(count(tail: false, 900, options: options) == .trapped(.stackOverflow))
    }

    /// Calls @next or @other through a value; `address` replaces the right one.
    private func indirect(_ address: UInt64?, tail: Bool) -> Ending {
        var module = Module(name: "m")
        let next = define("next", [.i32], [.i32], in: &module) { builder, parameters in
            let one = builder.constant(1, .i32)
            let sum = builder.binary(.add, .i32, parameters[0], one)
            builder.ret([sum])
        }
        define("other", [], [], in: &module) { builder, _ in builder.ret() }
        let signature = module.signatureID(Signature(parameters: [.i32], results: [.i32]))
        let id = define("f", [.i32], [.i32], in: &module) { builder, parameters in
            let callee =
                if let address {
                    builder.constant(Int64(address), .i32)
                } else {
                    builder.value(Instruction(.functionAddr, type: .ptr, a: next.rawValue))
                }
            let operands = [callee, parameters[0]]
            if tail {
                builder.list(.tailCallIndirect, signature.rawValue, operands)
            } else {
                let result = builder.list(.callIndirect, signature.rawValue, operands, results: [.i32])
                builder.ret(result)
            }
        }
        var interpreter = verifiedInterpreter(module)
        return interpreter.run(id, arguments: [41]).ending
    }

    @Test(arguments: [false, true])
    func indirectCallsCheckTheirCallee(tail: Bool) {
        #expect(indirect(nil, tail: tail) == .returned([42]))
        #expect(indirect(4, tail: tail) == .returned([42]))
        #expect(indirect(8, tail: tail) == .trapped(.badCast))
        for address: UInt64 in [0, 1, 5, 16, 0xFFFF_FFFC] {
            #expect(indirect(address, tail: tail) == .trapped(.pcOutOfRange), "\(address)")
        }
    }

    @Test func importedFunctionsAreUnsupported() {
        var module = Module(name: "m")
        let signature = Signature(parameters: [], results: [])
        let outside = module.functions.append(Function(name: "outside", signature: signature, linkage: .import))
        let id = define("f", [], [], in: &module) { builder, _ in
            _ = builder.call(outside, [], results: [])
            builder.ret()
        }
        var interpreter = verifiedInterpreter(module)
        #expect(interpreter.run(id).ending == .unsupported("@outside has no body"))
    }

    @Test func servicesGoThroughTheHost() {
        var module = Module(name: "m", memory: .hsx)
        let text = Array("hello".utf8)
        let global = module.globals.append(Global(name: "text", size: 5, bytes: text))
        let write = module.services.append(
            Service(
                name: "uart_write", number: RecordingHost.uartWrite, parameters: [.i32, .i32], results: [.i32],
                effects: .reads))
        let id = define("f", [.i32], [.i32], in: &module) { builder, parameters in
            let address = builder.value(Instruction(.globalAddr, type: .i32, a: global.rawValue))
            let result = builder.service(write, [address, parameters[0]], results: [.i32])
            builder.ret(result)
        }
        let recorder = RecordingHost()
        var interpreter = verifiedInterpreter(module, host: recorder.host)
        #expect(interpreter.run(id, arguments: [5]).ending == .returned([5]))
        #expect(recorder.output == text && recorder.calls.count == 1)
        #expect(interpreter.run(id, arguments: [0xFFFF]).ending == .trapped(.memoryFault))

        var exiting = verifiedInterpreter(
            module, host: ServiceHost { _, arguments, _, steps in .exit(UInt32(arguments[1] + steps)) })
        #expect(exiting.run(id, arguments: [5]).ending == .exited(7))
        var writing = verifiedInterpreter(
            module,
            host: ServiceHost { _, _, memory, _ in
                memory[0] = 9
                return .results([1 << 40 | 3])
            })
        #expect(writing.run(id, arguments: [5]).ending == .returned([3]))
        #expect(writing.memory[0] == 9)
        writing.resetMemory()
        #expect(writing.memory[0] == 0)
        var none = verifiedInterpreter(module)
        #expect(none.run(id, arguments: [5]).ending == .unsupported("service uart_write"))
    }
}
