// IEEE binary16 in integer code: Swift's Float16 does not exist on every host.
// Every half is exact as a double, so arithmetic computes there and rounds once. That is correct for + - * / and the
// square root, as a double has more than twice the digits of a half and two more.
// Source: Figueroa, "When is double rounding innocuous?", SIGNUM Newsletter 30 (3), 1995.

/// Conversions between the bits of a half and a double.
enum HalfFloat {
    static let infinity: UInt64 = 0x7C00
    static let smallestNormal: UInt64 = 0x0400

    /// The exact value; a NaN becomes some NaN.
    static func double(_ bits: UInt64) -> Double {
        let exponent = (bits >> 10) & 0x1F
        let fraction = bits & 0x3FF
        let magnitude: Double =
            switch exponent {
            case 0: Double(fraction) * 0x1p-24
            case 0x1F: fraction == 0 ? .infinity : .nan
            default: Double(bitPattern: (exponent + 1023 - 15) << 52 | fraction << 42)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }

    /// The nearest half, ties to even; from 65520 on infinity. A NaN becomes the canonical one.
    static func bits(_ value: Double) -> UInt64 {
        if value.isNaN { return FloatFormat.half.canonicalNaN }
        let pattern = value.bitPattern
        let sign = (pattern >> 48) & 0x8000
        let exponent = Int((pattern >> 52) & 0x7FF) - 1023
        if exponent > 15 { return sign | infinity }
        // Below half of the smallest subnormal everything rounds to zero.
        if exponent < -25 { return sign }
        let significand = pattern & (1 << 52 - 1) | 1 << 52
        let isSubnormal = exponent < -14
        let shift = UInt64(isSubnormal ? 42 + (-14 - exponent) : 42)
        let kept = significand >> shift
        let lost = significand & (1 << shift - 1)
        let tie: UInt64 = 1 << (shift - 1)
        let rounded = lost > tie || (lost == tie && kept & 1 == 1) ? kept + 1 : kept
        // A carry out of the fraction raises the exponent by itself, up to infinity.
        return sign | (isSubnormal ? rounded : UInt64(exponent + 14) << 10 + rounded)
    }
}
