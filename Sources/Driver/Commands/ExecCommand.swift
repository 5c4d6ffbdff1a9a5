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
        guard let arguments = arguments(module.functions[entry].signature, &context) else { return .usage }
        let output: ([UInt8]) -> Void = { bytes in try? System.write(bytes, to: 1) }
        guard let host = HSXHost(sandbox: System.environment("HUBC_SANDBOX"), output: output) else {
            return context.fail(.cannotRun(), .fault)
        }
        context.flushDiagnostics()
        var interpreter = Interpreter(module, host: host.serviceHost)
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

    /// The integers behind `--`, cut to the parameters' widths.
    private static func arguments(_ signature: Signature, _ context: inout CommandContext) -> [UInt64]? {
        let texts = context.options.programArguments
        var values: [UInt64] = []
        for text in texts {
            guard let value = integer(text) else {
                context.log.report(.noInteger(text))
                return nil
            }
            values.append(value)
        }
        guard values.count == signature.parameters.count else {
            context.log.report(.wrongArguments(signature.parameters.count, given: values.count))
            return nil
        }
        return zip(values, signature.parameters).map { value, type in
            type.bits.map { $0 < 64 ? value & ((1 << UInt64($0)) - 1) : value } ?? value
        }
    }

    private static func integer(_ text: String) -> UInt64? {
        if text.hasPrefix("0x") { return UInt64(text.dropFirst(2), radix: 16) }
        return Int64(text).map { UInt64(bitPattern: $0) } ?? UInt64(text)
    }
}

extension Diagnostic {
    fileprivate static func wrongArguments(_ count: Int, given: Int) -> Diagnostic {
        .error(
            "E9310",
            "the entry function takes \(count) argument\(count == 1 ? "" : "s"), but \(given) \(given == 1 ? "was" : "were") given",
            notes: [DiagnosticNote("arguments stand behind '--'")])
    }

    fileprivate static func noInteger(_ text: String) -> Diagnostic {
        .error(
            "E9310", "the argument '\(text)' is no integer of 64 bits",
            notes: [DiagnosticNote("give integers in decimal or after 0x, and floats as their bits")])
    }
}
