// SSA construction: turns variables and the stack slots that need no memory into values, with block parameters where
// paths meet. Parameters are pruned: none is made where the variable is dead. What was never set is zero.
// Source: Cytron, Ferrante, Rosen, Wegman, Zadeck, "Efficiently Computing Static Single Assignment Form", TOPLAS 1991.
// Requires: every block ends with a terminator. Unreachable blocks are removed.

import IR
import Support

extension Pass {
    /// Variables and promotable stack slots become values.
    static let ssaConstruct = Pass(
        name: "ssa-construct", summary: "turns variables and stack slots into SSA values",
        appliesTo: { !$0.variables.isEmpty || !$0.slots.isEmpty }
    ) { function, cache in
        SSAConstruction.run(&function, &cache)
    }
}

/// A variable or a part of a stack slot that becomes values.
private struct CellID: EntityID {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
}

private struct SSAConstruction {
    /// A block parameter that carries a cell.
    private struct Placement {
        let cell: CellID
        let parameter: ValueID
    }

    /// Where a cell is set and where it is read before it is set.
    private struct Accesses {
        var definitions: [BlockID] = []
        var exposedUses: [BlockID] = []
    }

    private static let undefined = UInt32.max

    private var cells = PrimaryMap<CellID, Type>()
    private let slots: PromotableSlots
    private let pointerBytes: Int
    private let graph: ControlFlowGraph
    private let tree: DominatorTree
    private var placements = SecondaryMap<BlockID, [Placement]>(initial: [])
    /// The value that each cell has now, on the walk over the dominator tree.
    private var current: [UInt32] = []
    private var undo: [(cell: CellID, value: UInt32)] = []
    fileprivate private(set) var replacement: ValueReplacement
    /// The debug variables that lie in each promoted slot, and the first binding of each.
    private var debugSlots: [SlotID: [DebugBinding]] = [:]
    private var zeros: [(type: Type, value: ValueID)] = []

    static func run(_ function: inout Function, _ cache: inout AnalysisCache) -> Bool {
        let slots = PromotableSlots(function, pointerBytes: cache.module.memory.pointerBytes)
        let promoted = function.slots.ids.filter { !slots.kept.contains($0) }.count
        guard !function.variables.isEmpty || promoted > 0 else { return false }
        _ = function.removeUnreachableBlocks(cache.controlFlowGraph(function))
        var construction = SSAConstruction(function, slots, &cache)
        construction.collectDebugSlots(function)
        construction.place(&function)
        construction.rename(&function)
        cache.counters.count("variables", function.variables.count)
        cache.counters.count("slots", promoted)
        function.variables = PrimaryMap()
        function.replaceBoundValues(construction.replacement.resolve)
        removePromotedSlots(&function, slots.kept)
        return true
    }

    private init(_ function: Function, _ slots: PromotableSlots, _ cache: inout AnalysisCache) {
        self.slots = slots
        pointerBytes = cache.module.memory.pointerBytes
        graph = cache.controlFlowGraph(function)
        tree = cache.dominatorTree(function)
        replacement = ValueReplacement(function)
        for variable in function.variables.values { cells.append(variable.type) }
        for part in slots.parts { cells.append(part.type) }
        current = Array(repeating: SSAConstruction.undefined, count: cells.count)
    }

    /// The cell that an instruction reads or writes.
    private func cell(_ function: Function, _ instruction: InstructionID) -> (id: CellID, isWrite: Bool)? {
        let data = function[instruction]
        let isWrite = data.opcode.effects.contains(.writes) || data.opcode.info.format == .variableSet
        if data.opcode.effects.contains(.variable) { return (CellID(rawValue: data.variable.rawValue), isWrite) }
        let part = slots.partOfAccess[instruction]
        return part < 0 ? nil : (CellID(index: function.variables.count + Int(part)), isWrite)
    }

    // Placement of parameters.

