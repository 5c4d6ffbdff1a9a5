// From a plan to a verified module: lifts HSX sources, parses textual IR.

import HSXMachine
import IR
import Support

/// A module ready for the passes, with what goes into the image beside it.
package struct LoadedModule: Sendable {
    package var module: Module
    /// Machine code that was kept as written.
    package var verbatim: HSXObject?
    /// Nothing could be lifted: the image is the objects as assembled.
    package var isKeptWhole = false
    /// What the labels of assembly say of the data, which lies in the image where it lay.
    var dataLabels: [HSXDataSize] = []
    /// The bytes of machine code that services of the module run (`KeptCode`).
    package var keptCode: [UInt8] = []
    /// Of Lisp, with `-v`: remarks at the places from which the evaluator can be reached; nil of all else.
    var evaluatorUses: [Diagnostic]?

    package var hasEntry: Bool { isKeptWhole || module.entry != nil }
}

package enum ModuleLoader {
    /// The module of the plan's sources; nil with errors in the log.
    package static func load(_ plan: BuildPlan, _ context: inout CommandContext) -> LoadedModule? {
        let kinds = Set(plan.sources.map(\.kind))
        if kinds.isSubset(of: [.mvasm, .hsxObject]) {
            guard let objects = HSXFrontEnd.objects(plan, &context) else { return nil }
            return load(objects, plan, &context)
        }
        if kinds.isSubset(of: CFrontEnd.kinds) {
            guard let module = CFrontEnd.load(plan, &context),
                ModuleVerifier.verify(module, after: "the front end", &context)
            else { return nil }
            return LoadedModule(module: module)
        }
        if kinds == [.lisp] {
            guard let program = LispLoader.load(plan, &context),
                ModuleVerifier.verify(program.module, after: "the front end", &context)
            else { return nil }
            return LoadedModule(module: program.module, evaluatorUses: program.evaluatorUses)
        }
        if SmalltalkLoader.accepts(plan) {
            guard let module = SmalltalkLoader.load(plan, &context),
                ModuleVerifier.verify(module, after: "the front end", &context)
            else { return nil }
            return LoadedModule(module: module)
        }
        if kinds == [.ir], plan.sources.count == 1 {
            return parse(plan.sources[0].path, entry: plan.entries.first, &context)
        }
        for source in plan.sources {
            if !source.kind.isAvailable {
                context.log.report(.unsupported("'\(source.kind.rawValue)' sources, such as '\(source.path)',"))
                return nil
            }
        }
        context.log.report(.mixedSources(plan.sources.map(\.path)))
        return nil
    }

    /// The module of HSX objects.
    static func load(_ objects: [HSXObject], _ plan: BuildPlan, _ context: inout CommandContext) -> LoadedModule? {
        guard let program = HSXFrontEnd.merge(objects, plan, &context),
            let lifted = HSXFrontEnd.lift(program, plan, &context)
        else { return nil }
        guard ModuleVerifier.verify(lifted.module, after: "the front end", &context) else { return nil }
        var loaded = LoadedModule(module: lifted.module, verbatim: lifted.verbatim, isKeptWhole: lifted.isEntryKept)
        loaded.dataLabels = HSXDataSize.items(of: program)
        return loaded
    }

    /// The module of a .hir file.
    static func parse(_ path: String, entry: String? = nil, _ context: inout CommandContext) -> LoadedModule? {
        guard let id = context.load(path, allowEmpty: false) else { return nil }
        let file = context.sources[id]
        let (parsed, spans, log) = context.timer.measure("front end") { IRParser.parseWithSpans(file, id: id) }
        context.log.append(log)
        guard var module = parsed, !log.hasErrors else { return nil }
        let errors = context.timer.measure("verify") { Verifier.verify(module) }
        for error in errors { context.log.report(error.diagnostic(module, spans)) }
        guard errors.isEmpty else { return nil }
        if let entry {
            guard let function = module.function(named: entry), module.functions[function].isDefinition else {
                context.log.report(.entryNotFound(entry, nil))
                return nil
            }
            for other in module.functions.ids { module.functions[other].attributes.remove(.entry) }
            module.functions[function].attributes.insert(.entry)
        } else if module.entry == nil, let main = module.function(named: "main"), module.functions[main].isDefinition {
            module.functions[main].attributes.insert(.entry)
        }
        return LoadedModule(module: module)
    }
}

extension SourceKind {
    /// Whether this version of hubc has the front end.
    var isAvailable: Bool {
        switch self {
        case .mvasm, .hsxObject, .lisp, .smalltalkBytecode, .smalltalk, .smalltalkImage, .ir, .c, .llvmText,
            .llvmBitcode:
            true
        case .schedule: false
        }
    }
}

extension Diagnostic {
    static func mixedSources(_ paths: [String]) -> Diagnostic {
        .error(
            "E9304", "these sources do not go together: \(paths.joined(separator: ", "))",
            notes: [
                DiagnosticNote(
                    "a program is made of .mvasm and .hxo files, of .c, .ll and .bc files, or of one .hir file")
            ])
    }
}
