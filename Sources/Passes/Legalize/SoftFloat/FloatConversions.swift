// The bodies of the soft-float helpers that convert between floats and integers and between the two formats.

import IR

extension FunctionBuilder {
    mutating func buildFromInteger(
        _ argument: ValueID, _ source: Type, isSigned: Bool, _ format: FloatFormat, round: FunctionID
    ) {
        let type = format.bits
        ret(bits: 0, type, if: icmp(.eq, source, argument, 0))
        let width = Int64(source.bits ?? 32)
        var magnitude = argument
        var sign = constant(0, type)
        if isSigned {
            let isNegative = icmp(.slt, source, argument, 0)
            magnitude = select(source, isNegative, unary(.neg, source, argument), argument)
            sign = select(type, isNegative, constant(format.sign, type), sign)
        }
        let zeros = unary(.clz, source, magnitude)
        let raised = binary(.shl, source, magnitude, zeros)
        let exponent = binary(.sub, source, constant(format.bias + width - 1, source), zeros)
        if width < format.width {
            let wide = binary(.shl, type, unary(.zext, type, raised), format.width - width - 1)
            return tailCall(round, [sign, unary(.zext, type, exponent), wide])
        }
        let placed = halved(raised, source)
        if source == type { return tailCall(round, [sign, exponent, placed]) }
        let cut = width - format.width
        let lost = icmp(.ne, source, binary(.and, source, placed, 1 << cut - 1), 0)
        let high = unary(.trunc, type, binary(.lshr, source, placed, cut))
        let digits = binary(.or, type, high, unary(.zext, type, lost))
        tailCall(round, [sign, unary(.trunc, type, exponent), digits])
    }

    mutating func buildToInteger(_ argument: ValueID, isSigned: Bool, _ format: FloatFormat) {
        let type = format.bits
        let magnitude = masked(argument, format.magnitude, format)
        let exponent = binary(.lshr, type, magnitude, format.fraction)
        let isSmall = icmp(.ult, type, exponent, format.bias)
        ret(bits: 0, type, if: binary(.or, .i1, isSmall, isNaN(magnitude, format)))
        let isNegative = icmp(.slt, type, argument, 0)
        if !isSigned { ret(bits: 0, type, if: isNegative) }
        let topBit = isSigned ? format.width - 2 : format.width - 1
        let isTooLarge = icmp(.ugt, type, exponent, format.bias + topBit)
        let largest = constant(isSigned ? format.magnitude : -1, type)
        ret(isSigned ? select(type, isNegative, constant(format.sign, type), largest) : largest, if: isTooLarge)
        let digits = binary(
            .or, type, binary(.shl, type, argument, format.width - 1 - format.fraction), format.sign)
        let distance = binary(
            .sub, type, constant(format.bias + format.width - 1, type), exponent)
        let number = binary(.lshr, type, digits, distance)
        guard isSigned else { return ret([number]) }
        ret([select(type, isNegative, unary(.neg, type, number), number)])
    }

    /// f32 to f64, which is exact.
    mutating func buildWiden(_ argument: ValueID) {
        let (single, double) = (FloatFormat.single, FloatFormat.double)
        let magnitude = masked(argument, single.magnitude, single)
        ret(bits: double.canonicalNaN, .i64, if: isNaN(magnitude, single))
        let sign = binary(.shl, .i64, unary(.zext, .i64, masked(argument, single.sign, single)), 32)
        ret(binary(.or, .i64, sign, double.infinity), if: isInfinite(magnitude, single))
        ret(sign, if: icmp(.eq, .i32, magnitude, 0))
        let number = unpacked(argument, single, normalised: true)
        let digits = binary(
            .shl, .i64, unary(.zext, .i64, number.significand), double.fraction - (single.width - 2))
        // The first one of the significand adds 1 to the exponent field.
        let exponent = binary(.add, .i32, number.exponent, double.bias - single.bias - 1)
        let base = binary(.shl, .i64, unary(.sext, .i64, exponent), double.fraction)
        ret([binary(.or, .i64, binary(.add, .i64, base, digits), sign)])
    }

    /// f64 to f32.
    mutating func buildNarrow(_ argument: ValueID, round: FunctionID) {
        let (single, double) = (FloatFormat.single, FloatFormat.double)
        let number = unpacked(argument, double, normalised: false)
        ret(bits: single.canonicalNaN, .i32, if: isNaN(number.magnitude, double))
        let sign = unary(.trunc, .i32, binary(.lshr, .i64, number.sign, 32))
        let cut = double.width - single.width
        let lost = icmp(.ne, .i64, binary(.and, .i64, number.significand, 1 << cut - 1), 0)
        let high = unary(.trunc, .i32, binary(.lshr, .i64, number.significand, cut))
        let digits = binary(.or, .i32, high, unary(.zext, .i32, lost))
        let exponent = binary(.sub, .i32, unary(.trunc, .i32, number.exponent), double.bias - single.bias)
        tailCall(round, [sign, exponent, digits])
    }
}
