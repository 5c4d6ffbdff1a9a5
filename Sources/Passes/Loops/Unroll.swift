// Full unrolling: a loop that runs a small, known number of times becomes that many copies of its blocks, one behind
// the other. What the loop counts is constant in each copy, and the branches that it decides are gone.
// Innermost loops first; a loop whose inner loops are all gone is looked at once more.
// Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Replaces loops of few iterations by the iterations.
    static let unroll = Pass(name: "unroll", summary: "Replace loops of few, known iterations by their iterations") {
        function, cache in
        var changed = false
        for _ in 0..<roundLimit {
            let loops = countedLoops(function, &cache)
            guard !loops.isEmpty else { break }
            let original = function
            var unrolling = Unrolling(function)
            let bound = BoundUses(function)
            for loop in loops { unrolling.unroll(loop, &function) }
            cache.invalidate()
            _ = function.removeUnreachableBlocks(cache.controlFlowGraph(function))
            unrolling.repair(loops, bound, &function, cache.controlFlowGraph(function))
            guard function.definesAllOperands else {
                // The repair does not follow a value out of an exit that only some iterations have kept: such loops stay.
                function = original
                cache.invalidate()
                break
            }
            cache.counters.count("loops", loops.count)
            cache.counters.count("iterations", loops.reduce(0) { $0 + $1.iterations.count })
            changed = true
        }
        return changed
    }

    /// How often the loops of a function are looked at, each time at those without inner loops.
    private static let roundLimit = 2

    private static func countedLoops(_ function: Function, _ cache: inout AnalysisCache) -> [CountedLoop] {
        let forest = cache.loopForest(function)
        guard !forest.loops.isEmpty else { return [] }
        let graph = cache.controlFlowGraph(function)
        var hasInner = EntitySet<LoopID>(capacity: forest.loops.count)
        for loop in forest.loops.values { if let parent = loop.parent { hasInner.insert(parent) } }
        var known = SecondaryMap<ValueID, UInt64?>(initial: nil, count: function.values.count)
        return forest.loops.ids.filter { !hasInner.contains($0) }.compactMap {
            CountedLoop(
                forest.loops[$0], function, graph, pointerBytes: cache.module.memory.pointerBytes, known: &known)
        }
    }
}

/// The copies of the loops of one round, which share no blocks.
private struct Unrolling {
    /// The copies of each block and value of the loops, one an iteration, nil where the iteration does not come to it;
    /// the first iteration keeps the originals.
    private var blocks: SecondaryMap<BlockID, [BlockID?]>
    private var values: SecondaryMap<ValueID, [ValueID?]>
    private let positions: SecondaryMap<BlockID, Int>

    init(_ function: Function) {
        blocks = SecondaryMap(initial: [], count: function.blocks.count)
        values = SecondaryMap(initial: [], count: function.values.count)
        var positions = SecondaryMap<BlockID, Int>(initial: -1, count: function.blocks.count)
        for (position, block) in function.layout.blocks.enumerated() { positions[block] = position }
        self.positions = positions
    }

    mutating func unroll(_ loop: CountedLoop, _ function: inout Function) {
        let count = loop.iterations.count
        for block in loop.shape.loop.blocks {
            blocks[block] = Array(repeating: nil, count: count)
            for value in function.definitions(in: block) { values[value] = Array(repeating: nil, count: count) }
        }
        for step in loop.iterations[0] {
            blocks[step.block][0] = step.block
            for value in function.definitions(in: step.block) { values[value][0] = value }
        }
        makeBlocks(loop, &function)
        for number in loop.iterations.indices.dropFirst() {
            for step in loop.iterations[number] { fill(step, of: number, loop, &function) }
        }
        // The first iteration, when nothing is left to be copied from it.
        for step in loop.iterations[0] {
            guard let decided = step.decided, let last = function.terminator(step.block) else { continue }
            function[last] = Instruction(.jump, a: decided.rawValue)
        }
        if count > 1, let second = blocks[loop.shape.loop.header][1] {
            function.blockCalls[loop.shape.latchCall].block = second
        }
    }

