// Classes of ASCII bytes, for parsers that work on bytes.

extension UInt8 {
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
