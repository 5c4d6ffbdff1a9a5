// Integers of more than 64 bits, which clang makes for bit-fields that lie across words: limbs of 64 bits, the lowest
// first, and what is left in the last one. There is no division of them.

import CLLVM
import IR

extension FunctionLowering {
    /// Whether a type is an integer of several limbs.
    func isWide(_ type: LLVMType) -> Bool { type.kind == LLVMIntegerTypeKind && type.integerBits > 64 }

    /// The limbs of a value with what each holds.
    private mutating func limbs(_ value: LLVMValue) throws(Unsupported) -> [(value: ValueID, leaf: Leaf)] {
        Array(zip(try scalars(value), try leaves(value))).map { ($0.0, $0.1) }
    }

    // Arithmetic.

    mutating func lowerWideInteger(_ instruction: LLVMValue) throws(Unsupported) {
        let left = try limbs(instruction.operand(0))
        let right = try limbs(instruction.operand(1))
        switch instruction.opcode {
        case LLVMAnd, LLVMOr, LLVMXor:
            define(
                instruction,
                left.indices.map {
                    integer(instruction.opcode, left[$0].leaf, left[$0].value, right[$0].value)
                })
        case LLVMAdd: define(instruction, chained(.addCarry, left, right).values)
        case LLVMSub: define(instruction, chained(.subBorrow, left, right).values)
        case LLVMMul: define(instruction, try product(left, right, instruction.type))
        case LLVMShl, LLVMLShr, LLVMAShr: define(instruction, try shifted(instruction, left))
        default: throw Unsupported(what: "division of integers of \(instruction.type.integerBits) bits")
        }
    }

    /// Sums or differences limb by limb, with the carry out of the last.
    private mutating func chained(
        _ opcode: Opcode, _ left: [(value: ValueID, leaf: Leaf)], _ right: [(value: ValueID, leaf: Leaf)]
    ) -> (values: [ValueID], carry: ValueID) {
        var carry = builder.constant(0, .i1)
        var values: [ValueID] = []
        for (a, b) in zip(left, right) {
            if a.leaf.type == .i1 {
                // No carry comes out of the highest bit, so sums and differences are the same.
                let sum = builder.binary(.xor, .i1, a.value, b.value)
                values.append(builder.binary(.xor, .i1, sum, carry))
                continue
            }
            let step = builder.withFlag(opcode, a.leaf.type, a.value, b.value, carry)
            values.append(cut(step.value, a.leaf))
            carry = step.flag
        }
        return (values, carry)
    }

    private mutating func product(
        _ left: [(value: ValueID, leaf: Leaf)], _ right: [(value: ValueID, leaf: Leaf)], _ type: LLVMType
    ) throws(Unsupported) -> [ValueID] {
        guard left.count == 2 else { throw Unsupported(what: "a product of \(type.integerBits) bits") }
        let word = Leaf(type: .i64, bits: 64, offset: 0)
        let (a, b) = (left[0].value, right[0].value)
        let highA = resized(left[1].value, left[1].leaf, word)
        let highB = resized(right[1].value, right[1].leaf, word)
        let crossed = builder.binary(
            .add, .i64, builder.binary(.mul, .i64, a, highB), builder.binary(.mul, .i64, highA, b))
        let high = builder.binary(.add, .i64, builder.binary(.umulh, .i64, a, b), crossed)
        return [builder.binary(.mul, .i64, a, b), resized(high, word, left[1].leaf)]
    }

    // Shifts.

    private mutating func shifted(
        _ instruction: LLVMValue, _ limbs: [(value: ValueID, leaf: Leaf)]
    ) throws(Unsupported) -> [ValueID] {
        let bits = instruction.type.integerBits
        let amount = instruction.operand(1)
        if amount.kind == LLVMConstantIntValueKind {
            return moved(limbs, instruction.opcode, by: Int(truncatingIfNeeded: try amount.limbs()[0]) % bits)
        }
        // One step for each bit of the amount.
        let low = try scalars(amount)[0]
        var current = limbs
        var distance = 1
        while distance < bits {
            let bit = builder.binary(.and, .i64, low, builder.constant(Int64(distance), .i64))
            let isSet = builder.icmp(.ne, .i64, bit, builder.constant(0, .i64))
            let next = moved(current, instruction.opcode, by: distance)
            for index in current.indices {
                let type = current[index].leaf.type
                current[index].value = builder.select(type, isSet, next[index], current[index].value)
            }
            distance *= 2
        }
        return current.map(\.value)
    }

    private mutating func moved(
        _ limbs: [(value: ValueID, leaf: Leaf)], _ opcode: LLVMOpcode, by distance: Int
    ) -> [ValueID] {
        var pieces = limbs
        if opcode == LLVMAShr { pieces.append(contentsOf: signs(limbs, count: limbs.count)) }
        let shift = opcode == LLVMShl ? -distance : distance
        var position = 0
        var result: [ValueID] = []
        for limb in limbs {
            result.append(gather(pieces, position + shift, limb.leaf))
            position += limb.leaf.bits
        }
        return result
    }

