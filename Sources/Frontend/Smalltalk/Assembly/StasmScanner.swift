// Reads the words, numbers and quoted texts of Smalltalk assembly, byte by byte. Lines matter: blanks do not go beyond
// the end of one.

import Support

struct StasmScanner {
    let text: [UInt8]
    let file: SourceFileID
    private(set) var place = 0

    private static let binary = Set("+-*/\\<>=~@%|&?!,^".utf8)

    init(_ text: [UInt8], _ file: SourceFileID) {
        self.text = text
        self.file = file
    }

    var isAtEnd: Bool { place >= text.count }
    /// The next byte; 0 at the end.
    var next: UInt8 { place < text.count ? text[place] : 0 }
    private func peek(_ distance: Int) -> UInt8 { place + distance < text.count ? text[place + distance] : 0 }

    func span(from start: Int) -> SourceSpan { SourceSpan(file: file, start: start, end: max(start, place)) }

    // MARK: Blanks

    /// Goes to the next word of the line, over a comment to the line's end.
    mutating func skipBlanks() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") || next == UInt8(ascii: "\r") { place += 1 }
        if next == UInt8(ascii: ";") { skipLine() }
    }

    /// Goes to the end of the line.
    mutating func skipLine() { while place < text.count, text[place] != UInt8(ascii: "\n") { place += 1 } }

    /// Goes over blanks and ends of lines.
    mutating func skipLines() {
        skipBlanks()
        while next == UInt8(ascii: "\n"), !isAtEnd {
            place += 1
            skipBlanks()
        }
    }

    var isAtLineEnd: Bool { isAtEnd || next == UInt8(ascii: "\n") }

    // MARK: Words

    /// Takes a character if it is the next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard !isAtEnd, next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// Takes any character; nil at the end of the line.
    mutating func takeByte() -> UInt8? {
        guard !isAtLineEnd else { return nil }
        place += 1
        return text[place - 1]
    }

    /// Letters, digits and `_`; nil where no letter is.
    mutating func word() -> String? {
        guard next.isASCIILetter || next == UInt8(ascii: "_") else { return nil }
        let start = place
        while next.isASCIIWordByte { place += 1 }
        return String(decoding: text[start..<place], as: UTF8.self)
    }

    /// The word that comes next, which stays there.
    func nextWord() -> String? {
        var copy = self
        return copy.word()
    }

    /// A word with a colon right behind it, which is none of a selector's.
    mutating func label() -> String? {
        var copy = self
        guard let word = copy.word(), copy.take(":"), copy.isAtLineEnd || !copy.next.isASCIIWordByte else { return nil }
        self = copy
        return word
    }

    /// Decimal digits.
    mutating func digits() -> ArraySlice<UInt8> {
        let start = place
        while next.isDecimalDigit { place += 1 }
        return text[start..<place]
    }

    /// Words with colons, or characters of binary selectors.
    mutating func bareSelector() -> ArraySlice<UInt8>? {
        let start = place
        if next.isASCIILetter || next == UInt8(ascii: "_") {
            while next.isASCIIWordByte || next == UInt8(ascii: ":") { place += 1 }
        } else {
            while Self.binary.contains(next) { place += 1 }
        }
        return place > start ? text[start..<place] : nil
    }

    /// Whether a selector can be written without quotes.
    static func isBare(_ selector: [UInt8]) -> Bool {
        var scanner = StasmScanner(selector, SourceFileID(rawValue: 0))
        return scanner.bareSelector() != nil && scanner.isAtEnd
    }

    static func isWord(_ name: String) -> Bool {
        var scanner = StasmScanner(Array(name.utf8), SourceFileID(rawValue: 0))
        return scanner.word() != nil && scanner.isAtEnd
    }

    // MARK: Quotes and bytes

    /// A text in single quotes, on one line; nil where no quote is.
    mutating func quoted() throws(Diagnostic) -> [UInt8]? {
        let start = place
        guard take("'") else { return nil }
        var bytes: [UInt8] = []
        while let byte = takeByte() {
            switch byte {
            case UInt8(ascii: "'"):
                guard take("'") else { return bytes }
                bytes.append(byte)
            case UInt8(ascii: "\\"): bytes.append(try escape())
            default: bytes.append(byte)
            }
        }
        throw .stasmSyntax("a text without its closing quote", span(from: start))
    }

    private mutating func escape() throws(Diagnostic) -> UInt8 {
        let start = place - 1
        switch takeByte() {
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
        case UInt8(ascii: "x"):
            if let high = next.hexDigitValue, let low = peek(1).hexDigitValue {
                place += 2
                return UInt8(high << 4 | low)
            }
        default: break
        }
        throw .stasmSyntax("'\\' takes n, r, t, \\ or x and two hexadecimal digits", span(from: start))
    }

    /// Bytes in hexadecimal, two digits each.
    mutating func hexadecimal() throws(Diagnostic) -> [UInt8] {
        let start = place
        var digits: [UInt8] = []
        while let digit = next.hexDigitValue, !isAtEnd {
            digits.append(UInt8(digit))
            place += 1
        }
        guard digits.count % 2 == 0, !next.isASCIIWordByte || isAtEnd else {
            throw .stasmSyntax("bytes are pairs of hexadecimal digits", span(from: start))
        }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The character behind `$`, as it is in UTF-8; nil when it is none.
    mutating func character() -> UInt32? {
        let length: Int =
            switch next {
            case 0..<0x80: 1
            case 0xC0..<0xE0: 2
            case 0xE0..<0xF0: 3
            default: 4
            }
        guard !isAtLineEnd, place + length <= text.count,
            let text = String(validating: text[place..<place + length], as: UTF8.self),
            let scalar = text.unicodeScalars.first,
            text.unicodeScalars.count == 1
        else { return nil }
        place += length
        return scalar.value
    }
}

extension Diagnostic {
    static func stasmSyntax(_ message: String, _ span: SourceSpan) -> Diagnostic { .error("E2710", message, at: span) }
}
