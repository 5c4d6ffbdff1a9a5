// Functions with more values than engines take locals: values that live at different places share.

import Driver
import IR
import Interpreter
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct LocalsTests {
    /// Fibonacci numbers, each an instruction whose result two others use, all in one block.
    private static func straight(_ count: Int) -> String {
        let sums = (2..<count).map { "    v\($0) = add.i32 v\($0 - 1), v\($0 - 2)\n" }.joined()
        return "block0:\n    v0 = iconst.i32 0\n    v1 = iconst.i32 1\n\(sums)    ret v\(count - 1)\n"
    }

    /// A row of loops, each with values that live across it, in it and out of it, and a division that checks.
    private static func loops(_ count: Int) -> String {
        var text = "block0:\n    v0 = iconst.i32 3\n    v1 = iconst.i32 0\n    v2 = iconst.i32 1\n    jump block1(v0, v0)\n"
        for number in 0..<count {
            let (block, value) = (number * 3 + 1, number * 12 + 3)
            text += """
                block\(block)(v\(value): i32, v\(value + 1): i32):
                    v\(value + 2) = mul.i32 v\(value), v\(value)
                    v\(value + 3) = add.i32 v\(value + 2), v\(value + 1)
                    v\(value + 4) = xor.i32 v\(value + 3), v\(value)
                    v\(value + 5) = icmp.i32 ne v\(value + 1), v1
                    br_if v\(value + 5), block\(block + 1), block\(block + 2)
                block\(block + 1):
                    v\(value + 6) = udiv.i32 v\(value + 4), v\(value + 1)
                    v\(value + 7) = sub.i32 v\(value + 1), v2
                    v\(value + 8) = add.i32 v\(value + 6), v\(value + 3)
                    jump block\(block)(v\(value + 8), v\(value + 7))
                block\(block + 2):
                    v\(value + 9) = add.i32 v\(value + 4), v0

                """
            if number + 1 < count { text += "    jump block\(block + 3)(v\(value + 9), v0)\n" }
        }
        return text + "    ret v\(count * 12)\n"
    }

    @Test(arguments: ["straight", "loops"])
    func manyValuesShareLocals(_ shape: String) throws {
        // Nested deeper, the loops would need more stack than the threads of tests have.
        let body = shape == "straight" ? Self.straight(60_000) : Self.loops(100)
        let module = try parse(
            "module \"many\"\nmemory size 65536 stack 32768 pointer 4\nfunc @main () -> (i32) entry {\n\(body)}\n")
        var interpreter = Interpreter(module)
        guard case .returned(let results) = interpreter.run(try #require(module.entry)).ending else {
            throw TestProblem("the interpreter stopped")
        }
        let program = try WasmProgram(module, level: .none)
        for tool in [Tool.node, .wasmtime] {
            guard let found = find(tool) else { continue }
            let run = try program.run(found)
            #expect(run.status == Int32((results.first ?? 0) & 0xFF), "\(tool.title): \(run.errors)")
        }
    }
}
