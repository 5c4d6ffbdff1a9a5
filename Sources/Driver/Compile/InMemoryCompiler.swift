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
        let (built, log) = program(of: module, level)
        return (built?.image, log)
    }

    /// As `image(of:_:)`, with what belongs to the image.
    package static func program(of module: Module, _ level: OptimizationLevel) -> (built: BuiltImage?, log: DiagnosticLog) {
        var context = context(level)
        let built = HXEBuilder.build(LoadedModule(module: module), BuildPlan.link(context.options), &context)
        return (built, context.log)
    }

    /// The artifacts of a verified module for a target other than HSX, or nil with errors in the log.
    package static func build(
        _ target: TargetName, of module: Module, _ level: OptimizationLevel
    ) -> (build: HostedBuild?, log: DiagnosticLog) {
        var context = context(level)
        let built = HostedBuilder.build(
            target, LoadedModule(module: module), BuildPlan.link(context.options), &context)
        return (built, context.log)
    }

    /// The executable of a build for native code or C. Throws E9501 to E9503.
    package static func executable(
        _ build: HostedBuild, _ level: OptimizationLevel, compiler: FoundTool?
    ) throws(Diagnostic) -> [UInt8] {
        let isC = build.artifact(.cSource) != nil
        let plan = BuildPlan.link(context(level).options)
        let files = try HostedRunner.program(build, for: isC ? .c : .native, plan, compiler: compiler)
        return files[0].bytes
    }

    private static func context(_ level: OptimizationLevel) -> CommandContext {
        var options = Options()
        options.optimization = level
        options.output = "program.hxe"
        return CommandContext(options: options)
    }
}
