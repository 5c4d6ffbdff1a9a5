// Conversions between integers, floats and pointers.

import CLLVM
import IR

extension FunctionLowering {
    func conversion(_ data: Instruction) -> LLVMValue {
        let a = value(data.valueA)
        let type = context.types.lower(data.type)
        switch data.opcode {
        case .trunc: return builder.truncate(a, type)
        case .zext: return builder.zeroExtend(a, type)
        case .sext: return builder.signExtend(a, type)
        case .bitcast: return builder.bitcast(observed(data.valueA, by: .bitcast), type)
        case .sitofp: return builder.convert(LLVMBuildSIToFP, a, type)
        case .uitofp: return builder.convert(LLVMBuildUIToFP, a, type)
        case .fptosi: return builder.call(session.intrinsic(.signedInteger, type, a.type), [a])
        case .fptoui: return builder.call(session.intrinsic(.unsignedInteger, type, a.type), [a])
        case .fptrunc: return builder.convert(LLVMBuildFPTrunc, a, type)
        case .fpext: return builder.convert(LLVMBuildFPExt, a, type)
        case .ptrToInt: return a.type == types.pointer ? builder.integer(a, type) : resized(a, type)
        case .intToPtr: return type == types.pointer ? builder.pointer(a) : resized(a, type)
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem,
            .urem, .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry,
            .subBorrow, .insert, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .hsxFmul,
            .hsxFdiv, .icmp, .fcmp, .select, .varGet, .varSet, .load, .store, .volatileLoad, .volatileStore, .alloc,
            .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew,
            .cellGet,
            .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul,
            .dynDiv, .dynRem,
            .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound, .call, .callIndirect,
            .callClosure, .send, .service, .tailCall,
            .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap,
            .unreachable:
            preconditionFailure("ConversionLowering: no conversion")
        }
    }

    /// An integer cut to another type, or with zeros above.
    func resized(_ value: LLVMValue, _ type: LLVMType) -> LLVMValue {
        if value.type == type { return value }
        // LLVM's builder cuts or extends; which of the two the widths say.
        return value.type.integerBits > type.integerBits
            ? builder.truncate(value, type) : builder.zeroExtend(value, type)
    }

    /// The sum of a pointer and a signed number of bytes.
    func pointerSum(_ data: Instruction) -> LLVMValue {
        let (pointer, offset) = (value(data.valueA), value(data.valueB))
        if pointer.type == types.pointer { return builder.address(pointer, offset: offset) }
        let isWider = offset.type.integerBits > pointer.type.integerBits
        let addend =
            offset.type == pointer.type
            ? offset : builder.convert(isWider ? LLVMBuildTrunc : LLVMBuildSExt, offset, pointer.type)
        return builder.add(pointer, addend)
    }
}
