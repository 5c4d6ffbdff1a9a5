// hubc verify: runs a program in the interpreter and on every target, and compares.

import Support

extension Command {
    static let verify = Command(
        "verify", "PATH [-- ARGS]", summary: "runs a program in the interpreter and on every target, and compares",
        details: """
            Runs the program in the interpreter, in the virtual machine, and as native code, C and WebAssembly by
            each compiler and runtime that is here; --target chooses among them. ARGS are integers for the
            parameters of the entry function. What is missing or cannot be expressed is named and does not count;
            any other output or status than the interpreter's is an error. Of a program in Smalltalk each method is
            compared too, with receivers and arguments that are made for it: natively, or for the targets that
            --target names.
            """,
        operands: 1...1, options: OptionTable.build + [.allowFallback],
        takesProgramArguments: true, run: VerifyCommand.run)
}

enum VerifyCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context) else { return .failure }
        let validation = validate(plan, &context)
        // Methods that are kept as they stand are so in the program that is compared.
        guard !context.log.hasErrors || validation != nil, let loaded = ModuleLoader.load(plan, &context) else {
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
        if !context.options.quiet {
            context.print(report.table + (validation.map { "\n" + $0.table } ?? ""), terminator: "")
        }
        for line in validation?.remarks ?? [] { context.say(line) }
        for diagnostic in report.diagnostics { context.log.report(diagnostic) }
        return context.status
    }

    /// What the comparison of each method says; nil where there are none.
    private static func validate(_ plan: BuildPlan, _ context: inout CommandContext) -> ValidationReport? {
        guard SmalltalkLoader.accepts(plan) else { return nil }
        let targets = context.options.targets.isEmpty ? [.native] : context.options.targets
        return Validator.run(plan, Validator.ways(for: targets), &context)
    }

    private static func row(
        _ way: ExecutionWay, _ workshop: inout ProgramWorkshop, _ context: CommandContext
    ) -> VerifyReport.Row {
        let start = ContinuousClock.now
        do {
            let program = try workshop.prepare(way, context)
            let built = ContinuousClock.now - start
            return .init(
                way: way, build: built, outcome: .success(try workshop.run(program, context.options.programArguments)))
        } catch {
            return .init(way: way, build: ContinuousClock.now - start, outcome: .failure(error))
        }
    }
}
