// hubc run: builds, then runs the result.

import HSXMachine
import Support

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
        guard let image = image(&context) else { return .failure }
        context.flushDiagnostics()
        return execute(image, &context)
    }

    /// The image that PATH stands for: a .hxe file as it is, anything else built first. A tree's artifacts are written.
    private static func image(_ context: inout CommandContext) -> HSXImage? {
        let path = context.options.path
        if Path.suffix(path).lowercased() == ".hxe", !FileSystem.isFolder(path) {
            guard let bytes = context.read(path, allowEmpty: false) else { return nil }
            return HSXImage.read(bytes, path: path, log: &context.log)
        }
        guard let plan = BuildPlan.make(&context), let artifacts = BuildCommand.build(plan, &context) else {
            return nil
        }
        if plan.manifest != nil || context.options.output != nil {
            guard context.write(artifacts.all) == .success else { return nil }
        }
        return artifacts.image?.image
    }

    /// Runs the image; the program's output goes straight to standard output.
    private static func execute(_ image: HSXImage, _ context: inout CommandContext) -> ExitStatus {
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
}

extension Diagnostic {
    static func cannotRun() -> Diagnostic {
        .error("E9309", "the program cannot be started: memory is short, or HUBC_SANDBOX names no folder")
    }
}
