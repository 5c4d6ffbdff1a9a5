// `hubc repl`, through a pipe and at a terminal.

import Driver
import Foundation
import Support
import Testing

@Suite struct ReplTests {
    private static let hubc = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "hubc").path
    private static let typist = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/tools/type-at-terminal.py").path
    static let canLink = Toolchain.find(.cCompiler) != nil && FileManager.default.isExecutableFile(atPath: hubc)

    /// What hubc prints, and its status, when `input` is typed into a pipe.
    private func repl(
        _ input: String, _ arguments: String = ""
    ) throws -> (output: String, errors: String, status: Int32) {
        try Driver.TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("input", Array(input.utf8))
            try folder.write("double.valk", Array("(fun {double x} {* 2 x})\n(undefined)\n(def {ten} 10)\n".utf8))
            var call = ProcessCall("/bin/sh", ["-c", "exec '\(Self.hubc)' repl \(arguments) < input"])
            call.folder = folder.path
            call.timeLimit = .seconds(300)
            let result = try ProcessRunner.run(call)
            guard case .exited(let status) = result.ending else { throw .error("E9503", "\(result.ending)") }
            return (
                String(decoding: result.output, as: UTF8.self), String(decoding: result.errors, as: UTF8.self), status
            )
        }
    }

    @Test(.enabled(if: canLink)) func valuesAreShownAsThePromptShowsThem() throws {
        let run = try repl(
            """
            (+ 1 2) ; two forms
            "a \\"quoted\\"\\ttext"
            {1 "two" {3} x}
            (cons 1 nil)
            (def {x} 5)
            x
            (fun {area w h}
              {* w h})
            area
            (area 2)
            (area 2 x)
            map
            +
            (error "no")
            (undefined 1)
            :keyword
            `(1 ,x)
            )
            """)
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(
            run.output == """
                Num[3]
                "a \\"quoted\\"\\ttext"
                {Num[1] "two" {Num[3]} x}
                (Num[1])
                ()
                Num[5]
                ()
                (\\ {w h} {* w h})
                (\\ {h} {* w h})
                Num[10]
                <lambda>
                <builtin>
                Error[no]
                Error[LEnv: Symbol `undefined` is not bound]
                :keyword
                (Num[1] Num[5])
                Error[[offset: 0] Unexpected character )]

                """)
    }

    @Test(.enabled(if: canLink)) func nothingThatIsEvaluatedEndsIt() throws {
        let run = try repl(
            """
            (def {kept} 1)
            (fun {deep x} {+ 1 (deep x)})
            (deep 1)
            (fun {grow l} {grow (join l l)})
            (grow {1 2 3})
            kept
            (print "to the end")
            (exit 3)
            (print "not reached")
            """)
        #expect(run.status == 3)
        #expect(run.errors.contains("hubc: trap stack_overflow\n"))
        #expect(run.errors.contains("hubc: out of memory"))
        let stopped = "stopped; what was defined before is still there\n"
        #expect(run.output == "()\n()\n\(stopped)()\n\(stopped)Num[1]\nto the end\n()\nNum[3]\n")
    }

    @Test(.enabled(if: canLink)) func commandsDoWhatTheySay() throws {
        let run = try repl(
            """
            (double ten)
            :type (double ten)
            :type "text"
            :load nowhere.valk
            :lod double.valk
            :type
            :type (1
            (load "double.valk")
            :ir (double 21)
            :time (double 4)
            :quit
            (print "not reached")
            """, "double.valk")
        #expect(run.status == 0)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.starts(with: ["Error[LEnv: Symbol `undefined` is not bound]", "Num[20]", "Number", "String"]))
        #expect(run.output.contains("nowhere.valk: error: there is no such file [E9101]\n"))
        #expect(run.output.contains("there is no command ':lod'; did you mean ':load'?\nit is written :type EXPR\n"))
        #expect(run.output.contains("the expression of a command stands on one line\n"))
        #expect(run.output.contains("v0 = iconst.i64 42\n"))
        #expect(lines.dropLast().last == "Num[8]")
        #expect(try lines.last?.wholeMatch(of: /[0-9]+\.[0-9]{3} ms/) != nil)
    }

    @Test(.enabled(if: canLink)) func theHelpNamesAllCommands() throws {
        let output = try repl(":help").output
        for name in ["ir", "time", "type", "load", "help", "quit"] { #expect(output.contains("  :\(name)")) }
    }

    /// Interrupts, several lines, completion, and lines of the past. With libedit; without it the steps that need an
    /// editor are left out.
    @Test(.enabled(if: canLink && FileManager.default.isExecutableFile(atPath: "/usr/bin/env")))
    func aTerminalInterruptsAndCompletes() throws {
        let hasEditor = dlopen("libedit.so.2", RTLD_LAZY) != nil
        let editing = """
            send (my-fu\\t
            pause 300
            send  21)\\n
            expect Num[42]
            expect valkyria>
            send \\x1b[A
            pause 300
            send \\n
            expect Num[42]
            expect valkyria>

            """
        let steps = """
            expect valkyria>
            send (fun {spin x} {spin x})\\n
            expect ()
            expect valkyria>
            send (do (print "it" "began") (spin 1))\\n
            expect it began
            send \\x03
            expect interrupted
            expect valkyria>
            send (print "half
            pause 300
            send \\x03
            expect valkyria>
            send (fun {my-function x}\\n
            expect ...
            send {* x 2})\\n
            expect ()
            expect valkyria>
            \(hasEditor ? editing : "")send \\x04

            """
        try Driver.TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("steps", Array(steps.utf8))
            let script = "exec '\(Self.typist)' '\(Self.hubc)' repl < steps"
            var call = ProcessCall("/bin/sh", ["-c", script])
            call.folder = folder.path
            call.environment = ["XDG_STATE_HOME": folder.path, "TERM": "xterm"]
            call.timeLimit = .seconds(300)
            let result = try ProcessRunner.run(call)
            #expect(result.ending == .exited(0), "\(String(decoding: result.errors, as: UTF8.self))")
            let history = folder.file("hubc/history")
            #expect(FileManager.default.fileExists(atPath: history) == hasEditor)
        }
    }
}
