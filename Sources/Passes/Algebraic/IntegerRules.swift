// Rules for sums, products and quotients of integers, in wrap-around arithmetic.

import IR

extension AlgebraicSimplifier {
    mutating func simplifyAdd(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        if let bits = constant(right) {
            if bits == 0 { return .use(left) }
            if let inner = matchConstant(left, .add) { return with(.add, type, inner.value, inner.constant &+ bits) }
            if let inner = match(left, .sub), let minuend = constant(inner.valueA) {
                return .become(.binary(.sub, type, emitConstant(minuend &+ bits, type), inner.valueB))
            }
            if bits == 1, let inner = match(left, .not) { return .become(.unary(.neg, type, inner.valueA)) }
            if let moved = addToAddress(left, bits, type) { return moved }
            return simplifyImageOperation(data)
        }
        for (one, other) in [(left, right), (right, left)] {
            // (a - b) + b = a
            if let inner = match(one, .sub), inner.valueB == other { return .use(inner.valueA) }
            if let inner = match(one, .neg) { return .become(.binary(.sub, type, other, inner.valueA)) }
            if let inner = match(one, .not), inner.valueA == other { return .constant(.max) }
        }
        if let one = matchConstant(left, .add), let other = matchConstant(right, .add), isUsedOnce(left),
            isUsedOnce(right)
        {
            return with(.add, type, emit(.binary(.add, type, one.value, other.value)), one.constant &+ other.constant)
        }
        return .keep
    }

    /// The address of a place in a global or slot takes a constant into its offset.
    private func addToAddress(_ value: ValueID, _ bits: UInt64, _ type: Type) -> Rewrite? {
        guard let instruction = function.definingInstruction(value), type.bits == 32 else { return nil }
        var address = function[instruction]
        switch address.opcode.info.format {
        case .global, .slot:
            address.offset &+= Int32(truncatingIfNeeded: bits)
            return .become(address)
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .function, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet,
            .fieldSet, .call,
            .indirectCall, .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            return nil
        }
    }

    mutating func simplifySub(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        if areEqual(left, right) { return .constant(0) }
        if let bits = constant(right) { return with(.add, type, left, 0 &- bits) }
        if let minuend = constant(left) {
            if minuend == 0 { return .become(.unary(.neg, type, right)) }
            if minuend == type.integerMask { return .become(.unary(.not, type, right)) }
            if let inner = matchConstant(right, .add) {
                return .become(.binary(.sub, type, emitConstant(minuend &- inner.constant, type), inner.value))
            }
            if let inner = match(right, .sub), let subtrahend = constant(inner.valueA) {
                return with(.add, type, inner.valueB, minuend &- subtrahend)
            }
            return .keep
        }
        if let inner = match(right, .neg) { return .become(.binary(.add, type, left, inner.valueA)) }
        if let inner = match(left, .add) {
            if inner.valueB == right { return .use(inner.valueA) }
            if inner.valueA == right { return .use(inner.valueB) }
        }
        if let inner = match(right, .add) {
            if inner.valueA == left { return .become(.unary(.neg, type, inner.valueB)) }
            if inner.valueB == left { return .become(.unary(.neg, type, inner.valueA)) }
        }
        if let inner = match(right, .sub), inner.valueA == left { return .use(inner.valueB) }
        if let inner = match(left, .sub), inner.valueA == right { return .become(.unary(.neg, type, inner.valueB)) }
        // (x + c) - (y + d) and (x + c) - x
        if let one = matchConstant(left, .add), let other = matchConstant(right, .add) {
            if one.value == other.value { return .constant(one.constant &- other.constant) }
            if isUsedOnce(left), isUsedOnce(right) {
                return with(
                    .add, type, emit(.binary(.sub, type, one.value, other.value)), one.constant &- other.constant)
            }
        }
        return .keep
    }

