// Numbers of Smalltalk source: '12', '16r1F', '1e10', '1.5', '2.5e-3'.

import Support

struct StNumber {
    private let text: ArraySlice<UInt8>
    private let isNegative: Bool
    private let span: SourceSpan

    /// The literal that the bytes of a number token mean. Throws E2721.
    static func literal(
        _ text: ArraySlice<UInt8>, isNegative: Bool, _ span: SourceSpan
    ) throws(Diagnostic) -> StasmLiteral {
        try StNumber(text: text, isNegative: isNegative, span: span).literal()
    }

    private func literal() throws(Diagnostic) -> StasmLiteral {
        if text.contains(UInt8(ascii: ".")) { return .float(try float().bitPattern) }
        var radix = 10
        var rest = text
        if let letter = text.firstIndex(of: UInt8(ascii: "r")) {
            let digits = text[..<letter]
            radix = digits.count < 3 ? digits.reduce(0) { $0 * 10 + Int($1) - 0x30 } : 0
            guard digits.allSatisfy(\.isDecimalDigit), (2...36).contains(radix) else {
                throw .stNumber("a radix is 2 to 36", span)
            }
            rest = text[(letter + 1)...]
        }
        var zeros = 0
        if let letter = rest.firstIndex(of: UInt8(ascii: "e")) {
            zeros = try exponent(rest[(letter + 1)...])
            rest = rest[..<letter]
        }
        let digits = rest.drop { $0 == UInt8(ascii: "0") }
        guard digits.count + zeros <= StasmInteger.mostDigits else {
            throw .stNumber("an integer of more than \(StasmInteger.mostDigits) digits", span)
        }
        guard !rest.isEmpty else { throw .stNumber("a number without digits", span) }
        var values: [Int] = []
        for byte in rest {
            guard let value = Self.value(byte), value < radix else { throw malformed }
            values.append(value)
        }
        values += Array(repeating: 0, count: zeros)
        return .integer(StasmInteger(isNegative: isNegative, values: values, radix: radix))
    }

    private var malformed: Diagnostic {
        if text.last == UInt8(ascii: "s") || text.contains(UInt8(ascii: "s")) {
            return .stNumber("scaled decimals are not there; write an integer or a float", span)
        }
        let shown = String(decoding: text, as: UTF8.self)
        return .stNumber("'\(shown)' is no number", span)
    }

    /// The value of a digit: capitals follow the decimal ones.
    private static func value(_ byte: UInt8) -> Int? {
        if byte.isDecimalDigit { return Int(byte) - 0x30 }
        let letter = byte &- UInt8(ascii: "A")
        return letter < 26 ? Int(letter) + 10 : nil
    }

    private func exponent(_ digits: ArraySlice<UInt8>) throws(Diagnostic) -> Int {
        if digits.first == UInt8(ascii: "-") {
            throw .stNumber("an integer has no negative exponent; floats have digits behind a point", span)
        }
        guard !digits.isEmpty, digits.allSatisfy(\.isDecimalDigit) else { throw malformed }
        guard digits.count < 6 else {
            throw .stNumber("an integer of more than \(StasmInteger.mostDigits) digits", span)
        }
        return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    private func float() throws(Diagnostic) -> Double {
        let isGood = text.allSatisfy { byte in
            byte.isDecimalDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "-")
        }
        guard isGood, text.last?.isDecimalDigit == true,
            let value = Double(String(decoding: text, as: UTF8.self))
        else { throw malformed }
        guard value.isFinite else { throw .stNumber("a float that is too large", span) }
        return isNegative ? -value : value
    }
}

extension StasmInteger {
    /// Requires: digits below `radix`.
    init(isNegative: Bool, values: [Int], radix: Int) {
        var limbs: [UInt32] = []
        for value in values {
            var carry = UInt64(value)
            for place in limbs.indices {
                let next = UInt64(limbs[place]) * UInt64(radix) + carry
                limbs[place] = UInt32(truncatingIfNeeded: next)
                carry = next >> 32
            }
            if carry > 0 { limbs.append(UInt32(carry)) }
        }
        let magnitude = limbs.flatMap { limb in (0..<4).map { UInt8(truncatingIfNeeded: limb >> UInt32($0 * 8)) } }
        self.init(isNegative: isNegative, magnitude: magnitude)
    }
}

extension Diagnostic {
    static func stNumber(_ message: String, _ span: SourceSpan) -> Diagnostic { .error("E2721", message, at: span) }
}
