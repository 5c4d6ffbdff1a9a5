// SHA-256 (FIPS 180-4), only to compare images with recorded digests.

enum SHA256 {
    private static let constants: [UInt32] = {
        let primes = (2...).lazy.filter { n in !(2..<n).contains { n % $0 == 0 } }.prefix(64)
        return primes.map { prime in
            let root = cubeRoot(prime)
            return UInt32(truncatingIfNeeded: root)
        }
    }()

    /// The fraction of the cube root of `n` as 32 bits: floor(cbrt(n) * 2^32) modulo 2^32.
    private static func cubeRoot(_ n: Int) -> UInt64 { root(n, power: 3) }

    /// floor(n^(1/power) * 2^32), by bisection over wide integers.
    private static func root(_ n: Int, power: Int) -> UInt64 {
        var low: UInt64 = 0
        var high: UInt64 = 32 << 32
        while high - low > 1 {
            let middle = (low + high) / 2
            if isAtMost(middle, n, power) { low = middle } else { high = middle }
        }
        return low
    }

    /// Whether (value / 2^32)^power <= n.
    private static func isAtMost(_ value: UInt64, _ n: Int, _ power: Int) -> Bool {
        var limbs: [UInt64] = [1]
        for _ in 0..<power { limbs = multiply(limbs, value) }
        // Compare with n * 2^(32 * power).
        var bound = [UInt64](repeating: 0, count: power)
        bound.append(UInt64(n))
        let count = max(limbs.count, bound.count)
        for index in (0..<count).reversed() {
            let one = index < limbs.count ? limbs[index] : 0
            let two = index < bound.count ? bound[index] : 0
            if one != two { return one < two }
        }
        return true
    }

    /// Limbs of 32 bits, lowest first, times `value`.
    private static func multiply(_ limbs: [UInt64], _ value: UInt64) -> [UInt64] {
        var result = [UInt64](repeating: 0, count: limbs.count + 3)
        for (place, limb) in limbs.enumerated() {
            for (shift, part) in [value & 0xFFFF_FFFF, value >> 32].enumerated() {
                var carry = limb * part
                var index = place + shift
                while carry > 0 {
                    let sum = result[index] + (carry & 0xFFFF_FFFF)
                    result[index] = sum & 0xFFFF_FFFF
                    carry = (carry >> 32) + (sum >> 32)
                    index += 1
                }
            }
        }
        return result
    }

    static func hexDigest(_ message: [UInt8]) -> String {
        var state = [2, 3, 5, 7, 11, 13, 17, 19].map { UInt32(truncatingIfNeeded: root($0, power: 2)) }
        var bytes = message + [0x80]
        while bytes.count % 64 != 56 { bytes.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: (message.count * 8) >> shift))
        }
        for block in stride(from: 0, to: bytes.count, by: 64) {
            var words = (0..<16).map { index in
                (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[block + index * 4 + $1]) }
            }
            func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 { value >> count | value << (32 - count) }
            for index in 16..<64 {
                let a = words[index - 15]
                let b = words[index - 2]
                let first = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3
                let second = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10
                words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
            }
            var v = state
            for index in 0..<64 {
                let s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
                let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
                let one = v[7] &+ s1 &+ choice &+ constants[index] &+ words[index]
                let s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
                v = [one &+ s0 &+ majority, v[0], v[1], v[2], v[3] &+ one, v[4], v[5], v[6]]
            }
            for index in 0..<8 { state[index] &+= v[index] }
        }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }
}
