// Gives every virtual register a machine register. Long ranges choose first; a range that finds nothing free may evict
// cheaper ones; what finds no place is split into smaller pieces around its home (a frame slot, or for constants the
// constant itself), and the function is allocated anew. The finest pieces are single instructions, which always fit.
// Source of the scheme: LLVM's greedy allocator, with whole rounds in place of incremental ranges.

import HSXMachine
import IR
import Support

/// The outcome of allocation.
struct Allocation {
    /// The machine register of each virtual one, by register index.
    var assignment: [MachineRegister]
    var liveness: Liveness
    var table: InterferenceTable
    /// The machine registers that the function writes.
    var touched: RegisterMask
}

/// Allocates the registers of one function.
struct RegisterAllocator {
    private let function: MachineFunction
    private let liveness: Liveness
    private var table: InterferenceTable
    private var assignment: [MachineRegister]
    /// What keeping a register in memory would cost, in instructions executed.
    private var costs: [Float]
    /// `costs` for each position that it is live: what eviction compares.
    private var weights: [Float]
    private var hints: [[Hint]]
    private var touched: RegisterMask
    private let order: [MachineRegister]
    private let pinned: RegisterMask
    private let entryFrequency: Float
    private var queue = PriorityQueue()
    private(set) var unassigned: [MachineRegister] = []

    private struct Hint {
        let partner: MachineRegister
        var weight: Float
    }

    /// Allocates `function`, splitting registers as needed; nil when an instruction needs more registers than there
    /// are.
    static func run(_ function: inout MachineFunction) -> Allocation? {
        var touched: RegisterMask = 0
        for _ in 0..<40 {
            var liveness = Liveness(function)
            Coalescing.run(&function, &liveness)
            var allocator = RegisterAllocator(function, liveness)
            allocator.assignAll()
            touched = allocator.touched
            if allocator.unassigned.isEmpty {
                return Allocation(
                    assignment: allocator.assignment, liveness: liveness, table: allocator.table, touched: touched)
            }
            guard Splitting.run(&function, liveness, allocator.unassigned) else { return nil }
        }
        return nil
    }

    private init(_ function: MachineFunction, _ liveness: Liveness) {
        self.function = function
        self.liveness = liveness
        table = InterferenceTable(liveness, end: liveness.blockEnd.max() ?? 0)
        let count = function.registerCount
        assignment = (0..<count).map { $0 < MachineRegister.firstVirtual ? MachineRegister($0) : .none }
        costs = Array(repeating: 0, count: count)
        weights = costs
        hints = Array(repeating: [], count: count)
        touched = 0
        var preference: [MachineRegister] = []
        let free = function.allowedClobbers
        pinned = function.pinnedRegisters
        for number in [8, 9, 10, 11, 12, 13, 14, 0, 3, 2, 1, 4, 5, 6, 7] {
            let register = MachineRegister(number)
            if register != function.scratch, !pinned.contains(register), free.contains(register) {
                preference.append(register)
            }
        }
        for number in 0..<15 {
            let register = MachineRegister(number)
            if register != function.scratch, !pinned.contains(register), !free.contains(register) {
                preference.append(register)
            }
        }
        order = preference
        entryFrequency = function.order.first.map { function.blocks[$0].frequency } ?? 1
        collectCosts()
    }

    private mutating func collectCosts() {
        var fixed: RegisterMask = 0
        for block in function.order {
            let frequency = function.blocks[block].frequency
            for instruction in function.blocks[block].instructions {
                function.forEachUse(instruction) { if $0.isVirtual { costs[$0.index] += frequency } }
                function.forEachDefinition(instruction) { register in
                    if register.isPhysical {
                        fixed |= register.bit
                    } else if function[register].constant == nil {
                        costs[register.index] += frequency
                    } else if instruction.form == .constant {
                        costs[register.index] -= frequency
                    }
                }
                if instruction.form == .copy {
                    addHint(instruction.rd, instruction.rs1, frequency)
                } else if instruction.form == .parallelCopy {
                    for pair in function.parallelCopies[Int(instruction.aux)] {
                        if case .register(let target) = pair.target, case .register(let source) = pair.source {
                            addHint(target, source, frequency)
                        }
                    }
                }
                fixed |= function.clobbers(instruction)
            }
        }
        touched = fixed & .allocatable
        for index in MachineRegister.firstVirtual..<function.registerCount where !liveness.ranges[index].isEmpty {
            if let machine = function[MachineRegister(index)].pinned {
                assignment[index] = machine
                table.insert(liveness.ranges[index], of: MachineRegister(index), into: machine)
                continue
            }
            let isTiny = function[MachineRegister(index)].splitStage == Splitting.finest
            weights[index] = isTiny ? .infinity : max(costs[index], 0) / Float(liveness.ranges[index].length + 40)
            hints[index].sort { ($1.weight, $0.partner) < ($0.weight, $1.partner) }
            queue.push(MachineRegister(index), key: isTiny ? 0 : liveness.ranges[index].length)
        }
    }

