// Follows the stack pointer and the entry values of registers through every function: which registers a call leaves
// alone, how the stack is addressed, and which functions do what cannot be lifted. A fixed point over the call graph:
// the set of registers that a function may modify starts empty and grows, which is sound because a claim is only used
// for calls that have returned.

import HSXMachine
import Support

/// The interprocedural stack analysis.
struct StackAnalysis {
    private let code: MachineCode
    private(set) var functions: [MachineFunction]
    private let placeOfEntry: [CodeAddress: Int]

    /// Fills in `kept`, `modified`, `usesStackMemory`, `stackEscapes` and `stackSize` of all functions.
    static func run(_ code: MachineCode, _ functions: [MachineFunction]) -> [MachineFunction] {
        var analysis = StackAnalysis(code, functions)
        analysis.run()
        return analysis.functions
    }

    private init(_ code: MachineCode, _ functions: [MachineFunction]) {
        self.code = code
        self.functions = functions
        placeOfEntry = Dictionary(uniqueKeysWithValues: functions.enumerated().map { ($1.entry, $0) })
    }

    /// Requires: `parameters` of the functions hold what is known so far; the caller runs the analysis again when they
    /// grow.
    private mutating func run() {
        var changed = true
        while changed {
            changed = false
            for place in functions.indices.reversed() {
                let before = functions[place].modified
                let beforeFlags = functions[place].modifiedFlags
                if functions[place].kept == nil { analyze(place) }
                if functions[place].kept != nil { assumeKept(place) }
                if functions[place].modified != before || functions[place].modifiedFlags != beforeFlags {
                    changed = true
                }
            }
            if propagateKept() { changed = true }
        }
    }

    /// Callers whose frames a kept function may look into are kept too.
    private mutating func propagateKept() -> Bool {
        var changed = false
        for place in functions.indices where functions[place].kept == nil {
            for callee in functions[place].callees {
                guard let calleePlace = placeOfEntry[callee], let kept = functions[calleePlace].kept else { continue }
                if kept.reason == .callerFrame || kept.reason == .stackNumber || kept.reason == .unbalancedStack {
                    functions[place].kept = (
                        kept.reason == .stackNumber ? .stackNumber : .callsKept, functions[place].entry
                    )
                    changed = true
                }
            }
        }
        return changed
    }

    /// A kept function modifies whatever its code writes, or everything when it goes to unknown places.
    private mutating func assumeKept(_ place: Int) {
        var modified: HSXRegisterSet = []
        var goesAnywhere = false
        for (index, address) in functions[place].addresses.enumerated() {
            guard case .instruction(let instruction) = code.decode(address) else { continue }
            modified.formUnion(instruction.registersWritten)
            switch functions[place].transfers[index] {
            case .call(let target), .tailCall(let target):
                if let callee = placeOfEntry[target] { modified.formUnion(functions[callee].modified) }
            case .next, .jump, .branch, .ret, .stop: break
            }
        }
        switch functions[place].kept?.reason {
        case .indirectCall, .returnAddress, .misalignedJump, .unbalancedStack, .codeAddress: goesAnywhere = true
        case .callerFrame, .stackNumber, .flagsAcrossCall, .callsKept, nil: break
        }
        if goesAnywhere { modified = HSXRegisterSet(numbers: 0...14) }
        modified.remove(HSXRegisterSet(.stackShadow))
        functions[place].modified.formUnion(modified)
        functions[place].modifiedFlags = MachineSet.trackedFlags
    }

    // MARK: One function

    private struct Findings {
        var kept: (reason: KeptReason, address: CodeAddress)?
        var usesStackMemory = false
        var stackEscapes = false
        var lowest: Int32 = 0
        var modified: HSXRegisterSet = []
        var modifiedFlags: HSXFlags = []

        mutating func keep(_ reason: KeptReason, _ address: CodeAddress) { if kept == nil { kept = (reason, address) } }
    }

    private mutating func analyze(_ place: Int) {
        let function = functions[place]
        var states = [AbstractState?](repeating: nil, count: function.addresses.count)
        var worklist = [function.entry]
        if let start = function.index(function.entry) {
            states[start] = function.isProgramStart ? .programStart : .called
        }
        while let leader = worklist.popLast() {
            guard let first = function.index(leader), var state = states[first] else { continue }
            walk(
                function, from: first, &state, visit: { _, _, _, _ in }, leave: { _ in },
                flow: { target, state in
                    guard let index = function.index(target) else { return }
                    if states[index] == nil {
                        states[index] = state
                        worklist.append(target)
                    } else if states[index]?.merge(state) == true {
                        worklist.append(target)
                    }
                })
        }
        var findings = Findings()
        for leader in function.leaders {
            guard let first = function.index(leader), var state = states[first] else { continue }
            walk(
                function, from: first, &state,
                visit: { inspect(function, $0, $1, $2, $3, &findings) },
                leave: { recordReturn(function, $0, &findings) }, flow: { _, _ in })
        }
        if findings.stackEscapes { findings.usesStackMemory = true }
        functions[place].kept = findings.kept
        if findings.usesStackMemory { functions[place].usesStackMemory = true }
        if findings.stackEscapes { functions[place].stackEscapes = true }
        let deepest = Int32(function.depths.max() ?? 0) * 4 + 4
        functions[place].stackSize = Int(max(deepest, -findings.lowest, 4) + 3) / 4 * 4
        var modified = findings.modified
        modified.remove(HSXRegisterSet(.stackShadow))
        functions[place].modified.formUnion(modified)
        functions[place].modifiedFlags.formUnion(findings.modifiedFlags)
    }