    /// Makes the blocks of all iterations but the first, behind the loop and in the order that its blocks have.
    private mutating func makeBlocks(_ loop: CountedLoop, _ function: inout Function) {
        guard var place = loop.shape.loop.blocks.max(by: { positions[$0] < positions[$1] }) else { return }
        for number in loop.iterations.indices.dropFirst() {
            let originals = loop.iterations[number].map(\.block).sorted { positions[$0] < positions[$1] }
            for original in originals {
                let copy = function.makeBlock()
                blocks[original][number] = copy
                for parameter in function.parameters(original) {
                    values[parameter][number] = function.appendParameter(copy, function.type(parameter))
                }
                function.layout.insert(copy, after: place)
                place = copy
            }
        }
    }

    /// Copies the instructions of one block into its copy in iteration `number`.
    private mutating func fill(
        _ step: CountedLoop.Step, of number: Int, _ loop: CountedLoop, _ function: inout Function
    ) {
        guard let block = blocks[step.block][number] else { return }
        for instruction in function.layout.instructions(step.block) {
            var detached = DetachedInstruction(instruction, of: function)
            if let decided = step.decided, function[instruction].opcode.isTerminator {
                let bindings = detached.bindings
                detached = DetachedInstruction(jumpLike: decided, of: function)
                detached.bindings = bindings
            }
            detached.mapTargets { target in
                guard loop.shape.loop.blocks.contains(target) else { return target }
                let isNext = target == loop.shape.loop.header
                guard let copy = blocks[target][isNext ? number + 1 : number] else {
                    preconditionFailure("Unroll: an edge leads where the iteration does not come to")
                }
                return copy
            }
            let location = function.location(instruction)
            let copy = detached.append(to: block, of: &function, location: location)
            for (old, new) in zip(function.results(instruction), function.results(copy)) { values[old][number] = new }
            let operands = function.operands(copy).filter { loop.shape.defines($0, function) }
            if !operands.isEmpty {
                function.mapOperands(copy) { operands.contains($0) ? values[$0][number] ?? $0 : $0 }
            }
            let bound = function.bindings(before: copy).compactMap(\.place.value)
                .filter { loop.shape.defines($0, function) && number < values[$0].count }
            if !bound.isEmpty {
                function.replaceBoundValues(before: copy) { bound.contains($0) ? values[$0][number] ?? $0 : $0 }
            }
        }
    }

    /// Makes uses behind the loops use what the last iteration that ran has computed.
    func repair(
        _ loops: [CountedLoop], _ bound: BoundUses, _ function: inout Function, _ graph: ControlFlowGraph
    ) {
        let users = Users(function)
        for loop in loops {
            let originals = loop.shape.loop.blocks
            for block in originals {
                for value in function.definitions(in: block) {
                    let outside = users[value].filter { user in
                        function.layout.block(of: user).map { !originals.contains($0) } ?? false
                    }
                    let reaching = outside.isEmpty ? [:] : repair(value, of: block, outside, &function, graph)
                    bound.repair(value, outside: originals.contains, reaching: reaching, &function)
                }
            }
        }
    }

    /// Answers the value that reaches the blocks that were looked at.
    private func repair(
        _ value: ValueID, of block: BlockID, _ outside: [InstructionID], _ function: inout Function,
        _ graph: ControlFlowGraph
    ) -> [BlockID: ValueID] {
        var definitions: [BlockID: ValueID] = [:]
        for (block, copy) in zip(blocks[block], values[value]) {
            if let block { definitions[block] = copy }
        }
        let repair = SSARepair(type: function.type(value)) { [definitions] in definitions[$0] }
        let blocks = outside.compactMap { function.layout.block(of: $0) }
        guard let reaching = repair.valuesAtStart(of: blocks, in: &function, graph) else { return [:] }
        for user in outside {
            guard let block = function.layout.block(of: user), let new = reaching[block] else { continue }
            function.mapOperands(user) { $0 == value ? new : $0 }
        }
        return reaching
    }
}

extension Function {
    /// The parameters of `block` and the results of its instructions.
    fileprivate func definitions(in block: BlockID) -> [ValueID] {
        parameters(block) + layout.instructions(block).flatMap(results)
    }
}

extension Function {
    /// Whether every operand in the layout is a result or a parameter in the layout.
    fileprivate var definesAllOperands: Bool {
        layout.blocks.allSatisfy { block in
            layout.instructions(block).allSatisfy { instruction in
                operands(instruction).allSatisfy { value in
                    switch definition(value) {
                    case .result(let definition, _): layout.block(of: definition) != nil
                    case .parameter(let owner, _): layout.contains(owner)
                    }
                }
            }
        }
    }
}
