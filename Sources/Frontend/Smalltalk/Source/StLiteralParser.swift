// Literals of Smalltalk source.

import Support

extension StParser {
    /// The literal at the token; nil when there is none. `nil`, `true` and `false` are literals too.
    mutating func literal() throws(Diagnostic) -> StasmLiteral? {
        let start = token
        switch token.kind {
        case .number: return try number(start, isNegative: false)
        case .binary:
            guard isSign("-"), following.kind == .number, following.start == token.end else { return nil }
            advance()
            return try number(start, isNegative: true)
        case .character:
            advance()
            return .character(character(start))
        case .string:
            advance()
            return .string(quoted(start.start + 1, start.end - 1))
        case .symbol:
            advance()
            return .symbol(Array(scanner.text[start.start + 1..<start.end]))
        case .quotedSymbol:
            advance()
            return .symbol(quoted(start.start + 2, start.end - 1))
        case .openArray: return try array(start)
        case .openBytes: return try byteArray(start)
        case .identifier:
            guard let constant = constant(start) else { return nil }
            advance()
            return constant
        case .keyword, .assign, .caret, .colon, .period, .semicolon, .open, .close, .end, .unknown, .openString,
            .openComment:
            return nil
        }
    }

    private func constant(_ token: StToken) -> StasmLiteral? {
        switch text(token) {
        case "nil": .nil
        case "true": .true
        case "false": .false
        default: nil
        }
    }

    private mutating func number(_ start: StToken, isNegative: Bool) throws(Diagnostic) -> StasmLiteral {
        let digits = bytes(token)
        advance()
        return try StNumber.literal(digits, isNegative: isNegative, span(from: start.start))
    }

    /// The code of the character behind '$': of a sequence of UTF-8 what it stands for, else the byte.
    private func character(_ token: StToken) -> UInt32 {
        let bytes = scanner.text[token.start + 1..<token.end]
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        guard bytes.count > 1, scalars.count == 1, let scalar = scalars.first else { return UInt32(bytes.first ?? 0) }
        return scalar.value
    }

    private func quoted(_ start: Int, _ end: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(end - start)
        var place = start
        while place < end {
            result.append(scanner.text[place])
            // A quote in a string is written twice.
            place += scanner.text[place] == UInt8(ascii: "'") ? 2 : 1
        }
        return result
    }

    // MARK: Arrays

    private mutating func array(_ opening: StToken) throws(Diagnostic) -> StasmLiteral {
        try enter()
        defer { depth -= 1 }
        advance()
        var elements: [StasmLiteral] = []
        while !token.isClosing { elements.append(try element()) }
        try close(.round, opening, "a literal or ')'")
        return .array(elements)
    }

    /// In arrays names are symbols, and brackets need no '#'.
    private mutating func element() throws(Diagnostic) -> StasmLiteral {
        let start = token
        switch token.kind {
        case .identifier, .keyword:
            if let constant = constant(start) {
                advance()
                return constant
            }
            // Names with colons are one symbol as far as nothing is between them.
            var end = start.end
            repeat {
                end = token.end
                advance()
            } while token.start == end && token.kind == .keyword && scanner.text[end - 1] == UInt8(ascii: ":")
            return .symbol(Array(scanner.text[start.start..<end]))
        case .open(.round): return try array(start)
        case .open(.square): return try byteArray(start)
        case .binary:
            if let number = try literal() { return number }
            advance()
            return .symbol(Array(bytes(start)))
        case .number, .character, .string, .symbol, .quotedSymbol, .openArray, .openBytes, .assign, .caret, .colon,
            .period, .semicolon, .open, .close, .end, .unknown, .openString, .openComment:
            guard let value = try literal() else { throw unexpected("a literal or ')'") }
            return value
        }
    }

    private mutating func byteArray(_ opening: StToken) throws(Diagnostic) -> StasmLiteral {
        advance()
        var bytes: [UInt8] = []
        while token.kind == .number {
            let start = token
            guard case .integer(let integer) = try number(start, isNegative: false),
                let byte = integer.value.flatMap({ UInt8(exactly: $0) })
            else { throw .stNumber("a byte is 0 to 255", span(start)) }
            bytes.append(byte)
        }
        try close(.square, opening, "a byte or ']'")
        return .byteArray(bytes)
    }
}
