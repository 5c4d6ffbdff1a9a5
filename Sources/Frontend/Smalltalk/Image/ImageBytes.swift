// The bytes of an image file as words, in the file's byte order; reading past the end is an error.

import Support

struct ImageBytes {
    let bytes: [UInt8]
    let isBigEndian: Bool

    var count: Int { bytes.count }

    func u16(_ offset: Int) throws(ImageError) -> UInt16 { UInt16(try word(offset, 2)) }
    func u32(_ offset: Int) throws(ImageError) -> UInt32 { UInt32(try word(offset, 4)) }
    func u64(_ offset: Int) throws(ImageError) -> UInt64 { try word(offset, 8) }

    /// A pointer-sized word of an image with words of 4 or 8 bytes.
    func word(_ offset: Int, _ size: Int) throws(ImageError) -> UInt64 {
        guard offset >= 0, offset <= bytes.count - size else { throw ImageError("the file ends here", at: bytes.count) }
        var value: UInt64 = 0
        for place in 0..<size {
            let byte = UInt64(bytes[offset + place])
            value |= isBigEndian ? byte << UInt64(8 * (size - 1 - place)) : byte << UInt64(8 * place)
        }
        return value
    }
}
