import IR
import Testing

/// A function whose blocks branch as `edges` says: no target returns, one jumps, two branch.
private func graph(_ edges: [[Int]]) -> Function {
    var builder = FunctionBuilder(Function(name: "f", signature: Signature(parameters: [.i1])))
    var blocks = [builder.makeEntryBlock()]
    for _ in edges.dropFirst() { blocks.append(builder.makeBlock()) }
    let condition = builder.function.parameters(blocks[0])[0]
    for (block, targets) in zip(blocks, edges) {
        builder.position(atEndOf: block)
        switch targets.count {
        case 0: builder.ret()
        case 1: builder.jump(blocks[targets[0]])
        default: builder.branch(condition, blocks[targets[0]], else: blocks[targets[1]])
        }
    }
    return builder.function
}

@Suite struct AnalysisTests {
    @Test func dominatorsOfADiamondInALoop() {
        // 0 -> 1; 1 -> 2, 3; 2 -> 4; 3 -> 4; 4 -> 1, 5; 6 is unreachable.
        let function = graph([[1], [2, 3], [4], [4], [1, 5], [], [5]])
        let cfg = ControlFlowGraph(function)
        let tree = DominatorTree(function, cfg)
        let blocks = function.layout.blocks
        #expect(tree.immediateDominator(blocks[4]) == blocks[1])
        #expect(tree.dominates(blocks[1], blocks[5]) && !tree.dominates(blocks[2], blocks[4]))
        #expect(!cfg.isReachable(blocks[6]) && !tree.dominates(blocks[0], blocks[6]))
        let frontier = DominanceFrontier(function, cfg, tree)
        #expect(frontier.frontier(blocks[2]) == [blocks[4]] && frontier.frontier(blocks[4]) == [blocks[1]])
        let forest = LoopForest(function, cfg, tree)
        #expect(forest.loops.count == 1)
        #expect(forest.depth(blocks[3]) == 1 && forest.depth(blocks[5]) == 0)
        #expect(forest.exits(LoopID(index: 0), cfg) == [blocks[5]])
    }

    @Test func nestedLoops() {
        let function = graph([[1], [2], [2, 3], [1, 4], []])
        let cfg = ControlFlowGraph(function)
        let forest = LoopForest(function, cfg, DominatorTree(function, cfg))
        let blocks = function.layout.blocks
        #expect(forest.loops.count == 2 && forest.depth(blocks[2]) == 2 && forest.depth(blocks[3]) == 1)
        #expect(forest.loops[LoopID(index: 1)].parent == LoopID(index: 0))
    }
}