    /// Copies of the sign of an integer, as limbs.
    private mutating func signs(
        _ limbs: [(value: ValueID, leaf: Leaf)], count: Int
    ) -> [(value: ValueID, leaf: Leaf)] {
        guard let top = limbs.last else { return [] }
        let word = Leaf(type: .i64, bits: 64, offset: 0)
        var wide = extended(top.value, top.leaf)
        if top.leaf.type != .i64 { wide = builder.unary(.sext, .i64, wide) }
        let sign = builder.binary(.ashr, .i64, wide, builder.constant(63, .i64))
        return [(value: ValueID, leaf: Leaf)](repeating: (sign, word), count: count)
    }

    // Comparison and conversion.

    mutating func lowerWideCompare(_ instruction: LLVMValue) throws(Unsupported) {
        let left = try limbs(instruction.operand(0))
        let right = try limbs(instruction.operand(1))
        switch LLVMGetICmpPredicate(instruction.handle) {
        case LLVMIntEQ:
            define(instruction, [builder.icmp(.eq, .i64, difference(left, right), builder.constant(0, .i64))])
        case LLVMIntNE:
            define(instruction, [builder.icmp(.ne, .i64, difference(left, right), builder.constant(0, .i64))])
        case LLVMIntULT: define(instruction, [isLess(left, right, isSigned: false)])
        case LLVMIntUGT: define(instruction, [isLess(right, left, isSigned: false)])
        case LLVMIntUGE: define(instruction, [not(isLess(left, right, isSigned: false))])
        case LLVMIntULE: define(instruction, [not(isLess(right, left, isSigned: false))])
        case LLVMIntSLT: define(instruction, [isLess(left, right, isSigned: true)])
        case LLVMIntSGT: define(instruction, [isLess(right, left, isSigned: true)])
        case LLVMIntSGE: define(instruction, [not(isLess(left, right, isSigned: true))])
        default: define(instruction, [not(isLess(right, left, isSigned: true))])
        }
    }

    private mutating func not(_ flag: ValueID) -> ValueID { builder.unary(.not, .i1, flag) }

    /// Zero exactly when the limbs are equal.
    private mutating func difference(
        _ left: [(value: ValueID, leaf: Leaf)], _ right: [(value: ValueID, leaf: Leaf)]
    ) -> ValueID {
        let word = Leaf(type: .i64, bits: 64, offset: 0)
        var result = builder.constant(0, .i64)
        for (a, b) in zip(left, right) {
            let bits = resized(builder.binary(.xor, a.leaf.type, a.value, b.value), a.leaf, word)
            result = builder.binary(.or, .i64, result, bits)
        }
        return result
    }

    private mutating func isLess(
        _ left: [(value: ValueID, leaf: Leaf)], _ right: [(value: ValueID, leaf: Leaf)], isSigned: Bool
    ) -> ValueID {
        chained(.subBorrow, comparable(left, isSigned), comparable(right, isSigned)).carry
    }

    /// Full limbs whose unsigned order is the order that is asked for.
    private mutating func comparable(
        _ limbs: [(value: ValueID, leaf: Leaf)], _ isSigned: Bool
    ) -> [(value: ValueID, leaf: Leaf)] {
        let word = Leaf(type: .i64, bits: 64, offset: 0)
        var limbs = limbs
        let last = limbs.count - 1
        let top = limbs[last]
        guard isSigned else {
            limbs[last] = (resized(top.value, top.leaf, word), word)
            return limbs
        }
        var wide = extended(top.value, top.leaf)
        if top.leaf.type != .i64 { wide = builder.unary(.sext, .i64, wide) }
        limbs[last] = (builder.binary(.xor, .i64, wide, builder.constant(.min, .i64)), word)
        return limbs
    }

    /// Truncation and extension where one side has several limbs.
    mutating func lowerWideConversion(_ instruction: LLVMValue) throws(Unsupported) {
        var pieces = try limbs(instruction.operand(0))
        let to = try leaves(instruction)
        switch instruction.opcode {
        case LLVMSExt: pieces.append(contentsOf: signs(pieces, count: to.count))
        case LLVMTrunc, LLVMZExt: break
        default: throw Unsupported(what: "this conversion of integers of more than 64 bits")
        }
        var position = 0
        var results: [ValueID] = []
        for leaf in to {
            results.append(gather(pieces, position, leaf))
            position += leaf.bits
        }
        define(instruction, results)
    }
}

extension LLVMValue {
    /// The limbs of an integer constant; the C API hands out no more than 64 bits, so its text is read.
    func limbs() throws(Unsupported) -> [UInt64] {
        let bits = type.integerBits
        let words = text.split(separator: " ")
        guard words.count == 2 else { throw Unsupported(what: "the constant \(text)") }
        var limbs = [UInt64](repeating: 0, count: (bits + 63) / 64)
        for digit in words[1].utf8 where digit != UInt8(ascii: "-") {
            var carry = UInt64(digit - UInt8(ascii: "0"))
            for index in limbs.indices {
                let (high, low) = limbs[index].multipliedFullWidth(by: 10)
                let (sum, overflow) = low.addingReportingOverflow(carry)
                limbs[index] = sum
                carry = high + (overflow ? 1 : 0)
            }
        }
        if words[1].hasPrefix("-") {
            var carry = true
            for index in limbs.indices {
                let (sum, overflow) = (~limbs[index]).addingReportingOverflow(carry ? 1 : 0)
                limbs[index] = sum
                carry = overflow
            }
        }
        if bits % 64 != 0 { limbs[limbs.count - 1] &= mask(bits % 64) }
        return limbs
    }
}
