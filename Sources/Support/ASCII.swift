// Classes of ASCII bytes, for parsers that work on bytes.

extension UInt8 {
    public var isDecimalDigit: Bool { self &- 0x30 < 10 }

    public var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// Whether this is a letter, a digit or `_`.
    public var isASCIIWordByte: Bool { isASCIILetter || isDecimalDigit || self == UInt8(ascii: "_") }

    /// The letter in lower case; every other byte as it is.
    public var foldedASCII: UInt8 { isASCIILetter ? self | 0x20 : self }

    /// The value of a decimal digit, else nil.
    public var decimalDigitValue: Int? {
        let digit = self &- 0x30
        return digit < 10 ? Int(digit) : nil
    }

    /// The value of a hexadecimal digit of either case, else nil.
    public var hexDigitValue: Int? {
        let digit = self &- 0x30
        if digit < 10 { return Int(digit) }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? Int(letter) + 10 : nil
    }
}
