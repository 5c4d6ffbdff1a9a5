// Integer arithmetic. Nothing is promised about overflow; shift amounts are cut to the width.

import CLLVM
import IR

extension FunctionLowering {
    func integer(_ data: Instruction) -> LLVMValue {
        let a = value(data.valueA)
        switch data.opcode {
        case .add: return builder.add(a, value(data.valueB))
        case .sub: return builder.subtract(a, value(data.valueB))
        case .mul: return builder.multiply(a, value(data.valueB))
        case .and: return builder.and(a, value(data.valueB))
        case .or: return builder.or(a, value(data.valueB))
        case .xor: return builder.binary(LLVMBuildXor, a, value(data.valueB))
        case .not: return builder.not(a)
        case .neg: return builder.negate(a)
        case .shl: return builder.binary(LLVMBuildShl, a, shiftAmount(data))
        case .lshr: return builder.binary(LLVMBuildLShr, a, shiftAmount(data))
        case .ashr: return builder.binary(LLVMBuildAShr, a, shiftAmount(data))
        case .umulh: return highProduct(data, LLVMBuildZExt)
        case .smulh: return highProduct(data, LLVMBuildSExt)
        case .clz: return countZeros(.leadingZeros, data)
        case .ctz: return countZeros(.trailingZeros, data)
        case .popcnt: return builder.call(session.intrinsic(.ones, a.type), [a])
        case .insert: return inserted(data)
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .sdiv, .udiv, .srem, .urem, .addCarry,
            .subBorrow, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv,
            .icmp, .fcmp, .select, .trunc, .zext, .sext, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext,
            .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store, .volatileLoad, .volatileStore, .alloc, .fieldGet,
            .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
            .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet,
            .cellSet,
            .rootGet, .rootSet,
            .closure, .isInt, .isNil, .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp,
            .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound, .call, .callIndirect, .callClosure,
            .send, .service, .tailCall,
            .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap,
            .unreachable:
            preconditionFailure("IntegerLowering: no integer arithmetic")
        }
    }

    /// The amount modulo the width: every width is a power of two.
    private func shiftAmount(_ data: Instruction) -> LLVMValue {
        let amount = value(data.valueB)
        return builder.and(amount, session.constant(UInt64(width(data.type) - 1), amount.type))
    }

    private func highProduct(_ data: Instruction, _ extend: LLVMBuilder.BinaryFunction) -> LLVMValue {
        let width = width(data.type)
        let wide = types.integer(width * 2)
        let product = builder.multiply(
            builder.convert(extend, value(data.valueA), wide), builder.convert(extend, value(data.valueB), wide))
        let high = builder.shiftRight(product, session.constant(UInt64(width), wide))
        return builder.truncate(high, context.types.lower(data.type))
    }

    /// The width for 0, which LLVM gives too when asked to.
    private func countZeros(_ intrinsic: Intrinsic, _ data: Instruction) -> LLVMValue {
        let a = value(data.valueA)
        return builder.call(session.intrinsic(intrinsic, a.type), [a, session.constant(0, types.i1)])
    }

    private func inserted(_ data: Instruction) -> LLVMValue {
        let (a, b) = (value(data.valueA), value(data.valueB))
        let mask = session.constant(~function.type(data.valueB).integerMask, a.type)
        return builder.or(builder.and(a, mask), builder.zeroExtend(b, a.type))
    }

    /// The sum or difference with a flag in and a flag out, as two steps of which at most one overflows.
    mutating func lowerCarry(_ id: InstructionID, _ data: Instruction, _ intrinsic: Intrinsic) {
        let a = value(data.valueA)
        let step = session.intrinsic(intrinsic, a.type)
        let first = builder.call(step, [a, value(data.valueB)])
        let carry = builder.zeroExtend(value(data.valueC), a.type)
        let second = builder.call(step, [builder.element(first, 0), carry])
        define(function.result(id, 0), builder.element(second, 0))
        define(function.result(id, 1), builder.or(builder.element(first, 1), builder.element(second, 1)))
    }

    /// The width of an integer or float type in bits.
    func width(_ type: Type) -> Int {
        guard let bits = type.bits else {
            preconditionFailure("FunctionLowering: \(type.kind) has no width of its own")
        }
        return bits
    }
}
