// hubc check: looks for errors and writes nothing.

extension Command {
    static let check = Command(
        "check", "[PATH]", summary: "looks for errors and writes nothing",
        details: """
            PATH is a folder with a hubc.json, or one source file; the current folder when left out.
            """,
        operands: 0...1, options: OptionTable.build,
        run: CheckCommand.run)
}

enum CheckCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context), ModuleLoader.load(plan, &context) != nil else { return .failure }
        return context.status
    }
}
