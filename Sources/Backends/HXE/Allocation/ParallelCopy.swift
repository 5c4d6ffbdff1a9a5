// Puts copies that happen at once into an order that gives the same result. A location that another copy still reads is
// written last; cycles go through a register that is free, or when there is none through the stack. Flags stay as they
// are.

import HSXMachine

/// Turns a list of parallel copies on machine registers into instructions.
struct ParallelCopy {
    private enum Location: Hashable {
        case register(MachineRegister)
        case frame(FrameObjectID)
    }

    private var pending: [(target: Location, source: CopySource)] = []
    private var scratch: MachineRegister?
    /// How far SP stands below its usual place.
    private var depth: Int32 = 0
    private var code: [MachineInstruction] = []

    /// The instructions for `pairs`. `free` are registers that hold nothing; `others` those that may be saved around
    /// the copies.
    static func sequence(_ pairs: [CopyPair], free: RegisterMask) -> [MachineInstruction] {
        var copy = ParallelCopy()
        var involved: RegisterMask = 0
        for pair in pairs {
            let target: Location
            switch pair.target {
            case .register(let register):
                target = .register(register)
                involved |= register.bit
            case .frame(let object): target = .frame(object)
            }
            if case .register(let register) = pair.source { involved |= register.bit }
            if location(pair.source) != target { copy.pending.append((target, pair.source)) }
        }
        copy.scratch = (free & ~involved).registers.first
        if copy.scratch == nil, copy.needsScratch {
            guard let saved = (RegisterMask.allocatable & ~involved).registers.first else {
                copy.throughStack()
                return copy.code
            }
            copy.push(saved)
            copy.scratch = saved
            copy.run()
            copy.pop(saved)
        } else {
            copy.run()
        }
        return copy.code
    }

    private static func location(_ source: CopySource) -> Location? {
        switch source {
        case .register(let register): .register(register)
        case .frame(let object): .frame(object)
        case .constant: nil
        }
    }

    // MARK: Instructions

    private func place(_ object: FrameObjectID) -> MemoryPlace {
        MemoryPlace(base: .stack, offset: depth, frame: object)
    }

    private mutating func push(_ register: MachineRegister) {
        var instruction = MachineInstruction(.plain, .push)
        instruction.rs1 = register
        code.append(instruction)
        depth += 4
    }

    private mutating func pop(_ register: MachineRegister) {
        var instruction = MachineInstruction(.plain, .pop)
        instruction.rd = register
        code.append(instruction)
        depth -= 4
    }

    private mutating func load(_ register: MachineRegister, _ source: CopySource) {
        switch source {
        case .register(let other): code.append(.copy(register, other))
        case .constant(let id): code.append(.constant(register, id))
        case .frame(let object): code.append(.load(.ld, register, place(object)))
        }
    }

    private mutating func move(_ target: Location, _ source: CopySource) {
        switch target {
        case .register(let register): load(register, source)
        case .frame(let object):
            if case .register(let register) = source {
                code.append(.store(.st, place(object), register))
            } else {
                guard let scratch else { preconditionFailure("ParallelCopy: a copy in memory needs a register") }
                load(scratch, source)
                code.append(.store(.st, place(object), scratch))
            }
        }
    }

    // MARK: Order

    /// Whether the copies cannot be done with their own registers: memory to memory, or a cycle.
    private var needsScratch: Bool {
        for pair in pending {
            if case .frame = pair.target {
                if case .register = pair.source { continue }
                return true
            }
        }
        var rest = pending
        while let ready = rest.firstIndex(where: { pair in !rest.contains { Self.location($0.source) == pair.target } })
        {
            rest.remove(at: ready)
        }
        return !rest.isEmpty
    }

    /// Does the pending copies. Requires: a scratch register where `needsScratch`.
    private mutating func run() {
        // Constants depend on nothing: they come last, when they cannot be in the way.
        var constants = pending.filter { Self.location($0.source) == nil }
        pending.removeAll { Self.location($0.source) == nil }
        // A memory-to-memory copy uses the scratch register only for a moment, so it must not wait for a cycle that
        // occupies it.
        while !pending.isEmpty {
            if let ready = pending.firstIndex(where: { pair in
                !pending.contains { Self.location($0.source) == pair.target }
            }) {
                let pair = pending.remove(at: ready)
                move(pair.target, pair.source)
                continue
            }
            breakCycle()
        }
        constants.reverse()
        for pair in constants { move(pair.target, pair.source) }
    }

    /// Everything pending lies on cycles: does one of them, saving the location that is written first.
    private mutating func breakCycle() {
        guard let scratch else { preconditionFailure("ParallelCopy: a cycle needs a register") }
        // Along the cycle from target to source.
        var chain: [(target: Location, source: CopySource)] = [pending.removeFirst()]
        while let next = Self.location(chain[chain.count - 1].source), next != chain[0].target,
            let index = pending.firstIndex(where: { $0.target == next })
        {
            chain.append(pending.remove(at: index))
        }
        let hasMemory = chain.contains { pair in
            if case .frame = pair.target { return true }
            return false
        }
        if !hasMemory {
            load(scratch, Self.source(chain[0].target))
            for pair in chain.dropLast() { move(pair.target, pair.source) }
            return move(chain[chain.count - 1].target, .register(scratch))
        }
        // The scratch register is needed for the steps through memory; the saved value goes to the stack.
        load(scratch, Self.source(chain[0].target))
        push(scratch)
        for pair in chain.dropLast() { move(pair.target, pair.source) }
        pop(scratch)
        move(chain[chain.count - 1].target, .register(scratch))
    }

    private static func source(_ location: Location) -> CopySource {
        switch location {
        case .register(let register): .register(register)
        case .frame(let object): .frame(object)
        }
    }

    /// With all registers busy: pushes every source, then pops into every target.
    private mutating func throughStack() {
        let helper = MachineRegister(0)
        let helperTarget = pending.firstIndex { $0.target == .register(helper) }
        push(helper)
        let saved = depth
        for pair in pending {
            if pair.source == .register(helper) {
                code.append(.load(.ld, helper, MemoryPlace(base: .stack, offset: depth - saved, frame: nil)))
                push(helper)
            } else if case .register(let register) = pair.source {
                push(register)
            } else {
                load(helper, pair.source)
                push(helper)
            }
        }
        for index in pending.indices.reversed() {
            if case .register(let register) = pending[index].target, index != helperTarget {
                pop(register)
                continue
            }
            pop(helper)
            if case .frame(let object) = pending[index].target {
                code.append(.store(.st, place(object), helper))
            } else {
                code.append(.store(.st, MemoryPlace(base: .stack, offset: depth - saved, frame: nil), helper))
            }
        }
        pop(helper)
    }
}
