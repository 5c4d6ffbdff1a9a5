// Rules for chains of conversions.

import IR

extension AlgebraicSimplifier {
    mutating func simplifyTrunc(_ data: Instruction) -> Rewrite {
        let (operand, type) = (data.valueA, data.type)
        guard let id = function.definingInstruction(operand), let width = type.bits else { return .keep }
        let inner = function[id]
        switch inner.opcode {
        case .trunc: return .become(.unary(.trunc, type, inner.valueA))
        case .zext, .sext:
            return resized(inner.valueA, type, widening: inner.opcode)
        case .insert:
            let low = function.type(inner.valueB).bits ?? 64
            return width <= low ? resized(inner.valueB, type, widening: .zext) : .keep
        case .and, .or, .xor:
            // The constant leaves the bits alone that stay.
            guard let bits = constant(inner.valueB) else { return .keep }
            let neutral = inner.opcode == .and ? type.integerMask : 0
            return bits & type.integerMask == neutral ? .become(.unary(.trunc, type, inner.valueA)) : .keep
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem,
            .urem, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow, .ptrAdd,
            .fadd,
            .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv, .icmp, .fcmp, .select,
            .bitcast,
            .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store,
            .volatileLoad, .volatileStore,
            .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy,
            .arrayNew, .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet,
            .bytesSet, .bytesCopy,
            .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box,
            .unbox, .dynAdd,
            .dynSub,
            .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound,
            .call, .callIndirect, .callClosure, .send,
            .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .branch,
            .switch, .ret, .trap, .unreachable:
            return .keep
        }
    }

    /// `value` brought to `type`, by `widening` where it is narrower.
    private func resized(_ value: ValueID, _ type: Type, widening: Opcode) -> Rewrite {
        let source = function.type(value)
        if source == type { return .use(value) }
        let isWider = (source.bits ?? 64) > (type.bits ?? 64)
        return .become(.unary(isWider ? .trunc : widening, type, value))
    }

    mutating func simplifyZext(_ data: Instruction) -> Rewrite {
        if let inner = match(data.valueA, .zext) { return .become(.unary(.zext, data.type, inner.valueA)) }
        if let inner = match(data.valueA, .trunc), function.type(inner.valueA) == data.type {
            return with(.and, data.type, inner.valueA, function.type(data.valueA).integerMask)
        }
        return .keep
    }

    mutating func simplifySext(_ data: Instruction) -> Rewrite {
        if let inner = match(data.valueA, .sext) { return .become(.unary(.sext, data.type, inner.valueA)) }
        if knownBits(data.valueA).isNonNegative { return .become(.unary(.zext, data.type, data.valueA)) }
        return .keep
    }

    mutating func simplifyInsert(_ data: Instruction) -> Rewrite {
        let (base, low, type) = (data.valueA, data.valueB, data.type)
        let lowMask = function.type(low).integerMask
        if let inner = match(low, .trunc), inner.valueA == base { return .use(base) }
        if knownBits(base).maximum & ~lowMask == 0 { return .become(.unary(.zext, type, low)) }
        if let inner = match(base, .insert), function.type(inner.valueB).integerMask & ~lowMask == 0 {
            return .become(.binary(.insert, type, inner.valueA, low))
        }
        // What the base has in the low bits does not matter.
        for (opcode, neutral) in [(Opcode.and, type.integerMask & ~lowMask), (.or, 0), (.xor, 0)] {
            if let inner = matchConstant(base, opcode), inner.constant & ~lowMask == neutral {
                return .become(.binary(.insert, type, inner.value, low))
            }
        }
        return .keep
    }

    mutating func simplifyBitcast(_ data: Instruction) -> Rewrite {
        guard let inner = match(data.valueA, .bitcast) else { return .keep }
        if function.type(inner.valueA) == data.type { return .use(inner.valueA) }
        return .become(.unary(.bitcast, data.type, inner.valueA))
    }

    mutating func simplifyPointerConversion(_ data: Instruction) -> Rewrite {
        let pointerBits = module.memory.pointerBytes * 8
        if data.opcode == .ptrToInt {
            guard let inner = match(data.valueA, .intToPtr), function.type(inner.valueA) == data.type,
                data.type.bits == pointerBits
            else { return .keep }
            return .use(inner.valueA)
        }
        guard let inner = match(data.valueA, .ptrToInt), let width = function.type(data.valueA).bits,
            width >= pointerBits
        else { return .keep }
        return .use(inner.valueA)
    }

    mutating func simplifyUnsignedToFloat(_ data: Instruction) -> Rewrite {
        // The signed conversion is one instruction on more machines.
        knownBits(data.valueA).isNonNegative ? .become(.unary(.sitofp, data.type, data.valueA)) : .keep
    }

    mutating func simplifyFloatTrunc(_ data: Instruction) -> Rewrite {
        guard let inner = match(data.valueA, .fpext), function.type(inner.valueA) == data.type,
            hasCanonicalNaN(inner.valueA)
        else { return .keep }
        return .use(inner.valueA)
    }
}
