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
        for source in plan.sources {
            do {
                _ = try FileSystem.load(source.path, into: &context.sources, allowEmpty: false)
            } catch {
                context.log.report(error)
            }
        }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc run'")
    }
}
