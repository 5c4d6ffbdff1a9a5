// Conversions between float formats, and between floats and integers; each rounds at most once.

extension Evaluate {
    /// The exact value of the bits of a float.
    @inline(__always)
    static func double(_ bits: UInt64, _ type: Type) -> Double {
        if type == .f64 { return Double(bitPattern: bits) }
        return type == .f32 ? Double(float(bits)) : HalfFloat.double(bits)
    }

    @inline(__always)
    static func float(_ bits: UInt64) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: bits)) }

    /// The bits of a single, NaN canonical.
    @inline(__always)
    static func bits(_ value: Float) -> UInt64 {
        value.isNaN ? FloatFormat.single.canonicalNaN : UInt64(value.bitPattern)
    }

    /// The bits of the float of `type` that is nearest to `value`, NaN canonical.
    @inline(__always)
    static func bits(rounding value: Double, _ type: Type) -> UInt64 {
        if type == .f64 { return value.isNaN ? FloatFormat.double.canonicalNaN : value.bitPattern }
        return type == .f32 ? bits(Float(value)) : HalfFloat.bits(value)
    }

    /// The nearest float. A half may go through a double: integers that a double cannot hold are infinite as a half.
    static func float(ofSigned value: Int64, _ type: Type) -> UInt64 {
        type == .f32 ? bits(Float(value)) : bits(rounding: Double(value), type)
    }

    static func float(ofUnsigned value: UInt64, _ type: Type) -> UInt64 {
        type == .f32 ? bits(Float(value)) : bits(rounding: Double(value), type)
    }

    /// Rounds toward zero and saturates; NaN gives 0.
    static func signedInteger(of value: Double, _ type: Type) -> UInt64 {
        if value.isNaN { return 0 }
        let bound = Double(sign: .plus, exponent: Int(width(type)) - 1, significand: 1)
        if value >= bound { return mask(type) >> 1 }
        // Truncation brings what lies above -bound - 1 into range; -bound itself is in range.
        if value <= -bound { return (mask(type) >> 1) + 1 }
        return UInt64(bitPattern: Int64(value)) & mask(type)
    }

    /// Rounds toward zero and saturates; NaN gives 0.
    static func unsignedInteger(of value: Double, _ type: Type) -> UInt64 {
        // Also true for NaN.
        if !(value > 0) { return 0 }
        let bound = Double(sign: .plus, exponent: Int(width(type)), significand: 1)
        return value >= bound ? mask(type) : UInt64(value)
    }
}
