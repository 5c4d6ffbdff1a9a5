// Runs the HSX front end: .mvasm and .hxo files to objects, on several threads; objects to a program; the program to
// IR.

import FrontendHSX
import HSXMachine
import IR
import Support

/// The steps of compiling HSX sources that come before the passes.
enum HSXFrontEnd {
    /// The objects of the plan's sources, in order; nil with errors in the log.
    static func objects(_ plan: BuildPlan, _ context: inout CommandContext) -> [HSXObject]? {
        let store = SourceStore(context.sources)
        let options = MVASMOptions(isCompatible: context.options.hsxCompat)
        let prelude = prelude(plan.definitions, store)
        let start = ContinuousClock.now
        let units = parallelMap(plan.sources, jobs: context.options.jobs) { source in
            read(source, prelude, store, options, plan)
        }
        context.timer.add("front end", ContinuousClock.now - start)
        context.sources = store.contents
        var objects: [HSXObject] = []
        for unit in units {
            context.log.append(unit.log)
            if let object = unit.object { objects.append(object) }
        }
        return context.log.hasErrors ? nil : objects
    }

    /// The definitions of the command line as statements.
    private static func prelude(_ definitions: [Definition], _ store: SourceStore) -> MVASMSource? {
        guard !definitions.isEmpty else { return nil }
        let text = definitions.map { ".equ \($0.name), \($0.value ?? "1")\n" }.joined()
        let file = SourceFile(name: "<command line>", text)
        return MVASMSource(file: store.add(file), name: file.name, text: file.text)
    }

    private static func read(
        _ source: BuildSource, _ prelude: MVASMSource?, _ store: SourceStore, _ options: MVASMOptions, _ plan: BuildPlan
    ) -> (object: HSXObject?, log: DiagnosticLog) {
        var log = DiagnosticLog()
        do throws(Diagnostic) {
            let (id, file) = try store.load(source.path, allowEmpty: false)
            if source.kind == .hsxObject {
                return (HSXObjectReader.read(file.text, path: source.path, file: id, log: &log), log)
            }
            let unit = MVASMSource(
                file: id, name: source.path, recordedName: plan.recordedName(source.path), text: file.text)
            return MVASMAssembler.assemble(unit, prelude: prelude, options: options) { path, includer in
                include(path, from: includer, store, plan)
            }
        } catch {
            log.report(error)
            return (nil, log)
        }
    }

    /// Finds an included file: beside the file that includes it, then in the include paths.
    private static func include(
        _ path: String, from includer: SourceFileID, _ store: SourceStore, _ plan: BuildPlan
    ) -> MVASMSource? {
        let folder = Path.folder(store.contents[includer].name)
        let candidates = path.hasPrefix("/") ? [path] : ([folder] + plan.includePaths).map { Path.join($0, path) }
        for candidate in candidates where FileSystem.exists(candidate) && !FileSystem.isFolder(candidate) {
            guard let (id, file) = try? store.load(candidate) else { continue }
            return MVASMSource(file: id, name: candidate, recordedName: plan.recordedName(candidate), text: file.text)
        }
        return nil
    }

    /// The objects as one program; the entry is the plan's if it names one.
    static func merge(_ objects: [HSXObject], _ plan: BuildPlan, _ context: inout CommandContext) -> LinkedProgram? {
        guard plan.entries.count < 2 else {
            context.log.report(.severalEntries())
            return nil
        }
        var objects = objects
        if let entry = plan.entries.first {
            guard choose(entry, in: &objects) else {
                context.log.report(.entryNotFound(entry, plan.manifest?.entry?.span))
                return nil
            }
        }
        let options = linkOptions(plan, context.options)
        let start = ContinuousClock.now
        defer { context.timer.add("link", ContinuousClock.now - start) }
        return HSXLinker.merge(objects, options: options, log: &context.log)
    }

    /// Makes the object that defines `entry` the one that says where the program starts.
    private static func choose(_ entry: String, in objects: inout [HSXObject]) -> Bool {
        guard
            let place = objects.firstIndex(where: { object in
                object.symbols.contains { $0.section == .text && object.name($0.name) == entry }
            })
        else { return false }
        for other in objects.indices where other != place { objects[other].entry = .offset(0) }
        guard let symbol = objects[place].symbols.firstIndex(where: { objects[place].name($0.name) == entry }) else {
            return false
        }
        objects[place].symbols[symbol].isExported = true
        objects[place].entry = .symbol(objects[place].symbols[symbol].name)
        return true
    }

    /// How the plan wants its image.
    static func linkOptions(_ plan: BuildPlan, _ options: Options) -> HSXLinkOptions {
        var link = HSXLinkOptions()
        link.isCompatible = options.hsxCompat
        link.appName = plan.manifest?.hsx.appName ?? plan.name
        link.allowsMultipleInstances = plan.manifest?.hsx.allowMultiple ?? true
        link.requiredCapabilities = plan.manifest?.hsx.requiredCapabilities ?? 0
        return link
    }

    /// The program in the IR; nil with errors in the log.
    static func lift(_ program: LinkedProgram, _ plan: BuildPlan, _ context: inout CommandContext) -> LiftedProgram? {
        let sources = context.sources
        let start = ContinuousClock.now
        defer { context.timer.add("lift", ContinuousClock.now - start) }
        return Lifter.lift(program, name: plan.name, locate: { span(of: $0, in: $1, sources, plan) }, log: &context.log)
    }

    /// The span of the line of `row`, when the text of its file is at hand.
    private static func span(
        of row: HSXLineRow, in file: String, _ sources: SourceMap, _ plan: BuildPlan
    ) -> SourceSpan? {
        guard let id = sources.files.ids.first(where: { plan.recordedName(sources[$0].name) == file }) else {
            return nil
        }
        let source = sources[id]
        guard row.line >= 1, Int(row.line) <= source.lineStarts.count else { return nil }
        let start = Int(source.lineStarts[Int(row.line) - 1]) + max(0, Int(row.column) - 1)
        return SourceSpan(file: id, start: min(start, source.text.count), end: min(start + 1, source.text.count))
    }
}

extension Diagnostic {
    static func severalEntries() -> Diagnostic {
        .error("E9302", "an HSX image has one entry, but several were given")
    }

    static func entryNotFound(_ entry: String, _ span: SourceSpan?) -> Diagnostic {
        .error("E9303", "the entry '\(entry)' is not defined in any source", at: span)
    }
}
