// Compiling without files and commands: what fuzzing and tests call.

import HSXMachine
import IR
import Passes
import Support
import Synchronization

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
    package static func program(
        of module: Module, _ level: OptimizationLevel
    ) -> (built: BuiltImage?, log: DiagnosticLog) {
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

    /// The executable of a build for C. Throws E9501 to E9503.
    package static func executable(
        ofC build: HostedBuild, _ level: OptimizationLevel, compiler: FoundTool?
    ) throws(Diagnostic) -> [UInt8] {
        let plan = BuildPlan.link(context(level).options)
        return try HostedRunner.program(build, for: .c, plan, compiler: compiler)[0].bytes
    }

    /// The runtime of native programs as objects, by its parts: compiled once rather than for each program.
    private static let runtimes = Mutex<[UInt8: [UInt8]]>([:])

    /// The executable of a build for native code. Throws E9501 to E9503.
    package static func executable(ofNative build: HostedBuild) throws(Diagnostic) -> [UInt8] {
        let compiler = try Toolchain.require(.cCompiler, for: "linking an executable")
        let parts = RuntimeParts(build.module)
        let runtime = try runtimes.withLock { known throws(Diagnostic) in
            if let object = known[parts.rawValue] { return object }
            let unit = RuntimeSources.unit(parts)
            let object = try ExecutableLinker.compile(
                LinkInput(unit.name, unit.bytes), with: compiler, flags: ExecutableLinker.runtimeFlags(parts))
            known[parts.rawValue] = object
            return object
        }
        let objects = build.artifacts.filter { $0.kind == .object }.map { LinkInput($0.name, $0.bytes) }
        return try ExecutableLinker.link(objects + [LinkInput("runtime.o", runtime)], with: compiler, flags: [])
    }

    /// The module of a file of LLVM IR, the log, and the sources that it speaks of; nil with errors in the log.
    package static func module(
        ofLLVM path: String, _ level: OptimizationLevel
    ) -> (module: Module?, log: DiagnosticLog, sources: SourceMap) {
        var context = context(level, operands: [path])
        let module = BuildPlan.make(&context).flatMap { CFrontEnd.load($0, &context) }
        return (module, context.log, context.sources)
    }

    private static func context(_ level: OptimizationLevel, operands: [String] = []) -> CommandContext {
        var options = Options()
        options.operands = operands
        options.optimization = level
        options.output = "program.hxe"
        return CommandContext(options: options)
    }
}
