// hubc verify: runs a program in the interpreter and on every target, and compares.

import Support

extension Command {
    static let verify = Command(
        "verify", "PATH [-- ARGS]", summary: "runs a program in the interpreter and on every target, and compares",
        details: """
            Runs the program in the interpreter, in the virtual machine, and as native code, C and WebAssembly by
            each compiler and runtime that is here; --target chooses among them. ARGS are integers for the
            parameters of the entry function. What is missing or cannot be expressed is named and does not count;
            any other output or status than the interpreter's is an error.
            """,
        operands: 1...1, options: OptionTable.build,
        takesProgramArguments: true, run: VerifyCommand.run)
}

enum VerifyCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context), let loaded = ModuleLoader.load(plan, &context) else {
            return .failure
        }
        guard loaded.hasEntry else { return context.fail(.noEntry(plan.name)) }
        let wanted = context.options.targets
        let ways = ExecutionWay.all.filter { way in
            way.target.map { wanted.isEmpty || wanted.contains($0) } ?? true
        }
        var workshop = ProgramWorkshop(loaded, plan)
        let rows = ways.map { row($0, &workshop, context) }
        let report = VerifyReport(rows)
        if !context.options.quiet { context.print(report.table, terminator: "") }
        for diagnostic in report.diagnostics { context.log.report(diagnostic) }
        return context.status
    }

    private static func row(
        _ way: ExecutionWay, _ workshop: inout ProgramWorkshop, _ context: CommandContext
    ) -> VerifyReport.Row {
        let start = ContinuousClock.now
        do {
            let program = try workshop.prepare(way, context)
            let built = ContinuousClock.now - start
            return .init(way: way, build: built, outcome: .success(try workshop.run(program, context.options.programArguments)))
        } catch {
            return .init(way: way, build: ContinuousClock.now - start, outcome: .failure(error))
        }
    }
}
