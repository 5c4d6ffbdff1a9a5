// hubc ir: prints the textual IR.

extension Command {
    static let ir = Command(
        "ir", "[PATH]", summary: "prints the textual IR",
        details: """
            PATH is a folder with a hubc.json, or one source file; the current folder when left out.
            """,
        operands: 0...1, options: OptionTable.compile + [.stage, .printAfter, .printChanged, .output],
        run: IRCommand.run)
}

enum IRCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context) else { return .failure }
        for source in plan.sources { _ = context.load(source.path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc ir'")
    }
}