    /// Walks a block from instruction number `first`, changing `state`: `visit` sees each instruction with the state
    /// before it, `leave` the state at returns, `flow` the state at each successor.
    private func walk(
        _ function: MachineFunction, from first: Int, _ state: inout AbstractState,
        visit: (CodeAddress, HSXInstruction, ControlTransfer, AbstractState) -> Void, leave: (AbstractState) -> Void,
        flow: (CodeAddress, AbstractState) -> Void
    ) {
        var address = function.addresses[first]
        while let index = function.index(address) {
            guard case .instruction(let instruction) = code.decode(address) else { return }
            visit(address, instruction, function.transfers[index], state)
            let next = code.next(address, instruction)
            switch function.transfers[index] {
            case .next:
                apply(instruction, to: &state, function)
            case .jump(let target):
                if instruction.opcode.effects.contains(.calls) { applyFarJump(address, to: &state) }
                flow(target, state)
                return
            case .branch(let target, _):
                flow(target, state)
                flow(next, state)
                return
            case .call(let target):
                applyCall(target, to: &state)
            case .tailCall(let target):
                applyCall(target, to: &state)
                leave(state)
                return
            case .ret:
                leave(state)
                return
            case .stop: return
            }
            if function.isLeader(next) {
                flow(next, state)
                return
            }
            address = next
        }
    }

    private func recordReturn(_ function: MachineFunction, _ state: AbstractState, _ findings: inout Findings) {
        for number in 0..<15 where state.registers[number] != .entry(UInt8(number)) {
            findings.modified.insert(HSXRegisterSet(HSXRegister(number)))
            if state.registers[number].isStackDerived, !function.isProgramStart { findings.stackEscapes = true }
        }
    }

    /// The effect of an ordinary instruction.
    private func apply(_ instruction: HSXInstruction, to state: inout AbstractState, _ function: MachineFunction) {
        let effects = instruction.opcode.effects
        if effects.contains(.pushes) {
            state.pushed.append(state[instruction.rs1])
            state[.stackShadow] = .stack(state.stackPointer)
            return
        }
        if effects.contains(.pops) {
            let popped = state.pushed.popLast() ?? .unknown
            state[.stackShadow] = .stack(state.stackPointer)
            state[instruction.rd] = function.stackEscapes ? .unknown : popped
            return
        }
        if effects.contains(.writesMemory) { storeToStack(instruction, &state) }
        let value = result(instruction, state)
        for register in instruction.registersWritten.registers { state[register] = value }
    }

    private func result(_ instruction: HSXInstruction, _ state: AbstractState) -> AbstractValue {
        let (left, right) = (state[instruction.rs1], state[instruction.rs2])
        switch instruction.opcode {
        case .ldi, .ldi32: return .constant(UInt32(bitPattern: instruction.imm))
        case .mov: return left
        case .and, .or:
            if instruction.rs1 == instruction.rs2 { return left }
        case .add:
            switch (left, right) {
            case (.constant(let a), .constant(let b)): return .constant(a &+ b)
            case (.stack(let base), .constant(let b)): return .stack(base &+ Int32(bitPattern: b))
            case (.constant(let a), .stack(let base)): return .stack(base &+ Int32(bitPattern: a))
            default: break
            }
        case .sub:
            switch (left, right) {
            case (.constant(let a), .constant(let b)): return .constant(a &- b)
            case (.stack(let base), .constant(let b)): return .stack(base &- Int32(bitPattern: b))
            case (.stack, .stack), (.stack, .stackDerived), (.stackDerived, .stack), (.stackDerived, .stackDerived):
                return .unknown
            default: break
            }
        case .ld:
            if case .stack(let base) = left, let place = pushedWord(base &+ instruction.imm, state) {
                return state.pushed[place]
            }
            return .unknown
        case .st, .ldb, .ldh, .stb, .sth, .mul, .div, .xor, .not, .cmp, .jmp, .jz, .jnz, .call, .ret, .svc, .lsl, .lsr,
            .asr,
            .adc, .sbc, .push, .pop, .fadd, .fsub, .fmul, .fdiv, .i2f, .f2i, .brk:
            break
        }
        return left.isStackDerived || right.isStackDerived ? .stackDerived : .unknown
    }

