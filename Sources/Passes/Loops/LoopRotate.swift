// Turns loops that test at the top into loops that test at the bottom, guarded by a copy of the test: an iteration then
// takes one branch. The header becomes the bottom of the loop, its copy the guard.
// Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Makes while-loops guarded do-while-loops.
    static let loopRotate = Pass(name: "loop-rotate", summary: "Move the test of loops from the top to the bottom") {
        function, cache in
        var pending = EntitySet<BlockID>()
        for loop in cache.loopForest(function).loops.values { pending.insert(loop.header) }
        var count = 0
        // Inner loops come before those around them, whose shape they change. The loops of one round have no block in
        // common, so that they share the analyses.
        while let loops = nextRound(&pending, cache.loopForest(function)) {
            let graph = cache.controlFlowGraph(function)
            var shapes = loops.compactMap { RotatableLoop($0, function, graph) }
            guard !shapes.isEmpty else { continue }
            _ = function.removeUnreachableBlocks(graph)
            var guards = SecondaryMap<BlockID, BlockID?>(initial: nil)
            for place in shapes.indices {
                shapes[place].rotate(&function, graph, guards)
                guards[shapes[place].header] = shapes[place].guardBlock
            }
            cache.invalidate()
            let users = Users(function)
            let bound = BoundUses(function)
            for shape in shapes { shape.repair(&function, cache.controlFlowGraph(function), users, bound) }
            count += shapes.count
        }
        if count > 0 { cache.counters.count("rotated", count) }
        return count > 0
    }

    /// The loops with a pending header that hold no other such loop; nil when none is left. They are pending no more.
    private static func nextRound(_ pending: inout EntitySet<BlockID>, _ forest: LoopForest) -> [Loop]? {
        var holdsPending = EntitySet<LoopID>(capacity: forest.loops.count)
        var round: [Loop] = []
        for id in forest.loops.ids.reversed() {
            let loop = forest.loops[id]
            let isPending = pending.contains(loop.header)
            if isPending, !holdsPending.contains(id) { round.append(loop) }
            if let parent = loop.parent, isPending || holdsPending.contains(id) { holdsPending.insert(parent) }
        }
        for loop in round { pending.remove(loop.header) }
        return round.isEmpty ? nil : round
    }
}

/// A loop whose header ends with the only test that matters, and is small enough to be copied.
private struct RotatableLoop {
    /// How many instructions besides constants a copied header may have.
    private static let sizeLimit = 8

    let loop: Loop
    let header: BlockID
    /// The successor of the header in the loop.
    let body: BlockID
    let bodyHasOtherPredecessors: Bool
    /// The copy of the header in front of the loop. Requires: the loop has been rotated.
    private(set) var guardBlock: BlockID
    /// What stands in the copy for each value of the header.
    private var copies: [ValueID: ValueID] = [:]

    init?(_ loop: Loop, _ function: Function, _ graph: ControlFlowGraph) {
        self.loop = loop
        header = loop.header
        guardBlock = loop.header
        guard let branch = function.terminator(header), function[branch].opcode.info.format == .branch,
            header != function.entry
        else { return nil }
        let inside = function.successors(header).filter { loop.blocks.contains($0) }
        guard inside.count == 1, inside[0] != header else { return nil }
        body = inside[0]
        bodyHasOtherPredecessors = graph.predecessors(body).count > 1
        // A latch that leaves the loop makes it one that tests at the bottom.
        guard loop.latches.allSatisfy({ function.successors($0).allSatisfy(loop.blocks.contains) }) else { return nil }
        var size = 0
        for instruction in function.layout.instructions(header) {
            let opcode = function[instruction].opcode
            if opcode.effects.contains(.calls) { return nil }
            if opcode.info.format != .immediate { size += 1 }
        }
        guard size <= RotatableLoop.sizeLimit + 1 else { return nil }
    }

    /// Copies the header in front of the loop, and moves it behind the last latch. `graph` is from before the round, in
    /// which the headers in `guards` have got copies that branch where they do.
    mutating func rotate(
        _ function: inout Function, _ graph: ControlFlowGraph, _ guards: SecondaryMap<BlockID, BlockID?>
    ) {
        guardBlock = function.makeBlock()
        let copy = guardBlock
        for parameter in function.parameters(header) {
            copies[parameter] = function.appendParameter(copy, function.type(parameter))
        }
        let outside = graph.predecessors(header).filter { !loop.blocks.contains($0) }
        for other in outside + outside.compactMap({ guards[$0] }) {
            guard let branch = function.terminator(other) else { continue }
            for call in function.blockCallIDs(branch) where function.blockCalls[call].block == header {
                function.blockCalls[call].block = copy
            }
        }
        if let place = function.layout.previous(header) { function.layout.insert(copy, after: place) }
        if bodyHasOtherPredecessors { splitBodyEdge(&function) }
        for instruction in function.layout.instructions(header) {
            if function[instruction].opcode.isPure,
                function.operands(instruction).allSatisfy({ !isOfHeader($0, function) })
            {
                // The same in every iteration: the guard, which comes before all, computes it once.
                function.layout.remove(instruction)
                function.layout.append(instruction, to: copy)
                continue
            }
            let clone = DetachedInstruction(instruction, of: function)
                .append(to: copy, of: &function, location: function.location(instruction))
            for (old, new) in zip(function.results(instruction), function.results(clone)) { copies[old] = new }
            function.mapOperands(clone) { copies[$0] ?? $0 }
            function.replaceBoundValues(before: clone) { copies[$0] ?? $0 }
        }
        if let latch = loop.latches.last { function.layout.move(header, after: latch) }
    }

    private func isOfHeader(_ value: ValueID, _ function: Function) -> Bool {
        switch function.definition(value) {
        case .parameter(let block, _): block == header
        case .result(let instruction, _): function.layout.block(of: instruction) == header
        }
    }

    /// Gives the loop a header of its own where the body is one already: the header of an inner loop.
    private func splitBodyEdge(_ function: inout Function) {
        guard let branch = function.terminator(header) else { return }
        for call in function.blockCallIDs(branch) where function.blockCalls[call].block == body {
            let landing = function.makeBlock()
            let arguments = function.parameters(body).map { function.appendParameter(landing, function.type($0)) }
            function.layout.insert(landing, after: header)
            function.appendJump(to: function.makeBlockCall(body, arguments), in: landing)
            function.blockCalls[call].block = landing
        }
    }

    /// Makes uses of what the header computes use what the header or its copy computed, whichever ran last.
    func repair(_ function: inout Function, _ graph: ControlFlowGraph, _ users: Users, _ bound: BoundUses) {
        let originals = function.parameters(header) + function.layout.instructions(header).flatMap(function.results)
        for original in originals {
            guard let copy = copies[original] else { continue }
            let outside = users[original].filter { function.layout.block(of: $0) != header }
            var reaching: [BlockID: ValueID] = [:]
            defer {
                bound.repair(
                    original, outside: { [header, guardBlock] in $0 == header || $0 == guardBlock }, reaching: reaching,
                    &function)
            }
            guard !outside.isEmpty else { continue }
            let blocks = outside.compactMap { function.layout.block(of: $0) }
            let repair = SSARepair(type: function.type(original)) { [header, guardBlock] block in
                block == header ? original : block == guardBlock ? copy : nil
            }
            guard let values = repair.valuesAtStart(of: blocks, in: &function, graph) else { continue }
            reaching = values
            for user in outside {
                guard let block = function.layout.block(of: user), let value = values[block] else { continue }
                function.mapOperands(user) { $0 == original ? value : $0 }
            }
        }
    }
}
