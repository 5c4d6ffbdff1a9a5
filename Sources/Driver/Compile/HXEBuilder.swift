// From a plan to an HSX image with its symbol file.

import BackendHXE
import HSXMachine
import IR
import Passes
import Support

/// An image and what belongs to it.
package struct BuiltImage {
    package let image: HSXImage
    package let bytes: [UInt8]
    package let program: LinkedProgram
    /// The assembled sources, for `--emit hxo`.
    var objects: [HSXObject] = []
    /// The optimised module, for `--emit ir`; nil when nothing was lifted.
    package var module: Module?
}

package enum HXEBuilder {
    /// Builds the plan's sources for HSX; nil with errors in the log.
    package static func build(_ plan: BuildPlan, _ context: inout CommandContext) -> BuiltImage? {
        if plan.sources.allSatisfy({ $0.kind == .mvasm || $0.kind == .hsxObject }) {
            return HSXFrontEnd.objects(plan, &context).flatMap { build($0, plan, &context) }
        }
        return ModuleLoader.load(plan, &context).flatMap { build($0, plan, &context) }
    }

    /// Builds assembled sources: as they are at -O0, through the IR above.
    static func build(_ objects: [HSXObject], _ plan: BuildPlan, _ context: inout CommandContext) -> BuiltImage? {
        if plan.optimization == .none || context.options.hsxCompat { return assemble(objects, plan, &context) }
        guard let loaded = ModuleLoader.load(objects, plan, &context) else { return nil }
        if loaded.isKeptWhole { return assemble(objects, plan, &context) }
        if let kept = loaded.verbatim, kept.codeSize > HXEBackend.largestCodeBase {
            context.log.report(.nothingOptimised(plan.name, kept.codeSize))
            return assemble(objects, plan, &context)
        }
        var built = build(loaded, plan, &context)
        built?.objects = objects
        return built
    }

    /// Optimises a module and emits it.
    static func build(_ loaded: LoadedModule, _ plan: BuildPlan, _ context: inout CommandContext) -> BuiltImage? {
        var loaded = loaded
        let passes = HostedBuilder.passes(for: .hxe, plan.optimization, loaded.module)
        guard Optimizer.run(passes, on: &loaded.module, &context) else { return nil }
        let optimized = loaded.module
        guard Legalizer.run(&loaded.module, for: .hxe, plan.optimization, &context) else { return nil }
        var built = emit(loaded, plan, &context)
        built?.module = optimized
        return built
    }

    /// Links the objects as they are: what the assembler writes is what the image holds.
    static func assemble(_ objects: [HSXObject], _ plan: BuildPlan, _ context: inout CommandContext) -> BuiltImage? {
        guard let program = HSXFrontEnd.merge(objects, plan, &context) else { return nil }
        var built = image(program, plan, &context)
        built?.objects = objects
        return built
    }

    private static func emit(_ loaded: LoadedModule, _ plan: BuildPlan, _ context: inout CommandContext) -> BuiltImage?
    {
        guard let entry = loaded.module.entry else {
            context.log.report(.noEntry(plan.name))
            return nil
        }
        guard loaded.module.functions[entry].signature.parameters.isEmpty else {
            context.log.report(.entryTakesParameters(loaded.module.functions[entry].name))
            return nil
        }
        let options = HXEOptions(
            codeBase: loaded.verbatim?.codeSize ?? 0, debug: plan.debug,
            prefersSize: plan.optimization == .size)
        let (emitted, log) = context.timer.measure("back end") { HXEBackend.emit(loaded.module, options: options) }
        context.log.append(log)
        guard var object = emitted, !log.hasErrors else { return nil }
        for entry in loaded.module.metadata {
            do throws(HSXMetadataError) {
                try object.metadata.add(HSXMetadataLine(kind: entry.kind, text: entry.text))
            } catch {
                context.log.report(.badMetadata(entry.kind, error.message))
                return nil
            }
        }
        let objects = (loaded.verbatim.map { [$0] } ?? []) + [object]
        let linkOptions = HSXFrontEnd.linkOptions(plan, context.options)
        let start = ContinuousClock.now
        var program = HSXLinker.merge(objects, options: linkOptions, log: &context.log)
        context.timer.add("link", ContinuousClock.now - start)
        program?.describeData(loaded.dataLabels)
        return program.flatMap { image($0, plan, &context) }
    }

    private static func image(
        _ program: LinkedProgram, _ plan: BuildPlan, _ context: inout CommandContext
    ) -> BuiltImage? {
        let options = HSXFrontEnd.linkOptions(plan, context.options)
        guard let image = HSXImage(program, options: options, log: &context.log) else { return nil }
        HSXStackRoom.check(program, image, log: &context.log)
        if let limits = plan.manifest?.hsx {
            HSXBudget.check(program, image, limits, log: &context.log)
            guard !context.log.hasErrors else { return nil }
        }
        return BuiltImage(image: image, bytes: image.encoded(), program: program)
    }
}

extension Diagnostic {
    static func nothingOptimised(_ name: String, _ size: UInt32) -> Diagnostic {
        .warning(
            "W1902", "'\(name)' is built as written: code that must be kept takes \(size) bytes",
            notes: [
                DiagnosticNote("branches reach only the first 4096 bytes, so optimised code finds no place beside it")
            ])
    }

    static func noEntry(_ name: String) -> Diagnostic {
        .error(
            "E9305", "'\(name)' has no entry function",
            notes: [DiagnosticNote("name one with --entry, mark one with 'entry', or call it 'main'")])
    }

    static func entryTakesParameters(_ name: String) -> Diagnostic {
        .error(
            "E9312", "the HSX machine starts programs without arguments, but the entry '\(name)' takes some",
            notes: [DiagnosticNote("the other targets give it the integers of the command line")])
    }

    static func badMetadata(_ kind: String, _ message: String) -> Diagnostic {
        .error("E9306", "the module's \(kind) metadata cannot be read: \(message)")
    }
}
