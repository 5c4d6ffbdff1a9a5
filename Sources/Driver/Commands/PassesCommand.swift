// hubc passes: lists the passes.

extension Command {
    static let passes = Command(
        "passes", "", summary: "lists the passes",
        operands: 0...0, options: [],
        run: PassesCommand.run)
}

enum PassesCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        context.unsupported("'hubc passes'")
    }
}
