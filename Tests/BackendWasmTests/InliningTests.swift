// What is called from one place is inlined by Binaryen, unless its caller would become so large that Binaryen's passes
// take minutes.

import Driver
import IR
import Interpreter
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct InliningTests {
    /// A program whose entry calls so many functions, each once, of so many multiplications each.
    private static func calls(of count: Int, multiplications: Int) throws -> Module {
        var text = "module \"calls\"\nmemory size 65536 stack 32768 pointer 4\n"
        text += "func @main () -> (i32) entry {\nblock0:\n    v0 = iconst.i32 4096\n    v1 = load.i32 v0\n"
        for number in 0..<count {
            text += "    v\(number * 2 + 2) = call @part\(number)(v1)\n"
            text += "    v\(number * 2 + 3) = add.i32 v\(number * 2 + 1), v\(number * 2 + 2)\n"
        }
        text += "    ret v\(count * 2 + 1)\n}\n"
        for number in 0..<count {
            text += "func @part\(number) (i32) -> (i32) {\nblock0(v0: i32):\n    v1 = iconst.i32 \(number + 3)\n"
            for place in 0..<multiplications {
                text += "    v\(place * 2 + 2) = mul.i32 v\(place * 2), v\(place * 2 + 1)\n"
                text += "    v\(place * 2 + 3) = xor.i32 v\(place * 2 + 2), v1\n"
            }
            text += "    ret v\(multiplications * 2 + 1)\n}\n"
        }
        return try parse(text)
    }

    @Test(arguments: [(200, 100...200), (10, 0...0)])
    func largeEntriesStayInParts(_ count: Int, _ parts: ClosedRange<Int>) throws {
        let module = try Self.calls(of: count, multiplications: 50)
        let program = try WasmProgram(module, byproducts: [.wat])
        let text = String(decoding: try program.bytes(.wat), as: UTF8.self)
        #expect(parts.contains(text.split(separator: "(func $part").count - 1))
        // Nothing that is exported only for Binaryen remains.
        #expect(!text.contains("(export \"part"))
        var interpreter = Interpreter(module)
        guard case .returned(let results) = interpreter.run(try #require(module.entry)).ending else {
            throw TestProblem("the interpreter stopped")
        }
        for tool in [Tool.node, .wasmtime] {
            guard let found = find(tool) else { continue }
            let run = try program.run(found)
            #expect(run.status == Int32((results.first ?? 0) & 0xFF), "\(tool.title): \(run.errors)")
        }
    }
}
