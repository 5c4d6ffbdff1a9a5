// Compiling without files and commands: what fuzzing and tests call.

import FrontendLisp
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
        var context = context(level, for: target)
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

    /// The executable of a build for native code. Throws E9501 to E9503.
    package static func executable(ofNative build: HostedBuild) throws(Diagnostic) -> [UInt8] {
        let compiler = try Toolchain.require(.cCompiler, for: "linking an executable")
        return try HostedArtifacts.executable(build, with: compiler)
    }

    /// The module of a file of LLVM IR, the log, and the sources that it speaks of; nil with errors in the log.
    package static func module(
        ofLLVM path: String, _ level: OptimizationLevel
    ) -> (module: Module?, log: DiagnosticLog, sources: SourceMap) {
        var context = context(level, operands: [path])
        let module = BuildPlan.make(&context).flatMap { CFrontEnd.load($0, &context) }
        return (module, context.log, context.sources)
    }

    /// The library of Lisp with its sources; nil when it is damaged.
    private static let lisp: (library: LispLibrary, sources: SourceMap)? = {
        var sources = SourceMap()
        let library = try? LispLoader.library(&sources)
        return library.map { ($0, sources) }
    }()

    /// The module of programs in Lisp, which run one after the other and load nothing but what hubc brings, with the log
    /// and the sources that it speaks of; nil when the library is damaged. It is as the front end makes it for a level.
    package static func module(
        ofLisp programs: [[UInt8]], for level: OptimizationLevel = .none
    ) -> (module: Module, log: DiagnosticLog, sources: SourceMap)? {
        guard let lisp else { return nil }
        var sources = lisp.sources
        let texts = programs.enumerated().map { place, bytes in
            LispText(file: sources.add(SourceFile(name: "program\(place).valk", text: bytes)), bytes: bytes)
        }
        let (program, log) = LispLoader.program(texts, lisp.library, name: "program", &sources, for: level) { _, _ in
            nil
        }
        return (program.module, log, sources)
    }

    private static func context(
        _ level: OptimizationLevel, for target: TargetName = .hxe, operands: [String] = []
    ) -> CommandContext {
        var options = Options()
        options.operands = operands
        options.optimization = level
        options.output = "program.\(target.rawValue)"
        return CommandContext(options: options)
    }
}
