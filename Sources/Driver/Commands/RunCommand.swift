// hubc run: builds, then runs the result.

import HSXMachine
import Support

extension Command {
    static let run = Command(
        "run", "[PATH] [-- ARGS]", summary: "builds, then runs the result",
        details: """
            PATH is a folder with a hubc.json, or one source file; the current folder when left out.
            Of several targets the first is run; WebAssembly by wasmtime, node or wasmkit, whichever is there, and large
            modules rather by node.
            The exit status is the program's; what follows -- is passed to it.
            """,
        operands: 0...1, options: OptionTable.build,
        takesProgramArguments: true, run: RunCommand.run)
}

enum RunCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        let path = context.options.path
        if Path.suffix(path).lowercased() == ".hxe", !FileSystem.isFolder(path) {
            guard let bytes = context.read(path, allowEmpty: false),
                let image = HSXImage.read(bytes, path: path, log: &context.log)
            else { return .failure }
            return execute(image, &context)
        }
        guard let plan = BuildPlan.make(&context), let artifacts = BuildCommand.build(plan, &context) else {
            return .failure
        }
        // A tree's artifacts are written.
        if plan.manifest != nil || context.options.output != nil {
            guard context.write(artifacts.all) == .success else { return .failure }
        }
        guard let target = plan.targets.first, target != .hxe else {
            guard let image = artifacts.image?.image else { return .failure }
            return execute(image, &context)
        }
        guard let built = artifacts.hosted[target] else { return .failure }
        return execute(built, for: target, plan, &context)
    }

    /// Runs the image; the program's output goes straight to standard output.
    private static func execute(_ image: HSXImage, _ context: inout CommandContext) -> ExitStatus {
        context.flushDiagnostics()
        let output: ([UInt8]) -> Void = { bytes in try? System.write(bytes, to: 1) }
        guard let host = HSXHost(sandbox: System.environment("HUBC_SANDBOX"), output: output),
            let run = HSXMachineRunner.run(image, host: host, sleep: { System.sleep(milliseconds: $0) })
        else { return context.fail(.cannotRun(), .fault) }
        context.say("\(run.steps) instructions")
        switch run.ending {
        case .returned(let value), .exited(let value): return ExitStatus(code: Int32(value & 0xFF))
        case .fault(let name, let pc):
            context.complain("hsx: fault \(name) at pc 0x\(Hexadecimal.digits(pc, width: 4))")
        case .breakpoint(let code, let pc):
            context.complain("hsx: breakpoint \(code) at pc 0x\(Hexadecimal.digits(pc, width: 4))")
        case .stepLimit: context.complain("hsx: step limit")
        }
        return .fault
    }

    /// Runs what a back end made as a process of its own, joined to hubc's streams.
    private static func execute(
        _ built: HostedBuild, for target: TargetName, _ plan: BuildPlan, _ context: inout CommandContext
    ) -> ExitStatus {
        guard built.module.entry != nil else { return context.fail(.noEntry(plan.name)) }
        do {
            let program = try HostedRunner.program(built, for: target, plan)
            let host = try ProgramHost.preferred(for: program, target)
            context.flushDiagnostics()
            let sandbox = System.environment("HUBC_SANDBOX")
            let arguments = context.options.programArguments
            let result = try HostedRunner.run(program, on: host, arguments, sandbox: sandbox) { call in
                call.input = .inherited
                call.output = .inherited
                // What a WebAssembly runtime says of a trap is put into the words of all targets.
                call.errors = host == .system ? .inherited : .captured
            }
            let (status, errors) = host.outcome(of: result, running: program)
            if !errors.isEmpty { context.complain(String(decoding: errors, as: UTF8.self), terminator: "") }
            return status
        } catch {
            return context.fail(error)
        }
    }
}

extension Diagnostic {
    static func cannotRun() -> Diagnostic {
        .error("E9309", "the program cannot be started: memory is short, or HUBC_SANDBOX names no folder")
    }
}
