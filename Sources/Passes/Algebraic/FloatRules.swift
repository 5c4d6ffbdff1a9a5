// Rules for floats. All are exact, bit for bit: for infinities, for zeros of both signs, and for NaN, which arithmetic
// makes canonical.

import IR

extension AlgebraicSimplifier {
    /// Whether `value`, when it is NaN, is the canonical NaN: then an operation that does nothing else can go.
    func hasCanonicalNaN(_ value: ValueID) -> Bool {
        guard let id = function.definingInstruction(value) else { return false }
        switch function[id].opcode {
        case .fadd, .fsub, .fmul, .fdiv, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv, .sitofp, .uitofp, .fptrunc, .fpext:
            return true
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem,
            .urem, .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry,
            .subBorrow, .ptrAdd, .insert, .fneg, .fabs, .icmp, .fcmp, .select, .trunc, .zext, .sext, .bitcast, .fptosi,
            .fptoui,
            .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store, .volatileLoad, .volatileStore, .alloc, .fieldGet,
            .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
            .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet,
            .cellSet,
            .rootGet, .rootSet,
            .closure,
            .isInt, .isNil, .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq,
            .dynTruthy, .layoutOf, .closureArity, .unwinding,
            .unwound, .call, .callIndirect, .callClosure, .send, .service, .tailCall, .tailCallIndirect,
            .tailCallClosure,
            .tailSend, .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap, .unreachable:
            return false
        }
    }

    mutating func simplifyFloatSum(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        let isSum = data.opcode == .fadd
        // x + -0 = x and x - +0 = x; the other zero would turn -0 into +0.
        let zero = isSum ? signBit(type) : 0
        if anyConstant(right) == zero, hasCanonicalNaN(left) { return .use(left) }
        if let inner = match(right, .fneg) { return .become(.binary(isSum ? .fsub : .fadd, type, left, inner.valueA)) }
        if isSum, let inner = match(left, .fneg) { return .become(.binary(.fsub, type, right, inner.valueA)) }
        return .keep
    }

    mutating func simplifyFloatProduct(_ data: Instruction) -> Rewrite {
        let (left, right, type) = (data.valueA, data.valueB, data.type)
        if anyConstant(right) == one(type), hasCanonicalNaN(left) { return .use(left) }
        // Two signs cancel, save in the division of HSX, which takes the sign off a divisor of zero.
        if data.opcode != .hsxFdiv, let first = match(left, .fneg), let second = match(right, .fneg) {
            return .become(.binary(data.opcode, type, first.valueA, second.valueA))
        }
        return .keep
    }

    mutating func simplifyFloatSign(_ data: Instruction) -> Rewrite {
        if data.opcode == .fneg {
            if let inner = match(data.valueA, .fneg) { return .use(inner.valueA) }
            return .keep
        }
        if match(data.valueA, .fabs) != nil { return .use(data.valueA) }
        if let inner = match(data.valueA, .fneg) { return .become(.unary(.fabs, data.type, inner.valueA)) }
        return .keep
    }

    private func signBit(_ type: Type) -> UInt64 { 1 << UInt64((type.bits ?? 64) - 1) }

    /// The bits of 1.
    private func one(_ type: Type) -> UInt64 {
        type == .f16 ? 0x3C00 : type == .f32 ? 0x3F80_0000 : 0x3FF0_0000_0000_0000
    }
}
