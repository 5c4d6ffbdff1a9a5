// Removes loads, and reads of roots, of what is known: stored or loaded before on every path, or still what the program
// started with. Where the paths know different values, the value arrives in a new block parameter. A wider value is
// narrowed to what a load wants of it. Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Forwards stores and earlier loads to loads.
    static let redundantLoad = Pass(
        name: "redundant-load", summary: "Forward stores and earlier loads to loads", preserves: .controlFlow
    ) { function, cache in
        let table = MemoryTable(function, cache.module)
        guard !table.cells.isEmpty else { return false }
        let graph = cache.controlFlowGraph(function)
        var forwarding = LoadForwarding(&function, graph, table, cache.module)
        let removed = forwarding.run()
        swap(&function, &forwarding.function)
        if removed > 0 { cache.counters.count("removed", removed) }
        return forwarding.changed
    }
}

/// Forward over the blocks: of which cells the contents are known.
private struct LoadForwarding {
    private typealias Cells = EntitySet<MemoryCellID>

    var function: Function
    private(set) var changed = false
    private let graph: ControlFlowGraph
    private let table: MemoryTable
    private let module: ModuleFacts
    /// The cells whose contents are known at the start of each block.
    private var knownIn: SecondaryMap<BlockID, Cells>
    /// The values of cells at the end of each block, for those that the block itself loads or stores last.
    private var valuesOut: SecondaryMap<BlockID, [MemoryCellID: ValueID]>
    /// The loads that want the contents of a cell at the start of their block.
    private var demands = SecondaryMap<MemoryCellID, [Demand]>(initial: [])
    private var replacement: ValueReplacement
    private var removed: [InstructionID] = []
    /// Whether the program starts here, on the initial memory.
    private var isStart: Bool

    private struct Demand {
        let load: InstructionID
        let block: BlockID
        /// What the load loads, which can be a part of the cell.
        let cell: MemoryCellID
    }

    init(_ source: inout Function, _ graph: ControlFlowGraph, _ table: MemoryTable, _ module: ModuleFacts) {
        self.graph = graph
        self.table = table
        self.module = module
        replacement = ValueReplacement(source)
        knownIn = SecondaryMap(initial: Cells(), count: source.blocks.count)
        valuesOut = SecondaryMap(initial: [:], count: source.blocks.count)
        isStart = source.attributes.contains(.entry) && module.entryRunsOnce
        if let entry = source.entry, !graph.predecessors(entry).isEmpty { isStart = false }
        function = Function(name: "")
        swap(&function, &source)
    }

    /// Answers how many loads went.
    mutating func run() -> Int {
        findKnownCells()
        for block in graph.reversePostorder { forwardInside(block) }
        fillDemands()
        replacement.apply(to: &function)
        for load in removed { function.layout.remove(load) }
        return removed.count
    }

    // Availability.

    private mutating func findKnownCells() {
        var all = Cells(capacity: table.cells.count)
        for id in table.cells.ids { all.insert(id) }
        var knownOut = SecondaryMap<BlockID, Cells>(initial: all, count: function.blocks.count)
        var changed = true
        while changed {
            changed = false
            for block in graph.reversePostorder {
                var known = block == function.entry ? initialCells() : all
                for predecessor in graph.predecessors(block) { known.formIntersection(knownOut[predecessor]) }
                knownIn[block] = known
                for instruction in function.layout.instructions(block) { step(instruction, &known) }
                if known != knownOut[block] {
                    knownOut[block] = known
                    changed = true
                }
            }
        }
    }

    private func step(_ instruction: InstructionID, _ known: inout Cells) {
        switch table.effect(instruction, in: function) {
        case .none, .loadElsewhere: break
        case .load(let cell): known.insert(cell)
        case .store(let cell):
            known.subtract(table.overlapping(cell))
            known.insert(cell)
        case .storeElsewhere(let location): known.subtract(table.cellsOverlapping(location))
        case .outside(_, let writes):
            if writes { known.subtract(table.reachable) }
        }
    }

    /// The cells whose contents are known when the function starts.
    private func initialCells() -> Cells {
        var cells = Cells(capacity: table.cells.count)
        guard isStart else { return cells }
        for id in table.cells.ids where initialBits(id) != nil { cells.insert(id) }
        return cells
    }

    private func initialBits(_ cell: MemoryCellID) -> UInt64? {
        let (location, type) = (table.cells[cell].location, table.cells[cell].type)
        guard type.isInteger || type.isFloat, type != .i1, let place = table.aliases.globalHolding(location) else {
            return nil
        }
        return module.globals[place.global].initialBits(at: place.offset, size: location.size)
    }

