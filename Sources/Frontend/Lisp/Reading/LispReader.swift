// The reader: bytes of Lisp text to data, as spec/valkyria.md 1.1 has it. It keeps a stack of its own, so that no nesting
// is too deep for it.

import Support

/// Reads the data of one text, first to last.
public struct LispReader {
    private let text: [UInt8]
    private let file: SourceFileID
    /// Where an embedded NUL, or the text, ends.
    private let end: Int
    private let allowsPrimitives: Bool
    private var position = 0
    private var openForms: [OpenForm] = []

    /// A list or prefix whose end has not come yet.
    private struct OpenForm {
        enum Kind {
            case list(isQuoted: Bool)
            /// `'`, which makes a quoted list of one element.
            case quote
            /// A prefix that stands for a list of this symbol and what follows.
            case prefix(String)
        }

        let kind: Kind
        let start: Int
        var elements: [DatumID] = []
    }

    /// With `allowsPrimitives` symbols may hold `%`, as those of hubc's own library do.
    public init(_ text: [UInt8], file: SourceFileID, allowsPrimitives: Bool = false) {
        self.text = text
        self.file = file
        self.allowsPrimitives = allowsPrimitives
        end = text.firstIndex(of: 0) ?? text.count
    }

    /// Where the next datum begins, after `skipBlanks`.
    var place: Int { position }

    /// The next datum; nil at the end of the text.
    mutating func next(_ data: inout LispData) -> DatumID? {
        skipBlanks()
        return position < end ? read(into: &data) : nil
    }

    /// All data of a text. After the first error, which is the last datum then, nothing more is read.
    public mutating func readAll(into data: inout LispData) -> [DatumID] {
        var forms: [DatumID] = []
        skipBlanks()
        while position < end {
            let form = read(into: &data)
            forms.append(form)
            if case .error = data[form].kind { break }
            skipBlanks()
        }
        return forms
    }

    // MARK: Forms

    /// The next datum, or an error in its place.
    private mutating func read(into data: inout LispData) -> DatumID {
        openForms.removeAll(keepingCapacity: true)
        while true {
            guard var datum = step(&data) else { continue }
            if case .error = data[datum].kind { return datum }
            // A datum may end the prefixes before it.
            while let open = openForms.last {
                if case .list = open.kind { break }
                openForms.removeLast()
                datum = close(open, with: datum, &data)
            }
            if openForms.isEmpty { return datum }
            openForms[openForms.count - 1].elements.append(datum)
        }
    }

    /// Reads up to the next datum that is whole; nil when something has been opened instead.
    private mutating func step(_ data: inout LispData) -> DatumID? {
        skipBlanks()
        let start = position
        guard position < end else { return atEnd(&data) }
        let byte = text[position]
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "{"):
            open(.list(isQuoted: byte == UInt8(ascii: "{")), width: 1)
            return nil
        case UInt8(ascii: "'"):
            open(.quote, width: 1)
            return nil
        case UInt8(ascii: "`"):
            open(.prefix("quasiquote"), width: 1)
            return nil
        case UInt8(ascii: ","):
            let isSplicing = position + 1 < end && text[position + 1] == UInt8(ascii: "@")
            open(.prefix(isSplicing ? "unquote-splicing" : "unquote"), width: isSplicing ? 2 : 1)
            return nil
        case UInt8(ascii: ")"), UInt8(ascii: "}"):
            if let open = openForms.last, case .list(let isQuoted) = open.kind, isQuoted == (byte == UInt8(ascii: "}"))
            {
                position += 1
                openForms.removeLast()
                return data.list(open.elements, isQuoted: isQuoted, span(open.start))
            }
        case UInt8(ascii: "\""): return string(&data)
        default: if isSymbolByte(byte) { return symbolOrNumber(&data) }
        }
        position += 1
        let shown = String(decoding: [byte], as: UTF8.self)
        return data.add(.error("[offset: \(start)] Unexpected character \(shown)"), span(start))
    }

    private mutating func open(_ kind: OpenForm.Kind, width: Int) {
        openForms.append(OpenForm(kind: kind, start: position))
        position += width
    }

    private func close(_ open: OpenForm, with datum: DatumID, _ data: inout LispData) -> DatumID {
        switch open.kind {
        case .list, .quote: return data.list([datum], isQuoted: true, span(open.start))
        case .prefix(let name):
            let symbol = data.symbol(name, span(open.start))
            return data.list([symbol, datum], isQuoted: false, span(open.start))
        }
    }

    private func atEnd(_ data: inout LispData) -> DatumID {
        guard let open = openForms.last, case .list(let isQuoted) = open.kind else {
            return data.add(.error("Unexpected  end of input"), span(openForms.last?.start ?? position))
        }
        let bracket = isQuoted ? "}" : ")"
        return data.add(
            .error("[offset: \(position)] Unexpected end of input reading expr, while looking for `\(bracket)`"),
            SourceSpan(file: file, start: open.start, end: open.start + 1))
    }

    // MARK: Tokens

    private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0B, 0x0D]

    private mutating func skipBlanks() {
        while position < end {
            if text[position] == UInt8(ascii: ";") {
                while position < end, text[position] != UInt8(ascii: "\n") { position += 1 }
            } else if Self.blanks.contains(text[position]) {
                position += 1
            } else {
                return
            }
        }
    }

    private func isSymbolByte(_ byte: UInt8) -> Bool {
        Self.isSymbolByte[Int(byte)] || (allowsPrimitives && byte == UInt8(ascii: "%"))
    }

    private static let isSymbolByte: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-*\\/=<>!&?:".utf8 {
            table[Int(byte)] = true
        }
        return table
    }()

    private mutating func symbolOrNumber(_ data: inout LispData) -> DatumID {
        let start = position
        while position < end, isSymbolByte(text[position]) { position += 1 }
        let token = text[start..<position]
        let isNumber =
            token.dropFirst().allSatisfy(\.isDecimalDigit)
            && (text[start].isDecimalDigit || (text[start] == UInt8(ascii: "-") && token.count > 1))
        guard isNumber else { return data.add(.symbol(data.intern(text, start..<position)), span(start)) }
        let digits = String(decoding: token, as: UTF8.self)
        guard let number = Int64(digits) else {
            return data.add(.error("Invalid number format \(digits)"), span(start))
        }
        return data.add(.number(number), span(start))
    }

    private mutating func string(_ data: inout LispData) -> DatumID {
        let start = position
        position += 1
        var bytes: [UInt8] = []
        while position < end, text[position] != UInt8(ascii: "\"") {
            var byte = text[position]
            position += 1
            if byte == UInt8(ascii: "\\") {
                guard position < end else {
                    return data.add(.error("Unexpected end of input after escape character"), span(start))
                }
                guard let value = Self.escapes[text[position]] else {
                    let shown = String(decoding: [text[position]], as: UTF8.self)
                    return data.add(
                        .error("Invalid escape character \\\(shown)"),
                        SourceSpan(file: file, start: position - 1, end: position + 1))
                }
                byte = value
                position += 1
            }
            bytes.append(byte)
        }
        guard position < end else {
            return data.add(.error("Unexpected  end of input at string literal"), span(start))
        }
        position += 1
        return data.add(.string(bytes), span(start))
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 0x5C,
        UInt8(ascii: "'"): 0x27, UInt8(ascii: "\""): 0x22,
    ]

    private func span(_ start: Int) -> SourceSpan { SourceSpan(file: file, start: start, end: max(position, start)) }
}
