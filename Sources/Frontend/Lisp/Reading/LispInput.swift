// Text that somebody types, taken apart into forms before anything is compiled.

import Support

/// The forms of a text, and whether there is more to come.
public struct LispInput: Sendable {
    /// A form.
    public struct Form: Sendable {
        /// The bytes of its text.
        public let text: [UInt8]
        /// Where it begins in the whole text.
        public let start: Int
        /// The path of a literal `(load "PATH")`.
        public let loadedPath: String?
        /// What the reader says of a form that is none.
        public let problem: String?
    }

    public private(set) var forms: [Form] = []
    /// Whether brackets, strings or prefixes are still open; then there are no forms.
    public private(set) var isIncomplete = false
    /// The names that the forms give values to in the global frame.
    public private(set) var definitions: [String] = []

    public init(_ text: [UInt8]) {
        var reader = LispReader(text, file: SourceFileID(index: 0))
        var data = LispData()
        var found: [DatumID] = []
        while let form = reader.next(&data) {
            found.append(form)
            let (start, end) = (Int(data[form].span.start), reader.place)
            if case .error(let message) = data[form].kind {
                if message.contains("end of input") {
                    isIncomplete = true
                    forms = []
                    return
                }
                forms.append(Form(text: Array(text[start...]), start: start, loadedPath: nil, problem: message))
                break
            }
            forms.append(
                Form(
                    text: Array(text[start..<end]), start: start, loadedPath: Self.loadedPath(form, data), problem: nil)
            )
        }
        let names = LispNames(&data)
        definitions = DefinitionScan.of(found, data, names).counts.keys.map(data.names.name).sorted()
    }

    private static func loadedPath(_ form: DatumID, _ data: LispData) -> String? {
        guard case .list(let list, isQuoted: false) = data[form].kind else { return nil }
        let parts = data.elements(list)
        guard parts.count == 2, data.name(parts[0]) == "load", case .string(let path) = data[parts[1]].kind else {
            return nil
        }
        return String(decoding: path, as: UTF8.self)
    }
}

extension LispLibrary {
    /// The names of its builtins.
    public var builtins: [String] { program.globals.map { program.data.names.name($0.symbol) } }
}
