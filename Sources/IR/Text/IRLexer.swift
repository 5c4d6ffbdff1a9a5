// Splits the text form of the IR into tokens, byte by byte and on demand. It never fails: bytes that form no token
// become one of kind `invalid`, a string without its closing quote one of kind `unterminated`.

import Support

/// What a token is.
enum IRTokenKind: UInt8, Sendable {
    /// Letters, digits and `_`, the first no digit.
    case word
    /// A digit and the letters, digits, `_` and `.` after it; a sign may follow the `e` of a decimal number.
    case number
    /// `@` and a name, bare or in quotes.
    case symbol
    /// `$` and a name, bare or in quotes.
    case layout
    /// Text in double quotes.
    case string
    case comma, dot, colon, equals, plus, minus, bang, arrow
    case leftParenthesis, rightParenthesis, leftBrace, rightBrace
    case lineEnd, end
    case unterminated, invalid

    /// What a message calls the token.
    var name: String {
        switch self {
        case .word: "a word"
        case .number: "a number"
        case .symbol: "an '@name'"
        case .layout: "a '$layout'"
        case .string: "a text in quotes"
        case .comma: "','"
        case .dot: "'.'"
        case .colon: "':'"
        case .equals: "'='"
        case .plus: "'+'"
        case .minus: "'-'"
        case .bang: "'!'"
        case .arrow: "'->'"
        case .leftParenthesis: "'('"
        case .rightParenthesis: "')'"
        case .leftBrace: "'{'"
        case .rightBrace: "'}'"
        case .lineEnd: "the end of the line"
        case .end: "the end of the file"
        case .unterminated: "a text without its closing quote"
        case .invalid: "a byte that means nothing here"
        }
    }
}

/// A token: its kind and its bytes.
struct IRToken: Sendable {
    let kind: IRTokenKind
    let start: Int
    let end: Int
}

/// Reads tokens front to back.
struct IRLexer: Sendable {
    let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Goes to byte `offset`, which must be the start of a token or of blanks.
    mutating func seek(_ offset: Int) { position = offset }

    /// Goes to the end of the line, so that the next token is its `lineEnd` or `end`.
    mutating func skipLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    mutating func next() -> IRToken {
        skipBlanks()
        let start = position
        guard start < bytes.count else { return IRToken(kind: .end, start: start, end: start) }
        let kind = scan(bytes[start])
        return IRToken(kind: kind, start: start, end: position)
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: ";"): skipLine()
            default: return
            }
        }
    }

    /// Goes past the token that starts with `first`.
    private mutating func scan(_ first: UInt8) -> IRTokenKind {
        if first.isASCIIWordByte {
            return first.isDecimalDigit ? scanNumber() : scanWord()
        }
        position += 1
        switch first {
        case UInt8(ascii: "\n"): return .lineEnd
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: "."): return .dot
        case UInt8(ascii: ":"): return .colon
        case UInt8(ascii: "="): return .equals
        case UInt8(ascii: "+"): return .plus
        case UInt8(ascii: "!"): return .bang
        case UInt8(ascii: "("): return .leftParenthesis
        case UInt8(ascii: ")"): return .rightParenthesis
        case UInt8(ascii: "{"): return .leftBrace
        case UInt8(ascii: "}"): return .rightBrace
        case UInt8(ascii: "@"): return scanName(.symbol)
        case UInt8(ascii: "$"): return scanName(.layout)
        case UInt8(ascii: "\""): return scanString() ? .string : .unterminated
        case UInt8(ascii: "-"):
            guard position < bytes.count, bytes[position] == UInt8(ascii: ">") else { return .minus }
            position += 1
            return .arrow
        default: return .invalid
        }
    }

    private mutating func scanWord() -> IRTokenKind {
        while position < bytes.count, bytes[position].isASCIIWordByte { position += 1 }
        return .word
    }

    private mutating func scanNumber() -> IRTokenKind {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte.isASCIIWordByte || byte == UInt8(ascii: ".") || isExponentSign(byte, start) {
                position += 1
            } else {
                break
            }
        }
        return .number
    }

    /// Whether `byte` is the sign in a number such as 1e-5.
    private func isExponentSign(_ byte: UInt8, _ start: Int) -> Bool {
        guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), position > start else { return false }
        let isHexadecimal = start + 1 < bytes.count && bytes[start + 1] | 0x20 == UInt8(ascii: "x")
        return !isHexadecimal && bytes[position - 1] | 0x20 == UInt8(ascii: "e")
    }

    private mutating func scanName(_ kind: IRTokenKind) -> IRTokenKind {
        guard position < bytes.count else { return .invalid }
        if bytes[position] == UInt8(ascii: "\"") {
            position += 1
            return scanString() ? kind : .unterminated
        }
        let start = position
        while position < bytes.count, IRPrinter.isNameByte(bytes[position]) { position += 1 }
        return position > start ? kind : .invalid
    }

    /// Goes past the closing quote; answers false when the line ends first.
    private mutating func scanString() -> Bool {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\n"): return false
            case UInt8(ascii: "\\") where position + 1 < bytes.count && bytes[position + 1] != UInt8(ascii: "\n"):
                position += 2
            default: position += 1
            }
        }
        return false
    }
}
