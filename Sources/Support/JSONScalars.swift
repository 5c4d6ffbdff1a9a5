// Strings and numbers of `JSONReader`. A string without escapes, the usual case, is validated and copied in one go.

extension JSONReader {
    /// The text of bytes `range`, which must be UTF-8.
    func text(_ range: Range<Int>) throws(JSONError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw JSONError(.invalidUTF8, start: range.lowerBound, end: range.upperBound)
        }
        return text
    }

    /// Reads a quoted string; the cursor stands on the opening quote.
    mutating func string() throws(JSONError) -> String {
        let start = offset
        let quote = bytes[offset]
        if quote == UInt8(ascii: "'"), !dialect.contains(.singleQuotes) {
            throw JSONError(.notAllowed(feature: "single quotes are"), start: start, end: start + 1)
        }
        offset += 1
        var unescaped: [UInt8]? = nil
        var runStart = offset
        while let byte = peek() {
            if byte == quote {
                let run = runStart..<offset
                offset += 1
                guard var content = unescaped else { return try text(run) }
                content.append(contentsOf: bytes[run])
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw JSONError(.invalidUTF8, start: start, end: offset)
                }
                return text
            }
            if byte == UInt8(ascii: "\\") {
                if unescaped == nil { unescaped = [] }
                unescaped?.append(contentsOf: bytes[runStart..<offset])
                unescaped?.append(contentsOf: try escape())
                runStart = offset
                continue
            }
            if byte == UInt8(ascii: "\n") { break }
            if byte < 0x20 { throw JSONError(.controlCharacter(byte), start: offset, end: offset + 1) }
            offset += 1
        }
        throw JSONError(.unterminatedString, start: start, end: offset)
    }

    /// Reads an escape sequence; the cursor stands on the backslash. Answers UTF-8.
    private mutating func escape() throws(JSONError) -> [UInt8] {
        let start = offset
        offset += 1
        guard let letter = peek() else { throw JSONError(.unterminatedString, start: start, end: offset) }
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try unicodeEscape(from: start)
        default: break
        }
        if dialect.contains(.singleQuotes) {
            switch letter {
            case UInt8(ascii: "'"): return [letter]
            case UInt8(ascii: "v"): return [0x0B]
            case UInt8(ascii: "0") where peek()?.isDecimalDigit != true: return [0]
            case UInt8(ascii: "x"): return Array(String(UnicodeScalar(UInt8(try hex(2, from: start)))).utf8)
            case UInt8(ascii: "\n"): return []
            case UInt8(ascii: "\r"):
                _ = take(UInt8(ascii: "\n"))
                return []
            default: break
            }
        }
        throw JSONError(.invalidEscape, start: start, end: offset)
    }

    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> [UInt8] {
        var code = try hex(4, from: start)
        if code >= 0xD800, code < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = try hex(4, from: start)
            if low >= 0xDC00, low < 0xE000 { code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) }
        }
        guard let scalar = Unicode.Scalar(code) else { throw JSONError(.loneSurrogate, start: start, end: offset) }
        return Array(String(scalar).utf8)
    }

    private mutating func hex(_ count: Int, from start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let byte = peek(), let digit = byte.hexDigitValue else {
                throw JSONError(.invalidEscape, start: start, end: offset)
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }

    /// Reads a number; the cursor stands on its first byte.
    mutating func number() throws(JSONError) -> JSONValue.Kind {
        let start = offset
        let extended = dialect.contains(.numbers)
        let negative = take(UInt8(ascii: "-"))
        if !negative, take(UInt8(ascii: "+")), !extended {
            throw JSONError(.notAllowed(feature: "a leading '+' is"), start: start, end: offset)
        }
        if extended, peek() == UInt8(ascii: "0"), offset + 1 < bytes.count,
            bytes[offset + 1] | 0x20 == UInt8(ascii: "x")
        {
            offset += 2
            guard let magnitude = Int(String(decoding: takeWord(), as: UTF8.self), radix: 16) else {
                throw JSONError(.invalidNumber, start: start, end: offset)
            }
            return .integer(negative ? -magnitude : magnitude)
        }
        let whole = takeDigits()
        var isInteger = true
        var fraction = 0..<0
        if take(UInt8(ascii: ".")) {
            isInteger = false
            fraction = takeDigits()
        }
        var complete =
            extended ? !(whole.isEmpty && fraction.isEmpty) : !whole.isEmpty && (isInteger || !fraction.isEmpty)
        if whole.count > 1, bytes[whole.lowerBound] == UInt8(ascii: "0") { complete = false }
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            offset += 1
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            if takeDigits().isEmpty { complete = false }
        }
        // A letter glued to the number makes the whole word wrong, not just its rest.
        let end = offset
        if !takeWord().isEmpty { complete = false }
        guard complete else { throw JSONError(.invalidNumber, start: start, end: offset) }
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw JSONError(.invalidNumber, start: start, end: end) }
        return .number(value)
    }

    private mutating func takeDigits() -> Range<Int> {
        let start = offset
        while let byte = peek(), byte.isDecimalDigit { offset += 1 }
        return start..<offset
    }

    private mutating func takeWord() -> ArraySlice<UInt8> {
        let start = offset
        guard let byte = peek(), Self.startsIdentifier(byte) || byte.isDecimalDigit else { return [] }
        offset = endOfWord()
        return bytes[start..<offset]
    }
}
