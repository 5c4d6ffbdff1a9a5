// SHA-256, for the manifests that provisioning checks.
// Source: FIPS 180-4.

/// The digest function.
public enum SHA256 {
    private static let constants: [UInt32] = {
        // The fractional parts of the cube roots of the first 64 primes.
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < 64 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes.map { fraction(ofRoot: 3, $0) }
    }()

    private static let initial: [UInt32] = [2, 3, 5, 7, 11, 13, 17, 19].map { fraction(ofRoot: 2, $0) }

    /// The first 32 bits behind the point of the square or cube root of `number`, by bisection on integers.
    private static func fraction(ofRoot degree: Int, _ number: UInt64) -> UInt32 {
        // The root times 2^32 is the greatest r with r^degree <= number * 2^(32 * degree); r stays below 2^37.
        var low: UInt64 = 0
        var high: UInt64 = 1 << 37
        while high - low > 1 {
            let middle = (low + high) / 2
            if isPower(middle, degree, atMost: number) { low = middle } else { high = middle }
        }
        return UInt32(truncatingIfNeeded: low)
    }

    private static func isPower(_ root: UInt64, _ degree: Int, atMost number: UInt64) -> Bool {
        // Compares root^degree with number * 2^(32 * degree) in 128-bit (degree 2) or 192-bit (degree 3) arithmetic.
        let square = root.multipliedFullWidth(by: root)
        if degree == 2 { return square.high < number || (square.high == number && square.low == 0) }
        let low = square.low.multipliedFullWidth(by: root)
        let high = square.high.multipliedFullWidth(by: root)
        let (middle, carry) = low.high.addingReportingOverflow(high.low)
        let top = high.high + (carry ? 1 : 0)
        let bound = (top: number >> 32, middle: number << 32)
        if top != bound.top { return top < bound.top }
        return middle < bound.middle || (middle == bound.middle && low.low == 0)
    }

    /// The 32 bytes of the digest.
    public static func digest(_ message: [UInt8]) -> [UInt8] {
        var padded = message
        padded.append(0x80)
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) * 8
        for byte in 0..<8 { padded.append(UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * byte))) }
        var state = initial
        var words = [UInt32](repeating: 0, count: 64)
        for block in stride(from: 0, to: padded.count, by: 64) { compress(&state, &words, padded, block) }
        return state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
    }

    /// The digest in lower-case hexadecimal.
    public static func hexDigest(_ message: [UInt8]) -> String { Hexadecimal.text(digest(message)) }

    private static func compress(_ state: inout [UInt32], _ words: inout [UInt32], _ bytes: [UInt8], _ block: Int) {
        func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word &>> count | word &<< (32 &- count) }
        for index in 0..<16 {
            let place = block + index * 4
            words[index] =
                UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16 | UInt32(bytes[place + 2]) << 8
                | UInt32(bytes[place + 3])
        }
        for index in 16..<64 {
            let (early, late) = (words[index - 15], words[index - 2])
            let small0 = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
            let small1 = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
            words[index] = words[index - 16] &+ small0 &+ words[index - 7] &+ small1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let choice = e & f ^ ~e & g
            let majority = a & b ^ a & c ^ b & c
            let big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let first = h &+ big1 &+ choice &+ constants[index] &+ words[index]
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ big0 &+ majority)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
    }
}
