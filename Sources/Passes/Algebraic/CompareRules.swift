// Rules for integer comparison.

import IR

extension AlgebraicSimplifier {
    mutating func simplifyCompare(_ data: Instruction) -> Rewrite {
        let (left, right, type, condition) = (data.valueA, data.valueB, data.type, data.integerCondition)
        if left == right { return .constant(condition.holdsForEqual ? 1 : 0) }
        if isConstant(left), !isConstant(right) { return .become(.icmp(condition.swapped, type, right, left)) }
        guard type.isInteger else { return orderedOperands(data) }
        if let known = decide(condition, knownBits(left), knownBits(right)) { return .constant(known ? 1 : 0) }
        if type == .i1 { return compareBooleans(condition, left, right) }
        if let bits = constant(right) {
            let rewrite = compareWithConstant(data, bits)
            guard case .keep = rewrite else { return rewrite }
        } else {
            let rewrite = orderedOperands(data)
            guard case .keep = rewrite else { return rewrite }
        }
        if let rewrite = flipSigns(data) { return rewrite }
        if condition.isSigned, knownBits(left).isNonNegative, knownBits(right).isNonNegative {
            return .become(.icmp(condition.unsigned, type, left, right))
        }
        return condition == .eq || condition == .ne ? compareEquality(data) : .keep
    }

    /// Of two values the comparison is ult, uge, slt or sge.
    private func orderedOperands(_ data: Instruction) -> Rewrite {
        switch data.integerCondition {
        case .eq, .ne, .ult, .uge, .slt, .sge: .keep
        case .ugt, .ule, .sgt, .sle:
            .become(.icmp(data.integerCondition.swapped, data.type, data.valueB, data.valueA))
        }
    }

    /// i1 comparisons are logic: true is 1, which as a signed number is -1.
    private mutating func compareBooleans(_ condition: IntegerCondition, _ left: ValueID, _ right: ValueID) -> Rewrite {
        func inverse(_ value: ValueID) -> Instruction { .unary(.not, .i1, value) }
        switch condition {
        case .ne: return .become(.binary(.xor, .i1, left, right))
        case .eq: return .become(.unary(.not, .i1, emit(.binary(.xor, .i1, left, right))))
        case .ult, .sgt: return .become(.binary(.and, .i1, emit(inverse(left)), right))
        case .ugt, .slt: return .become(.binary(.and, .i1, left, emit(inverse(right))))
        case .ule, .sge: return .become(.binary(.or, .i1, emit(inverse(left)), right))
        case .uge, .sle: return .become(.binary(.or, .i1, left, emit(inverse(right))))
        }
    }

    /// What the known bits of both sides decide.
    private func decide(_ condition: IntegerCondition, _ left: KnownBits, _ right: KnownBits) -> Bool? {
        switch condition {
        case .eq, .ne:
            let differs = left.zeros & right.ones | left.ones & right.zeros != 0
            return differs ? condition == .ne : nil
        case .ult: return left.maximum < right.minimum ? true : left.minimum >= right.maximum ? false : nil
        case .ugt: return decide(.ult, right, left)
        case .uge: return decide(.ult, left, right).map { !$0 }
        case .ule: return decide(.ult, right, left).map { !$0 }
        case .slt, .sle, .sgt, .sge:
            if left.isNegative && right.isNonNegative { return condition == .slt || condition == .sle }
            if left.isNonNegative && right.isNegative { return condition == .sgt || condition == .sge }
            let sameSign = (left.isNegative && right.isNegative) || (left.isNonNegative && right.isNonNegative)
            return sameSign ? decide(condition.unsigned, left, right) : nil
        }
    }

    /// Brings `x ? bits` to eq, ne, ult, uge, slt or sge, and looks through what made x.
    private mutating func compareWithConstant(_ data: Instruction, _ bits: UInt64) -> Rewrite {
        let (left, type) = (data.valueA, data.type)
        let mask = type.integerMask
        let signBit = mask ^ (mask >> 1)
        func become(_ condition: IntegerCondition, _ bits: UInt64) -> Rewrite {
            .become(.icmp(condition, type, left, emitConstant(bits, type)))
        }
        if let rewrite = compareImage(data, bits) { return rewrite }
        switch data.integerCondition {
        case .eq, .ne: return .keep
        case .ult:
            if bits == 0 { return .constant(0) }
            if bits == 1 { return become(.eq, 0) }
            if bits == mask { return become(.ne, mask) }
        case .uge:
            if bits == 0 { return .constant(1) }
            if bits == 1 { return become(.ne, 0) }
            if bits == mask { return become(.eq, mask) }
        case .ugt: return bits == mask ? .constant(0) : become(.uge, bits + 1)
        case .ule: return bits == mask ? .constant(1) : become(.ult, bits + 1)
        case .slt:
            if bits == signBit { return .constant(0) }
            if bits == signBit + 1 { return become(.eq, signBit) }
            if bits == signBit - 1 { return become(.ne, signBit - 1) }
        case .sge:
            if bits == signBit { return .constant(1) }
            if bits == signBit + 1 { return become(.ne, signBit) }
            if bits == signBit - 1 { return become(.eq, signBit - 1) }
        case .sgt: return bits == signBit - 1 ? .constant(0) : become(.sge, bits &+ 1)
        case .sle: return bits == signBit - 1 ? .constant(1) : become(.slt, bits &+ 1)
        }
        return .keep
    }

