// Float arithmetic and comparison: IEEE 754, round to nearest, ties to even. Every NaN that arithmetic gives is the
// canonical one, so that results do not depend on the host.

/// What distinguishes the float types.
struct FloatFormat {
    let signBit: UInt64
    /// Positive, quiet, without payload.
    let canonicalNaN: UInt64

    static let half = FloatFormat(signBit: 0x8000, canonicalNaN: 0x7E00)
    static let single = FloatFormat(signBit: 0x8000_0000, canonicalNaN: 0x7FC0_0000)
    static let double = FloatFormat(signBit: 1 << 63, canonicalNaN: 0x7FF8_0000_0000_0000)

    static func of(_ type: Type) -> FloatFormat { type == .f64 ? double : type == .f32 ? single : half }
}

extension Evaluate {
    /// Computes in the operands' type; a half computes as a double, a single must not, or it would round twice.
    @inline(__always)
    static func floatBinary(
        _ type: Type, _ a: UInt64, _ b: UInt64, single: (Float, Float) -> Float,
        double compute: (Double, Double) -> Double
    ) -> UInt64 {
        type == .f32
            ? bits(single(float(a), float(b)))
            : bits(rounding: compute(double(a, type), double(b, type)), type)
    }

    static func squareRoot(_ type: Type, _ a: UInt64) -> UInt64 {
        type == .f32 ? bits(float(a).squareRoot()) : bits(rounding: double(a, type).squareRoot(), type)
    }

    /// `minimum` or `maximum` of IEEE 754-2019: a NaN wins, and -0 is less than +0.
    static func extremum(_ type: Type, _ a: UInt64, _ b: UInt64, isMinimum: Bool) -> UInt64 {
        let (x, y) = (double(a, type), double(b, type))
        if x.isNaN || y.isNaN { return FloatFormat.of(type).canonicalNaN }
        // Equal operands differ at most in the sign of a zero.
        if x == y { return isMinimum ? a | b : a & b }
        return (x < y) == isMinimum ? a : b
    }

    /// The FMUL of HSX: a product below the normal range stays below it, where IEEE would round it up to the smallest
    /// normal.
    static func hsxProduct(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = double(a, .f16) * double(b, .f16)
        let rounded = bits(rounding: product, .f16)
        let isRaised = rounded & 0x7FFF == HalfFloat.smallestNormal && abs(product) < 0x1p-14
        return isRaised ? rounded - 1 : rounded
    }

    /// The FDIV of HSX: a divisor of zero, of either sign, counts as +infinity.
    static func hsxQuotient(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let divisor = double(b, .f16)
        return bits(rounding: double(a, .f16) / (divisor == 0 ? .infinity : divisor), .f16)
    }

    /// Whether the relation holds between two floats.
    public static func compare(_ condition: FloatCondition, _ type: Type, _ a: UInt64, _ b: UInt64) -> Bool {
        let (x, y) = (double(a, type), double(b, type))
        let isUnordered = x.isNaN || y.isNaN
        return switch condition {
        case .oeq: x == y
        case .one: x < y || x > y
        case .olt: x < y
        case .ole: x <= y
        case .ogt: x > y
        case .oge: x >= y
        case .ord: !isUnordered
        case .ueq: x == y || isUnordered
        case .une: x != y
        case .ult: x < y || isUnordered
        case .ule: x <= y || isUnordered
        case .ugt: x > y || isUnordered
        case .uge: x >= y || isUnordered
        case .uno: isUnordered
        }
    }
}
