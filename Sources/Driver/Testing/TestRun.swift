// Builds one test file and runs it; what becomes of it is a value.

import BackendKit
import Support

/// What became of a test file.
package struct TestResult: Sendable {
    package let path: String
    /// Why it fails; nil when it passes.
    package let failure: String?
    package let framework: FrameworkOutput
    /// What the compiler says, then what the program printed and wrote to standard error.
    package let output: String
    /// How long the program ran.
    package let duration: Duration

    package init(path: String, failure: String?, framework: FrameworkOutput, output: String, duration: Duration) {
        self.path = path
        self.failure = failure
        self.framework = framework
        self.output = output
        self.duration = duration
    }

    /// ": 12 passed", ": 3 passed, 1 failed; status 1", or why it fails; nothing of a file that only passes.
    package var summary: String {
        let parts = [framework.counts?.text, failure].compactMap { $0 }
        return parts.isEmpty ? "" : ": " + parts.joined(separator: "; ")
    }
}

enum TestRun {
    /// How many diagnostics of a file are shown.
    private static let most = 20

    /// The file at `path`, built as `options` say for `target` and run for at most `timeLimit`.
    static func result(_ path: String, _ target: TargetName, _ options: Options, timeLimit: Duration) -> TestResult {
        var options = options
        options.operands = [path]
        options.targets = [target]
        options.output = nil
        var context = CommandContext(options: options)
        guard let program = build(target, &context) else {
            return TestResult(
                path: path, failure: "it cannot be built", framework: FrameworkOutput(""), output: messages(context),
                duration: .zero)
        }
        let usesFramework = context.sources.files.values.contains { $0.name.hasSuffix("modules/test.valk") }
        do {
            let host = try ProgramHost.preferred(for: program, target)
            let run = try HostedRunner.run(program, on: host, [], sandbox: System.environment("HUBC_SANDBOX")) {
                $0.timeLimit = timeLimit
                $0.outputLimit = 1 << 26
            }
            let (status, errors) = host.outcome(of: run, running: program)
            let output = String(decoding: run.output, as: UTF8.self)
            let framework = FrameworkOutput(output)
            return TestResult(
                path: path, failure: failure(run, status, output, framework, usesFramework, timeLimit),
                framework: framework, output: messages(context) + output + String(decoding: errors, as: UTF8.self),
                duration: run.duration)
        } catch {
            context.log.report(error)
            return TestResult(
                path: path, failure: "it cannot be run", framework: FrameworkOutput(""), output: messages(context),
                duration: .zero)
        }
    }

    private static func build(_ target: TargetName, _ context: inout CommandContext) -> [LinkInput]? {
        guard let plan = BuildPlan.make(&context), let built = HostedBuilder.build(target, plan, &context) else {
            return nil
        }
        guard built.module.entry != nil else {
            context.log.report(.noEntry(plan.name))
            return nil
        }
        do {
            return try HostedRunner.program(built, for: target, plan)
        } catch {
            context.log.report(error)
            return nil
        }
    }

    private static func messages(_ context: CommandContext) -> String {
        let shown = context.log.diagnostics.filter { $0.severity > .remark }
        let more = shown.count > most ? "\(shown.count - most) more\n" : ""
        return DiagnosticRenderer(sources: context.sources).render(Array(shown.prefix(most))) + more
    }

    /// Why a run is no success; nil when it is.
    private static func failure(
        _ run: ProcessResult, _ status: ExitStatus, _ output: String, _ framework: FrameworkOutput,
        _ usesFramework: Bool, _ timeLimit: Duration
    ) -> String? {
        switch run.ending {
        case .timeLimit:
            return timeLimit == .seconds(1)
                ? "it took more than a second" : "it took more than \(Int(timeLimit / .seconds(1))) seconds"
        case .outputLimit: return "it printed more than 64 MiB"
        case .signalled(let number): return "it ended by \(System.signalName(number))"
        case .exited: break
        }
        if status == .fault { return "status 70: it stopped on a limit or a fault" }
        if status != .success { return "status \(status.code)" }
        // An error at the top of a file ends the file, and leaves the status as it is.
        let last = output.split(separator: "\n").last ?? ""
        if last.hasPrefix("Error[") { return "it ended with an error" }
        if usesFramework, framework.counts == nil { return "no run of tests came to its end" }
        return nil
    }
}
