// How programs start and end: arguments, statuses, output, all as with `hubc exec`.

import Driver
import IR
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct StartTests {
    /// Prints its argument's bytes and ends with their sum.
    static let program = """
        module "start"
        memory size 65536 stack 32768 pointer 4
        service @print = 0x101 (i32, i32) -> (i32) reads
        service @sleep = 0x600 (i32) -> (i32)
        func @main (i64, i8) -> (i32) {
        block0(v0: i64, v1: i8):
            v2 = iconst.i32 512
            store.i64 v2, v0
            store.i8 v2 + 8, v1
            v3 = iconst.i32 9
            v4 = service @print(v2, v3)
            v5 = service @sleep(v4)
            v6 = zext.i32 v1
            v7 = add.i32 v4, v6
            v8 = add.i32 v7, v5
            ret v8
        }
        """

    private static func module() throws -> Module {
        var module = try parse(program)
        let main = try #require(module.function(named: "main"))
        module.functions[main].attributes.insert(.entry)
        return module
    }

    static let integers: [([String], [UInt8], Int32)] = [
        (["1", "2"], [1, 0, 0, 0, 0, 0, 0, 0, 2], 11),
        (["-1", "-2"], [255, 255, 255, 255, 255, 255, 255, 255, 254], 7),
        (["0x0123456789abcdef", "+7"], [0xEF, 0xCD, 0xAB, 0x89, 0x67, 0x45, 0x23, 0x01, 7], 16),
        (["18446744073709551615", "0xFF"], [255, 255, 255, 255, 255, 255, 255, 255, 255], 8),
        (["-9223372036854775808", "0"], [0, 0, 0, 0, 0, 0, 0, 128, 0], 9),
    ]

    @Test(arguments: integers)
    func argumentsAreIntegers(_ words: [String], _ output: [UInt8], _ status: Int32) throws {
        for level in [OptimizationLevel.none, .standard] {
            let program = try WasmProgram(Self.module(), level: level)
            for tool in [Tool.node, .wasmtime] {
                guard let found = find(tool) else { continue }
                #expect(try program.run(found, words) == WasmRun(status: status, output: output, errors: ""))
            }
        }
    }

    static let refusals: [([String], String)] = [
        ([], "program: the entry function takes 2 arguments, but 0 were given\n"),
        (["1"], "program: the entry function takes 2 arguments, but 1 was given\n"),
        (["1", "2", "3"], "program: the entry function takes 2 arguments, but 3 were given\n"),
        (["1", "x"], "program: the argument 'x' is no integer of 64 bits\n"),
        (["", "1"], "program: the argument '' is no integer of 64 bits\n"),
        (["18446744073709551616", "1"], "program: the argument '18446744073709551616' is no integer of 64 bits\n"),
        (["-9223372036854775809", "1"], "program: the argument '-9223372036854775809' is no integer of 64 bits\n"),
        (["0x", "1"], "program: the argument '0x' is no integer of 64 bits\n"),
        (["0x-1", "1"], "program: the argument '0x-1' is no integer of 64 bits\n"),
    ]

    @Test(arguments: refusals)
    func wrongArgumentsAreRefused(_ words: [String], _ message: String) throws {
        let program = try WasmProgram(Self.module())
        for tool in [Tool.node, .wasmtime] {
            guard let found = find(tool) else { continue }
            #expect(try program.run(found, words) == WasmRun(status: 2, output: [], errors: message))
        }
    }

    /// The loader hands output to whoever wants it, and the program can run again.
    @Test func theLoaderRunsPrograms() throws {
        guard let node = find(.node) else { return }
        let run = try WasmProgram(Self.module()).run(
            script: """
                import { run } from "./program.mjs";
                for (const last of ["2", "3"]) {
                    const parts = [];
                    const status = await run({ arguments: ["1", last], stdout: (bytes) => parts.push(...bytes) });
                    console.log(status, parts.join(" "));
                }
                """, in: node)
        #expect(run.errors.isEmpty)
        #expect(String(decoding: run.output, as: UTF8.self) == "11 1 0 0 0 0 0 0 0 2\n12 1 0 0 0 0 0 0 0 3\n")
    }
}
