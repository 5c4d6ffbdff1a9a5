// The verifier between all steps. What it finds is hubc's own fault, so the message says which step broke which rule
// and shows the function.

import IR
import Passes
import Support

enum ModuleVerifier {
    /// Whether what a step has changed of `module` is sound; if not, an internal error is reported.
    static func verify(
        _ module: Module, _ change: PassChange = .module, after step: String, _ context: inout CommandContext
    ) -> Bool {
        let start = ContinuousClock.now
        let errors: [VerifierError]
        switch change {
        case .nothing: errors = []
        case .functions(let ids): errors = Verifier.verify(ids, in: module)
        case .module: errors = Verifier.verify(module)
        }
        context.timer.add("verify", ContinuousClock.now - start)
        guard !errors.isEmpty else { return true }
        context.log.report(.brokenModule(step, VerifierError.annotate(module, with: errors)))
        return false
    }
}

extension Diagnostic {
    static func brokenModule(_ step: String, _ text: String) -> Diagnostic {
        .error(
            "E9401", "internal error: the IR is malformed after \(step); please report this with the input",
            notes: [DiagnosticNote(text)])
    }
}
