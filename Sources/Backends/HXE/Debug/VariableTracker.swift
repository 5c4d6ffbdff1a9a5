// Follows the values of source variables through the final code of a function: which registers and frame homes hold
// each one, from copies, spills and reloads alone, so that it does not depend on how registers were allocated.
// Source of the idea: LLVM's instruction-referencing LiveDebugValues.
// Requires: machine registers, the final order of blocks, the frame laid out.

import HSXMachine
import IR
import Support

/// Some bytes of a variable, all when `size` is 0, and where they are.
struct VariablePiece: Equatable {
    let variable: DebugVariableID
    let offset: UInt32
    let size: UInt32
    let place: MarkPlace
}

/// Where a piece of a variable is at a point of the code.
struct VariablePosition: Equatable {
    enum Place: Equatable {
        case register(MachineRegister)
        case constant(UInt64)
        /// In the frame, while it stands.
        case frame(FrameObjectID, Int32)
        case fixed(MachineConstant)
        case pointer(MachineConstant)
        /// In memory, at the address in a register plus an offset.
        case memory(MachineRegister, Int32)
    }

    let variable: DebugVariableID
    let offset: UInt32
    let size: UInt32
    let place: Place
}

/// Which values places hold, and what variables are bound to.
private struct TrackedState: Equatable {
    /// By number of the machine register.
    var registers = [[ValueID]](repeating: [], count: MachineRegister.firstVirtual)
    var homes: [FrameObjectID: [ValueID]] = [:]
    /// By rising variable and offset.
    var pieces: [VariablePiece] = []

    /// From here on `register` holds `value`, and no place else does that held it before.
    mutating func define(_ value: ValueID, _ register: MachineRegister) {
        if registers[register.index].contains(value) { return }
        forget(value)
        registers[register.index].append(value)
    }

    mutating func define(_ value: ValueID, _ home: FrameObjectID) {
        if homes[home]?.contains(value) == true { return }
        forget(value)
        homes[home, default: []].append(value)
    }

    private mutating func forget(_ value: ValueID) {
        for index in registers.indices { registers[index].removeAll { $0 == value } }
        for home in homes.keys { homes[home]?.removeAll { $0 == value } }
    }

    mutating func bind(_ piece: VariablePiece) {
        pieces.removeAll { old in
            guard old.variable == piece.variable else { return false }
            return piece.size == 0 || old.size == 0
                || (old.offset < piece.offset + piece.size && piece.offset < old.offset + old.size)
        }
        guard piece.place != .none else { return }
        let index = pieces.firstIndex { ($0.variable, $0.offset) > (piece.variable, piece.offset) } ?? pieces.count
        pieces.insert(piece, at: index)
    }

    /// What is true here and in `other`.
    mutating func meet(_ other: TrackedState) {
        for index in registers.indices {
            registers[index].removeAll { !other.registers[index].contains($0) }
        }
        for home in homes.keys {
            homes[home]?.removeAll { other.homes[home]?.contains($0) != true }
        }
        homes = homes.filter { !$0.value.isEmpty }
        pieces.removeAll { !other.pieces.contains($0) }
    }

    /// Where a value is: in the lowest register that holds it, else in a home.
    func place(of value: ValueID) -> VariablePosition.Place? {
        if let index = registers.firstIndex(where: { $0.contains(value) }) { return .register(MachineRegister(index)) }
        return homes.keys.sorted().first { homes[$0]?.contains(value) == true }.map { .frame($0, 0) }
    }

    /// Where the variables are.
    var positions: [VariablePosition] {
        pieces.compactMap { piece in
            let place: VariablePosition.Place?
            switch piece.place {
            case .none: place = nil
            case .constant(let bits): place = .constant(bits)
            case .frame(let object, let offset): place = .frame(object, offset)
            case .fixed(let address): place = .fixed(address)
            case .pointer(let address): place = .pointer(address)
            case .value(let value): place = self.place(of: value)
            case .memory(let value, let offset):
                guard case .register(let register) = self.place(of: value) else { return nil }
                place = .memory(register, offset)
            }
            return place.map {
                VariablePosition(variable: piece.variable, offset: piece.offset, size: piece.size, place: $0)
            }
        }
    }
}

/// The positions of all variables of a function, by place in its code.
struct VariableTracker {
    private let function: MachineFunction
    private let marks: DebugMarks
    private let allocation: Allocation
    private var present: Set<UInt32> = []
    private var usedHomes = EntitySet<FrameObjectID>()
    private var starts: [TrackedState?]

