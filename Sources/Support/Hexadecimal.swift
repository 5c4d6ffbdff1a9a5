// Hexadecimal text, as listings and file formats want it: fixed widths, two digits a byte.

/// Numbers and bytes in base 16.
public enum Hexadecimal {
    /// `value` with at least `width` digits, in lower case unless `uppercase`.
    public static func digits(_ value: some UnsignedInteger, width: Int, uppercase: Bool = false) -> String {
        let digits = String(value, radix: 16, uppercase: uppercase)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Two digits a byte in lower case, without separators.
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
