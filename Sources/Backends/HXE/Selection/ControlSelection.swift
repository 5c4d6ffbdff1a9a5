// Terminators. Copies of block arguments stand in the predecessor when it goes nowhere else, in the target when nothing
// else comes there, and otherwise in a block of their own on the edge, so that no edge is critical afterwards.

import HSXMachine
import IR
import Support

extension HXELowering {
    mutating func lowerTerminator(_ id: InstructionID) {
        let data = function[id]
        let own = machineBlocks[block]
        consumeOperands(id)
        switch data.opcode {
        case .jump:
            let call = function.blockCalls[BlockCallID(rawValue: data.a)]
            let pairs = copies(call)
            if !pairs.isEmpty { emit(machine.makeParallelCopy(pairs)) }
            machine.blocks[own].terminator = .jump(machineBlocks[call.block])
        case .branch: lowerBranch(data, own)
        case .switch: lowerSwitch(id, own)
        case .ret: lowerReturn(function.lists.elements(data.list))
        case .tailCall, .tailCallIndirect: lowerTailCall(id)
        case .trap: lowerTrap(data.trapCode, own)
        case .unreachable: emit(MachineInstruction(.illegal))
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem,
            .urem,
            .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow,
            .ptrAdd,
            .insert, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv, .icmp, .fcmp,
            .select,
            .trunc, .zext, .sext, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr,
            .varGet, .varSet, .load, .store, .volatileLoad, .volatileStore, .alloc, .fieldGet, .fieldSet,
            .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet, .arraySet,
            .arrayLength,
            .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet,
            .closure,
            .isInt, .isNil,
            .isRef, .box,
            .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity,
            .unwinding, .unwound, .call,
            .callIndirect,
            .callClosure, .send, .service, .tailCallClosure, .tailSend, .breakpoint, .nop:
            preconditionFailure("HXELowering: \(data.opcode) is no terminator")
        }
    }

    /// The copies into the parameters of a branch target.
    private mutating func copies(_ call: BlockCall) -> [CopyPair] {
        var pairs: [CopyPair] = []
        for (position, parameter) in function.parameters(call.block).enumerated() {
            // The uses of a block above in the layout are all known only when it is done.
            guard isUsed(parameter) || !isLowered(call.block) else { continue }
            let source = copySource(function.lists[call.arguments, position])
            let target = definition(parameter)
            if source != .register(target) { pairs.append(CopyPair(target: .register(target), source: source)) }
        }
        return pairs
    }

    /// The block that a branch with several targets must go to for `id`.
    mutating func edge(_ id: BlockCallID, isOnlyEdge: Bool) -> MachineBlockID {
        let call = function.blockCalls[id]
        let target = machineBlocks[call.block]
        let pairs = copies(call)
        if isOnlyEdge, graph.predecessors(call.block).count == 1, call.block != function.entry, isLowered(call.block) {
            if !pairs.isEmpty {
                let copy = machine.makeParallelCopy(pairs)
                machine.blocks[target].instructions.insert(copy, at: 0)
            }
            return target
        }
        let frequency = min(machine.blocks[machineBlocks[block]].frequency, machine.blocks[target].frequency) / 2
        let new = makeBlock(commonLoop(block, call.block), frequency: frequency)
        machine.blocks[new].terminator = .jump(target)
        if !pairs.isEmpty { machine.blocks[new].instructions.append(machine.makeParallelCopy(pairs)) }
        return new
    }

    /// The innermost loop that holds both blocks.
    private func commonLoop(_ a: BlockID, _ b: BlockID) -> LoopID? {
        var loop = loops.loop(of: a)
        while let candidate = loop, !loops.loops[candidate].blocks.contains(b) { loop = loops.loops[candidate].parent }
        return loop
    }

    // MARK: Branches

    private mutating func lowerBranch(_ data: Instruction, _ own: MachineBlockID) {
        let (yes, no) = (BlockCallID(rawValue: data.b), BlockCallID(rawValue: data.c))
        let areDistinct = function.blockCalls[yes].block != function.blockCalls[no].block
        let taken = edge(yes, isOnlyEdge: areDistinct)
        let other = edge(no, isOnlyEdge: areDistinct)
        let holds = emitTest(data.valueA)
        machine.blocks[own].terminator = .branch(onZero: holds, taken: taken, other: other)
    }

    // MARK: Traps

    /// The instruction of the machine that stops with the fault nearest to the trap.
    private mutating func lowerTrap(_ code: TrapCode, _ own: MachineBlockID) {
        switch code {
        case .divideByZero:
            let zero = number(0)
            _ = compute(.div, zero, zero)
        case .memoryFault:
            let rd = machine.makeRegister()
            emit(.load(.ld, rd, MemoryPlace(base: number(-1), offset: 0)))
        case .pcOutOfRange:
            // A call of the last word of the code space, which no program reaches.
            var call = MachineInstruction(.callIndirect, .call)
            call.rs1 = number(0xFFFC)
            call.aux = machine.makeCallSite(CallSite())
            emit(call)
        case .stackUnderflow: return lowerStackTrap(own, pops: true)
        case .stackOverflow: return lowerStackTrap(own, pops: false)
        case .unreachable, .illegalInstruction, .badCast, .indexOutOfRange, .user: break
        }
        emit(MachineInstruction(.illegal))
    }

    /// Moves SP for ever, until it leaves the stack.
    private mutating func lowerStackTrap(_ own: MachineBlockID, pops: Bool) {
        var step = MachineInstruction(.plain, pops ? .pop : .push)
        if pops { step.rd = .stack } else { step.rs1 = .stack }
        let loop = makeBlock(nil, frequency: machine.blocks[own].frequency)
        machine.blocks[loop].instructions = [step]
        machine.blocks[loop].terminator = .jump(loop)
        machine.blocks[own].terminator = .jump(loop)
    }
}
