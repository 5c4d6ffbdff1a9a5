// hubc build: builds a source tree or one source file.

extension Command {
    static let build = Command(
        "build", "[PATH]", summary: "builds a source tree or one source file",
        details: """
            PATH is a folder with a hubc.json, or one source file; the current folder when left out.
            """,
        operands: 0...1, options: OptionTable.build,
        run: BuildCommand.run)
}

enum BuildCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context) else { return .failure }
        for source in plan.sources { _ = context.load(source.path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc build'")
    }
}
