// Register allocation under pressure, and the order of parallel copies.

import BackendHXE
import IR
import Interpreter
import Testing

struct AllocationTests {
    private func check(_ builder: FunctionBuilder) throws -> MachineRun {
        var module = Module(name: "t", memory: .hsx)
        module.globals.append(
            Global(
                name: "data", size: 1024, address: 0x4000,
                bytes: (0..<1024).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }))
        let entry = module.functions.append(builder.function)
        var interpreter = Interpreter(module)
        let expected = interpreter.run(entry).ending
        let run = try Machine.run(module)
        #expect(run.status == "RETURNED")
        #expect(expected == .returned([UInt64(run.r0)]))
        return run
    }

    private func main() -> FunctionBuilder {
        var builder = FunctionBuilder(Function(name: "main", signature: Signature(results: [.i32]), attributes: .entry))
        _ = builder.makeEntryBlock()
        return builder
    }

    @Test(arguments: [10, 14, 15, 16, 30, 60, 400]) func manyValues(_ count: Int) throws {
        var builder = main()
        let base = builder.constant(0x4000, .i32)
        let values = (0..<count).map { builder.load(.i32, base, offset: Int32($0 * 2)) }
        var sum = values[count - 1]
        for value in values { sum = builder.binary(.xor, .i32, builder.binary(.add, .i32, sum, sum), value) }
        for value in values.reversed() { sum = builder.binary(.sub, .i32, sum, value) }
        builder.ret([sum])
        _ = try check(builder)
    }

    /// A loop whose parameters rotate and swap each time round: cycles of copies of every length, in registers and in memory.
    @Test(arguments: [2, 3, 5, 8, 14, 17, 24]) func rotation(_ count: Int) throws {
        var builder = main()
        let base = builder.constant(0x4000, .i32)
        let values = (0..<count).map { builder.load(.i32, base, offset: Int32($0 * 4)) }
        let types = [Type](repeating: .i32, count: count + 1)
        let (body, done) = (builder.makeBlock(types), builder.makeBlock())
        builder.jump(body, values + [builder.constant(7, .i32)])
        builder.position(atEndOf: body)
        let parameters = builder.function.parameters(body)
        let left = builder.binary(.sub, .i32, parameters[count], builder.constant(1, .i32))
        let goesOn = builder.icmp(.ne, .i32, left, builder.constant(0, .i32))
        var next = Array(parameters[1..<count]) + [parameters[0]]
        if count > 4 { next.swapAt(1, 3) }
        builder.branch(goesOn, body, next + [left], else: done)
        builder.position(atEndOf: done)
        var sum = parameters[0]
        for value in parameters[1..<count] {
            sum = builder.binary(.xor, .i32, builder.binary(.mul, .i32, sum, builder.constant(31, .i32)), value)
        }
        builder.ret([sum])
        _ = try check(builder)
    }

    /// Values that live across a loop with a call in it.
    @Test func valuesAcrossCalls() throws {
        let module = try Machine.parse(
            CallTests.header + """
                func @f (i32) -> (i32) {
                block0(v0: i32):
                    v1 = iconst.i32 1
                    v2 = icmp.i32 ult v0, v1
                    br_if v2, block1, block2
                block1:
                    ret v1
                block2:
                    v3 = sub.i32 v0, v1
                    v4 = call @f(v3)
                    v5 = mul.i32 v4, v0
                    v6 = call @f(v3)
                    v7 = sub.i32 v5, v6
                    v8 = add.i32 v7, v4
                    ret v8
                }
                func @main () -> (i32) entry {
                block0:
                    v0 = iconst.i32 8
                    v1 = call @f(v0)
                    ret v1
                }
                """)
        guard let entry = module.entry else { return }
        var interpreter = Interpreter(module)
        #expect(interpreter.run(entry).ending == .returned([UInt64(try Machine.run(module).r0)]))
    }
}
