// Loop-invariant code motion: what gives the same in every iteration is computed once, in front of the loop. Inner
// loops first, so that code moves out of a nest step by step.
// An instruction that may trap moves only if the loop would have come to it anyway, before anything that can be
// observed. Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Moves loop-invariant computations in front of their loops.
    static let licm = Pass(name: "licm", summary: "Move loop-invariant computations out of loops") { function, cache in
        hoist(in: &function, &cache, onlyVariables: false)
    }

    /// Moves reads of variables that closures share in front of loops that do not set them, which no back end's own
    /// optimiser does; the rest is left to those.
    static let hoistVariables = Pass(
        name: "hoist-variables", summary: "reads variables that closures share in front of loops"
    ) { function, cache in
        hoist(in: &function, &cache, onlyVariables: true)
    }

    private static func hoist(
        in function: inout Function, _ cache: inout AnalysisCache, onlyVariables: Bool
    ) -> Bool {
        let loops = cache.loopForest(function)
        guard !loops.loops.isEmpty else { return false }
        var motion = InvariantMotion(&function, cache.controlFlowGraph(function), loops, cache.module, onlyVariables)
        for loop in loops.loops.ids.reversed() { motion.hoist(from: loop) }
        swap(&function, &motion.function)
        if motion.hoisted > 0 { cache.counters.count("hoisted", motion.hoisted) }
        return motion.hoisted > 0
    }
}

/// The state of the pass.
private struct InvariantMotion {
    var function: Function
    private(set) var hoisted = 0
    private let graph: ControlFlowGraph
    private let onlyVariables: Bool
    private let traps: TrapAnalysis
    private let table: MemoryTable
    private var loops: PrimaryMap<LoopID, Loop>
    /// The blocks of each loop, new preheaders of inner loops included.
    private var blocks = PrimaryMap<LoopID, EntitySet<BlockID>>()
    /// A position in reverse postorder for each block, with room for a preheader before each.
    private var positions: SecondaryMap<BlockID, Int>

    init(
        _ source: inout Function, _ graph: ControlFlowGraph, _ forest: LoopForest, _ module: ModuleFacts,
        _ onlyVariables: Bool
    ) {
        self.graph = graph
        self.onlyVariables = onlyVariables
        traps = module.traps
        table = MemoryTable(source, module)
        loops = forest.loops
        positions = SecondaryMap(initial: -1, count: source.blocks.count)
        for block in graph.reversePostorder { positions[block] = 2 * graph.orderNumber(block) }
        for loop in forest.loops.values { blocks.append(loop.blocks) }
        function = Function(name: "")
        swap(&function, &source)
    }

    mutating func hoist(from loop: LoopID) {
        let header = loops[loop].header
        guard header != function.entry else { return }
        let clobbered = clobberedCells(loop)
        let isQuiet = !setsVariables(loop)
        var target: BlockID?
        // Whether everything so far happens in each iteration before anything that can be observed.
        var isCertain = true
        for block in blocks[loop].sorted(by: { positions[$0] < positions[$1] }) {
            if block != header { isCertain = false }
            for instruction in function.layout.instructions(block) {
                if isHoistable(instruction, loop, clobbered, isQuiet: isQuiet, isCertain) {
                    let place = target ?? preheader(of: loop)
                    target = place
                    move(instruction, to: place)
                } else if function[instruction].opcode.effects.contains(.writes)
                    || mayTrap(instruction)
                {
                    isCertain = false
                }
            }
        }
    }

    private func isHoistable(
        _ instruction: InstructionID, _ loop: LoopID, _ clobbered: EntitySet<MemoryCellID>, isQuiet: Bool,
        _ isCertain: Bool
    ) -> Bool {
        let data = function[instruction]
        guard function.resultCount(instruction) > 0, !onlyVariables || data.opcode == .cellGet else { return false }
        switch table.effect(instruction, in: function) {
        case .none:
            let isVariable = data.opcode == .cellGet && isQuiet
            guard isVariable || data.opcode.effects.isSubset(of: .traps) else { return false }
        case .load(let cell): guard !clobbered.contains(cell) else { return false }
        case .store, .loadElsewhere, .storeElsewhere, .outside: return false
        }
        // A test for equality in front of its branch is as cheap as the test of a flag that would be kept in a
        // register.
        if data.opcode == .icmp, data.integerCondition == .eq || data.integerCondition == .ne { return false }
        guard isCertain || !mayTrap(instruction) else { return false }
        return function.operands(instruction).allSatisfy { !isDefined($0, in: loop) }
    }

    /// Of a cell that is made here it is known that it is one.
    private func mayTrap(_ instruction: InstructionID) -> Bool {
        let data = function[instruction]
        if data.opcode == .cellGet || data.opcode == .cellSet,
            let maker = function.definingInstruction(data.valueA), function[maker].opcode == .cellNew
        {
            return false
        }
        return traps.mayTrap(instruction, in: function)
    }

    private func isDefined(_ value: ValueID, in loop: LoopID) -> Bool {
        switch function.definition(value) {
        case .parameter(let block, _): blocks[loop].contains(block)
        case .result(let instruction, _):
            function.layout.block(of: instruction).map { blocks[loop].contains($0) } ?? true
        }
    }

    /// The cells that the loop may write.
    private func clobberedCells(_ loop: LoopID) -> EntitySet<MemoryCellID> {
        var cells = EntitySet<MemoryCellID>(capacity: table.cells.count)
        for block in blocks[loop] {
            for instruction in function.layout.instructions(block) {
                switch table.effect(instruction, in: function) {
                case .none, .load, .loadElsewhere: break
                case .store(let cell): cells.formUnion(table.overlapping(cell))
                case .storeElsewhere(let location): cells.formUnion(table.cellsOverlapping(location))
                case .outside(_, let writes):
                    if writes { cells.formUnion(table.reachable) }
                }
            }
        }
        return cells
    }

    /// Whether the loop may change what the cells hold that closures share.
    private func setsVariables(_ loop: LoopID) -> Bool {
        blocks[loop].contains { block in
            function.layout.instructions(block).contains { instruction in
                let opcode = function[instruction].opcode
                return opcode == .cellSet || opcode.effects.contains(.calls)
            }
        }
    }

    private mutating func preheader(of loop: LoopID) -> BlockID {
        if let block = function.preheader(of: loops[loop], graph) { return block }
        let block = function.makePreheader(of: loops[loop], graph)
        positions[block] = positions[loops[loop].header] - 1
        var parent = loops[loop].parent
        while let outer = parent {
            blocks[outer].insert(block)
            parent = loops[outer].parent
        }
        return block
    }

    private mutating func move(_ instruction: InstructionID, to block: BlockID) {
        function.layout.remove(instruction)
        if let last = function.terminator(block) {
            function.layout.insert(instruction, before: last)
        } else {
            function.layout.append(instruction, to: block)
        }
        hoisted += 1
    }
}