    /// For each block, before each instruction and before the terminator, where the variables are; empty without marks.
    static func run(
        _ function: MachineFunction, _ allocation: Allocation
    ) -> SecondaryMap<MachineBlockID, [[VariablePosition]]> {
        var result = SecondaryMap<MachineBlockID, [[VariablePosition]]>(initial: [])
        guard let marks = function.marks else { return result }
        var tracker = VariableTracker(function, marks, allocation)
        tracker.solve()
        for block in function.order {
            guard var state = tracker.starts[block.index] else { continue }
            var positions: [[VariablePosition]] = []
            tracker.walk(block, &state) { positions.append($0.positions) }
            result[block] = positions
        }
        return result
    }

    private init(_ function: MachineFunction, _ marks: DebugMarks, _ allocation: Allocation) {
        self.function = function
        self.marks = marks
        self.allocation = allocation
        starts = Array(repeating: nil, count: function.blocks.count)
        for block in function.order {
            for instruction in function.blocks[block].instructions {
                if instruction.serial != .max { present.insert(instruction.serial) }
                if let frame = instruction.frame { usedHomes.insert(frame) }
            }
        }
    }

    private mutating func solve() {
        guard let entry = function.order.first else { return }
        starts[entry.index] = TrackedState()
        var worklist = EntitySet<MachineBlockID>(capacity: function.blocks.count)
        worklist.insert(entry)
        var isPending = true
        while isPending {
            isPending = false
            for block in function.order where worklist.contains(block) {
                worklist.remove(block)
                guard var state = starts[block.index] else { continue }
                walk(block, &state) { _ in }
                for target in function.blocks[block].successors {
                    var merged = state
                    if let known = starts[target.index] {
                        merged = known
                        merged.meet(state)
                        if merged == known { continue }
                    }
                    starts[target.index] = merged
                    worklist.insert(target)
                    isPending = true
                }
            }
        }
    }

    /// Takes `state` through a block; `visit` sees it before each instruction and before the terminator.
    private func walk(_ block: MachineBlockID, _ state: inout TrackedState, visit: (TrackedState) -> Void) {
        var next = marks.spans[block]?.lowerBound
        for instruction in function.blocks[block].instructions {
            let serial = instruction.serial
            if let span = marks.spans[block], let from = next, span.contains(serial), serial >= from {
                apply(from...serial, &state)
                next = serial + 1
            }
            visit(state)
            step(instruction, &state)
        }
        if let span = marks.spans[block], let from = next, from <= span.upperBound {
            apply(from...span.upperBound, &state)
        }
        visit(state)
    }

    /// What stands before the instructions with these numbers. An instruction that has vanished has left its value in
    /// the register that it was to write.
    private func apply(_ serials: ClosedRange<UInt32>, _ state: inout TrackedState) {
        for index in marks.range(serials.lowerBound, serials.upperBound) {
            let (serial, mark) = marks.marks[index]
            switch mark {
            case .bind(let variable, let offset, let size, let place):
                state.bind(VariablePiece(variable: variable, offset: offset, size: size, place: place))
            case .holds(let value, let register): hold(value, register, &state)
            case .defines(let value, let register):
                if !present.contains(serial) { hold(value, register, &state) }
            }
        }
    }

    private func hold(_ value: ValueID, _ register: MachineRegister, _ state: inout TrackedState) {
        var register = register
        while register.isVirtual, function[register].joined != .none { register = function[register].joined }
        let machine = allocation.assignment[register.index]
        if machine != .none {
            state.define(value, machine)
        } else if register.isVirtual, let home = function[register].home, usedHomes.contains(home) {
            state.define(value, home)
        }
    }

    private func step(_ instruction: MachineInstruction, _ state: inout TrackedState) {
        var moved: [ValueID] = []
        if instruction.form == .copy {
            moved = state.registers[instruction.rs1.index]
        } else if let home = instruction.frame, instruction.imm == 0 {
            if instruction.opcode == .ld { moved = state.homes[home] ?? [] }
            if instruction.opcode == .st { state.homes[home] = state.registers[instruction.rs2.index] }
        }
        for register in function.clobbers(instruction).registers { state.registers[register.index] = [] }
        function.forEachDefinition(instruction) { if $0.isPhysical { state.registers[$0.index] = [] } }
        if instruction.rd.isPhysical, !moved.isEmpty { state.registers[instruction.rd.index] = moved }
        guard instruction.serial != .max else { return }
        for index in marks.range(instruction.serial, instruction.serial) {
            guard case .defines(let value, _) = marks.marks[index].mark else { continue }
            function.forEachDefinition(instruction) { if $0.isPhysical { state.define(value, $0) } }
        }
    }
}
