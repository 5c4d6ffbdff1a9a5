// Copies the body of one function into another in place of a call.
// Requires: the block of the call is in the layout of the caller; the callee has blocks.

import IR
import Support

/// One copy of a callee's body.
struct BodyCopy {
    private let callee: Function
    private let callLocation: LocationID
    /// Where the callee returns to; nil in place of a tail call, whose returns are the caller's.
    private let continuation: BlockID?
    private var values: SecondaryMap<ValueID, ValueID>
    private var blocks: SecondaryMap<BlockID, BlockID>
    private var locations: SecondaryMap<LocationID, LocationID>
    private let firstVariable: Int
    private let firstSlot: Int
    private let firstDebugVariable: Int

    /// Replaces `call` in `caller` by the body of `callee`; the values that stand for the results of the call go to
    /// `replacement`.
    static func replace(
        _ call: InstructionID, in caller: inout Function, by callee: Function, _ replacement: inout ValueReplacement
    ) {
        guard let block = caller.layout.block(of: call), let entry = callee.entry else { return }
        let arguments = caller.directOperands(call)
        let location = caller.location(call)
        var continuation: BlockID?
        if !caller[call].opcode.isTerminator {
            let rest = caller.splitBlock(block, after: call)
            for result in caller.results(call) {
                replacement.replace(result, by: caller.appendParameter(rest, caller.type(result)))
            }
            continuation = rest
        }
        caller.layout.remove(call)
        var copy = BodyCopy(of: callee, in: caller, callLocation: location, continuation: continuation)
        copy.copyBody(to: &caller, after: block)
        let start = copy.blocks[entry]
        copy.zeroVariables(&caller, before: start, arguments, in: block)
    }

    private init(of callee: Function, in caller: Function, callLocation: LocationID, continuation: BlockID?) {
        self.callee = callee
        self.callLocation = callLocation
        self.continuation = continuation
        values = SecondaryMap(initial: ValueID(rawValue: .max), count: callee.values.count)
        blocks = SecondaryMap(initial: BlockID(rawValue: .max), count: callee.blocks.count)
        locations = SecondaryMap(initial: .none, count: callee.locations.count)
        firstVariable = caller.variables.count
        firstSlot = caller.slots.count
        firstDebugVariable = caller.debugVariables.count
    }

    private mutating func copyBody(to caller: inout Function, after place: BlockID) {
        for variable in callee.variables.values { caller.variables.append(variable) }
        for slot in callee.slots.values {
            // In the frame of the caller it is a slot like any other.
            caller.slots.append(StackSlot(size: slot.size, alignment: slot.alignment))
        }
        for var variable in callee.debugVariables.values {
            variable.location = copyLocation(variable.location, to: &caller)
            caller.debugVariables.append(variable)
        }
        var last = place
        for block in callee.layout.blocks {
            let new = caller.makeBlock()
            blocks[block] = new
            for parameter in callee.parameters(block) {
                values[parameter] = caller.appendParameter(new, callee.type(parameter))
            }
            caller.layout.insert(new, after: last)
            last = new
        }
        // Operands still name the callee's values at first, because a block may stand before what dominates it.
        var copies: [InstructionID] = []
        for block in callee.layout.blocks {
            for instruction in callee.layout.instructions(block) {
                copyInstruction(instruction, to: blocks[block], &caller, &copies)
            }
        }
        for copy in copies {
            caller.mapOperands(copy) { values[$0] }
            caller.replaceBoundValues(before: copy) { values[$0] }
        }
    }

    /// The caller's copy of a location, which keeps the way through the calls. Code of a function without any stands
    /// where its call does.
    private mutating func copyLocation(_ id: LocationID, to caller: inout Function) -> LocationID {
        if id == .none { return callee.locations.isEmpty ? callLocation : .none }
        if locations[id] != .none { return locations[id] }
        let old = callee.locations[id]
        // What was written in the callee itself is inlined at the call now.
        let inlinedAt = old.inlinedAt == .none ? callLocation : copyLocation(old.inlinedAt, to: &caller)
        locations[id] = caller.locations.append(
            SourceLocation(
                file: old.file, line: old.line, column: old.column, inlinedAt: inlinedAt,
                inlinedFunction: old.inlinedFunction ?? callee.name))
        return locations[id]
    }

