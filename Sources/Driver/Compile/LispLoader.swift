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

    /// The module of the plan's sources; nil with errors in the log.
    static func load(_ plan: BuildPlan, _ context: inout CommandContext) -> Module? {
        var texts: [LispText] = []
        for source in plan.sources {
            guard let id = context.load(source.path, allowEmpty: true) else { return nil }
            texts.append(LispText(file: id, bytes: context.sources[id].text))
        }
        let library = RuntimeFiles.lisp.filter { $0.path.hasPrefix("library/") }.map { add($0, &context) }
        var sources = context.sources
        let start = ContinuousClock.now
        let (module, log) = LispFrontEnd.module(texts, library: library, name: plan.name) { path in
            if FileSystem.exists(path), let id = try? FileSystem.load(path, into: &sources, allowEmpty: true) {
                return LispText(file: id, bytes: sources[id].text)
            }
            guard let name = own[path], let file = RuntimeFiles.lisp.first(where: { $0.path == name }) else {
                return nil
            }
            let id = sources.add(SourceFile(name: file.path, text: file.bytes))
            return LispText(file: id, bytes: file.bytes)
        }
        context.sources = sources
        context.timer.add("front end", ContinuousClock.now - start)
        context.log.append(log)
        return log.hasErrors ? nil : module
    }

    private static func add(_ file: RuntimeFile, _ context: inout CommandContext) -> LispText {
        LispText(file: context.sources.add(SourceFile(name: file.path, text: file.bytes)), bytes: file.bytes)
    }
}
