import Foundation
import IR
import Testing

/// A small deterministic generator, so that a failure repeats.
struct Xorshift: RandomNumberGenerator {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

@Suite struct EvaluateFloatTests {
    private static let canonical: [(type: Type, bits: UInt64)] = [
        (.f16, 0x7E00), (.f32, 0x7FC0_0000), (.f64, 0x7FF8_0000_0000_0000),
    ]

    private func convert(_ opcode: Opcode, _ source: Type, _ type: Type, _ bits: UInt64) -> UInt64? {
        Evaluate.unary(opcode, from: source, to: type, bits).value
    }

    /// The value of a half, computed from its definition.
    private func half(_ bits: UInt64) -> Double {
        let fraction = Double(bits & 0x3FF) / 1024
        let exponent = Int(bits >> 10 & 31)
        let magnitude =
            exponent == 0
            ? fraction * pow(2, -14)
            : exponent == 31 ? (fraction == 0 ? Double.infinity : .nan) : (1 + fraction) * pow(2, Double(exponent - 15))
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }

    /// The nearest half by search among all of them; ties to the even pattern.
    private func nearestHalf(_ value: Double, _ positives: [Double]) -> UInt64 {
        if value.isNaN { return 0x7E00 }
        let magnitude = abs(value)
        var low = 0
        var high = 0x7C00
        while high - low > 1 {
            let middle = (low + high) / 2
            if positives[middle] <= magnitude { low = middle } else { high = middle }
        }
        // The step above the largest finite half would be 65536.
        let above = high == 0x7C00 ? 65536.0 : positives[high]
        let (below, up) = (magnitude - positives[low], above - magnitude)
        let bits = magnitude == .infinity ? 0x7C00 : below < up ? low : up < below ? high : low % 2 == 0 ? low : high
        return UInt64(bits) | (value.sign == .minus ? 0x8000 : 0)
    }

    @Test func halvesRoundTrip() {
        var failures = 0
        for bits in UInt64(0)..<0x10000 {
            let value = half(bits)
            let wide = convert(.fpext, .f16, .f64, bits)
            let expected = value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern
            if wide != expected { failures += 1 }
            if convert(.fptrunc, .f64, .f16, expected) != (value.isNaN ? 0x7E00 : bits) { failures += 1 }
            let single = convert(.fpext, .f16, .f32, bits) ?? 0
            if convert(.fptrunc, .f32, .f16, single) != (value.isNaN ? 0x7E00 : bits) { failures += 1 }
        }
        #expect(failures == 0)
    }

    @Test func halvesRoundOnceAtEveryBoundary() {
        let positives = (UInt64(0)...0x7C00).map(half)
        var failures = 0
        for bits in 0..<0x7BFF {
            let middle = (positives[bits] + positives[bits + 1]) / 2
            for value in [middle, middle.nextUp, middle.nextDown, -middle, -middle.nextUp] {
                if convert(.fptrunc, .f64, .f16, value.bitPattern) != nearestHalf(value, positives) { failures += 1 }
            }
        }
        #expect(failures == 0)
        #expect(convert(.fptrunc, .f64, .f16, (65519.99).bitPattern) == 0x7BFF)
        #expect(convert(.fptrunc, .f64, .f16, (65520.0).bitPattern) == 0x7C00)
        #expect(convert(.fptrunc, .f64, .f16, (1e300).bitPattern) == 0x7C00)
        #expect(convert(.fptrunc, .f64, .f16, (-1e-300).bitPattern) == 0x8000)
        #expect(convert(.fptrunc, .f64, .f16, Double(sign: .plus, exponent: -25, significand: 1).bitPattern) == 0)
        #expect(
            convert(.fptrunc, .f64, .f16, Double(sign: .plus, exponent: -25, significand: 1).nextUp.bitPattern) == 1)
        // Through f32 this would round to the tie first, and then up.
        #expect(convert(.fptrunc, .f64, .f16, (1 + pow(2.0, -11) - pow(2.0, -40)).bitPattern) == 0x3C00)
        #expect(convert(.fptrunc, .f64, .f16, (1 + pow(2.0, -11) + pow(2.0, -40)).bitPattern) == 0x3C01)
    }

    @Test func halfArithmeticRoundsTheExactResult() {
        let positives = (UInt64(0)...0x7C00).map(half)
        var random = Xorshift()
        var failures = 0
        for _ in 0..<50_000 {
            let (a, b) = (random.next() & 0xFFFF, random.next() & 0xFFFF)
            let (x, y) = (half(a), half(b))
            let expected: [(Opcode, Double)] = [(.fadd, x + y), (.fsub, x - y), (.fmul, x * y), (.fdiv, x / y)]
            for (opcode, value) in expected
            where Evaluate.binary(opcode, .f16, a, b) != .value(nearestHalf(value, positives)) { failures += 1 }
        }
        for bits in UInt64(0)..<0x10000 {
            let root = Evaluate.unary(.fsqrt, from: .f16, to: .f16, bits)
            if root != .value(nearestHalf(half(bits).squareRoot(), positives)) { failures += 1 }
        }
        #expect(failures == 0)
    }

