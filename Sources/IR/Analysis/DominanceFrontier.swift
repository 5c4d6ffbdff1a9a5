// Where the dominance of a block ends: the places where SSA construction puts block parameters.
// Source: Cytron, Ferrante, Rosen, Wegman, Zadeck, "Efficiently Computing Static Single Assignment Form", TOPLAS 1991.

import Support

/// The dominance frontiers of all reachable blocks.
public struct DominanceFrontier: Sendable {
    private let lists: SecondaryMap<BlockID, [BlockID]>

    public init(_ function: Function, _ graph: ControlFlowGraph, _ tree: DominatorTree) {
        var lists = SecondaryMap<BlockID, [BlockID]>(initial: [], count: function.blocks.count)
        for block in graph.reversePostorder {
            let predecessors = graph.predecessors(block)
            guard predecessors.count > 1 || (predecessors.count == 1 && block == function.entry) else { continue }
            for predecessor in predecessors {
                var runner: BlockID? = predecessor
                while let current = runner, current != tree.immediateDominator(block) {
                    if lists[current].last != block { lists[current].append(block) }
                    runner = tree.immediateDominator(current)
                }
            }
        }
        self.lists = lists
    }

    /// The blocks that `block` does not strictly dominate, but one of whose predecessors it dominates.
    public func frontier(_ block: BlockID) -> [BlockID] { lists[block] }
}
