// hubc bench: measures compile time, artifact size and run time on each target that is here.

import Support

extension Command {
    static let bench = Command(
        "bench", "PATH [-- ARGS]", summary: "measures compile time, artifact size and run time",
        details: """
            Builds the program three times for each target that can run here and runs it five times; the fastest
            counts. WebAssembly and native programs start a process, which is part of their time. ARGS are integers
            for the parameters of the entry function. What --json prints, --baseline reads.
            """,
        operands: 1...1, options: OptionTable.build + [.baseline, .json],
        takesProgramArguments: true, run: BenchCommand.run)
}

enum BenchCommand {
    private static let builds = 3
    private static let runs = 5

    static func run(_ context: inout CommandContext) -> ExitStatus {
        var baseline: BenchReport?
        if let path = context.options.baseline {
            guard let bytes = context.read(path) else { return .failure }
            guard let tree = try? JSONReader.read(bytes), let report = BenchReport(tree) else {
                return context.fail(.noBaseline(path))
            }
            baseline = report
        }
        guard let plan = BuildPlan.make(&context), let loaded = ModuleLoader.load(plan, &context) else {
            return .failure
        }
        guard loaded.module.entry != nil else { return context.fail(.noEntry(plan.name)) }
        let reading = context.timer
        let wanted = context.options.targets
        var figures: [BenchFigures] = []
        for way in ExecutionWay.all where way.target.map({ wanted.isEmpty || wanted.contains($0) }) ?? wanted.isEmpty {
            do {
                figures.append(try measure(way, loaded, plan, context, reading))
            } catch {
                switch error {
                case .unavailable(let why), .inexpressible(let why): context.say("\(way.name): \(why)")
                case .broken(let why): context.log.report(.didNotRun(way.name, why))
                }
            }
        }
        let report = BenchReport(program: plan.name, level: plan.optimization.rawValue, figures: figures)
        if context.options.json {
            context.print(JSONWriter.pretty(report.json))
        } else {
            context.print(report.table(baseline: baseline), terminator: "")
        }
        return context.status
    }

    private static func measure(
        _ way: ExecutionWay, _ loaded: LoadedModule, _ plan: BuildPlan, _ context: CommandContext,
        _ reading: PhaseTimer
    ) throws(ExecutionFailure) -> BenchFigures {
        var phases: [BenchFigures.Phase] = []
        var program: PreparedProgram?
        for _ in 0..<builds {
            var workshop = ProgramWorkshop(loaded, plan)
            program = try workshop.prepare(way, context)
            // The machine's builder reads the sources itself.
            var timer = workshop.timers[way] ?? PhaseTimer()
            if way != .machine { timer.merge(reading) }
            let new = BenchFigures.phases(timer)
            let isFaster = new.reduce(0) { $0 + $1.milliseconds } < phases.reduce(0) { $0 + $1.milliseconds }
            if phases.isEmpty || isFaster { phases = new }
        }
        guard let program else { preconditionFailure("BenchCommand: no build") }
        let workshop = ProgramWorkshop(loaded, plan)
        var best = Duration.seconds(1 << 40)
        for _ in 0..<runs {
            best = min(best, try workshop.run(program, context.options.programArguments).duration)
        }
        return BenchFigures(
            target: way.name, phases: phases, size: program.size, runTime: best / .milliseconds(1))
    }
}

extension Diagnostic {
    fileprivate static func noBaseline(_ path: String) -> Diagnostic {
        .error(
            "E9507", "this is no report of 'hubc bench'", path: path,
            notes: [DiagnosticNote("'hubc bench PATH --json' prints one")])
    }
}
