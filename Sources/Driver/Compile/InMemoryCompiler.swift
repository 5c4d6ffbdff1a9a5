// Compiling without files and commands: what fuzzing and tests call.

import HSXMachine
import IR
import Passes
import Support

/// Builds HSX images from values.
package enum InMemoryCompiler {
    /// The image of assembled sources at a level, or nil with errors in the log.
    package static func image(
        of objects: [HSXObject], _ level: OptimizationLevel
    ) -> (image: HSXImage?, log: DiagnosticLog) {
        var context = context(level)
        let built = HXEBuilder.build(objects, BuildPlan.link(context.options), &context)
        return (built?.image, context.log)
    }

    /// The image of a verified module at a level, or nil with errors in the log.
    package static func image(of module: Module, _ level: OptimizationLevel) -> (image: HSXImage?, log: DiagnosticLog) {
        var context = context(level)
        let built = HXEBuilder.build(LoadedModule(module: module), BuildPlan.link(context.options), &context)
        return (built?.image, context.log)
    }

    private static func context(_ level: OptimizationLevel) -> CommandContext {
        var options = Options()
        options.optimization = level
        options.output = "program.hxe"
        return CommandContext(options: options)
    }
}
