// With -v: whether the evaluator of Lisp is part of a program, and which places of its texts need it.

import FrontendLisp
import IR
import Support

enum EvaluatorReport {
    /// How many places are shown.
    private static let most = 8

    /// Reports on `module`, as it comes out of the passes for `target`.
    static func say(_ module: Module, _ loaded: LoadedModule, for target: TargetName, _ context: inout CommandContext) {
        guard context.options.verbose, let uses = loaded.evaluatorUses else { return }
        guard module.function(named: LispProgram.evaluator) != nil else {
            return context.say("\(target.rawValue): nothing can reach the evaluator, so it is left out")
        }
        context.say("\(target.rawValue): the evaluator is linked; \(uses.count) places may need it")
        let known = Set(context.log.diagnostics)
        for use in uses.prefix(most) where !known.contains(use) { context.log.report(use) }
    }
}
