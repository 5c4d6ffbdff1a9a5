// Operations on floats: the IR's own, some of a few instructions, and functions of the C library.

import CLLVM
import IR

extension FunctionLowering {
    /// Whether `name` is one of these.
    mutating func lowerFloatIntrinsic(_ call: LLVMValue, _ name: String) throws(Unsupported) -> Bool {
        switch name {
        case "fabs": try lowerEach(call) { me, leaf, operands in me.builder.unary(.fabs, leaf.type, operands[0]) }
        case "sqrt": try lowerEach(call) { me, leaf, operands in me.builder.unary(.fsqrt, leaf.type, operands[0]) }
        case "canonicalize": define(call, try scalars(call.operand(0)))
        case "minimum", "minimumnum":
            try lowerEach(call) { me, leaf, operands in me.builder.binary(.fmin, leaf.type, operands[0], operands[1]) }
        case "maximum", "maximumnum":
            try lowerEach(call) { me, leaf, operands in me.builder.binary(.fmax, leaf.type, operands[0], operands[1]) }
        case "minnum": try lowerEach(call) { me, leaf, operands in me.smaller(operands, leaf.type, .olt) }
        case "maxnum": try lowerEach(call) { me, leaf, operands in me.smaller(operands, leaf.type, .ogt) }
        case "copysign": try lowerEach(call) { me, leaf, operands in me.withSign(operands, leaf) }
        case "fmuladd":
            try lowerEach(call) { me, leaf, operands in
                let product = me.builder.binary(.fmul, leaf.type, operands[0], operands[1])
                return me.builder.binary(.fadd, leaf.type, product, operands[2])
            }
        default:
            guard let function = LibraryCalls.math[name] else { return false }
            try lowerMath(call, function)
        }
        return true
    }

    /// The operand that stands in the relation; the other when one is no number.
    private mutating func smaller(_ operands: [ValueID], _ type: Type, _ condition: FloatCondition) -> ValueID {
        let isLeft = compareFloats(condition, type, operands[0], operands[1])
        let chosen = builder.select(type, isLeft, operands[0], operands[1])
        let isRightNothing = compareFloats(.uno, type, operands[1], operands[1])
        return builder.select(type, isRightNothing, operands[0], chosen)
    }

    private mutating func withSign(_ operands: [ValueID], _ leaf: Leaf) -> ValueID {
        guard let type = Leaf.integer(leaf.bits) else { return operands[0] }
        let sign = Int64(bitPattern: 1 << UInt64(leaf.bits - 1))
        let magnitude = builder.binary(
            .and, type, builder.unary(.bitcast, type, operands[0]), builder.constant(~sign, type))
        let signBit = builder.binary(
            .and, type, builder.unary(.bitcast, type, operands[1]), builder.constant(sign, type))
        return builder.unary(.bitcast, leaf.type, builder.binary(.or, type, magnitude, signBit))
    }

    // The C library.

    private mutating func lowerMath(_ call: LLVMValue, _ function: String) throws(Unsupported) {
        let from = try leaves(call.operand(0))
        let result = try leaves(call)
        var operands: [[ValueID]] = []
        for index in 0..<call.argumentCount { operands.append(try scalars(call.operand(index))) }
        var results: [ValueID] = []
        for (index, leaf) in result.enumerated() {
            let values = operands.map { $0[min(index, $0.count - 1)] }
            if leaf.type.isFloat {
                results.append(try callMath(function, leaf, values))
            } else {
                // lround and its kin: the operand says which function it is.
                let name = from[index].type == .f64 ? function : function + "f"
                let types = [from[index].type == .f16 ? Type.f32 : from[index].type]
                let value = from[index].type == .f16 ? builder.unary(.fpext, .f32, values[0]) : values[0]
                let given = try callLibrary(name, [value], types)
                results.append(try fit(given[0], builder.function.type(given[0]), leaf.type))
            }
        }
        define(call, results)
    }

    /// Calls the function for the type of `leaf`; there is none for half, which is wide enough as float.
    mutating func callMath(_ function: String, _ leaf: Leaf, _ operands: [ValueID]) throws(Unsupported) -> ValueID {
        let type = leaf.type == .f64 ? Type.f64 : .f32
        var passed: [ValueID] = []
        for operand in operands {
            passed.append(
                builder.function.type(operand) == .f16 ? builder.unary(.fpext, .f32, operand) : operand)
        }
        let types = passed.map { builder.function.type($0) }
        let results = try callLibrary(type == .f64 ? function : function + "f", passed, types)
        guard results.count == 1, builder.function.type(results[0]) == type else {
            throw Unsupported(what: "'\(function)' with another result than C's")
        }
        return leaf.type == .f16 ? builder.unary(.fptrunc, .f16, results[0]) : results[0]
    }

    // Classes of floats.

    /// `llvm.is.fpclass`: whether a float is in one of the classes of a mask: signalling and quiet NaN, then from
    /// negative infinity up to the positive one: infinity, normal, subnormal, zero, zero, subnormal, normal, infinity.
    mutating func lowerClassTest(_ call: LLVMValue) throws(Unsupported) {
        let classes = Int(call.operand(1).constantBits ?? 0)
        let leaves = try leaves(call.operand(0))
        var results: [ValueID] = []
        for (leaf, value) in zip(leaves, try scalars(call.operand(0))) {
            results.append(try classTest(value, leaf, classes))
        }
        define(call, results)
    }

    private mutating func classTest(_ value: ValueID, _ leaf: Leaf, _ classes: Int) throws(Unsupported) -> ValueID {
        guard let type = Leaf.integer(leaf.bits) else { throw Unsupported(what: "a test of this float's class") }
        let mantissa = leaf.type == .f16 ? 10 : leaf.type == .f32 ? 23 : 52
        let infinity = mask(leaf.bits - 1) & ~mask(mantissa)
        let quiet = infinity | 1 << UInt64(mantissa - 1)
        let normal: UInt64 = 1 << UInt64(mantissa)
        let bits = builder.unary(.bitcast, type, value)
        let magnitude = builder.binary(
            .and, type, bits, builder.constant(Int64(bitPattern: mask(leaf.bits - 1)), type))
        let isNegative = builder.icmp(.slt, type, bits, builder.constant(0, type))
        // Each class: the magnitudes from the first up to, but without, the second.
        let ranges: [(low: UInt64, high: UInt64, negative: Int, positive: Int)] = [
            (0, 1, 5, 6), (1, normal, 4, 7), (normal, infinity, 3, 8), (infinity, infinity + 1, 2, 9),
            (infinity + 1, quiet, 0, 0), (quiet, mask(leaf.bits - 1) + 1, 1, 1),
        ]
        var result = builder.constant(0, .i1)
        for range in ranges {
            let wantsNegative = classes >> range.negative & 1 == 1
            let wantsPositive = classes >> range.positive & 1 == 1
            guard wantsNegative || wantsPositive else { continue }
            let start = builder.constant(Int64(bitPattern: range.low), type)
            let width = builder.constant(Int64(bitPattern: range.high - range.low), type)
            var isIn = builder.icmp(.ult, type, builder.binary(.sub, type, magnitude, start), width)
            if wantsNegative != wantsPositive {
                let sign = wantsNegative ? isNegative : builder.unary(.not, .i1, isNegative)
                isIn = builder.binary(.and, .i1, isIn, sign)
            }
            result = builder.binary(.or, .i1, result, isIn)
        }
        return result
    }
}
