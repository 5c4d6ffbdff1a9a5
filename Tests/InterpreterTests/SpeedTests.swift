import Foundation
import IR
import Interpreter
import Testing

/// Prints steps per second: HUBC_BENCHMARK=1 swift test -c release --filter SpeedTests
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["HUBC_BENCHMARK"] != nil))
struct SpeedTests {
    private func measure(_ name: String, _ module: Module, _ id: FunctionID, _ argument: UInt64) {
        var interpreter = verifiedInterpreter(module)
        let clock = ContinuousClock()
        var outcome: Outcome?
        let time = clock.measure { outcome = interpreter.run(id, arguments: [argument]) }
        let steps = Double(outcome?.steps ?? 0)
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
        print("\(name): \(Int(steps / seconds / 1e6)) million steps per second")
        #expect(outcome?.ending == .returned([0]))
    }

    /// Counts down to 0; `body` works on the counter first.
    private func countdown(_ body: (inout FunctionBuilder, ValueID) -> Void) -> (Module, FunctionID) {
        var module = Module(name: "m", memory: .hsx)
        let id = define("f", [.i32], [.i32], in: &module) { builder, parameters in
            let loop = builder.makeBlock([.i32])
            let done = builder.makeBlock()
            builder.jump(loop, parameters)
            builder.position(atEndOf: loop)
            let counter = builder.function.parameters(loop)[0]
            body(&builder, counter)
            let one = builder.constant(1, .i32)
            let next = builder.binary(.sub, .i32, counter, one)
            let zero = builder.constant(0, .i32)
            let isMore = builder.icmp(.ne, .i32, next, zero)
            builder.branch(isMore, loop, [next], else: done)
            builder.position(atEndOf: done)
            builder.ret([next])
        }
        return (module, id)
    }

    @Test func arithmetic() {
        let (module, id) = countdown { builder, counter in
            let product = builder.binary(.mul, .i32, counter, counter)
            _ = builder.binary(.xor, .i32, product, counter)
        }
        measure("arithmetic", module, id, 5_000_000)
    }

    @Test func memory() {
        let (module, id) = countdown { builder, counter in
            let mask = builder.constant(0xFFC, .i32)
            let address = builder.binary(.and, .i32, counter, mask)
            let old = builder.load(.i32, address, offset: 4)
            let new = builder.binary(.add, .i32, old, counter)
            builder.store(.i32, address, new, offset: 8)
        }
        measure("memory", module, id, 5_000_000)
    }

    @Test func calls() {
        let (empty, id) = countdown { _, _ in }
        var module = empty
        let callee = module.functions.nextID
        let (calling, caller) = countdown { builder, counter in _ = builder.call(callee, [counter], results: [.i32]) }
        define("callee", [.i32], [.i32], in: &module) { builder, parameters in builder.ret(parameters) }
        module.functions[id] = calling.functions[caller]
        measure("calls", module, id, 5_000_000)
    }
}
