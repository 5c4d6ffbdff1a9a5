// hubc exec: runs textual IR in the reference interpreter.

import IR
import Interpreter
import Support

extension Command {
    static let exec = Command(
        "exec", "FILE.hir [--entry F] [-- ARGS]", summary: "runs textual IR in the reference interpreter",
        details: """
            ARGS are integers for the parameters of the function, in decimal or after 0x.
            The exit status is the low byte of its first result.
            """,
        operands: 1...1, options: [.entry],
        wording: [.entry: "the function to run (default: the one marked entry, else main)"],
        takesProgramArguments: true, run: ExecCommand.run)
}

enum ExecCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard context.expect(".hir", at: context.options.path, hint: "'hubc run' builds and runs sources"),
            let loaded = ModuleLoader.parse(context.options.path, entry: context.options.entries.first, &context)
        else { return .failure }
        let module = loaded.module
        guard let entry = module.entry else { return context.fail(.noEntry(Path.stem(context.options.path))) }
        let arguments: [UInt64]
        do {
            arguments = try ProgramArguments.parse(
                context.options.programArguments, module.functions[entry].signature)
        } catch {
            return context.fail(error, .usage)
        }
        let output: ([UInt8]) -> Void = { bytes in try? System.write(bytes, to: 1) }
        guard let host = HSXHost(sandbox: System.environment("HUBC_SANDBOX"), output: output) else {
            return context.fail(.cannotRun(), .fault)
        }
        context.flushDiagnostics()
        var interpreter = Interpreter(module, host: host.serviceHost())
        let outcome = interpreter.run(entry, arguments: arguments)
        context.say("\(outcome.steps) instructions")
        let place = outcome.place.map { " in @\(module.functions[$0.function].name)" } ?? ""
        switch outcome.ending {
        case .returned(let values):
            if values.count > 0 { context.say("result " + values.map(String.init).joined(separator: ", ")) }
            return ExitStatus(code: Int32((values.first ?? 0) & 0xFF))
        case .exited(let code): return ExitStatus(code: Int32(code & 0xFF))
        case .trapped(let code): context.complain("hubc: trap \(code.name)\(place)")
        case .stepLimit: context.complain("hubc: step limit\(place)")
        case .breakpoint(let number): context.complain("hubc: breakpoint \(number)\(place)")
        case .unsupported(let what): context.complain("hubc: the interpreter does not support \(what)\(place)")
        }
        return .fault
    }
}
