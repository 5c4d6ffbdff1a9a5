// hubc explain: prints the long text behind a diagnostic code, or lists all codes.

import Support

extension Command {
    static let explain = Command(
        "explain", "[CODE]", summary: "explains a diagnostic, or lists all", operands: 0...1, run: ExplainCommand.run)
}

enum ExplainCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let code = context.options.operands.first else {
            for explanation in ExplanationRegistry.all { context.print("\(explanation.code)  \(explanation.title)") }
            return .success
        }
        guard let explanation = ExplanationRegistry.find(code) else { return context.fail(.unknownCode(code), .usage) }
        context.print("\(explanation.code): \(explanation.title)\n\n\(explanation.text)")
        return .success
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func unknownCode(_ code: String) -> Diagnostic {
        let near = NearestName.find(code, among: ExplanationRegistry.all.map(\.code))
        let notes = (near.map { ["did you mean '\($0)'?"] } ?? []) + ["'hubc explain' lists all codes"]
        return .error("E9008", "there is no diagnostic '\(code)'", notes: notes.map { DiagnosticNote($0) })
    }
}
