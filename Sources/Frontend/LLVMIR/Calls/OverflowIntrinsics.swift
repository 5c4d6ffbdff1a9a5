// Arithmetic that says whether it overflowed, and arithmetic that stops at the last number.

import CLLVM
import IR

extension FunctionLowering {
    /// `operation`: sadd, uadd, ssub, usub, smul, umul; the second word is "with" (overflow) or "sat".
    mutating func lowerChecked(_ call: LLVMValue, _ operation: String, _ words: [String]) throws(Unsupported) {
        guard words.count > 1, words[1] == "with" || words[1] == "sat" else {
            throw Unsupported(what: "the intrinsic llvm.\(words.joined(separator: "."))")
        }
        let leaves = try leaves(call.operand(0))
        if isWide(call.operand(0).type) { throw Unsupported(what: "'\(call.callee.name)'") }
        let left = try scalars(call.operand(0))
        let right = try scalars(call.operand(1))
        var results: [ValueID] = []
        var flags: [ValueID] = []
        for (index, leaf) in leaves.enumerated() {
            let checked = try checked(operation, leaf, left[index], right[index])
            if words[1] == "with" {
                results.append(checked.value)
                flags.append(checked.overflow)
            } else {
                let limit = saturated(operation, leaf, left[index])
                results.append(builder.select(leaf.type, checked.overflow, limit, checked.value))
            }
        }
        define(call, results + flags)
    }

    /// The number that arithmetic stops at when it overflows.
    private mutating func saturated(_ operation: String, _ leaf: Leaf, _ left: ValueID) -> ValueID {
        let highest = mask(leaf.bits - 1)
        switch operation {
        case "uadd": return builder.constant(Int64(bitPattern: mask(leaf.bits)), leaf.type)
        case "usub": return builder.constant(0, leaf.type)
        default:
            // Signed sums and differences overflow toward the sign of the left operand.
            let isNegative = compare(.slt, leaf, left, builder.constant(0, leaf.type))
            let low = builder.constant(Int64(bitPattern: highest &+ 1), leaf.type)
            let high = builder.constant(Int64(bitPattern: highest), leaf.type)
            return builder.select(leaf.type, isNegative, low, high)
        }
    }

    private mutating func checked(
        _ operation: String, _ leaf: Leaf, _ left: ValueID, _ right: ValueID
    ) throws(Unsupported) -> (value: ValueID, overflow: ValueID) {
        if leaf.isOdd || (operation.hasSuffix("mul") && leaf.bits < 32) {
            return try checkedWide(operation, leaf, left, right)
        }
        let type = leaf.type
        switch operation {
        case "uadd":
            let sum = builder.binary(.add, type, left, right)
            return (sum, builder.icmp(.ult, type, sum, left))
        case "usub":
            return (builder.binary(.sub, type, left, right), builder.icmp(.ult, type, left, right))
        case "sadd":
            let sum = builder.binary(.add, type, left, right)
            return (sum, differs(type, left, sum, right, sum))
        case "ssub":
            let difference = builder.binary(.sub, type, left, right)
            return (difference, differs(type, left, right, left, difference))
        case "umul":
            let high = builder.binary(.umulh, type, left, right)
            return (builder.binary(.mul, type, left, right), builder.icmp(.ne, type, high, builder.constant(0, type)))
        default:
            let low = builder.binary(.mul, type, left, right)
            let high = builder.binary(.smulh, type, left, right)
            let sign = builder.binary(.ashr, type, low, builder.constant(Int64(leaf.bits - 1), type))
            return (low, builder.icmp(.ne, type, high, sign))
        }
    }

    /// Whether both pairs differ in sign.
    private mutating func differs(
        _ type: Type, _ a: ValueID, _ b: ValueID, _ c: ValueID, _ d: ValueID
    ) -> ValueID {
        let first = builder.binary(.xor, type, a, b)
        let second = builder.binary(.xor, type, c, d)
        let both = builder.binary(.and, type, first, second)
        return builder.icmp(.slt, type, both, builder.constant(0, type))
    }

    /// The same in an integer that is wide enough for every result.
    private mutating func checkedWide(
        _ operation: String, _ leaf: Leaf, _ left: ValueID, _ right: ValueID
    ) throws(Unsupported) -> (value: ValueID, overflow: ValueID) {
        guard leaf.bits <= 32 else {
            throw Unsupported(what: "arithmetic on integers of \(leaf.bits) bits that tells of overflow")
        }
        let isSigned = operation.hasPrefix("s")
        let wide: Type = leaf.bits <= 15 ? .i32 : .i64
        let a = widened(left, leaf, wide, isSigned)
        let b = widened(right, leaf, wide, isSigned)
        let opcode: Opcode = operation.hasSuffix("add") ? .add : operation.hasSuffix("sub") ? .sub : .mul
        let exact = builder.binary(opcode, wide, a, b)
        let value = cut(builder.unary(.trunc, leaf.type, exact), leaf)
        return (value, builder.icmp(.ne, wide, exact, widened(value, leaf, wide, isSigned)))
    }

    private mutating func widened(_ value: ValueID, _ leaf: Leaf, _ wide: Type, _ isSigned: Bool) -> ValueID {
        isSigned ? builder.unary(.sext, wide, extended(value, leaf)) : builder.unary(.zext, wide, value)
    }
}
