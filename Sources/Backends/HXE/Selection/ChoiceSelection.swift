// select: by a mask or a product where one arm is nothing, else by a branch over the one instruction that makes the
// difference, which is a MOV at worst.

import HSXMachine
import IR
import Support

extension HXELowering {
    mutating func selectSelect(_ id: InstructionID) {
        let data = function[id]
        let (yes, no) = (constant(data.valueB), constant(data.valueC))
        let ones = mask(data.type)
        let rd = result(id)
        let isWide = bits(data.type) == 32 || data.type == .i1
        // With one arm all zeros or all ones a mask does it without a branch.
        if no == 0 { return emitMasked(data.valueB, by: data.valueA, inverted: false, into: rd) }
        if yes == 0 { return emitMasked(data.valueC, by: data.valueA, inverted: true, into: rd) }
        if isWide, data.type != .i1, yes == ones {
            return emit(.or, rd, register(data.valueC), mask(data.valueA, inverted: false))
        }
        if isWide, data.type != .i1, no == ones {
            return emit(.or, rd, register(data.valueB), mask(data.valueA, inverted: true))
        }
        if emitConditionalArm(data, into: rd) { return }
        let keepsYes = no != nil || (yes == nil && isUsed(resolve(data.valueC)) && !isUsed(resolve(data.valueB)))
        // The arms are named first: what the test computes on the way may be one of them.
        let (kept, moved) = keepsYes ? (data.valueB, data.valueC) : (data.valueC, data.valueB)
        let source = register(moved)
        if constant(kept) == nil { _ = register(kept) }
        let holds = emitTest(data.valueA)
        emitChoice(kept, into: rd)
        emit(.conditionalMove(onZero: holds != keepsYes, rd, source))
    }

    private mutating func emitChoice(_ value: ValueID, into rd: MachineRegister) {
        if let bits = constant(value) { return emit(.constant(rd, machine.constantID(.number(bits)))) }
        emit(.copy(rd, register(value)))
    }

    // MARK: Arms of one instruction

    /// Emits an arm that nothing else needs behind the branch, so that it is computed only where it is chosen; answers
    /// whether there is one.
    private mutating func emitConditionalArm(_ data: Instruction, into rd: MachineRegister) -> Bool {
        let arms = [(data.valueB, data.valueC, true), (data.valueC, data.valueB, false)]
        // An arm that changes the other one needs no register for it.
        for changesOther in [true, false] {
            for (moved, kept, isWhenTrue) in arms {
                guard resolve(moved) != resolve(kept), let arm = function.definingInstruction(moved),
                    canBeConditional(arm),
                    function.operands(arm).contains(kept) == changesOther
                else { continue }
                let other = constant(kept) == nil ? register(kept) : .none
                markSunk(arm)
                let code = collecting { $0.select(arm) }
                guard code.count == 1, code[0].form == .plain, code[0].rd == registers[moved] else {
                    for instruction in code { emit(instruction) }
                    return false
                }
                let holds = emitTest(data.valueA)
                emitChoice(kept, into: rd)
                var operation = code[0]
                operation.form = .conditional
                operation.rd = rd
                if operation.rs1 == other { operation.rs1 = rd }
                if operation.rs2 == other { operation.rs2 = rd }
                operation.imm = holds == isWhenTrue ? 1 : 0
                emit(operation)
                return true
            }
        }
        return false
    }

    private func canBeConditional(_ id: InstructionID) -> Bool {
        switch function[id].opcode {
        case .add, .sub, .mul, .and, .or, .xor, .not, .shl, .lshr, .ashr, .ptrAdd: return canSinkUnseen(id)
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .sdiv, .udiv, .srem, .urem, .neg,
            .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow, .insert, .fadd, .fsub, .fmul, .fdiv, .fneg,
            .fabs, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv, .icmp, .fcmp, .select, .trunc, .zext, .sext, .bitcast,
            .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet, .varSet, .load,
            .store, .volatileLoad, .volatileStore, .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet,
            .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet, .arraySet,
            .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet,
            .rootGet,
            .rootSet, .closure, .isInt,
            .isNil, .isRef, .box, .unbox,
            .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity,
            .unwinding, .unwound, .call, .callIndirect,
            .callClosure, .send, .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint,
            .nop, .jump, .branch, .switch, .ret, .trap, .unreachable:
            return false
        }
    }

    // MARK: Arms of nothing

    /// `value` where the condition (or its opposite) is true, else zero.
    private mutating func emitMasked(
        _ value: ValueID, by condition: ValueID, inverted: Bool, into rd: MachineRegister
    ) {
        let source = register(value)
        if let flag = flag(condition, inverted: inverted) { return emit(.mul, rd, source, flag) }
        emit(.and, rd, source, mask(condition, inverted: inverted))
    }

    /// A register that holds 1 where `value` (or its opposite) is true, else 0, if that takes no code.
    private mutating func flag(_ value: ValueID, inverted: Bool) -> MachineRegister? {
        guard let id = function.definingInstruction(resolve(value)), isComparison(id) else {
            return inverted ? nil : register(value)
        }
        let data = function[id]
        guard isCheapToFold(id) else { return inverted ? nil : register(value) }
        guard data.opcode == .icmp, constant(data.valueB) == 0, widths[data.valueA] <= 1,
            data.integerCondition == (inverted ? .eq : .ne)
        else { return nil }
        _ = foldableDefinition(value)
        markFolded(id)
        return register(data.valueA)
    }

    /// All ones where `value` (or its opposite) is true, else all zeros.
    private mutating func mask(_ value: ValueID, inverted: Bool) -> MachineRegister {
        let rd = machine.makeRegister()
        if let compare = foldableDefinition(value), isComparison(compare), isCheapToFold(compare) {
            markFolded(compare)
            let found = comparison(compare)
            emitMask(inverted ? found.inverted : found, into: rd)
        } else if inverted {
            emit(.sub, rd, register(value), number(1))
        } else {
            emit(.sub, rd, number(0), register(value))
        }
        return rd
    }
}