    mutating func simplifyNeg(_ data: Instruction) -> Rewrite {
        let (operand, type) = (data.valueA, data.type)
        if let inner = match(operand, .neg) { return .use(inner.valueA) }
        if let inner = match(operand, .sub) { return .become(.binary(.sub, type, inner.valueB, inner.valueA)) }
        if let inner = match(operand, .not) { return with(.add, type, inner.valueA, 1) }
        if let inner = matchConstant(operand, .add) {
            return .become(.binary(.sub, type, emitConstant(0 &- inner.constant, type), inner.value))
        }
        // neg(zext i1) = sext i1, and the other way round.
        for (from, to) in [(Opcode.zext, Opcode.sext), (.sext, .zext)] {
            if let inner = match(operand, from), function.type(inner.valueA) == .i1 {
                return .become(.unary(to, type, inner.valueA))
            }
        }
        return .keep
    }

    mutating func simplifyMul(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        guard let bits = constant(right) else {
            if let one = match(left, .neg), let other = match(right, .neg) {
                return .become(.binary(.mul, type, one.valueA, other.valueA))
            }
            return .keep
        }
        if bits == 0 { return .constant(0) }
        if bits == 1 { return .use(left) }
        if bits == type.integerMask { return .become(.unary(.neg, type, left)) }
        if let inner = matchConstant(left, .mul) { return with(.mul, type, inner.value, inner.constant &* bits) }
        if let inner = match(left, .neg) { return with(.mul, type, inner.valueA, 0 &- bits) }
        if let inner = matchConstant(left, .shl) {
            return with(.mul, type, inner.value, bits << shiftAmount(inner.constant, type))
        }
        if let shift = exponent(bits) { return with(.shl, type, left, shift) }
        return .keep
    }

    mutating func simplifyDivision(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        guard let divisor = constant(right), divisor != 0 else { return .keep }
        let isQuotient = data.opcode == .sdiv || data.opcode == .udiv
        let isSigned = data.opcode == .sdiv || data.opcode == .srem
        if divisor == 1 { return isQuotient ? .use(left) : .constant(0) }
        if isSigned {
            guard divisor == type.integerMask else { return .keep }
            return isQuotient ? .become(.unary(.neg, type, left)) : .constant(0)
        }
        if let shift = exponent(divisor) {
            return isQuotient ? with(.lshr, type, left, shift) : with(.and, type, left, divisor - 1)
        }
        if isQuotient, let inner = matchConstant(left, .udiv), inner.constant != 0 {
            let product = inner.constant.multipliedReportingOverflow(by: divisor)
            if product.overflow || product.partialValue > type.integerMask { return .constant(0) }
            return with(.udiv, type, inner.value, product.partialValue)
        }
        if knownBits(left).maximum < divisor { return isQuotient ? .constant(0) : .use(left) }
        // Signed division is one instruction on more machines.
        if knownBits(left).isNonNegative, knownBits(right).isNonNegative {
            return .become(.binary(isQuotient ? .sdiv : .srem, type, left, right))
        }
        return .keep
    }

    mutating func simplifyHighProduct(_ data: Instruction) -> Rewrite {
        guard let bits = constant(data.valueB), let width = data.type.bits else { return .keep }
        if bits == 0 { return .constant(0) }
        if data.opcode == .umulh {
            if bits == 1 { return .constant(0) }
            if let shift = exponent(bits) { return with(.lshr, data.type, data.valueA, UInt64(width) - shift) }
        } else if bits == 1, width > 1 {
            return with(.ashr, data.type, data.valueA, UInt64(width - 1))
        }
        return .keep
    }

    /// k, if `bits` is 2 to the power of k.
    func exponent(_ bits: UInt64) -> UInt64? {
        bits.nonzeroBitCount == 1 ? UInt64(bits.trailingZeroBitCount) : nil
    }

    /// A shift amount as the shift instructions take it: modulo the width.
    func shiftAmount(_ amount: UInt64, _ type: Type) -> UInt64 { amount & UInt64((type.bits ?? 64) - 1) }
}
