// The functions that `lower-float` calls: IEEE 754 arithmetic in integers. Floats travel as their bits. Rounding is to
// nearest, ties to even; every NaN that comes out is the canonical one.

import IR

/// A function of soft-float arithmetic.
enum FloatHelper: HelperFunction {
    case add(FloatFormat), multiply(FloatFormat), divide(FloatFormat), squareRoot(FloatFormat)
    case minimum(FloatFormat), maximum(FloatFormat)
    /// 1: equal; 2: less; 4: greater; 8: unordered.
    case compare(FloatFormat)
    /// A sign, a biased exponent and a significand, rounded: see `UnpackedFloat`.
    case round(FloatFormat)
    /// An integer of 32 or 64 bits to a float.
    case fromSigned(Type, FloatFormat), fromUnsigned(Type, FloatFormat)
    /// A float to the integer of its width: truncated, saturated, 0 for NaN.
    case toSigned(FloatFormat), toUnsigned(FloatFormat)
    /// f32 to f64.
    case widen
    /// f64 to f32.
    case narrow

    var name: String {
        switch self {
        case .add(let format): "hub.\(format.name).add"
        case .multiply(let format): "hub.\(format.name).multiply"
        case .divide(let format): "hub.\(format.name).divide"
        case .squareRoot(let format): "hub.\(format.name).sqrt"
        case .minimum(let format): "hub.\(format.name).minimum"
        case .maximum(let format): "hub.\(format.name).maximum"
        case .compare(let format): "hub.\(format.name).compare"
        case .round(let format): "hub.\(format.name).round"
        case .fromSigned(let type, let format): "hub.\(format.name).from.s\(type == .i32 ? 32 : 64)"
        case .fromUnsigned(let type, let format): "hub.\(format.name).from.u\(type == .i32 ? 32 : 64)"
        case .toSigned(let format): "hub.\(format.name).to.signed"
        case .toUnsigned(let format): "hub.\(format.name).to.unsigned"
        case .widen: "hub.f32.widen"
        case .narrow: "hub.f64.narrow"
        }
    }

    var signature: Signature {
        switch self {
        case .add(let format), .multiply(let format), .divide(let format), .minimum(let format), .maximum(let format):
            Signature(parameters: [format.bits, format.bits], results: [format.bits])
        case .squareRoot(let format), .toSigned(let format), .toUnsigned(let format):
            Signature(parameters: [format.bits], results: [format.bits])
        case .compare(let format): Signature(parameters: [format.bits, format.bits], results: [.i32])
        case .round(let format):
            Signature(parameters: [format.bits, format.bits, format.bits], results: [format.bits])
        case .fromSigned(let type, let format), .fromUnsigned(let type, let format):
            Signature(parameters: [type], results: [format.bits])
        case .widen: Signature(parameters: [.i32], results: [.i64])
        case .narrow: Signature(parameters: [.i64], results: [.i32])
        }
    }

    func build(_ builder: inout FunctionBuilder, _ arguments: [ValueID], _ id: (FloatHelper) -> FunctionID) {
        switch self {
        case .add(let format): builder.buildAdd(arguments, format, round: id(.round(format)))
        case .multiply(let format): builder.buildMultiply(arguments, format, round: id(.round(format)))
        case .divide(let format): builder.buildDivide(arguments, format, round: id(.round(format)))
        case .squareRoot(let format): builder.buildSquareRoot(arguments[0], format, round: id(.round(format)))
        case .minimum(let format): builder.buildExtreme(.slt, arguments, format)
        case .maximum(let format): builder.buildExtreme(.sgt, arguments, format)
        case .compare(let format): builder.buildCompare(arguments, format)
        case .round(let format): builder.buildRound(arguments, format)
        case .fromSigned(let type, let format):
            builder.buildFromInteger(arguments[0], type, isSigned: true, format, round: id(.round(format)))
        case .fromUnsigned(let type, let format):
            builder.buildFromInteger(arguments[0], type, isSigned: false, format, round: id(.round(format)))
        case .toSigned(let format): builder.buildToInteger(arguments[0], isSigned: true, format)
        case .toUnsigned(let format): builder.buildToInteger(arguments[0], isSigned: false, format)
        case .widen: builder.buildWiden(arguments[0])
        case .narrow: builder.buildNarrow(arguments[0], round: id(.round(.single)))
        }
    }
}
