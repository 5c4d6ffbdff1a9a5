// Removes stores, to roots too, that nothing reads: overwritten before any read, to slots that nobody else can see, or,
// in the function that the program starts in, followed by no read before the program ends. A store that may trap stays.
// Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Removes stores that are never read.
    static let deadStore = Pass(
        name: "dead-store", summary: "Remove stores that are overwritten or never read", preserves: .controlFlow
    ) { function, cache in
        let table = MemoryTable(function, cache.module)
        guard !table.cells.isEmpty else { return false }
        let analysis = DeadStoreAnalysis(function, cache.controlFlowGraph(function), table, cache.module)
        let dead = analysis.deadStores(function)
        for instruction in dead { function.layout.remove(instruction) }
        if !dead.isEmpty { cache.counters.count("removed", dead.count) }
        return !dead.isEmpty
    }
}

/// Backward over the blocks: which cells are written before they are read, whatever happens next.
private struct DeadStoreAnalysis {
    private typealias Cells = EntitySet<MemoryCellID>

    private let table: MemoryTable
    private let graph: ControlFlowGraph
    private let traps: TrapAnalysis
    private let allCells: Cells
    /// What is dead when the function returns.
    private let deadAtReturn: Cells
    /// What is dead at the end of each block.
    private var deadOut: SecondaryMap<BlockID, Cells>

    init(_ function: Function, _ graph: ControlFlowGraph, _ table: MemoryTable, _ module: ModuleFacts) {
        self.table = table
        self.graph = graph
        traps = module.traps
        var all = Cells(capacity: table.cells.count)
        for id in table.cells.ids { all.insert(id) }
        allCells = all
        var returned = all
        if !(function.attributes.contains(.entry) && module.entryRunsOnce) { returned.subtract(table.reachable) }
        deadAtReturn = returned
        deadOut = SecondaryMap(initial: all, count: function.blocks.count)
        var changed = true
        var deadIn = SecondaryMap<BlockID, Cells>(initial: all, count: function.blocks.count)
        while changed {
            changed = false
            for block in graph.reversePostorder.reversed() {
                var dead = all
                for successor in graph.successors(block) { dead.formIntersection(deadIn[successor]) }
                deadOut[block] = dead
                for instruction in function.layout.instructions(block).reversed() {
                    _ = step(instruction, function, &dead)
                }
                if dead != deadIn[block] {
                    deadIn[block] = dead
                    changed = true
                }
            }
        }
    }

    func deadStores(_ function: Function) -> [InstructionID] {
        var result: [InstructionID] = []
        for block in graph.reversePostorder {
            var dead = deadOut[block]
            for instruction in function.layout.instructions(block).reversed() where step(instruction, function, &dead) {
                result.append(instruction)
            }
        }
        return result
    }

    /// Goes back over one instruction; answers whether it is a dead store.
    private func step(_ instruction: InstructionID, _ function: Function, _ dead: inout Cells) -> Bool {
        let opcode = function[instruction].opcode
        // What returns leaves the frame; what neither returns nor goes on, a trap, ends the program.
        if opcode.isTerminator, opcode == .ret || opcode.effects.contains(.calls) { dead = deadAtReturn }
        switch table.effect(instruction, in: function) {
        case .none, .storeElsewhere: return false
        case .load(let cell): dead.subtract(table.overlapping(cell))
        case .loadElsewhere(let location): dead.subtract(table.cellsOverlapping(location))
        case .outside(let reads, _):
            if reads { dead.subtract(table.reachable) }
        case .store(let cell):
            if dead.contains(cell), !traps.mayTrap(instruction, in: function) { return true }
            for other in table.overlapping(cell)
            where table.aliases.distance(of: table.cells[other].location, into: table.cells[cell].location) != nil {
                dead.insert(other)
            }
        }
        return false
    }
}
