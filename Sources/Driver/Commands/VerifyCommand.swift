// hubc verify: runs a program in the interpreter and on every target, and compares.

extension Command {
    static let verify = Command(
        "verify", "PATH", summary: "runs a program in the interpreter and on every target, and compares",
        operands: 1...1, options: OptionTable.build,
        run: VerifyCommand.run)
}

enum VerifyCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context) else { return .failure }
        for source in plan.sources { _ = context.load(source.path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc verify'")
    }
}