    /// The place in `pushed` of the word at `offset` from the entry's stack pointer.
    private func pushedWord(_ offset: Int32, _ state: AbstractState) -> Int? {
        guard offset < 0, offset % 4 == 0, Int(-offset / 4) <= state.depth else { return nil }
        return Int(-offset / 4) - 1
    }

    private func storeToStack(_ instruction: HSXInstruction, _ state: inout AbstractState) {
        switch state[instruction.rs1] {
        case .stack(let base):
            let offset = base &+ instruction.imm
            if instruction.opcode == .st, let place = pushedWord(offset, state) {
                state.pushed[place] = state[instruction.rs2]
            } else {
                // Part of a word, or two words.
                for byte in [offset, offset &+ 3] {
                    if let place = pushedWord((byte & ~3), state) { state.pushed[place] = .unknown }
                }
            }
        case .stackDerived: state.pushed = state.pushed.map { _ in .unknown }
        case .unknown, .constant, .entry: break
        }
    }

    private func applyCall(_ target: CodeAddress, to state: inout AbstractState) {
        guard let place = placeOfEntry[target] else { return }
        for register in functions[place].modified.registers { state[register] = .unknown }
        state[.stackShadow] = .stack(state.stackPointer)
    }

    private func applyFarJump(_ address: CodeAddress, to state: inout AbstractState) {
        if let load = code.farJumpLoad(address) {
            state[load.rd] = .constant(UInt32(bitPattern: load.imm))
        }
        state[.stackShadow] = .stack(state.stackPointer)
    }

    // MARK: What a function does with its stack

    private func inspect(
        _ function: MachineFunction, _ address: CodeAddress, _ instruction: HSXInstruction, _ transfer: ControlTransfer,
        _ state: AbstractState, _ findings: inout Findings
    ) {
        findings.modifiedFlags.formUnion(instruction.opcode.info.flagsWritten)
        let effects = instruction.opcode.effects
        if effects.contains(.readsMemory) || effects.contains(.writesMemory),
            instruction.opcode.format.fields.contains(.imm),
            !effects.contains(.calls)
        {
            inspectAccess(function, address, instruction, state[instruction.rs1], &findings)
            if effects.contains(.writesMemory), state[instruction.rs2].isStackDerived { findings.stackEscapes = true }
            return
        }
        if effects.contains(.callsService) {
            for register in instruction.service.inputs.registers
            where state[register].isStackDerived && register != .stackShadow {
                findings.usesStackMemory = true
                if instruction.service.effects.contains(.writesMemory) { findings.stackEscapes = true }
            }
            return
        }
        switch transfer {
        case .call(let target), .tailCall(let target):
            guard let callee = placeOfEntry[target] else { return }
            findings.modifiedFlags.formUnion(functions[callee].modifiedFlags)
            for register in functions[callee].parameters.registers.registers
            where register != .stackShadow && state[register].isStackDerived {
                findings.stackEscapes = true
            }
            return
        case .next, .jump, .branch, .ret, .stop: break
        }
        let operands = instruction.registersRead.registers.filter { state[$0].isStackDerived }
        guard !operands.isEmpty else { return }
        switch instruction.opcode {
        case .mov, .add, .sub, .cmp, .push: break
        case .and, .or: if instruction.rs1 != instruction.rs2 { observeNumber(function, address, &findings) }
        case .ldi, .ld, .st, .ldb, .ldh, .stb, .sth, .mul, .div, .xor, .not, .jmp, .jz, .jnz, .call, .ret, .svc, .lsl,
            .lsr, .asr,
            .adc, .sbc, .pop, .fadd, .fsub, .fmul, .fdiv, .i2f, .f2i, .ldi32, .brk:
            observeNumber(function, address, &findings)
        }
    }

    /// The stack pointer's number matters, not just what it points to: only the program's first function knows it.
    private func observeNumber(_ function: MachineFunction, _ address: CodeAddress, _ findings: inout Findings) {
        if !function.isProgramStart { findings.keep(.stackNumber, address) }
    }

    private func inspectAccess(
        _ function: MachineFunction, _ address: CodeAddress, _ instruction: HSXInstruction, _ base: AbstractValue,
        _ findings: inout Findings
    ) {
        switch base {
        case .stack(let base):
            let offset = base &+ instruction.imm
            findings.usesStackMemory = true
            findings.lowest = min(findings.lowest, offset)
            if offset >= 4 {
                findings.keep(.callerFrame, address)
            } else if offset > -4 {
                findings.keep(function.isProgramStart ? .callerFrame : .returnAddress, address)
            }
        case .stackDerived:
            findings.usesStackMemory = true
            findings.stackEscapes = true
        case .unknown, .constant, .entry: break
        }
    }
}