    private mutating func copyInstruction(
        _ instruction: InstructionID, to block: BlockID, _ caller: inout Function, _ copies: inout [InstructionID]
    ) {
        var detached = DetachedInstruction(instruction, of: callee)
        let location = copyLocation(callee.location(instruction), to: &caller)
        let info = detached.data.opcode.info
        if info.format == .slot { detached.data.a += UInt32(firstSlot) }
        if info.format == .variableGet || info.format == .variableSet { detached.data.a += UInt32(firstVariable) }
        detached.mapTargets { blocks[$0] }
        for index in detached.bindings.indices { renumber(&detached.bindings[index]) }
        let isTailCall = info.effects.contains(.calls) && info.effects.contains(.terminates)
        if let continuation, info.types == .returned {
            for binding in detached.bindings { caller.bind(binding, atEndOf: block) }
            let target = caller.makeBlockCall(continuation, callee.directOperands(instruction))
            let jump = caller.makeInstruction(
                Instruction(.jump, a: target.rawValue), results: [], location: location)
            caller.layout.append(jump, to: block)
            copies.append(jump)
        } else if let continuation, isTailCall, let opcode = detached.data.opcode.withoutTail {
            detached.data.opcode = opcode
            detached.results = callee.signature.results
            let call = detached.append(to: block, of: &caller, location: location)
            copies.append(call)
            let target = caller.makeBlockCall(continuation, caller.results(call))
            // Not among the copies: its arguments are values of the caller already.
            caller.appendJump(to: target, in: block, location: location)
        } else {
            let copy = detached.append(to: block, of: &caller, location: location)
            copies.append(copy)
            for (old, new) in zip(callee.results(instruction), caller.results(copy)) { values[old] = new }
        }
    }

    /// Makes a binding of the callee one of the caller; its value is still the callee's.
    private func renumber(_ binding: inout DebugBinding) {
        binding.variable = DebugVariableID(index: binding.variable.index + firstDebugVariable)
        switch binding.place {
        case .slot(let slot, let offset): binding.place = .slot(SlotID(index: slot.index + firstSlot), offset)
        case .value, .memory: binding.place = callee.settled(binding.place)
        case .none, .constant, .global: break
        }
    }

    /// Ends the block of the call: the callee's variables are zero each time it starts, then it starts.
    private func zeroVariables(
        _ caller: inout Function, before start: BlockID, _ arguments: [ValueID], in block: BlockID
    ) {
        for (index, variable) in callee.variables.values.enumerated() {
            var zero: ValueID?
            for instruction in caller.makeZero(variable.type) {
                caller.layout.append(instruction, to: block)
                zero = caller.result(instruction)
            }
            guard let zero else { continue }
            let set = caller.makeInstruction(
                Instruction(.varSet, type: variable.type, a: UInt32(firstVariable + index), b: zero.rawValue),
                results: [])
            caller.layout.append(set, to: block)
        }
        caller.appendJump(to: caller.makeBlockCall(start, arguments), in: block, location: callLocation)
    }
}

extension Opcode {
    /// The call that a tail call is when its caller goes on.
    fileprivate var withoutTail: Opcode? {
        switch self {
        case .tailCall: .call
        case .tailCallIndirect: .callIndirect
        case .tailCallClosure: .callClosure
        case .tailSend: .send
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
            .isRef,
            .box, .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf,
            .closureArity, .unwinding, .unwound, .call,
            .callIndirect, .callClosure, .send, .service, .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap,
            .unreachable:
            nil
        }
    }
}