    private mutating func addHint(_ a: MachineRegister, _ b: MachineRegister, _ frequency: Float) {
        guard a != b else { return }
        for (register, partner) in [(a, b), (b, a)] where register.isVirtual {
            if let place = hints[register.index].firstIndex(where: { $0.partner == partner }) {
                hints[register.index][place].weight += frequency
            } else if hints[register.index].count < 16 {
                hints[register.index].append(Hint(partner: partner, weight: frequency))
            }
        }
    }

    // MARK: Assignment

    private mutating func assignAll() {
        while let register = queue.pop() { assign(register) }
    }

    private func isAllowed(_ machine: MachineRegister) -> Bool {
        machine.isPhysical && machine != .stack && machine != function.scratch && !pinned.contains(machine)
    }

    /// Whether `machine` must be saved at entry and restored at exit if it is used, and is not yet.
    private func needsSaving(_ machine: MachineRegister) -> Bool {
        !function.allowedClobbers.contains(machine) && !touched.contains(machine)
    }

    private mutating func assign(_ register: MachineRegister) {
        let range = liveness.ranges[register.index]
        // A register that the caller wants back costs a PUSH and a POP; so does a home in the frame, which constants
        // need not have.
        let isConstant = function[register].constant != nil
        let mayTakeSaved =
            weights[register.index] == .infinity || costs[register.index] > (isConstant ? 2 * entryFrequency : 0)
        for hint in hints[register.index] {
            let machine = hint.partner.isPhysical ? hint.partner : assignment[hint.partner.index]
            guard machine != .none, isAllowed(machine), !needsSaving(machine), table.isFree(machine, range) else {
                continue
            }
            return take(register, machine, range)
        }
        var fresh: MachineRegister?
        for machine in order where !needsSaving(machine) || mayTakeSaved {
            guard table.isFree(machine, range) else { continue }
            if touched.contains(machine) { return take(register, machine, range) }
            if fresh == nil { fresh = machine }
        }
        if let fresh { return take(register, fresh, range) }
        if let victim = cheapestToEvict(register, range, mayTakeSaved) {
            evict(victim, range)
            return take(register, victim, range)
        }
        unassigned.append(register)
    }

    private mutating func take(_ register: MachineRegister, _ machine: MachineRegister, _ range: LiveRange) {
        assignment[register.index] = machine
        table.insert(range, of: register, into: machine)
        touched |= machine.bit
    }

    /// The machine register whose owners in the way are all worth less than `register`.
    private func cheapestToEvict(
        _ register: MachineRegister, _ range: LiveRange, _ mayTakeSaved: Bool
    ) -> MachineRegister? {
        let own = weights[register.index]
        var best: MachineRegister?
        var bestWeight = own
        for machine in order where !needsSaving(machine) || mayTakeSaved {
            var greatest: Float = 0
            table.forEachConflict(machine, range) { owner in
                greatest = owner.isPhysical ? .infinity : max(greatest, weights[owner.index])
                return greatest < bestWeight
            }
            if greatest < bestWeight {
                bestWeight = greatest
                best = machine
            }
        }
        return best
    }

    private mutating func evict(_ machine: MachineRegister, _ range: LiveRange) {
        var owners: [MachineRegister] = []
        table.forEachConflict(machine, range) { owner in
            if !owners.contains(owner) { owners.append(owner) }
            return true
        }
        for owner in owners {
            table.remove(liveness.ranges[owner.index], of: owner, from: machine)
            assignment[owner.index] = .none
            queue.push(owner, key: liveness.ranges[owner.index].length)
        }
    }
}

/// A heap of registers, greatest key first, of equal keys the lowest register.
struct PriorityQueue {
    private var heap: [(key: Int32, register: MachineRegister)] = []

    private static func precedes(
        _ a: (key: Int32, register: MachineRegister), _ b: (key: Int32, register: MachineRegister)
    ) -> Bool {
        a.key != b.key ? a.key > b.key : a.register < b.register
    }

    mutating func push(_ register: MachineRegister, key: Int32) {
        heap.append((key, register))
        var child = heap.count - 1
        while child > 0, Self.precedes(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> MachineRegister? {
        guard let top = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return top.register }
        heap[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, Self.precedes(heap[child + 1], heap[child]) { child += 1 }
            guard Self.precedes(heap[child], heap[parent]) else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return top.register
    }
}
