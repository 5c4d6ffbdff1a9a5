// Float arithmetic and conversion: each operation by itself, with nothing that LLVM might reassociate or contract.

import CLLVM
import IR

extension FunctionLowering {
    func float(_ data: Instruction) -> LLVMValue {
        switch data.opcode {
        case .fadd: return floatBinary(data, LLVMBuildFAdd)
        case .fsub: return floatBinary(data, LLVMBuildFSub)
        case .fmul: return floatBinary(data, LLVMBuildFMul)
        case .fdiv: return floatBinary(data, LLVMBuildFDiv)
        case .fneg: return builder.unary(LLVMBuildFNeg, observed(data.valueA, by: .fneg))
        case .fabs: return intrinsic(.absolute, [value(data.valueA)])
        case .fsqrt: return intrinsic(.squareRoot, [value(data.valueA)])
        case .fmin: return intrinsic(.minimum, [value(data.valueA), value(data.valueB)])
        case .fmax: return intrinsic(.maximum, [value(data.valueA), value(data.valueB)])
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem,
            .urem, .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry,
            .subBorrow, .insert, .ptrAdd, .hsxFmul, .hsxFdiv, .icmp, .fcmp, .select, .trunc, .zext, .sext, .bitcast,
            .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store,
            .volatileLoad, .volatileStore,
            .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy,
            .arrayNew, .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet,
            .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt,
            .isNil, .isRef,
            .box, .unbox,
            .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity,
            .unwinding, .unwound, .call, .callIndirect,
            .callClosure, .send, .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop,
            .jump, .branch, .switch, .ret, .trap, .unreachable:
            preconditionFailure("FloatLowering: no float arithmetic")
        }
    }

    private func floatBinary(_ data: Instruction, _ make: LLVMBuilder.BinaryFunction) -> LLVMValue {
        builder.binary(make, value(data.valueA), value(data.valueB))
    }

    private func intrinsic(_ name: Intrinsic, _ operands: [LLVMValue]) -> LLVMValue {
        builder.call(session.intrinsic(name, operands[0].type), operands)
    }
}
