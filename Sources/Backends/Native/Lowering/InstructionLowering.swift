// Sends each instruction to the lowering of its family.

import BackendKit
import CLLVM
import IR

extension FunctionLowering {
    mutating func lower(_ id: InstructionID) {
        let data = function[id]
        switch data.opcode {
        case .iconst: define(id, session.constant(data.immediate, context.types.lower(data.type)))
        case .fconst: define(id, session.floatConstant(data.immediate, context.types.lower(data.type)))
        case .globalAddr, .functionAddr, .slotAddr: define(id, address(data))

        case .add, .sub, .mul, .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt,
            .insert:
            define(id, integer(data))
        case .sdiv, .udiv, .srem, .urem: define(id, division(data, id))
        case .addCarry: lowerCarry(id, data, .sum)
        case .subBorrow: lowerCarry(id, data, .difference)

        case .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax: define(id, float(data))

        case .icmp:
            define(id, builder.compare(data.integerCondition.predicate, value(data.valueA), value(data.valueB)))
        case .fcmp:
            define(id, builder.compare(data.floatCondition.predicate, value(data.valueA), value(data.valueB)))
        case .select: define(id, builder.select(value(data.valueA), value(data.valueB), value(data.valueC)))

        case .trunc, .zext, .sext, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr:
            define(id, conversion(data))
        case .ptrAdd: define(id, pointerSum(data))

        case .load, .volatileLoad: define(id, load(data, id))
        case .store, .volatileStore: store(data, id)

        case .call: lowerCall(id, data)
        case .callIndirect: lowerIndirectCall(id, data)
        case .service: lowerService(id, data)
        case .tailCall: lowerTailCall(data)
        case .tailCallIndirect: lowerIndirectTailCall(id, data)
        case .breakpoint: _ = builder.call(context.runtime.breakpoint, [session.constant(UInt64(data.b), types.i32)])

        case .nop: break
        case .jump: lowerJump(data)
        case .branch: lowerBranch(data)
        case .switch: lowerSwitch(data)
        case .ret:
            let results = observed(data.list, by: .ret)
            context.calls.ret(results, from: target, function.signature, convention, builder)
        case .trap: lowerTrap(data.trapCode, id)
        case .unreachable: builder.unreachable()

        case .nilConst: define(id, session.constant(CoreWords.null, types.i64))
        case .alloc: construct(at: id)
        case .allocElements: define(id, indexedObject(data, id))
        case .elementGet: define(id, elementValue(data, id))
        case .elementSet: setElement(data, id)
        case .elementCount: define(id, container(.elementCount, id))
        case .elementsCopy: copyElements(data, id)
        case .fieldGet: define(id, field(data, id))
        case .fieldSet: setField(data, id)
        case .arrayNew: define(id, container(.newArray, id))
        case .arrayGet: define(id, container(.getElement, id))
        case .arraySet: _ = container(.setElement, id)
        case .arrayLength: define(id, container(.arrayLength, id))
        case .bytesNew: define(id, container(.newBytes, id))
        case .bytesGet: define(id, container(.getByte, id))
        case .bytesSet: _ = container(.setByte, id)
        case .bytesCopy: _ = container(.copyBytes, id)
        case .bytesLength: define(id, container(.bytesLength, id))
        case .cellNew: define(id, container(.newCell, id, isChecked: false))
        case .cellGet: define(id, container(.getCell, id))
        case .cellSet: _ = container(.setCell, id)
        case .closure: define(id, closure(data))
        case .rootGet: define(id, rootValue(data.root))
        case .rootSet: setRoot(data)

        case .isInt: define(id, container(.isInt, id, isChecked: false))
        case .isNil: define(id, container(.isNil, id, isChecked: false))
        case .isRef: define(id, isValue(data.valueA, of: data.type))
        case .box: define(id, boxed(data))
        case .unbox: define(id, unboxed(data, id))
        case .layoutOf:
            define(id, core(.layoutOf, [value(data.valueA)] + context.forms.pairNumbers.map(number)))
        case .closureArity: define(id, container(.closureArity, id, isChecked: false))
        case .unwinding: define(id, session.constant(CoreWords.unwinding, types.i64))
        case .unwound: define(id, container(.isUnwinding, id, isChecked: false))
        case .dynEq: define(id, container(.isSame, id, isChecked: false))
        case .callClosure: lowerClosureCall(id, data)
        case .tailCallClosure: lowerClosureTailCall(id, data)

        case .hsxFmul, .hsxFdiv, .varGet, .varSet, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynTruthy,
            .send, .tailSend:
            preconditionFailure("FunctionLowering: SupportCheck refuses '\(data.opcode.info.mnemonic)'")
        }
    }
}

extension IntegerCondition {
    var predicate: LLVMIntPredicate {
        switch self {
        case .eq: LLVMIntEQ
        case .ne: LLVMIntNE
        case .slt: LLVMIntSLT
        case .sle: LLVMIntSLE
        case .sgt: LLVMIntSGT
        case .sge: LLVMIntSGE
        case .ult: LLVMIntULT
        case .ule: LLVMIntULE
        case .ugt: LLVMIntUGT
        case .uge: LLVMIntUGE
        }
    }
}

extension FloatCondition {
    var predicate: LLVMRealPredicate {
        switch self {
        case .oeq: LLVMRealOEQ
        case .one: LLVMRealONE
        case .olt: LLVMRealOLT
        case .ole: LLVMRealOLE
        case .ogt: LLVMRealOGT
        case .oge: LLVMRealOGE
        case .ord: LLVMRealORD
        case .ueq: LLVMRealUEQ
        case .une: LLVMRealUNE
        case .ult: LLVMRealULT
        case .ule: LLVMRealULE
        case .ugt: LLVMRealUGT
        case .uge: LLVMRealUGE
        case .uno: LLVMRealUNO
        }
    }
}
