// Cuts Smalltalk source into tokens. Works on bytes; never fails: what begins no token is one of its own kind, which
// the parser reports.

import Support

package struct StScanner: Sendable {
    package let text: [UInt8]
    package let file: SourceFileID
    /// Whether `_` by itself assigns, as in systems of old.
    var assignsByUnderscore = false
    /// Where the next token is looked for.
    package private(set) var place = 0

    package init(_ text: [UInt8], _ file: SourceFileID) {
        self.text = text
        self.file = file
    }

    private func byte(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }

    package mutating func next() -> StToken {
        if let comment = skipBlanks() { return comment }
        let start = place
        guard start < text.count else { return token(.end, start, 0) }
        let byte = text[start]
        if byte == UInt8(ascii: "_"), assignsByUnderscore, !self.byte(start + 1).isASCIIWordByte {
            return token(.assign, start, 1)
        }
        if byte.isASCIILetter || byte == UInt8(ascii: "_") { return name(start) }
        if byte.isDecimalDigit { return number(start) }
        switch byte {
        case UInt8(ascii: "'"): return string(start, .string)
        case UInt8(ascii: "#"): return hash(start)
        case UInt8(ascii: "$"):
            guard start + 1 < text.count else { return token(.unknown, start, 1) }
            return token(.character, start, 1 + length(at: start + 1))
        case UInt8(ascii: ":"):
            return self.byte(start + 1) == UInt8(ascii: "=") ? token(.assign, start, 2) : token(.colon, start, 1)
        case UInt8(ascii: "^"): return token(.caret, start, 1)
        case UInt8(ascii: "."): return token(.period, start, 1)
        case UInt8(ascii: ";"): return token(.semicolon, start, 1)
        case UInt8(ascii: "("): return token(.open(.round), start, 1)
        case UInt8(ascii: ")"): return token(.close(.round), start, 1)
        case UInt8(ascii: "["): return token(.open(.square), start, 1)
        case UInt8(ascii: "]"): return token(.close(.square), start, 1)
        case UInt8(ascii: "{"): return token(.open(.curly), start, 1)
        case UInt8(ascii: "}"): return token(.close(.curly), start, 1)
        default:
            let signs = signs(at: start)
            return signs > 0 ? token(.binary, start, signs) : token(.unknown, start, length(at: start))
        }
    }

    private mutating func token(_ kind: StToken.Kind, _ start: Int, _ length: Int) -> StToken {
        place = start + length
        return StToken(kind: kind, start: start, end: place)
    }

    /// A comment that does not end, or nil.
    private mutating func skipBlanks() -> StToken? {
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: " "), 9...13: place += 1
            case UInt8(ascii: "\""):
                let start = place
                place += 1
                while byte(place) != UInt8(ascii: "\"") {
                    guard place < text.count else { return token(.openComment, start, text.count - start) }
                    place += 1
                }
                place += 1
            default: return nil
            }
        }
        return nil
    }

    // MARK: Kinds

    private func endOfWord(_ start: Int) -> Int {
        var end = start
        while end < text.count, text[end].isASCIIWordByte { end += 1 }
        return end
    }

    private mutating func name(_ start: Int) -> StToken {
        let end = endOfWord(start)
        if byte(end) == UInt8(ascii: ":"), byte(end + 1) != UInt8(ascii: "=") {
            return token(.keyword, start, end + 1 - start)
        }
        return token(.identifier, start, end - start)
    }

    /// All that belongs to a number, whether it is a good one or not.
    private mutating func number(_ start: Int) -> StToken {
        var end = endOfWord(start)
        if byte(end) == UInt8(ascii: "."), byte(end + 1).isDecimalDigit { end = endOfWord(end + 1) }
        let isExponent = byte(end - 1) == UInt8(ascii: "e") && end - 1 > start
        if isExponent, byte(end) == UInt8(ascii: "-"), byte(end + 1).isDecimalDigit { end = endOfWord(end + 1) }
        return token(.number, start, end - start)
    }

    private mutating func string(_ start: Int, _ kind: StToken.Kind) -> StToken {
        var end = start + (kind == .string ? 1 : 2)
        while end < text.count {
            if text[end] == UInt8(ascii: "'") {
                guard byte(end + 1) == UInt8(ascii: "'") else { return token(kind, start, end + 1 - start) }
                end += 1
            }
            end += 1
        }
        return token(.openString, start, text.count - start)
    }

    private mutating func hash(_ start: Int) -> StToken {
        let byte = byte(start + 1)
        if byte == UInt8(ascii: "(") { return token(.openArray, start, 2) }
        if byte == UInt8(ascii: "[") { return token(.openBytes, start, 2) }
        if byte == UInt8(ascii: "'") { return string(start, .quotedSymbol) }
        if byte.isASCIILetter || byte == UInt8(ascii: "_") {
            var end = endOfWord(start + 1)
            while self.byte(end) == UInt8(ascii: ":"), self.byte(end + 1) != UInt8(ascii: "=") {
                end += 1
                guard self.byte(end).isASCIILetter || self.byte(end) == UInt8(ascii: "_") else { break }
                let word = endOfWord(end)
                // A name behind a colon belongs to the symbol only if a colon follows it too.
                guard self.byte(word) == UInt8(ascii: ":") else { break }
                end = word
            }
            return token(.symbol, start, end - start)
        }
        let signs = signs(at: start + 1)
        return signs > 0 ? token(.symbol, start, 1 + signs) : token(.unknown, start, 1)
    }

    /// How many signs of a selector stand at a place. A minus before a digit begins a number unless it comes first; a
    /// bar is always by itself, since variables stand between bars.
    private func signs(at start: Int) -> Int {
        if byte(start) == UInt8(ascii: "|") { return 1 }
        var end = start
        while end < text.count, Self.isSign(text[end]) {
            if end > start, text[end] == UInt8(ascii: "-"), byte(end + 1).isDecimalDigit { break }
            end += 1
        }
        return end - start
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "\\"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "@"),
            UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "?"), UInt8(ascii: ","):
            true
        default: false
        }
    }

    /// How many bytes the character at a place has.
    private func length(at start: Int) -> Int {
        let count =
            switch byte(start) {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        return min(count, text.count - start)
    }
}
