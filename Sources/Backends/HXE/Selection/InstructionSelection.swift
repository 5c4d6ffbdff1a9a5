// The dispatch from opcodes to the families of selection, and the plain cases.

import HSXMachine
import IR
import Support

extension HXELowering {
    /// Emits the code of one instruction that is no terminator. Requires: `TypeChecker` found nothing.
    mutating func select(_ id: InstructionID) {
        let data = function[id]
        switch data.opcode {
        case .iconst, .fconst: loadConstant(id, .number(UInt32(truncatingIfNeeded: data.immediate)))
        case .globalAddr, .functionAddr: if let known = addressConstant(id) { loadConstant(id, known) }
        case .slotAddr: selectSlotAddress(id)
        case .add: selectAdd(id)
        case .sub: selectBinary(id, data.type == .i1 ? .xor : .sub)
        case .mul: selectBinary(id, data.type == .i1 ? .and : .mul)
        case .and: selectBinary(id, .and)
        case .or: selectBinary(id, .or)
        case .xor: selectXor(id)
        case .not: selectNot(id)
        case .neg: selectNegate(id)
        case .shl, .lshr, .ashr: selectShift(id)
        case .sdiv, .udiv, .srem, .urem: selectDivision(id)
        case .umulh, .smulh: selectHighProduct(id)
        case .clz, .ctz, .popcnt: selectBitCount(id)
        case .addCarry, .subBorrow: selectCarry(id)
        case .insert: selectInsert(id)
        case .ptrAdd: selectPointerSum(id)
        case .fadd, .fsub, .hsxFmul, .hsxFdiv, .fmul, .fdiv, .fneg, .fabs, .fmin, .fmax, .sitofp, .uitofp, .fptosi,
            .fptoui:
            selectFloat(id)
        case .icmp, .fcmp: selectComparison(id)
        case .select: selectSelect(id)
        case .trunc: selectTruncate(id)
        case .zext, .intToPtr: selectZeroExtend(id)
        case .sext: selectSignExtend(id)
        case .bitcast, .ptrToInt: copy(data.valueA, to: id)
        case .load, .volatileLoad: selectLoad(id)
        case .store, .volatileStore: selectStore(id)
        case .call, .callIndirect: selectCall(id)
        case .service: selectService(id)
        case .breakpoint:
            var instruction = MachineInstruction(.plain, .brk)
            instruction.imm = Int32(data.b & 0xFF)
            emit(instruction)
        case .nop: break
        case .fsqrt, .fptrunc, .fpext, .nilConst, .varGet, .varSet, .alloc, .fieldGet, .fieldSet, .allocElements,
            .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
            .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet,
            .cellSet,
            .rootGet, .rootSet,
            .closure,
            .isInt, .isNil, .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq,
            .dynTruthy, .layoutOf, .closureArity, .unwinding,
            .unwound, .callClosure, .send, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .jump, .branch,
            .switch,
            .ret, .trap, .unreachable:
            preconditionFailure("HXELowering: \(data.opcode) must not reach selection")
        }
    }

    /// The register of the instruction's first result.
    mutating func result(_ id: InstructionID) -> MachineRegister { definition(function.result(id)) }

    /// A constant in the register of a value, for the users that asked for that register.
    private mutating func loadConstant(_ id: InstructionID, _ constant: MachineConstant) {
        emit(.constant(result(id), machine.constantID(constant)))
    }

    mutating func copy(_ value: ValueID, to id: InstructionID) { emit(.copy(result(id), register(value))) }

    private mutating func selectBinary(_ id: InstructionID, _ opcode: HSXOpcode) {
        let data = function[id]
        emit(opcode, result(id), register(data.valueA), register(data.valueB))
    }
}