    private mutating func place(_ function: inout Function) {
        let frontier = DominanceFrontier(function, graph, tree)
        let accesses = collectAccesses(function)
        // Marked with the number of the cell that is being placed, so that they need no clearing.
        var isDefined = SecondaryMap<BlockID, Int32>(initial: -1, count: function.blocks.count)
        var isLive = isDefined
        var isPlaced = isDefined
        for cell in cells.ids where !accesses[cell].exposedUses.isEmpty {
            let mark = Int32(cell.index)
            for block in accesses[cell].definitions { isDefined[block] = mark }
            var worklist = accesses[cell].exposedUses
            for block in worklist { isLive[block] = mark }
            while let block = worklist.popLast() {
                for predecessor in graph.predecessors(block)
                where isDefined[predecessor] != mark && isLive[predecessor] != mark {
                    isLive[predecessor] = mark
                    worklist.append(predecessor)
                }
            }
            // The entry sets every cell to zero.
            worklist = accesses[cell].definitions + graph.reversePostorder.prefix(1)
            while let block = worklist.popLast() {
                for join in frontier.frontier(block) where isLive[join] == mark && isPlaced[join] != mark {
                    isPlaced[join] = mark
                    placements[join].append(
                        Placement(cell: cell, parameter: function.appendParameter(join, cells[cell])))
                    worklist.append(join)
                }
            }
        }
    }

    private func collectAccesses(_ function: Function) -> PrimaryMap<CellID, Accesses> {
        var accesses = PrimaryMap<CellID, Accesses>()
        for _ in cells.ids { accesses.append(Accesses()) }
        for block in graph.reversePostorder {
            for instruction in function.layout.instructions(block) {
                guard let cell = cell(function, instruction), accesses[cell.id].definitions.last != block else {
                    continue
                }
                if cell.isWrite {
                    accesses[cell.id].definitions.append(block)
                } else if accesses[cell.id].exposedUses.last != block {
                    accesses[cell.id].exposedUses.append(block)
                }
            }
        }
        return accesses
    }

    // Renaming.

    private mutating func rename(_ function: inout Function) {
        guard let entry = function.entry else { return }
        var stack: [(block: BlockID, undoMark: Int?)] = [(entry, nil)]
        while let (block, undoMark) = stack.popLast() {
            if let undoMark {
                while undo.count > undoMark, let last = undo.popLast() { current[last.cell.index] = last.value }
                continue
            }
            stack.append((block, undo.count))
            renameBlock(block, &function)
            for child in tree.children(block).reversed() { stack.append((child, nil)) }
        }
    }

    private mutating func renameBlock(_ block: BlockID, _ function: inout Function) {
        for placement in placements[block] { define(placement.cell, placement.parameter) }
        if !debugSlots.isEmpty { bindPlacements(block, &function) }
        for instruction in function.layout.instructions(block) {
            function.mapOperands(instruction, replacement.resolve)
            if !debugSlots.isEmpty { settleBindings(before: instruction, &function) }
            if let cell = cell(function, instruction) {
                if cell.isWrite {
                    define(cell.id, function[instruction].valueB)
                    bindVariables(of: cell.id, to: function[instruction].valueB, before: instruction, &function)
                } else {
                    replacement.replace(function.result(instruction), by: value(cell.id, &function))
                }
                function.layout.remove(instruction)
            }
        }
        guard let terminator = function.terminator(block) else { return }
        for call in function.distinctBlockCallIDs(terminator) {
            let target = placements[function.blockCalls[call].block]
            guard !target.isEmpty else { continue }
            var arguments = function.arguments(call)
            for placement in target { arguments.append(value(placement.cell, &function)) }
            function.blockCalls[call].arguments = function.lists.make(arguments)
        }
    }

    private mutating func define(_ cell: CellID, _ value: ValueID) {
        undo.append((cell, current[cell.index]))
        current[cell.index] = value.rawValue
    }

    private mutating func value(_ cell: CellID, _ function: inout Function) -> ValueID {
        let value = current[cell.index]
        return value == SSAConstruction.undefined ? zero(cells[cell], &function) : ValueID(rawValue: value)
    }

