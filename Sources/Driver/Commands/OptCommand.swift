// hubc opt: runs passes over textual IR and prints the result.

extension Command {
    static let opt = Command(
        "opt", "FILE.hir --passes=A,B,C", summary: "runs passes over textual IR and prints the result",
        operands: 1...1, options: [.passes, .printAfter, .printChanged, .output],
        required: [.passes], run: OptCommand.run)
}

enum OptCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        for path in context.options.operands { _ = context.read(path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc opt'")
    }
}
