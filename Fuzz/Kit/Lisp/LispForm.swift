// Lisp text as trees: what the evaluator is given, and what the reducer takes apart.

/// A form as it is written.
indirect enum LispForm {
    case atom(String)
    /// A list with its brackets, a prefix such as ' or ` in front of the first one.
    case list(open: String, [LispForm], close: String)

    var text: String {
        switch self {
        case .atom(let text): text
        case .list(let open, let parts, let close): open + parts.map(\.text).joined(separator: " ") + close
        }
    }

    /// Text as it stands between the quotes of a string.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// The forms of a text; nil when brackets do not match. Comments are left out.
    static func read(_ text: String) -> [LispForm]? {
        var reader = Reader(Array(text.utf8))
        let forms = reader.forms(until: nil)
        return reader.isSound ? forms : nil
    }

    private struct Reader {
        private let bytes: [UInt8]
        private var place = 0
        var isSound = true

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func forms(until close: UInt8?) -> [LispForm] {
            var forms: [LispForm] = []
            while place < bytes.count {
                switch bytes[place] {
                case 0x20, 0x0A, 0x09: place += 1
                case UInt8(ascii: ";"): while place < bytes.count, bytes[place] != 0x0A { place += 1 }
                case UInt8(ascii: ")"), UInt8(ascii: "}"):
                    if bytes[place] == close {
                        place += 1
                        return forms
                    }
                    isSound = false
                    place += 1
                default: forms.append(form())
                }
            }
            if close != nil { isSound = false }
            return forms
        }

        private mutating func form() -> LispForm {
            let start = place
            while place < bytes.count, "'`,@".utf8.contains(bytes[place]) { place += 1 }
            let prefix = String(decoding: bytes[start..<place], as: UTF8.self)
            guard place < bytes.count else { return .atom(prefix) }
            switch bytes[place] {
            case UInt8(ascii: "("):
                place += 1
                return .list(open: prefix + "(", forms(until: UInt8(ascii: ")")), close: ")")
            case UInt8(ascii: "{"):
                place += 1
                return .list(open: prefix + "{", forms(until: UInt8(ascii: "}")), close: "}")
            case UInt8(ascii: "\""): string()
            default: while place < bytes.count, !" \n\t(){};\"".utf8.contains(bytes[place]) { place += 1 }
            }
            return .atom(String(decoding: bytes[start..<place], as: UTF8.self))
        }

        private mutating func string() {
            place += 1
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
            }
            isSound = isSound && place < bytes.count
            place = min(place + 1, bytes.count)
        }
    }
}