    /// The zero of `type`, made at the start of the entry when it is first asked for.
    private mutating func zero(_ type: Type, _ function: inout Function) -> ValueID {
        if let known = zeros.first(where: { $0.type == type }) { return known.value }
        let instructions = function.makeZero(type)
        guard let entry = function.entry, let last = instructions.last else {
            preconditionFailure("SSAConstruction: every function has an entry and every type a zero")
        }
        for instruction in instructions.reversed() { function.layout.prepend(instruction, to: entry) }
        let value = function.result(last)
        zeros.append((type, value))
        return value
    }

    // Debug variables: those of a promoted slot are bound to the values that were stored there.

    private mutating func collectDebugSlots(_ function: Function) {
        for binding in function.debugBindings.values {
            guard case .slot(let slot, _) = binding.place, !slots.kept.contains(slot) else { continue }
            if debugSlots[slot]?.contains(binding) != true { debugSlots[slot, default: []].append(binding) }
        }
    }

    /// The promoted part of a slot that a cell is; nil for variables.
    private func part(_ cell: CellID, _ function: Function) -> PromotableSlots.Part? {
        cell.index < function.variables.count ? nil : slots.parts[cell.index - function.variables.count]
    }

    /// What the variable of `binding`, which lies in the slot of `part`, is when the part is `value`.
    private func piece(_ binding: DebugBinding, _ part: PromotableSlots.Part, _ place: DebugPlace) -> DebugBinding? {
        guard case .slot(part.slot, let start) = binding.place else { return nil }
        let size = part.type.byteSize(pointerBytes: pointerBytes) ?? 0
        let offset = part.offset - Int64(start)
        guard offset >= 0, size > 0, binding.size == 0 || offset + Int64(size) <= Int64(binding.size) else {
            return nil
        }
        return DebugBinding(binding.variable, offset: binding.offset + UInt32(offset), size: UInt32(size), place)
    }

    private func bindVariables(
        of cell: CellID, to value: ValueID, before instruction: InstructionID, _ function: inout Function
    ) {
        guard let part = part(cell, function) else { return }
        for binding in debugSlots[part.slot] ?? [] {
            if let piece = piece(binding, part, .value(value)) { function.bind(piece, before: instruction) }
        }
    }

    private func bindPlacements(_ block: BlockID, _ function: inout Function) {
        guard let first = function.layout.first(in: block) else { return }
        for placement in placements[block] {
            bindVariables(of: placement.cell, to: placement.parameter, before: first, &function)
        }
    }

    /// Where a variable was said to lie in a promoted slot it is what the parts of the slot are.
    private func settleBindings(before instruction: InstructionID, _ function: inout Function) {
        for id in function.layout.attached(before: instruction) {
            let binding = function.debugBindings[id]
            guard case .slot(let slot, _) = binding.place, !slots.kept.contains(slot) else { continue }
            function.debugBindings[id].place = .none
            for index in slots.parts.indices where slots.parts[index].slot == slot {
                let value = current[function.variables.count + index]
                guard value != SSAConstruction.undefined else { continue }
                let place = DebugPlace.value(ValueID(rawValue: value))
                if let piece = piece(binding, slots.parts[index], place) { function.bind(piece, before: instruction) }
            }
        }
    }

    // Slots.

    /// Removes the slots that became values, with the computations of their addresses, and numbers the rest anew.
    private static func removePromotedSlots(_ function: inout Function, _ kept: EntitySet<SlotID>) {
        var slots = PrimaryMap<SlotID, StackSlot>()
        var numbers = SecondaryMap<SlotID, UInt32>(initial: 0)
        for slot in function.slots.ids where kept.contains(slot) {
            numbers[slot] = slots.append(function.slots[slot]).rawValue
        }
        guard slots.count < function.slots.count else { return }
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block)
            where function[instruction].opcode.info.format == .slot {
                let slot = function[instruction].slot
                if kept.contains(slot) {
                    function[instruction].a = numbers[slot]
                } else {
                    function.layout.remove(instruction)
                }
            }
        }
        for id in function.debugBindings.ids {
            guard case .slot(let slot, let offset) = function.debugBindings[id].place else { continue }
            // What is left of promoted slots stands in code that was not reached.
            function.debugBindings[id].place =
                kept.contains(slot) ? .slot(SlotID(rawValue: numbers[slot]), offset) : .none
        }
        function.slots = slots
    }
}
