// hubc bench: measures compile time, artifact size and run time.

extension Command {
    static let bench = Command(
        "bench", "PATH", summary: "measures compile time, artifact size and run time",
        operands: 1...1, options: OptionTable.build + [.baseline, .json],
        run: BenchCommand.run)
}

enum BenchCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context) else { return .failure }
        for source in plan.sources { _ = context.load(source.path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc bench'")
    }
}
