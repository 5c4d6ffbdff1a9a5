// From Lisp text to a module: the way in for the driver.

import IR
import Support

/// A text of Lisp.
public struct LispText: Sendable {
    public let file: SourceFileID
    public let bytes: [UInt8]

    public init(file: SourceFileID, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }
}

/// hubc's own library of builtins, compiled.
public struct LispLibrary: Sendable {
    let program: CoreProgram

    /// The library of these texts. Throws E2590.
    public init(_ texts: [LispText]) throws(Diagnostic) {
        var data = LispData()
        var forms: [DatumID] = []
        for text in texts {
            var reader = LispReader(text.bytes, file: text.file, allowsPrimitives: true)
            forms += reader.readAll(into: &data)
        }
        do throws(LibraryError) {
            program = try LibraryCompiler.compile(forms, data)
        } catch {
            throw .error("E2590", "the library of Lisp is damaged: \(error.message)", at: error.span)
        }
    }
}

/// Finds the texts of the files that programs load.
public struct LispFiles {
    /// The paths of files that hubc brings, which programs may load.
    let offered: [String]
    /// The file that a literal `(load "PATH")` names; nil when there is none.
    let load: (String) -> LispText?

    public init(offered: [String], load: @escaping (String) -> LispText?) {
        self.offered = offered
        self.load = load
    }
}

/// A place in a file of the program, as debug metadata hold it.
public struct LispPlace: Hashable, Sendable {
    /// The name of the file in artifacts.
    let file: String
    let position: SourcePosition

    public init(file: String, position: SourcePosition) {
        self.file = file
        self.position = position
    }
}

/// A program as the front end hands it on.
public struct LispProgram {
    public let module: Module
    /// Remarks at the places from which the evaluator can be reached; empty unless asked for.
    public let evaluatorUses: [Diagnostic]
    /// The function that is there when the evaluator is.
    public static let evaluator = "lisp.%eval-form"
}

public enum LispFrontEnd {
    /// `programs`, which run one after the other, with hubc's `library`. The log holds warnings at what will be errors
    /// when the program runs. `fusesLists` makes one loop of list functions that are applied to each other's lists. `place` gives the code of the module its places; nil for files that nobody steps through.
    public static func program(
        _ programs: [LispText], library: LispLibrary, name: String, files: LispFiles, fusesLists: Bool = false,
        explainsEvaluator: Bool = false, place: (SourceSpan) -> LispPlace? = { _ in nil }
    ) -> (LispProgram, DiagnosticLog) {
        var log = DiagnosticLog()
        var core = library.program
        var loaded: [String: [DatumID]] = [:]
        var texts: [[DatumID]] = []
        for text in programs { texts.append(read(text, &core.data, &loaded, files)) }
        let compiled = ProgramCompiler.compile(texts, core, loaded: loaded)
        let all = texts + loaded.keys.sorted().map { loaded[$0] ?? [] }
        for warning in warnings(compiled, all, Set(loaded.keys), files) { log.report(warning) }
        let uses = explainsEvaluator ? EvaluatorUses.find(compiled, core) : []
        let program =
            fusesLists
            ? ListFusion.fused(compiled.program, library: library.program.functions.count) : compiled.program
        let module = withoutActuallyEscaping(place) { CoreLowering.lower(program, name: name, place: $0) }
        return (LispProgram(module: module, evaluatorUses: uses), log)
    }

    /// What will be errors in `texts` when they run.
    private static func warnings(
        _ compiled: ProgramCompiler.Compiled, _ texts: [[DatumID]], _ loaded: Set<String>, _ files: LispFiles
    ) -> [Diagnostic] {
        let data = compiled.program.data
        var checks = compiled.checks
        for form in texts.compactMap(\.last) {
            if case .error(let message) = data[form].kind { checks.unreadable(message, at: data[form].span) }
        }
        return checks.report(data, checks.hasUnbound ? offers(files, without: loaded) : [:])
    }

    /// What the files define that hubc brings and that have not been loaded, with their paths.
    private static func offers(_ files: LispFiles, without loaded: Set<String>) -> CodeChecks.Offers {
        var offers: CodeChecks.Offers = [:]
        for path in files.offered where !loaded.contains(path) {
            guard let text = files.load(path) else { continue }
            var data = LispData()
            var reader = LispReader(text.bytes, file: text.file)
            let forms = reader.readAll(into: &data)
            let names = LispNames(&data)
            for symbol in DefinitionScan.of(forms, data, names).counts.keys {
                let name = data.names.name(symbol)
                if offers[name] == nil { offers[name] = path }
            }
        }
        return offers
    }

    /// The forms of a text; those of the files that it loads come into `loaded`.
    private static func read(
        _ text: LispText, _ data: inout LispData, _ loaded: inout [String: [DatumID]], _ files: LispFiles
    ) -> [DatumID] {
        var reader = LispReader(text.bytes, file: text.file)
        let forms = StandardForms.removed(from: reader.readAll(into: &data), data)
        for form in forms {
            for path in loads(form, data) where loaded[path] == nil {
                guard let text = files.load(path) else { continue }
                loaded[path] = []
                loaded[path] = read(text, &data, &loaded, files)
            }
        }
        return forms
    }

    /// The files that a form loads by literal names.
    private static func loads(_ form: DatumID, _ data: LispData) -> [String] {
        guard let parts = data.elements(form) else { return [] }
        if parts.count == 2, data.name(parts[0]) == "load", case .string(let bytes) = data[parts[1]].kind {
            return [String(decoding: bytes, as: UTF8.self)]
        }
        return parts.flatMap { loads($0, data) }
    }
}