    /// Comparison with the sign bit of both sides flipped is comparison of the other signedness.
    private mutating func flipSigns(_ data: Instruction) -> Rewrite? {
        let (type, condition) = (data.type, data.integerCondition)
        guard condition != .eq, condition != .ne, let left = signFlipped(data.valueA, type) else { return nil }
        let signBit = type.integerMask ^ (type.integerMask >> 1)
        let flipped = condition.isSigned ? condition.unsigned : condition.signed
        if let right = signFlipped(data.valueB, type) { return .become(.icmp(flipped, type, left, right)) }
        guard let bits = constant(data.valueB) else { return nil }
        return .become(.icmp(flipped, type, left, emitConstant(bits ^ signBit, type)))
    }

    /// x, if `value` is x with its sign bit flipped.
    private func signFlipped(_ value: ValueID, _ type: Type) -> ValueID? {
        let signBit = type.integerMask ^ (type.integerMask >> 1)
        for opcode in [Opcode.xor, .add] {
            if let inner = matchConstant(value, opcode), inner.constant == signBit { return inner.value }
        }
        return nil
    }

    private mutating func compareEquality(_ data: Instruction) -> Rewrite {
        let (left, right, type, condition) = (data.valueA, data.valueB, data.type, data.integerCondition)
        func become(_ left: ValueID, _ right: ValueID) -> Rewrite { .become(.icmp(condition, type, left, right)) }
        func become(_ left: ValueID, _ bits: UInt64) -> Rewrite { become(left, emitConstant(bits, type)) }
        guard let bits = constant(right) else {
            for opcode in [Opcode.add, .xor] {
                guard let one = match(left, opcode), let other = match(right, opcode) else { continue }
                if one.valueB == other.valueB { return become(one.valueA, other.valueA) }
                if one.valueA == other.valueA { return become(one.valueB, other.valueB) }
                if areEqual(one.valueB, other.valueB) { return become(one.valueA, other.valueA) }
            }
            for opcode in [Opcode.neg, .not] {
                if let one = match(left, opcode), let other = match(right, opcode) {
                    return become(one.valueA, other.valueA)
                }
            }
            return .keep
        }
        // What made the left side often sets the flags itself: it is taken apart only if it goes away by that.
        guard isUsedOnce(left) else { return .keep }
        if bits == 0 {
            if let inner = match(left, .sub) { return become(inner.valueA, inner.valueB) }
            if let inner = match(left, .xor), !isConstant(inner.valueB) { return become(inner.valueA, inner.valueB) }
        }
        if let inner = matchConstant(left, .add) { return become(inner.value, bits &- inner.constant) }
        if let inner = matchConstant(left, .xor) { return become(inner.value, bits ^ inner.constant) }
        if let inner = match(left, .sub), let minuend = constant(inner.valueA) {
            return become(inner.valueB, minuend &- bits)
        }
        if let inner = match(left, .neg) { return become(inner.valueA, 0 &- bits) }
        if let inner = match(left, .not) { return become(inner.valueA, ~bits) }
        return .keep
    }
}

extension IntegerCondition {
    var isSigned: Bool {
        switch self {
        case .slt, .sle, .sgt, .sge: true
        case .eq, .ne, .ult, .ule, .ugt, .uge: false
        }
    }

    var holdsForEqual: Bool {
        switch self {
        case .eq, .sle, .sge, .ule, .uge: true
        case .ne, .slt, .sgt, .ult, .ugt: false
        }
    }

    /// The relation on unsigned numbers.
    var unsigned: IntegerCondition {
        switch self {
        case .eq, .ne, .ult, .ule, .ugt, .uge: self
        case .slt: .ult
        case .sle: .ule
        case .sgt: .ugt
        case .sge: .uge
        }
    }

    /// The relation on signed numbers.
    var signed: IntegerCondition {
        switch self {
        case .eq, .ne, .slt, .sle, .sgt, .sge: self
        case .ult: .slt
        case .ule: .sle
        case .ugt: .sgt
        case .uge: .sge
        }
    }
}
