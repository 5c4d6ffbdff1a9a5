// The literals of the text form: numbers, names, texts in quotes, byte strings and the constants of `iconst` and
// `fconst`.

import Support

extension IRParser {
    /// A decimal or 0x number without a sign, at most `limit`.
    mutating func number(_ limit: UInt64) throws(IRSyntaxError) -> UInt64 {
        guard token.kind == .number else { throw expected("a number") }
        guard let value = magnitude(token) else { throw malformedNumber() }
        guard value <= limit else { throw .at(.numberTooLarge("\(limit)", span(token))) }
        advance()
        return value
    }

    mutating func number32() throws(IRSyntaxError) -> UInt32 { UInt32(try number(UInt64(UInt32.max))) }

    /// `+ N` or `- N`, or nothing for 0: a signed 32-bit offset.
    mutating func offset() throws(IRSyntaxError) -> Int32 {
        if accept(.plus) { return Int32(try number(UInt64(Int32.max))) }
        guard accept(.minus) else { return 0 }
        return Int32(truncatingIfNeeded: -Int64(try number(UInt64(Int32.max) + 1)))
    }

    /// An integer that fits `bits` bits signed or unsigned, as its bits.
    mutating func integer(bits: Int) throws(IRSyntaxError) -> UInt64 {
        let start = token.start
        let isNegative = accept(.minus)
        guard token.kind == .number else { throw expected("an integer") }
        guard let magnitude = magnitude(token) else { throw malformedNumber() }
        let mask: UInt64 = bits >= 64 ? .max : (1 << UInt64(bits)) - 1
        let limit = isNegative ? mask / 2 + 1 : mask
        advance()
        guard magnitude <= limit else { throw .at(.constantDoesNotFit(bits, span(from: start))) }
        return (isNegative ? 0 &- magnitude : magnitude) & mask
    }

    /// A float constant as its bits: 0x and the bits, or a decimal number, `inf` or `nan`, rounded from f64 to the
    /// type.
    mutating func float(_ type: Type) throws(IRSyntaxError) -> UInt64 {
        let start = token.start
        if token.kind == .number, isHexadecimal(token) { return try integer(bits: type.bits ?? 64) }
        guard type.isFloat else { throw .at(.decimalNeedsFloat(span(token))) }
        let isNegative = accept(.minus)
        let value = isNegative ? -(try double()) : try double()
        let bits: UInt64
        let isFinite: Bool
        if type == .f16 {
            (bits, isFinite) = (UInt64(Float16(value).bitPattern), Float16(value).isFinite)
        } else if type == .f32 {
            (bits, isFinite) = (UInt64(Float(value).bitPattern), Float(value).isFinite)
        } else {
            (bits, isFinite) = (value.bitPattern, value.isFinite)
        }
        guard isFinite || !value.isFinite else { throw .at(.constantDoesNotFit(type.bits ?? 64, span(from: start))) }
        return bits
    }

    private mutating func double() throws(IRSyntaxError) -> Double {
        if accept("inf") { return .infinity }
        if accept("nan") { return .nan }
        guard token.kind == .number else { throw expected("a float constant") }
        // Longer decimals than the shortest exact form of any double are no constant that a person or a printer writes.
        guard token.end - token.start <= 1100, let value = Double(text) else { throw malformedNumber() }
        guard value.isFinite else { throw .at(.constantDoesNotFit(64, span(token))) }
        advance()
        return value
    }

    private func isHexadecimal(_ token: IRToken) -> Bool {
        let bytes = lexer.bytes
        return token.end - token.start > 2 && bytes[token.start] == UInt8(ascii: "0")
            && bytes[token.start + 1] | 0x20 == UInt8(ascii: "x")
    }

    private func malformedNumber() -> IRSyntaxError { .at(.malformedNumber(span(token))) }

    /// The value of a number token; nil when it is malformed or takes more than 64 bits.
    private func magnitude(_ token: IRToken) -> UInt64? {
        isHexadecimal(token)
            ? IRParser.magnitude(lexer.bytes[token.start + 2..<token.end], radix: 16)
            : IRParser.magnitude(lexer.bytes[token.start..<token.end], radix: 10)
    }

