// Runs the passes of a level or a list over a module: verified after each, printed where the user asked.

import IR
import Passes
import Support

enum Optimizer {
    /// Runs `passes`; false when the verifier rejects what one of them made.
    static func run(_ passes: [Pass], on module: inout Module, _ context: inout CommandContext) -> Bool {
        var report = PassReport()
        var isSound = true
        var printed = context.options.printChanged ? IRPrinter.print(module) : ""
        PassRunner.run(passes, on: &module, report: &report) { pass, module, change in
            if change.isAnything {
                isSound = ModuleVerifier.verify(module, change, after: "the pass '\(pass.name)'", &context)
            }
            if context.options.printAfter.contains(pass.name) || context.options.printAfter.contains("all") {
                context.print("; after \(pass.name)")
                context.print(IRPrinter.print(module))
            }
            if context.options.printChanged, change.isAnything {
                let text = IRPrinter.print(module)
                if text != printed {
                    context.print("; changed by \(pass.name)")
                    context.print(text)
                    printed = text
                }
            }
            return isSound
        }
        context.timer.merge(report.timer)
        if context.options.timeReport { context.counters += report.counters }
        return isSound
    }
}
