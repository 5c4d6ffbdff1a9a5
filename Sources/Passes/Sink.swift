// Moves a pure computation that only one arm of a branch uses into that arm, so that the other arm does not pay for it.
// Never into a loop, never past a merge.
// Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Moves computations to where they are used.
    static let sink = Pass(
        name: "sink", summary: "Move computations into the branch that uses them", preserves: .controlFlow
    ) { function, cache in
        let (graph, tree) = (cache.controlFlowGraph(function), cache.dominatorTree(function))
        let loops = cache.loopForest(function)
        let users = Users(function)
        var count = 0
        // Downwards over the blocks and upwards in each, so that a chain of computations sinks as a whole, as far as it
        // can.
        for block in tree.preorder where graph.successors(block).count > 1 {
            for instruction in function.layout.instructions(block).reversed() {
                guard let target = function.sinkTarget(instruction, users, tree, graph, loops) else { continue }
                function.layout.remove(instruction)
                function.layout.prepend(instruction, to: target)
                count += 1
            }
        }
        if count > 0 { cache.counters.count("sunk", count) }
        return count > 0
    }
}

extension Function {
    /// The arm that all uses of the results of `instruction` lie in, if it has only this way in and is in no loop of
    /// its own.
    fileprivate func sinkTarget(
        _ instruction: InstructionID, _ users: Users, _ tree: DominatorTree, _ graph: ControlFlowGraph,
        _ loops: LoopForest
    ) -> BlockID? {
        guard self[instruction].opcode.isPure, resultCount(instruction) > 0, let block = layout.block(of: instruction)
        else {
            return nil
        }
        let places = results(instruction).flatMap { users[$0] }.compactMap { layout.block(of: $0) }
            .filter(graph.isReachable)
        guard let first = places.first, !places.contains(block) else { return nil }
        let target = tree.children(block).first { tree.dominates($0, first) }
        guard let target, places.allSatisfy({ tree.dominates(target, $0) }), graph.predecessors(target) == [block],
            loops.depth(target) <= loops.depth(block), loops.loop(of: target).map({ loops.loops[$0].header }) != target
        else { return nil }
        return target
    }
}
