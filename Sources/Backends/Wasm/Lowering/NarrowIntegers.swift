// Integers narrower than 32 bits live in an i32. Their normal form is clean: zeros above the width. An operation that
// makes garbage there is followed by a mask only when some user looks at those bits; block parameters, arguments and
// results of calls always are clean.

import IR

enum NarrowIntegers {
    /// Whether what `instruction` does with its direct operand number `place` depends on bits above the width.
    static func looksAtHighBits(_ instruction: Instruction, _ place: Int) -> Bool {
        switch instruction.opcode {
        case .add, .sub, .mul, .and, .or, .xor, .not, .neg, .shl, .ashr, .sdiv, .srem, .smulh, .ctz, .trunc, .sext,
            .sitofp, .ptrAdd:
            return false
        case .lshr: return place == 0
        case .insert: return place == 1
        case .select: return place == 0
        case .icmp:
            switch instruction.integerCondition {
            case .slt, .sle, .sgt, .sge: return false
            case .eq, .ne, .ult, .ule, .ugt, .uge: return true
            }
        case .store, .volatileStore: return instruction.type == .i1
        case .elementSet: return place < 2 || instruction.type == .i1
        case .udiv, .urem, .umulh, .clz, .popcnt, .addCarry, .subBorrow, .zext, .uitofp, .intToPtr, .call,
            .callIndirect, .service, .tailCall, .tailCallIndirect, .ret, .branch, .switch:
            return true
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .fadd, .fsub, .fmul, .fdiv, .fneg,
            .fabs, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv, .fcmp, .bitcast, .fptosi, .fptoui, .fptrunc, .fpext,
            .ptrToInt, .varGet, .varSet, .load, .volatileLoad, .alloc, .fieldGet, .fieldSet, .allocElements,
            .elementGet, .elementCount, .elementsCopy, .arrayNew, .arrayGet, .arraySet,
            .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet,
            .rootGet,
            .rootSet, .closure, .isInt,
            .isNil, .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy,
            .layoutOf, .closureArity, .unwinding,
            .unwound, .callClosure, .send, .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .trap, .unreachable:
            return true
        }
    }
}

extension Type {
    /// Whether values leave bits of the i32 that holds them unused.
    var isNarrow: Bool { isInteger && rawValue < Type.i32.rawValue }
}
