// hubc repl: evaluates Lisp as it is typed.

import BackendKit
import FrontendLisp
import Support

extension Command {
    static let repl = Command(
        "repl", "[FILE...]", summary: "evaluates Lisp as it is typed",
        details: """
            FILEs are loaded first; the prelude is there. Each expression is evaluated when its brackets are closed,
            and its value is printed. Definitions stay. Nothing that is evaluated ends the prompt: Ctrl-C stops it,
            and so do the ends of the stack and of the heap. Ctrl-D or :quit leaves, (exit N) with status N.
            On a terminal lines can be edited, names are completed, and lines of earlier sessions come back
            (~/.local/state/hubc/history), where the system has libedit. Without a terminal there are no prompts.
            :help lists what else a line may be.
            """,
        operands: 0...Int.max, options: [.optimization],
        wording: [.optimization: "how far :ir optimises (default -O2)"],
        run: ReplRunner.run)
}

enum ReplRunner {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        do {
            let program = try executable(&context)
            return try TemporaryFolder.with { folder throws(Diagnostic) in
                try folder.write("session", program, executable: true)
                context.flushDiagnostics()
                var repl = try Repl.start(folder.file("session"), context)
                return try repl.run(context.options.operands)
            }
        } catch {
            return context.fail(error)
        }
    }

    /// The evaluator as a program for this machine. Throws what building throws.
    private static func executable(_ context: inout CommandContext) throws(Diagnostic) -> [UInt8] {
        guard let program = LispLoader.session(&context) else { throw context.log.diagnostics[0] }
        let level = OptimizationLevel.none
        let (built, log) = InMemoryCompiler.build(.native, of: program.module, level)
        guard let built else { throw log.diagnostics[0] }
        return try InMemoryCompiler.executable(ofNative: built)
    }
}
