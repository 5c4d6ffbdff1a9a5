// Gives every critical edge, from a block with several successors to one with several predecessors, a block of its own,
// so that what belongs to the edge has a place. The same target twice in one terminator makes two such edges.

import IR
import Support

extension Pass {
    /// Splits critical edges.
    public static let splitCriticalEdges = Pass(
        name: "split-critical-edges", summary: "Give critical edges blocks of their own"
    ) { function, cache in
        var incoming = SecondaryMap<BlockID, Int>(initial: 0, count: function.blocks.count)
        for block in function.layout.blocks {
            for target in function.successors(block) { incoming[target] += 1 }
        }
        var count = 0
        for block in function.layout.blocks {
            guard let terminator = function.terminator(block) else { continue }
            let calls = function.blockCallIDs(terminator)
            guard calls.count > 1 else { continue }
            for call in calls where incoming[function.blockCalls[call].block] > 1 {
                split(call, behind: block, at: function.location(terminator), &function)
                count += 1
            }
        }
        cache.counters.count("edges", count)
        return count > 0
    }

    /// Leads `edge` through a new block.
    private static func split(
        _ edge: BlockCallID, behind block: BlockID, at location: LocationID, _ function: inout Function
    ) {
        let target = function.blockCalls[edge]
        let new = function.makeBlock()
        function.layout.insert(new, after: block)
        let onward = function.blockCalls.append(target)
        let jump = function.makeInstruction(Instruction(.jump, a: onward.rawValue), results: [], location: location)
        function.layout.append(jump, to: new)
        function.blockCalls[edge] = BlockCall(block: new)
    }
}
