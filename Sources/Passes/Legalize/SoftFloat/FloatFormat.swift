// What the binary interchange formats of IEEE 754 look like in bits, for arithmetic on them in integers.

import IR

/// One of the two formats that soft-float arithmetic is done in.
enum FloatFormat: Hashable {
    case single, double

    /// The format of a float type; nil for others.
    init?(_ type: Type) {
        guard type == .f32 || type == .f64 else { return nil }
        self = type == .f32 ? .single : .double
    }

    var name: String { self == .single ? "f32" : "f64" }
    /// The integer type of the same width.
    var bits: Type { self == .single ? .i32 : .i64 }
    var width: Int64 { self == .single ? 32 : 64 }
    /// The width of the fraction field.
    var fraction: Int64 { self == .single ? 23 : 52 }
    /// The exponent field of 1.
    var bias: Int64 { self == .single ? 127 : 1023 }
    /// The exponent field of infinity and NaN.
    var topExponent: Int64 { 2 * bias + 1 }
    /// Bits below the fraction in a significand whose highest bit, always one for numbers that are not zero, has the
    /// second highest place of an integer.
    var guardBits: Int64 { width - 2 - fraction }
    var sign: Int64 { 1 << (width - 1) }
    var magnitude: Int64 { (1 << (width - 1)) &- 1 }
    var fractionMask: Int64 { 1 << fraction - 1 }
    var infinity: Int64 { topExponent << fraction }
    var canonicalNaN: Int64 { infinity | 1 << (fraction - 1) }
}

extension FunctionBuilder {
    /// The bits of `value` that are set in `mask`.
    mutating func masked(_ value: ValueID, _ mask: Int64, _ format: FloatFormat) -> ValueID {
        binary(.and, format.bits, value, mask)
    }

    /// Shifts right by `distance`, of the same type; the lowest bit gathers what goes out. Requires: not negative, and
    /// the highest bit of `value` is clear.
    mutating func shiftedRight(_ value: ValueID, _ distance: ValueID, _ type: Type) -> ValueID {
        let inRange = unsignedMinimum(type, distance, Int64(type.bits ?? 32) - 1)
        let kept = binary(.lshr, type, value, inRange)
        let back = binary(.shl, type, kept, inRange)
        return binary(.or, type, kept, unary(.zext, type, icmp(.ne, type, back, value)))
    }

    /// Shifts right by one; the lowest bit gathers what goes out.
    mutating func halved(_ value: ValueID, _ type: Type) -> ValueID {
        binary(.or, type, binary(.lshr, type, value, 1), binary(.and, type, value, 1))
    }

    /// An integer that orders floats as signed numbers, -0 below +0. Requires: no NaN.
    mutating func orderKey(_ value: ValueID, _ format: FloatFormat) -> ValueID {
        let type = format.bits
        let spread = binary(.ashr, type, value, format.width - 1)
        return binary(.xor, type, value, binary(.lshr, type, spread, 1))
    }
}

/// A float taken apart. For numbers that are neither zero nor infinite the value is
/// significand · 2^(exponent - bias - width + 2).
struct UnpackedFloat {
    /// The sign, at its place in the float.
    let sign: ValueID
    /// All but the sign.
    let magnitude: ValueID
    /// Biased, at least 1 unless normalised.
    let exponent: ValueID
    let significand: ValueID
}

extension FunctionBuilder {
    /// Takes a float apart. With `normalised`, subnormal numbers get their first one where the others have it.
    mutating func unpacked(_ value: ValueID, _ format: FloatFormat, normalised: Bool) -> UnpackedFloat {
        let type = format.bits
        let magnitude = masked(value, format.magnitude, format)
        let field = binary(.lshr, type, magnitude, format.fraction)
        let isNormal = icmp(.ne, type, field, 0)
        let implicit = binary(.shl, type, unary(.zext, type, isNormal), format.fraction)
        let digits = binary(.or, type, masked(value, format.fractionMask, format), implicit)
        let lowest = maximum(type, field, 1)
        let sign = masked(value, format.sign, format)
        guard normalised else {
            let significand = binary(.shl, type, digits, format.guardBits)
            return UnpackedFloat(sign: sign, magnitude: magnitude, exponent: lowest, significand: significand)
        }
        let distance = binary(.sub, type, unary(.clz, type, digits), 1)
        let significand = binary(.shl, type, digits, distance)
        let excess = binary(.sub, type, distance, format.guardBits)
        return UnpackedFloat(
            sign: sign, magnitude: magnitude, exponent: binary(.sub, type, lowest, excess), significand: significand)
    }

    mutating func isNaN(_ magnitude: ValueID, _ format: FloatFormat) -> ValueID {
        icmp(.ugt, format.bits, magnitude, format.infinity)
    }

    mutating func isInfinite(_ magnitude: ValueID, _ format: FloatFormat) -> ValueID {
        icmp(.eq, format.bits, magnitude, format.infinity)
    }

    /// Returns `value` if `condition` holds, and goes on otherwise.
    mutating func ret(_ value: ValueID, if condition: ValueID) {
        let (leave, goOn) = (makeBlock(), makeBlock())
        branch(condition, leave, else: goOn)
        position(atEndOf: leave)
        ret([value])
        position(atEndOf: goOn)
    }

    /// Returns the constant `bits` if `condition` holds, and goes on otherwise.
    mutating func ret(bits: Int64, _ type: Type, if condition: ValueID) {
        ret(constant(bits, type), if: condition)
    }
}
