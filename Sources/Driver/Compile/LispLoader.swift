// Runs the front end for Lisp: files that programs load are looked for in the current folder, then among hubc's own.

import FrontendLisp
import IR
import Support

enum LispLoader {
    /// Names under which programs load what comes with hubc, with the files that they stand for.
    private static let own = [
        "src/prelude.valk": "prelude.valk", "src/async_handles.valk": "async_handles.valk",
        "src/async_monadic.valk": "async_monadic.valk", "src/modules/test.valk": "modules/test.valk",
    ]

    /// The program of the plan's sources; nil with errors in the log.
    static func load(_ plan: BuildPlan, _ context: inout CommandContext) -> LispProgram? {
        var texts: [LispText] = []
        for source in plan.sources {
            guard let id = context.load(source.path, allowEmpty: true) else { return nil }
            texts.append(LispText(file: id, bytes: context.sources[id].text))
        }
        return load(texts, name: plan.name, for: plan.optimization, debugging: plan.debug ? plan : nil, &context)
    }

    /// The program that `hubc repl` talks to; nil with errors in the log.
    static func session(_ context: inout CommandContext) -> LispProgram? {
        let text = Array("(load \"src/prelude.valk\")\n(load \"src/async_monadic.valk\")\n(session/run read)\n".utf8)
        let id = context.sources.add(SourceFile(name: "session", text: text))
        return load([LispText(file: id, bytes: text)], name: "session", isSession: true, &context)
    }

    /// The program of a text that no file holds, and that may load `others`, texts by their paths.
    static func load(
        text: [UInt8], name: String, others: [String: [UInt8]], _ context: inout CommandContext
    ) -> LispProgram? {
        let id = context.sources.add(SourceFile(name: name, text: text))
        return load([LispText(file: id, bytes: text)], name: name, others: others, &context)
    }

    private static func load(
        _ texts: [LispText], name: String, for level: OptimizationLevel = .none, isSession: Bool = false,
        others: [String: [UInt8]] = [:], debugging plan: BuildPlan? = nil, _ context: inout CommandContext
    ) -> LispProgram? {
        var sources = context.sources
        let start = ContinuousClock.now
        defer {
            context.sources = sources
            context.timer.add("front end", ContinuousClock.now - start)
        }
        do {
            let library = try library(&sources, isSession: isSession)
            let (program, log) = program(
                texts, library, name: name, &sources, for: level,
                explainsEvaluator: context.options.verbose, debugging: plan
            ) { path, sources in
                if let text = others[path] { return sources.add(SourceFile(name: path, text: text)) }
                return FileSystem.exists(path) ? try? FileSystem.load(path, into: &sources, allowEmpty: true) : nil
            }
            context.log.append(log)
            return log.hasErrors ? nil : program
        } catch {
            context.log.report(error)
            return nil
        }
    }

    /// The program of texts, as code of a level wants it; `find` gives the file of a name where there is one that is not hubc's own. With a plan to
    /// debug, code knows its place in the program's own files.
    static func program(
        _ texts: [LispText], _ library: LispLibrary, name: String, _ sources: inout SourceMap,
        for level: OptimizationLevel, explainsEvaluator: Bool = false, debugging plan: BuildPlan? = nil,
        find: (String, inout SourceMap) -> SourceFileID?
    ) -> (LispProgram, DiagnosticLog) {
        var all = sources
        var debugged = Set(plan == nil ? [] : texts.map(\.file))
        defer { sources = all }
        return withoutActuallyEscaping(find) { find in
            let files = LispFiles(offered: own.keys.sorted()) { path in
                if let id = find(path, &all) {
                    if plan != nil { debugged.insert(id) }
                    return LispText(file: id, bytes: all[id].text)
                }
                guard let name = own[path] else { return nil }
                return RuntimeFiles.lisp.first { $0.path == name }.map { add($0, &all) }
            }
            return LispFrontEnd.program(
                texts, library: library, name: name, files: files, fusesLists: level != .none,
                explainsEvaluator: explainsEvaluator
            ) { span in
                guard let plan, debugged.contains(span.file) else { return nil }
                let file = all[span.file]
                return LispPlace(file: plan.recordedName(file.name), position: file.position(Int(span.start)))
            }
        }
    }

    /// hubc's library, whose files come into `sources`, with what only sessions have. Throws E2590.
    static func library(_ sources: inout SourceMap, isSession: Bool = false) throws(Diagnostic) -> LispLibrary {
        var texts: [LispText] = []
        for file in RuntimeFiles.lisp {
            let isWanted = file.path.hasPrefix("library/") || (isSession && file.path == "session.valk")
            if isWanted { texts.append(add(file, &sources)) }
        }
        return try LispLibrary(texts)
    }

    /// The text of a file that hubc brings, by the path under which programs load it.
    static func text(_ path: String) -> [UInt8]? {
        own[path].flatMap { name in RuntimeFiles.lisp.first { $0.path == name } }?.bytes
    }

    /// The names that are there in a session.
    static func knownNames() -> [String] {
        var sources = SourceMap()
        let builtins = (try? library(&sources))?.builtins ?? []
        let paths = own.keys.sorted().filter { !$0.hasPrefix("src/modules/") }
        let definitions = paths.compactMap(text).flatMap { LispInput($0).definitions }
        return (builtins + definitions).filter { !$0.hasPrefix("prelude/") }
    }

    private static func add(_ file: RuntimeFile, _ sources: inout SourceMap) -> LispText {
        LispText(file: sources.add(SourceFile(name: file.path, text: file.bytes)), bytes: file.bytes)
    }
}
