// hubc run: builds, then runs the result.

extension Command {
    static let run = Command(
        "run", "[PATH] [-- ARGS]", summary: "builds, then runs the result",
        details: """
            PATH is a folder with a hubc.json, or one source file; the current folder when left out.
            The exit status is the program's; what follows -- is passed to it.
            """,
        operands: 0...1, options: OptionTable.build,
        takesProgramArguments: true, run: RunCommand.run)
}

enum RunCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context) else { return .failure }
        for source in plan.sources { _ = context.load(source.path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc run'")
    }
}
