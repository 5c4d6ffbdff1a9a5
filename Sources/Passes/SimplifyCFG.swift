// Simplifies control flow: fewer blocks, fewer branches, fewer block parameters. Loops stay loops of the same shape.
// Requires: every block ends with a terminator.

import IR
import Support

extension Pass {
    /// Simplifies blocks and branches until nothing more changes.
    static let simplifyCFG = Pass(
        name: "simplify-cfg", summary: "removes, merges and forwards blocks, folds branches and block parameters"
    ) { function, cache in
        var changed = false
        while simplifyOnce(&function, &cache) {
            changed = true
            cache.invalidate()
        }
        return changed
    }

    /// One round; each step of it is linear.
    private static func simplifyOnce(_ function: inout Function, _ cache: inout AnalysisCache) -> Bool {
        var round = PassCounters()
        round.count("branches", foldBranches(&function))
        var graph = ControlFlowGraph(function)
        round.count("unreachable blocks", function.removeUnreachableBlocks(graph))
        let threaded = JumpThreading.run(&function, graph, cache.module.roots)
        round.count("threaded edges", threaded)
        if threaded > 0 {
            graph = ControlFlowGraph(function)
            round.count("unreachable blocks", function.removeUnreachableBlocks(graph))
        }
        round.count("block parameters", RedundantParameters.remove(&function))
        round.count("merged blocks", BlockMerging.mergeStraightLines(&function, graph))
        round.count("identical arms", BlockMerging.mergeIdenticalArms(&function))
        cache.counters.merge(round)
        return !round.entries.isEmpty
    }

    private static func foldBranches(_ function: inout Function) -> Int {
        var folded = 0
        for block in function.layout.blocks {
            guard let terminator = function.terminator(block) else { continue }
            if function.simplifyCondition(terminator) { folded += 1 }
            if foldBranch(terminator, &function) { folded += 1 }
        }
        return folded
    }

    private static func foldBranch(_ terminator: InstructionID, _ function: inout Function) -> Bool {
        guard function.blockCallIDs(terminator).count > 1 else { return false }
        // A snapshot of the few constants, because the function is borrowed while it changes.
        var known: [(value: ValueID, bits: UInt64)] = []
        for value in function.operands(terminator) {
            if let bits = function.constantBits(value) { known.append((value, bits)) }
        }
        return function.foldBranch(terminator) { value in known.first { $0.value == value }?.bits }
    }
}
