// hubc exec: runs textual IR in the reference interpreter.

extension Command {
    static let exec = Command(
        "exec", "FILE.hir [--entry F] [-- ARGS]", summary: "runs textual IR in the reference interpreter",
        operands: 1...1, options: [.entry],
        takesProgramArguments: true, run: ExecCommand.run)
}

enum ExecCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        for path in context.options.operands { _ = context.read(path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc exec'")
    }
}
