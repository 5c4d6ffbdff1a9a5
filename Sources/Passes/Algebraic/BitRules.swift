// Rules for AND, OR, XOR, NOT and shifts.

import IR

extension AlgebraicSimplifier {
    mutating func simplifyAnd(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        if left == right { return .use(left) }
        if let mask = constant(right) {
            if mask == 0 { return .constant(0) }
            // The mask clears only what is clear.
            if knownBits(left).maximum & ~mask == 0 { return .use(left) }
            if let inner = matchConstant(left, .and) { return with(.and, type, inner.value, inner.constant & mask) }
            if let inner = matchConstant(left, .or), inner.constant & mask == 0 {
                return with(.and, type, inner.value, mask)
            }
            if let inner = matchConstant(left, .xor), inner.constant & mask == 0 {
                return with(.and, type, inner.value, mask)
            }
            if let inner = match(left, .insert), let low = function.type(inner.valueB).bits {
                let lowMask = (UInt64(1) << UInt64(low)) - 1
                if mask & ~lowMask == 0 { return with(.and, type, emit(.unary(.zext, type, inner.valueB)), mask) }
                if mask & lowMask == 0 { return with(.and, type, inner.valueA, mask) }
            }
            return simplifyImageOperation(data)
        }
        for (one, other) in [(left, right), (right, left)] {
            if let inner = match(one, .not), inner.valueA == other { return .constant(0) }
            // x & (x | y) = x, x & (x & y) = x & y
            if let inner = match(one, .or), inner.valueA == other || inner.valueB == other { return .use(other) }
            if let inner = match(one, .and), inner.valueA == other || inner.valueB == other { return .use(one) }
        }
        return .keep
    }

    mutating func simplifyOr(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        if left == right { return .use(left) }
        if let bits = constant(right) {
            if bits == type.integerMask { return .constant(.max) }
            if bits & ~knownBits(left).ones == 0 { return .use(left) }
            if let inner = matchConstant(left, .or) { return with(.or, type, inner.value, inner.constant | bits) }
            if let inner = matchConstant(left, .and), inner.constant | bits == type.integerMask {
                return with(.or, type, inner.value, bits)
            }
            return simplifyImageOperation(data)
        }
        for (one, other) in [(left, right), (right, left)] {
            if let inner = match(one, .not), inner.valueA == other { return .constant(.max) }
            if let inner = match(one, .and), inner.valueA == other || inner.valueB == other { return .use(other) }
            if let inner = match(one, .or), inner.valueA == other || inner.valueB == other { return .use(one) }
        }
        if let one = matchConstant(left, .and), let other = matchConstant(right, .and), one.value == other.value {
            return with(.and, type, one.value, one.constant | other.constant)
        }
        return .keep
    }

    mutating func simplifyXor(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        if areEqual(left, right) { return .constant(0) }
        if let bits = constant(right) {
            if bits == 0 { return .use(left) }
            if bits == type.integerMask { return .become(.unary(.not, type, left)) }
            if let inner = matchConstant(left, .xor) { return with(.xor, type, inner.value, inner.constant ^ bits) }
            if let inner = match(left, .not) { return with(.xor, type, inner.valueA, ~bits) }
            return simplifyImageOperation(data)
        }
        for (one, other) in [(left, right), (right, left)] {
            if let inner = match(one, .xor) {
                if inner.valueA == other { return .use(inner.valueB) }
                if inner.valueB == other { return .use(inner.valueA) }
            }
            if let inner = match(one, .not) {
                if inner.valueA == other { return .constant(.max) }
                if isUsedOnce(one) {
                    return .become(.unary(.not, type, emit(.binary(.xor, type, inner.valueA, other))))
                }
            }
        }
        return .keep
    }

    mutating func simplifyNot(_ data: Instruction) -> Rewrite {
        let (operand, type) = (data.valueA, data.type)
        if let inner = match(operand, .not) { return .use(inner.valueA) }
        if let inner = match(operand, .neg) { return with(.add, type, inner.valueA, .max) }
        if let inner = matchConstant(operand, .xor) { return with(.xor, type, inner.value, ~inner.constant) }
        if var inner = match(operand, .icmp) {
            inner.aux = inner.integerCondition.inverted.rawValue
            return .become(inner)
        }
        if var inner = match(operand, .fcmp) {
            inner.aux = inner.floatCondition.inverted.rawValue
            return .become(inner)
        }
        if let inner = match(operand, .sext), function.type(inner.valueA) == .i1 {
            return .become(.unary(.sext, type, emit(.unary(.not, .i1, inner.valueA))))
        }
        return .keep
    }

    mutating func simplifyShift(_ data: Instruction) -> Rewrite {
        let (left, right, type, opcode) = (data.valueA, data.valueB, data.type, data.opcode)
        guard let width = type.bits else { return .keep }
        if width == 1 { return .use(left) }
        guard let written = constant(right) else {
            if constant(left) == 0 { return .constant(0) }
            if opcode == .ashr, constant(left) == type.integerMask { return .constant(.max) }
            // The amount is taken modulo the width anyway.
            if let inner = matchConstant(right, .and), inner.constant & UInt64(width - 1) == UInt64(width - 1) {
                return .become(.binary(opcode, type, left, inner.value))
            }
            return .keep
        }
        let amount = shiftAmount(written, type)
        if amount == 0 { return .use(left) }
        if amount != written { return with(opcode, type, left, amount) }
        if let inner = matchConstant(left, opcode) {
            let total = shiftAmount(inner.constant, type) + amount
            if total < UInt64(width) { return with(opcode, type, inner.value, total) }
            return opcode == .ashr ? with(.ashr, type, inner.value, UInt64(width - 1)) : .constant(0)
        }
        if opcode == .ashr, knownBits(left).isNonNegative { return .become(.binary(.lshr, type, left, right)) }
        if opcode == .lshr, let inner = matchConstant(left, .shl) {
            return crossShift(data, inner, .shl, mask: type.integerMask >> amount)
        }
        if opcode == .shl, let inner = matchConstant(left, .lshr) {
            return crossShift(data, inner, .lshr, mask: type.integerMask << amount)
        }
        return opcode == .shl || opcode == .lshr ? simplifyImageOperation(data) : .keep
    }

    /// A shift back: by the same amount it is a mask, and where no set bit is lost it is one shift by the difference.
    private mutating func crossShift(
        _ data: Instruction, _ inner: (value: ValueID, constant: UInt64), _ innerOpcode: Opcode, mask: UInt64
    ) -> Rewrite {
        let (type, all) = (data.type, data.type.integerMask)
        let first = shiftAmount(inner.constant, type)
        let second = shiftAmount(constant(data.valueB) ?? 0, type)
        if first == second { return with(.and, type, inner.value, mask) }
        // What the first shift pushes out must be zero for the two to be one.
        let lost = innerOpcode == .shl ? ~(all >> first) : ~(all << first)
        guard knownBits(inner.value).maximum & lost == 0 else { return .keep }
        return first > second
            ? with(innerOpcode, type, inner.value, first - second)
            : with(data.opcode, type, inner.value, second - first)
    }
}
