// The lexical level: classes of bytes, spaces, names, registers, ends of statements.

import HSXMachine
import Support

/// Classes of bytes, as bits.
enum MVASMByteClass {
    static let nameStart: UInt8 = 1
    static let name: UInt8 = 2
    /// Space within a line.
    static let space: UInt8 = 4

    static let table: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        for byte in UInt8.min...UInt8.max {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                table[Int(byte)] = nameStart | name
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"): table[Int(byte)] = name
            case 0x20, 0x09, 0x0B, 0x0C, 0x0D: table[Int(byte)] = space
            default: break
            }
        }
        return table
    }()
}

extension MVASMAssembler {
    @inline(__always)
    mutating func skipSpace() {
        while classes[Int(text[position])] & MVASMByteClass.space != 0 { position += 1 }
    }

    /// Skips spaces and commas: between operands either will do.
    @inline(__always)
    mutating func skipSeparators() {
        while true {
            let byte = text[position]
            guard byte == UInt8(ascii: ",") || classes[Int(byte)] & MVASMByteClass.space != 0 else { return }
            position += 1
        }
    }

    @inline(__always)
    mutating func skipToLineEnd() {
        while text[position] != 0x0A { position += 1 }
    }

    @inline(__always)
    func endOfName(_ start: Int) -> Int {
        var end = start
        while classes[Int(text[end])] & MVASMByteClass.name != 0 { end += 1 }
        return end
    }

    var isAtName: Bool { classes[Int(text[position])] & MVASMByteClass.nameStart != 0 }

    /// Whether the statement ends here: a comment or the end of the line.
    @inline(__always)
    var isAtStatementEnd: Bool { text[position] == 0x0A || text[position] == UInt8(ascii: ";") }

    /// Steps over `byte` if it comes next.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard text[position] == byte else { return false }
        position += 1
        return true
    }

    func string(_ start: Int, _ end: Int) -> String { String(decoding: text[start..<end], as: UTF8.self) }

    /// The end of the word at `start`, for messages.
    func endOfWord(_ start: Int) -> Int {
        var end = start
        while true {
            switch text[end] {
            case 0x0A, UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: ")"): return end
            case let byte where classes[Int(byte)] & MVASMByteClass.space != 0: return end
            default: end += 1
            }
        }
    }

    /// A register if one comes next; the position stays where it is if not.
    @inline(__always)
    mutating func takeRegister() -> HSXRegister? {
        guard text[position] | 0x20 == UInt8(ascii: "r") else { return nil }
        var number = 0
        var end = position + 1
        while end < position + 3, let digit = text[end].decimalDigitValue {
            number = number * 10 + digit
            end += 1
        }
        guard end > position + 1, number < 16, classes[Int(text[end])] & MVASMByteClass.name == 0 else { return nil }
        position = end
        return HSXRegister(field: UInt32(number))
    }

    /// Reads a register operand; nil after a report.
    mutating func register() -> HSXRegister? {
        skipSeparators()
        if let register = takeRegister() { return register }
        if isAtStatementEnd {
            report(.missingOperand("a register", span(position, position)))
        } else {
            let end = max(position + 1, endOfWord(position))
            report(.notARegister(string(position, end), span(position, end)))
        }
        return nil
    }

    /// Checks that the statement ends; the reference ignores what follows the operands it wants.
    mutating func endStatement() {
        skipSeparators()
        if isAtStatementEnd { return }
        let start = position
        let isForeignComment =
            text[start] == UInt8(ascii: "#")
            || (text[start] == UInt8(ascii: "/") && text[start + 1] == UInt8(ascii: "/"))
        let end = max(start + 1, endOfWord(start))
        if isForeignComment {
            report(.foreignComment(span(start, start + (text[start] == UInt8(ascii: "#") ? 1 : 2))))
        } else {
            report(.surplus(string(start, end), span(start, end), isError: !options.isCompatible))
        }
        skipToLineEnd()
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    static func missingOperand(_ what: String, _ span: SourceSpan) -> Diagnostic {
        .error("E1003", "\(what) is missing", at: span)
    }

    fileprivate static func notARegister(_ word: String, _ span: SourceSpan) -> Diagnostic {
        .error("E1004", "'\(word)' is no register; registers are R0 to R15", at: span)
    }

    fileprivate static func surplus(_ word: String, _ span: SourceSpan, isError: Bool) -> Diagnostic {
        Diagnostic(isError ? .error : .warning, "E1005", "'\(word)' is one operand too many", at: span)
    }

    fileprivate static func foreignComment(_ span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .warning, "E1006", "comments begin with ';'; the rest of the line is ignored", at: span,
            fixIts: [FixIt(replace: span, with: ";")])
    }
}