    @Test func singleAndDoubleArithmeticIsIEEE() {
        var random = Xorshift()
        var failures = 0
        for _ in 0..<20_000 {
            let (a, b) = (random.next(), random.next())
            let (x, y) = (Double(bitPattern: a), Double(bitPattern: b))
            for (opcode, value) in [(Opcode.fadd, x + y), (.fsub, x - y), (.fmul, x * y), (.fdiv, x / y)] {
                let expected = value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern
                if Evaluate.binary(opcode, .f64, a, b) != .value(expected) { failures += 1 }
            }
            let (c, d) = (a & 0xFFFF_FFFF, b & 0xFFFF_FFFF)
            let (s, t) = (Float(bitPattern: UInt32(c)), Float(bitPattern: UInt32(d)))
            for (opcode, value) in [(Opcode.fadd, s + t), (.fsub, s - t), (.fmul, s * t), (.fdiv, s / t)] {
                let expected = value.isNaN ? 0x7FC0_0000 : UInt64(value.bitPattern)
                if Evaluate.binary(opcode, .f32, c, d) != .value(expected) { failures += 1 }
            }
        }
        #expect(failures == 0)
    }

    @Test func nansAreCanonical() {
        for (type, nan) in EvaluateFloatTests.canonical {
            let sign: UInt64 = 1 << UInt64((type.bits ?? 1) - 1)
            let odd = nan | sign | 5
            for opcode in [Opcode.fadd, .fsub, .fmul, .fdiv, .fmin, .fmax] {
                #expect(Evaluate.binary(opcode, type, odd, 0) == .value(nan), "\(opcode) \(type)")
                #expect(Evaluate.binary(opcode, type, 0, odd) == .value(nan), "\(opcode) \(type)")
            }
            #expect(Evaluate.unary(.fsqrt, from: type, to: type, sign | 1) == .value(nan))
            #expect(Evaluate.binary(.fdiv, type, 0, 0) == .value(nan))
            // These touch the sign bit and nothing else.
            #expect(Evaluate.unary(.fneg, from: type, to: type, odd) == .value(nan | 5))
            #expect(Evaluate.unary(.fabs, from: type, to: type, odd) == .value(nan | 5))
            #expect(Evaluate.unary(.fneg, from: type, to: type, 0) == .value(sign))
            for other in EvaluateFloatTests.canonical where other.type != type {
                #expect(Evaluate.unary(.fpext, from: type, to: other.type, odd) == .value(other.bits))
            }
        }
        #expect(Evaluate.binary(.hsxFmul, .f16, 0xFE01, 0) == .value(0x7E00))
        #expect(Evaluate.binary(.hsxFmul, .f16, 0x7C00, 0) == .value(0x7E00))
        #expect(Evaluate.binary(.hsxFdiv, .f16, 0x7C00, 0x8000) == .value(0x7E00))
    }

    @Test func minimumAndMaximum() {
        for type in [Type.f16, .f32, .f64] {
            let sign: UInt64 = 1 << UInt64((type.bits ?? 1) - 1)
            #expect(Evaluate.binary(.fmin, type, 0, sign) == .value(sign))
            #expect(Evaluate.binary(.fmin, type, sign, 0) == .value(sign))
            #expect(Evaluate.binary(.fmax, type, 0, sign) == .value(0))
            #expect(Evaluate.binary(.fmax, type, sign, 0) == .value(0))
            #expect(Evaluate.binary(.fmin, type, 1, sign | 1) == .value(sign | 1))
            #expect(Evaluate.binary(.fmax, type, sign | 2, sign | 1) == .value(sign | 1))
        }
    }

    @Test func hsxQuirks() {
        #expect(Evaluate.binary(.hsxFmul, .f16, 0x2140, 0x9E18) == .value(0x83FF))
        #expect(Evaluate.binary(.fmul, .f16, 0x2140, 0x9E18) == .value(0x8400))
        // Exactly the smallest normal is no rounding up.
        #expect(Evaluate.binary(.hsxFmul, .f16, 0x0400, 0x3C00) == .value(0x0400))
        #expect(Evaluate.binary(.hsxFdiv, .f16, 0xBC00, 0) == .value(0x8000))
        #expect(Evaluate.binary(.hsxFdiv, .f16, 0x3C00, 0x8000) == .value(0))
        #expect(Evaluate.binary(.hsxFdiv, .f16, 0, 0) == .value(0))
        #expect(Evaluate.binary(.hsxFdiv, .f16, 0x3C00, 0x4000) == .value(0x3800))
    }

