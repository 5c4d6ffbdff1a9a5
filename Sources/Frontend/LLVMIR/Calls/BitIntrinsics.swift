// Counting, turning and choosing among bits and integers.

import CLLVM
import IR

extension FunctionLowering {
    /// Whether `name` is one of these.
    mutating func lowerBitIntrinsic(_ call: LLVMValue, _ name: String) throws(Unsupported) -> Bool {
        switch name {
        case "ctpop": try lowerEach(call) { me, leaf, operands in me.builder.unary(.popcnt, leaf.type, operands[0]) }
        case "ctlz": try lowerEach(call) { me, leaf, operands in me.leadingZeros(operands[0], leaf) }
        case "cttz": try lowerEach(call) { me, leaf, operands in me.trailingZeros(operands[0], leaf) }
        case "bswap": try lowerEach(call) { me, leaf, operands in me.reversed(operands[0], leaf, unit: 8) }
        case "bitreverse": try lowerEach(call) { me, leaf, operands in me.reversed(operands[0], leaf, unit: 1) }
        case "fshl", "fshr":
            let isLeft = name == "fshl"
            try lowerEach(call) { me, leaf, operands in me.funnel(operands, leaf, isLeft) }
        case "abs":
            try lowerEach(call) { me, leaf, operands in
                let zero = me.builder.constant(0, leaf.type)
                let negated = me.cut(me.builder.unary(.neg, leaf.type, operands[0]), leaf)
                return me.builder.select(leaf.type, me.compare(.slt, leaf, operands[0], zero), negated, operands[0])
            }
        case "smax": try lowerEach(call) { me, leaf, operands in me.choose(.sgt, leaf, operands[0], operands[1]) }
        case "smin": try lowerEach(call) { me, leaf, operands in me.choose(.slt, leaf, operands[0], operands[1]) }
        case "umax": try lowerEach(call) { me, leaf, operands in me.choose(.ugt, leaf, operands[0], operands[1]) }
        case "umin": try lowerEach(call) { me, leaf, operands in me.choose(.ult, leaf, operands[0], operands[1]) }
        case "scmp", "ucmp": try lowerThreeWay(call, isSigned: name == "scmp")
        default: return false
        }
        return true
    }

    private mutating func leadingZeros(_ value: ValueID, _ leaf: Leaf) -> ValueID {
        let count = builder.unary(.clz, leaf.type, value)
        guard leaf.isOdd, let width = leaf.type.bits else { return count }
        return builder.binary(.sub, leaf.type, count, builder.constant(Int64(width - leaf.bits), leaf.type))
    }

    private mutating func trailingZeros(_ value: ValueID, _ leaf: Leaf) -> ValueID {
        guard leaf.isOdd else { return builder.unary(.ctz, leaf.type, value) }
        let end = builder.constant(Int64(bitPattern: 1 << UInt64(leaf.bits)), leaf.type)
        return builder.unary(.ctz, leaf.type, builder.binary(.or, leaf.type, value, end))
    }

    /// Units of bits in the opposite order: halves change places, then halves of halves.
    private mutating func reversed(_ value: ValueID, _ leaf: Leaf, unit: Int) -> ValueID {
        guard let width = leaf.type.bits, width > 1 else { return value }
        let type = leaf.type
        var value = value
        var distance = width / 2
        while distance >= unit {
            let amount = builder.constant(Int64(distance), type)
            let up = builder.binary(.shl, type, value, amount)
            let down = builder.binary(.lshr, type, value, amount)
            if distance == width / 2 {
                value = builder.binary(.or, type, up, down)
            } else {
                let low = builder.constant(Int64(bitPattern: Self.stripes(distance) & type.integerMask), type)
                let high = builder.constant(Int64(bitPattern: ~Self.stripes(distance) & type.integerMask), type)
                value = builder.binary(
                    .or, type, builder.binary(.and, type, up, high), builder.binary(.and, type, down, low))
            }
            distance /= 2
        }
        guard leaf.isOdd else { return value }
        return builder.binary(.lshr, type, value, builder.constant(Int64(width - leaf.bits), type))
    }

    /// Every other stretch of `distance` bits set, the lowest among them.
    private static func stripes(_ distance: Int) -> UInt64 { UInt64.max / ((1 << UInt64(distance)) + 1) }

    /// The high bits of two integers side by side, shifted left, or the low ones, shifted right.
    private mutating func funnel(_ operands: [ValueID], _ leaf: Leaf, _ isLeft: Bool) -> ValueID {
        let type = leaf.type
        let width = builder.constant(Int64(leaf.bits), type)
        let amount =
            leaf.isOdd || type == .i1
            ? builder.binary(.urem, type, operands[2], width)
            : builder.binary(.and, type, operands[2], builder.constant(Int64(leaf.bits - 1), type))
        if type == .i1 { return operands[isLeft ? 0 : 1] }
        let one = builder.constant(1, type)
        let rest = builder.binary(.sub, type, builder.constant(Int64(leaf.bits - 1), type), amount)
        if isLeft {
            let high = cut(builder.binary(.shl, type, operands[0], amount), leaf)
            let low = builder.binary(.lshr, type, builder.binary(.lshr, type, operands[1], one), rest)
            return builder.binary(.or, type, high, low)
        }
        let low = builder.binary(.lshr, type, operands[1], amount)
        let high = builder.binary(.shl, type, builder.binary(.shl, type, operands[0], one), rest)
        return cut(builder.binary(.or, type, high, low), leaf)
    }

    /// -1, 0 or 1.
    private mutating func lowerThreeWay(_ call: LLVMValue, isSigned: Bool) throws(Unsupported) {
        let from = try leaves(call.operand(0))
        let left = try scalars(call.operand(0))
        let right = try scalars(call.operand(1))
        var results: [ValueID] = []
        for (index, leaf) in try leaves(call).enumerated() {
            let isMore = compare(isSigned ? .sgt : .ugt, from[index], left[index], right[index])
            let isLess = compare(isSigned ? .slt : .ult, from[index], left[index], right[index])
            let more = builder.unary(.zext, leaf.type, isMore)
            let less = builder.unary(.zext, leaf.type, isLess)
            results.append(cut(builder.binary(.sub, leaf.type, more, less), leaf))
        }
        define(call, results)
    }
}
