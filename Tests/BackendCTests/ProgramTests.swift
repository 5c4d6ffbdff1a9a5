// Whole programs: control flow, calls, memory of the host and traps, in C of all compilers as in the interpreter.

import IR
import Interpreter
import Testing

struct ProgramTests {
    /// A program that returns a number from 0 to 255.
    struct Program: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Int32
        let text: String

        var testDescription: String { name }
    }

    @Test(arguments: CCompiler.all) func programsEndAsTheyShould(_ compiler: CCompiler) throws {
        guard compiler.isThere else { return reportMissing(compiler) }
        for program in Programs.all {
            let module = try IRText.module(program.text)
            for debug in [false, true] {
                let run: CRun = try CFolder.with(module, debug: debug) { folder in
                    try folder.compile(compiler)
                    return try folder.run("program")
                }
                #expect(run.status == program.status, "\(program.name): \(run.errors)")
            }
        }
    }

    @Test(arguments: Programs.all) func theInterpreterAgrees(_ program: Program) throws {
        let module = try IRText.module(program.text)
        let entry = try #require(module.entry)
        // What addresses of the host are is the host's affair.
        var interpreter = Interpreter(module)
        let ending = interpreter.run(entry).ending
        switch ending {
        case .returned(let values): #expect(values.map { Int32(truncatingIfNeeded: $0) & 255 } == [program.status])
        case .trapped: #expect(program.status == 70)
        default: Issue.record("\(program.name): \(ending)")
        }
    }

    /// Ten million tail calls take no stack, with or without optimisation.
    @Test(arguments: CCompiler.all.filter { $0.flags == ["-O0"] || $0.flags == ["-O2"] })
    func tailCallsTakeNoStack(_ compiler: CCompiler) throws {
        guard compiler.isThere else { return reportMissing(compiler) }
        for text in [Programs.mutualTailCalls, Programs.indirectTailCalls, Programs.hostTailCalls] {
            let run: CRun = try CFolder.with(IRText.module(text)) { folder in
                try folder.compile(compiler)
                return try folder.run("program")
            }
            #expect(run.status == 1, "\(run.errors)")
        }
    }

    @Test func trapsNameTheirPlace() throws {
        let compiler = CCompiler.all[0]
        guard compiler.isThere else { return reportMissing(compiler) }
        let run: CRun = try CFolder.with(IRText.module(Programs.division), debug: true) { folder in
            try folder.compile(compiler)
            return try folder.run("program")
        }
        #expect(run.status == 70)
        #expect(run.errors == "hsx: fault DIV_ZERO at dir/a \"b\".c:7\n")
    }

    /// Services of a library need no start: what includes its C calls it.
    @Test(arguments: CCompiler.all) func librariesUseServices(_ compiler: CCompiler) throws {
        guard compiler.isThere else { return reportMissing(compiler) }
        let caller = """
            #include "program.c"
            #include <stdio.h>
            int main(void) {
                uint32_t first = say(), second = say();
                printf("%u\\n", first + second);
                return 0;
            }

            """
        for text in [Programs.library, Programs.hostLibrary] {
            let run: CRun = try CFolder.with(IRText.module(text)) { folder in
                try folder.write("caller.c", caller)
                try folder.compile(compiler, "caller.c")
                return try folder.run("caller")
            }
            #expect(String(decoding: run.output, as: UTF8.self) == "say\nsay\n8\n", "\(run.errors)")
        }
    }

    @Test func theSameModuleGivesTheSameText() throws {
        for program in Programs.all {
            let module = try IRText.module(program.text)
            #expect(try CFolder.source(module) == CFolder.source(module))
        }
    }
}
