// The functions that `lower-half` calls: conversions between halves, as the bits of an i16, and wider floats, in integer
// and float arithmetic that every target has.

import IR
import Support

/// A conversion that a module may need.
enum HalfHelper: HelperFunction {
    /// i16 to f32: exact; a NaN becomes the canonical one.
    case extend
    /// f32 to i16: the nearest half, ties to even; a NaN becomes the canonical one.
    case narrowSingle
    /// f64 to i16: as `narrowSingle`.
    case narrowDouble

    var name: String {
        switch self {
        case .extend: "hub.half.extend"
        case .narrowSingle: "hub.half.narrow.f32"
        case .narrowDouble: "hub.half.narrow.f64"
        }
    }

    var signature: Signature {
        switch self {
        case .extend: Signature(parameters: [.i16], results: [.f32])
        case .narrowSingle: Signature(parameters: [.f32], results: [.i16])
        case .narrowDouble: Signature(parameters: [.f64], results: [.i16])
        }
    }

    func build(_ builder: inout FunctionBuilder, _ arguments: [ValueID], _ id: (HalfHelper) -> FunctionID) {
        switch self {
        case .extend: builder.ret([builder.extendedHalf(arguments[0])])
        case .narrowSingle: builder.ret([builder.narrowed(arguments[0], .single)])
        case .narrowDouble: builder.ret([builder.narrowed(arguments[0], .double)])
        }
    }
}

/// The formats that narrow to a half.
private struct WideFormat {
    let float: Type
    let integer: Type
    /// Bits of the fraction.
    let fraction: UInt64
    /// The exponent of 1 as it is stored.
    let bias: UInt64

    static let single = WideFormat(float: .f32, integer: .i32, fraction: 23, bias: 127)
    static let double = WideFormat(float: .f64, integer: .i64, fraction: 52, bias: 1023)

    var width: UInt64 { float == .f32 ? 32 : 64 }

    /// The bits of 2 to the power of `exponent`.
    func power(_ exponent: Int) -> Int64 { (Int64(bias) + Int64(exponent)) << Int64(fraction) }
}

extension FunctionBuilder {
    /// The fraction and exponent of the half stand where those of a single do, 112 too small in the exponent; a
    /// multiplication corrects that, for subnormal numbers too, since it is exact.
    fileprivate mutating func extendedHalf(_ half: ValueID) -> ValueID {
        let bits = unary(.zext, .i32, half)
        let magnitude = binary(.and, .i32, bits, 0x7FFF)
        let placed = binary(.shl, .i32, magnitude, 13)
        var scale = Instruction(.fconst, type: .f32)
        scale.immediate = UInt64(WideFormat.single.power(112))
        let number = binary(.fmul, .f32, unary(.bitcast, .f32, placed), value(scale))
        let numberBits = unary(.bitcast, .i32, number)
        let infinity = constant(0x7F80_0000, .i32)
        let finiteOrInfinite = select(.i32, icmp(.uge, .i32, magnitude, 0x7C00), infinity, numberBits)
        let sign = binary(.shl, .i32, binary(.and, .i32, bits, 0x8000), 16)
        let signed = binary(.or, .i32, finiteOrInfinite, sign)
        let nan = constant(0x7FC0_0000, .i32)
        return unary(.bitcast, .f32, select(.i32, icmp(.ugt, .i32, magnitude, 0x7C00), nan, signed))
    }

    /// Normal halves: half of what is cut off is added to the bits, less one where the last bit kept is even, and the
    /// exponent moved. Subnormal ones: added to a power of two whose last bit counts 2^-24, the sum ends in the half.
    fileprivate mutating func narrowed(_ wide: ValueID, _ format: WideFormat) -> ValueID {
        let type = format.integer
        let cut = Int64(format.fraction - 10)
        let bits = unary(.bitcast, type, wide)
        let magnitude = binary(.and, type, bits, Int64.max >> Int64(64 - format.width))
        let last = binary(.and, type, binary(.lshr, type, magnitude, cut), 1)
        let rounded = binary(.add, type, binary(.add, type, magnitude, 1 << (cut - 1) - 1), last)
        let rebased = binary(.sub, type, rounded, Int64(format.bias - 15) << Int64(format.fraction))
        let normal = binary(.lshr, type, rebased, cut)
        var power = Instruction(.fconst, type: format.float)
        power.immediate = UInt64(format.power(Int(format.fraction) - 24))
        let sum = binary(.fadd, format.float, unary(.bitcast, format.float, magnitude), value(power))
        let subnormal = binary(
            .sub, type, unary(.bitcast, type, sum), format.power(Int(format.fraction) - 24))
        let isNormal = icmp(.uge, type, magnitude, format.power(-14))
        let finite = select(type, isNormal, normal, subnormal)
        let isInfinite = icmp(.uge, type, magnitude, format.power(16))
        let ordered = select(type, isInfinite, constant(0x7C00, type), finite)
        let sign = binary(.and, type, binary(.lshr, type, bits, Int64(format.width) - 16), 0x8000)
        let signed = binary(.or, type, ordered, sign)
        let isNaN = icmp(.ugt, type, magnitude, format.power(Int(format.bias) + 1))
        return unary(.trunc, .i16, select(type, isNaN, constant(0x7E00, type), signed))
    }
}
