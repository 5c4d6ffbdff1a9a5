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

public enum LispFrontEnd {
    /// The module of `programs`, which run one after the other, with hubc's `library`. `load` finds the file that a
    /// literal `(load "PATH")` names; nil when there is none.
    public static func module(
        _ programs: [LispText], library: [LispText], name: String, load: (String) -> LispText?
    ) -> (Module?, DiagnosticLog) {
        var log = DiagnosticLog()
        var data = LispData()
        var forms: [DatumID] = []
        for text in library {
            var reader = LispReader(text.bytes, file: text.file, allowsPrimitives: true)
            forms += reader.readAll(into: &data)
        }
        var loaded: [String: [DatumID]] = [:]
        var files: [[DatumID]] = []
        for text in programs { files.append(read(text, &data, &loaded, load)) }
        do throws(LibraryError) {
            let core = try LibraryCompiler.compile(forms, data)
            let program = ProgramCompiler.compile(files, core, loaded: loaded)
            return (CoreLowering.lower(program, name: name), log)
        } catch {
            log.report(.error("E2590", "the library of Lisp is damaged: \(error.message)", at: error.span))
            return (nil, log)
        }
    }

    /// The forms of a text; those of the files that it loads come into `loaded`.
    private static func read(
        _ text: LispText, _ data: inout LispData, _ loaded: inout [String: [DatumID]], _ load: (String) -> LispText?
    ) -> [DatumID] {
        var reader = LispReader(text.bytes, file: text.file)
        let forms = reader.readAll(into: &data)
        for form in forms {
            for path in loads(form, data) where loaded[path] == nil {
                guard let text = load(path) else { continue }
                loaded[path] = []
                loaded[path] = read(text, &data, &loaded, load)
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