    // Forwarding.

    private mutating func forwardInside(_ block: BlockID) {
        var known = knownIn[block]
        var values: [MemoryCellID: ValueID] = [:]
        for instruction in function.layout.instructions(block) {
            let effect = table.effect(instruction, in: function)
            if case .load(let cell) = effect {
                if let source = knownCell(for: cell, known) {
                    if let value = values[source] {
                        forward(value, of: source, to: instruction, cell)
                    } else {
                        demands[source].append(Demand(load: instruction, block: block, cell: cell))
                    }
                    // A load of what the block starts with leaves the cell as it came in.
                    if source != cell { values[cell] = function.result(instruction) }
                } else {
                    values[cell] = function.result(instruction)
                }
            }
            step(instruction, &known)
            if case .store(let cell) = effect { values[cell] = function[instruction].valueB }
        }
        for cell in known { valuesOut[block][cell] = values[cell] }
    }

    /// A known cell that holds what `cell` does: itself, or one around it.
    private func knownCell(for cell: MemoryCellID, _ known: Cells) -> MemoryCellID? {
        if known.contains(cell) { return cell }
        let wanted = table.cells[cell]
        guard LoadForwarding.hasPlainBits(wanted.type) else { return nil }
        return table.overlapping(cell).first { other in
            known.contains(other) && LoadForwarding.hasPlainBits(table.cells[other].type)
                && table.aliases.distance(of: wanted.location, into: table.cells[other].location) != nil
        }
    }

    private static func hasPlainBits(_ type: Type) -> Bool { type.isFloat || (type.isInteger && type != .i1) }

    /// Replaces a load of `cell` by `value`, which the cell `source` holds.
    private mutating func forward(
        _ value: ValueID, of source: MemoryCellID, to load: InstructionID, _ cell: MemoryCellID
    ) {
        var value = value
        let (from, to) = (table.cells[source], table.cells[cell])
        if source != cell, let distance = table.aliases.distance(of: to.location, into: from.location) {
            let word = Type.integer(bytes: from.location.size)
            if from.type.isFloat { value = emit(.unary(.bitcast, word, value), before: load) }
            if distance > 0 {
                let amount = emit(.constant(UInt64(distance * 8), word), before: load)
                value = emit(.binary(.lshr, word, value, amount), before: load)
            }
            let part = Type.integer(bytes: to.location.size)
            if part != word { value = emit(.unary(.trunc, part, value), before: load) }
            if to.type.isFloat { value = emit(.unary(.bitcast, to.type, value), before: load) }
        }
        replacement.replace(function.result(load), by: value)
        removed.append(load)
        changed = true
    }

    private mutating func emit(_ instruction: Instruction, before place: InstructionID) -> ValueID {
        let id = function.makeInstruction(
            instruction, results: [instruction.type], location: function.location(place))
        function.layout.insert(id, before: place)
        return function.result(id)
    }

    // What blocks start with.

    private mutating func fillDemands() {
        guard table.cells.ids.contains(where: { !demands[$0].isEmpty }) else { return }
        // The branches of unreachable blocks have no arguments to offer.
        if function.removeUnreachableBlocks(graph) > 0 { changed = true }
        for cell in table.cells.ids {
            let wanted = demands[cell]
            guard !wanted.isEmpty else { continue }
            let initial = makeInitialConstant(cell)
            let repair = SSARepair(
                type: table.cells[cell].type, definition: { [valuesOut] in valuesOut[$0][cell] },
                atEntry: initial.map { function.result($0) })
            // More parameters than loads saved would be no gain.
            guard
                let incoming = repair.valuesAtStart(
                    of: wanted.map(\.block), in: &function, graph, limit: 2 * wanted.count + 2)
            else { continue }
            if let initial, let entry = function.entry, incoming[entry] != nil {
                function.layout.prepend(initial, to: entry)
            }
            for demand in wanted {
                if let value = incoming[demand.block] { forward(value, of: cell, to: demand.load, demand.cell) }
            }
        }
    }

    /// What the program starts with, as a constant in no place of the layout yet.
    private mutating func makeInitialConstant(_ cell: MemoryCellID) -> InstructionID? {
        guard let entry = function.entry, knownIn[entry].contains(cell), let bits = initialBits(cell) else {
            return nil
        }
        return function.makeConstant(bits, table.cells[cell].type)
    }
}

extension Type {
    /// The integer type of `bytes` bytes, at most 8.
    fileprivate static func integer(bytes: Int64) -> Type {
        bytes == 1 ? .i8 : bytes == 2 ? .i16 : bytes == 4 ? .i32 : .i64
    }
}