    @Test func floatToIntegerSaturates() {
        func signed(_ value: Double, _ type: Type) -> UInt64? { convert(.fptosi, .f64, type, value.bitPattern) }
        func unsigned(_ value: Double, _ type: Type) -> UInt64? { convert(.fptoui, .f64, type, value.bitPattern) }
        for type in [Type.i8, .i16, .i32, .i64] {
            let largest = type.integerMask >> 1
            #expect(signed(.infinity, type) == largest && signed(-.infinity, type) == largest + 1)
            #expect(unsigned(.infinity, type) == type.integerMask && unsigned(-.infinity, type) == 0)
            #expect(signed(.nan, type) == 0 && unsigned(.nan, type) == 0)
            #expect(signed(-0.9, type) == 0 && unsigned(-0.9, type) == 0)
            #expect(signed(-1.9, type) == type.integerMask && unsigned(-1.9, type) == 0)
            let bound = pow(2, Double(type.bits ?? 0) - 1)
            #expect(signed(bound, type) == largest && signed(bound.nextDown, type) == UInt64(bound.nextDown))
            #expect(signed(-bound, type) == largest + 1 && signed((-bound).nextDown, type) == largest + 1)
            #expect(unsigned(bound, type) == largest + 1 && unsigned(2 * bound, type) == type.integerMask)
            #expect(unsigned((2 * bound).nextDown, type) == UInt64((2 * bound).nextDown))
        }
        #expect(signed(127.9, .i8) == 127 && signed(-128.9, .i8) == 128 && unsigned(255.9, .i8) == 255)
        #expect(convert(.fptosi, .f16, .i32, 0xC248) == 0xFFFF_FFFD)
        #expect(convert(.fptosi, .f32, .i32, 0x4F00_0000) == 0x7FFF_FFFF)
    }

    @Test func integerToFloatRoundsOnce() {
        var random = Xorshift()
        for _ in 0..<2_000 {
            let bits = random.next() >> (random.next() & 63)
            let signed = Int64(bitPattern: bits)
            #expect(convert(.sitofp, .i64, .f64, bits) == Double(signed).bitPattern)
            #expect(convert(.uitofp, .i64, .f64, bits) == Double(bits).bitPattern)
            #expect(convert(.sitofp, .i64, .f32, bits) == UInt64(Float(signed).bitPattern))
            #expect(convert(.uitofp, .i64, .f32, bits) == UInt64(Float(bits).bitPattern))
        }
        // A tie at single precision with one bit beyond double precision.
        let nearTie: UInt64 = 1 << 62 | 1 << 38 | 1
        #expect(
            convert(.uitofp, .i64, .f32, nearTie)
                == UInt64(Float(sign: .plus, exponent: 62, significand: 1).nextUp.bitPattern))
        #expect(convert(.sitofp, .i32, .f16, 70000) == 0x7C00)
        #expect(convert(.sitofp, .i32, .f16, 65519) == 0x7BFF)
        #expect(convert(.sitofp, .i32, .f16, 65520) == 0x7C00)
        #expect(convert(.sitofp, .i32, .f16, 0xFFFF_FFFF) == 0xBC00)
        #expect(convert(.uitofp, .i32, .f16, 0xFFFF_FFFF) == 0x7C00)
        #expect(convert(.sitofp, .i8, .f16, 0xFF) == 0xBC00)
        #expect(convert(.sitofp, .i64, .f16, 2049) == 0x6800)
        #expect(convert(.sitofp, .i64, .f16, 2051) == 0x6802)
        #expect(convert(.sitofp, .i64, .f16, .max << 63) == 0xFC00)
    }

    @Test func comparisons() {
        let one: UInt64 = 0x3C00
        let two: UInt64 = 0x4000
        let nan: UInt64 = 0x7E00
        func holding(_ a: UInt64, _ b: UInt64) -> [FloatCondition] {
            FloatCondition.allCases.filter { Evaluate.compare($0, .f16, a, b) }
        }
        #expect(holding(one, two) == [.one, .olt, .ole, .ord, .une, .ult, .ule])
        #expect(holding(two, one) == [.one, .ogt, .oge, .ord, .une, .ugt, .uge])
        #expect(holding(0, 0x8000) == [.oeq, .ole, .oge, .ord, .ueq, .ule, .uge])
        #expect(holding(nan, one) == [.ueq, .une, .ult, .ule, .ugt, .uge, .uno])
        for condition in FloatCondition.allCases {
            for (a, b) in [(one, two), (two, one), (one, one), (nan, one), (nan, nan)] {
                #expect(Evaluate.compare(condition, .f16, a, b) != Evaluate.compare(condition.inverted, .f16, a, b))
            }
        }
    }
}
