// The verifier between all steps. What it finds is hubc's own fault, so the message says which step broke which rule
// and shows the function.

import IR
import Support

enum ModuleVerifier {
    /// Whether `module` is sound; if not, an internal error is reported.
    static func verify(_ module: Module, after step: String, _ context: inout CommandContext) -> Bool {
        let start = ContinuousClock.now
        let errors = Verifier.verify(module)
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
