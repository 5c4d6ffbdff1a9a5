// Characters and strings: escapes, Latin-1, and the reference's escape defect.

import HSXMachine
import Support

extension MVASMAssembler {
    /// Reads `'c'`; nil after a report.
    mutating func character() -> Int? {
        let start = position
        position += 1
        guard text[position] != 0x0A, text[position] != UInt8(ascii: "'") else {
            report(.malformedCharacter(span(start, position)))
            return nil
        }
        guard let byte = element() else { return nil }
        guard take(UInt8(ascii: "'")) else {
            report(.malformedCharacter(span(start, position)))
            return nil
        }
        return Int(byte)
    }

    /// Reads `"…"` and appends its bytes to the data; false after a report.
    mutating func stringLiteral() -> Bool {
        skipSeparators()
        let start = position
        guard take(UInt8(ascii: "\"")) else {
            report(.missingOperand("a string in double quotes", span(start, start)))
            return false
        }
        while true {
            let byte = text[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return true
            }
            if byte == 0x0A {
                report(.unterminated(span(start, position)))
                return false
            }
            guard let value = element() else { return false }
            object.data.append(value)
            // The reference goes on at an escape's last character instead of behind it.
            if options.isCompatible, byte == UInt8(ascii: "\\") { object.data.append(text[position - 1]) }
        }
    }

    /// Reads one character or escape; nil after a report.
    private mutating func element() -> UInt8? {
        let start = position
        guard text[start] == UInt8(ascii: "\\") else { return scalar() }
        let letter = text[start + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "0"): return 0x00
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): return letter
        case UInt8(ascii: "x"):
            guard let high = text[position].hexDigitValue, let low = text[position + 1].hexDigitValue else {
                report(.unknownEscape("\\x", span(start, position)))
                return nil
            }
            position += 2
            return UInt8(high << 4 | low)
        default:
            position = start + 1
            report(.unknownEscape(letter == 0x0A ? "\\" : string(start, start + 2), span(start, start + 2)))
            return nil
        }
    }

    /// Reads one character of UTF-8 as Latin-1; nil after a report.
    private mutating func scalar() -> UInt8? {
        let byte = text[position]
        if byte < 0x80 {
            position += 1
            return byte
        }
        // U+0080...U+00FF are two bytes that begin with C2 or C3.
        let next = text[position + 1]
        guard byte == 0xC2 || byte == 0xC3, next & 0xC0 == 0x80 else {
            report(.notLatin1(span(position, position + 1)))
            return nil
        }
        position += 2
        return byte << 6 | next & 0x3F
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func malformedCharacter(_ span: SourceSpan) -> Diagnostic {
        .error("E1015", "a character constant is one character between single quotes", at: span)
    }

    fileprivate static func unterminated(_ span: SourceSpan) -> Diagnostic {
        .error("E1016", "the string has no end on this line", at: span)
    }

    fileprivate static func unknownEscape(_ escape: String, _ span: SourceSpan) -> Diagnostic {
        .error(
            "E1017", "unknown escape '\(escape)'", at: span,
            notes: [DiagnosticNote(#"the escapes are \n \t \r \0 \\ \" \' and \xNN"#)])
    }

    fileprivate static func notLatin1(_ span: SourceSpan) -> Diagnostic {
        .error(
            "E1018", "the character is outside Latin-1 (U+0000 to U+00FF) or is no UTF-8; write its bytes with \\xNN",
            at: span)
    }
}