    /// The value of `digits`; nil when one is no digit or the value takes more than 64 bits.
    static func magnitude(_ digits: ArraySlice<UInt8>, radix: UInt64) -> UInt64? {
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = byte.hexDigitValue, UInt64(digit) < radix else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// The number of a word such as `v12`, whose letters are `prefix`; nil for any other token.
    func numbered(_ prefix: StaticString) throws(IRSyntaxError) -> UInt32? {
        let digits = token.start + prefix.utf8CodeUnitCount
        guard token.kind == .word, token.end > digits, lexer.bytes[digits].isDecimalDigit else { return nil }
        for place in 0..<prefix.utf8CodeUnitCount where lexer.bytes[token.start + place] != prefix.utf8Start[place] {
            return nil
        }
        var value: UInt64 = 0
        for byte in lexer.bytes[digits..<token.end] {
            guard byte.isDecimalDigit else { return nil }
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
            guard value <= UInt64(UInt32.max) else { throw .at(.numberTooLarge("\(UInt32.max)", span(token))) }
        }
        guard lexer.bytes[digits] != UInt8(ascii: "0") || token.end == digits + 1 else {
            throw .at(.leadingZero(span(token)))
        }
        return UInt32(value)
    }

    // Names and texts.

    /// The name in a `symbol` or `layout` token.
    mutating func name(_ kind: IRTokenKind) throws(IRSyntaxError) -> String {
        guard token.kind == kind else { throw expected(kind.name) }
        let isQuoted = lexer.bytes[token.start + 1] == UInt8(ascii: "\"")
        let name =
            isQuoted
            ? try unquoted(lexer.bytes[token.start + 2..<token.end - 1])
            : String(decoding: lexer.bytes[token.start + 1..<token.end], as: UTF8.self)
        advance()
        return name
    }

    /// A text in quotes.
    mutating func string() throws(IRSyntaxError) -> String {
        guard token.kind == .string else { throw expected("a text in quotes") }
        let text = try unquoted(lexer.bytes[token.start + 1..<token.end - 1])
        advance()
        return text
    }

    /// Replaces `\xNN`, `\n`, `\t`, `\"` and `\\` by what they stand for.
    private func unquoted(_ bytes: ArraySlice<UInt8>) throws(IRSyntaxError) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            guard let (value, length) = escaped(bytes[position...]) else {
                throw .at(.malformedText("an escape is \\xNN, \\n, \\t, \\\" or \\\\", span(token)))
            }
            result.append(value)
            position += length
        }
        guard let text = String(validating: result, as: UTF8.self) else {
            throw .at(.malformedText("the text is not UTF-8", span(token)))
        }
        return text
    }

    /// The byte that the escape after a backslash stands for, and its length.
    private func escaped(_ bytes: ArraySlice<UInt8>) -> (value: UInt8, length: Int)? {
        switch bytes.first {
        case UInt8(ascii: "n"): return (0x0A, 1)
        case UInt8(ascii: "t"): return (0x09, 1)
        case UInt8(ascii: "\""): return (0x22, 1)
        case UInt8(ascii: "\\"): return (0x5C, 1)
        case UInt8(ascii: "x"):
            let digits = bytes.dropFirst().prefix(2).compactMap(\.hexDigitValue)
            return digits.count == 2 ? (UInt8(digits[0] << 4 | digits[1]), 3) : nil
        default: return nil
        }
    }

    /// Bytes as pairs of hexadecimal digits in quotes.
    mutating func hexBytes() throws(IRSyntaxError) -> [UInt8] {
        guard token.kind == .string else { throw expected("bytes in quotes") }
        let digits = lexer.bytes[token.start + 1..<token.end - 1]
        guard digits.count % 2 == 0 else { throw .at(.malformedText("a byte is two hexadecimal digits", span(token))) }
        var result: [UInt8] = []
        result.reserveCapacity(digits.count / 2)
        var position = digits.startIndex
        while position < digits.endIndex {
            guard let high = digits[position].hexDigitValue, let low = digits[position + 1].hexDigitValue
            else {
                throw .at(.malformedText("a byte is two hexadecimal digits", span(token)))
            }
            result.append(UInt8(high << 4 | low))
            position += 2
        }
        advance()
        return result
    }
}

extension Diagnostic {
    static func numberTooLarge(_ limit: String, _ span: SourceSpan) -> Diagnostic {
        .error("E3004", "the number is larger than \(limit)", at: span)
    }

    static func malformedNumber(_ span: SourceSpan) -> Diagnostic {
        .error("E3005", "malformed number, or one of more than 64 bits", at: span)
    }

    static func leadingZero(_ span: SourceSpan) -> Diagnostic {
        .error("E3005", "the number of a value, block, slot or variable has no leading zero", at: span)
    }

    static func constantDoesNotFit(_ bits: Int, _ span: SourceSpan) -> Diagnostic {
        .error("E3006", "the constant does not fit \(bits) bit\(bits == 1 ? "" : "s")", at: span)
    }

    static func decimalNeedsFloat(_ span: SourceSpan) -> Diagnostic {
        .error("E3007", "a decimal float constant needs a float type", at: span)
    }

    static func malformedText(_ reason: String, _ span: SourceSpan) -> Diagnostic {
        .error("E3008", "malformed text: \(reason)", at: span)
    }
}
