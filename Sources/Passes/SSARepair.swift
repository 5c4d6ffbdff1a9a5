// One value under several definitions: finds what reaches the start of a block, and merges by block parameters where
// paths differ. Passes that copy code or move values through memory into registers end with it. Only parameters that
// are wanted are made; some of them may turn out to be needless where loops nest, which gvn cleans up. It takes time and
// memory for the blocks that it looks at, not for the whole function, because there may be many repairs.
// Requires: no unreachable block in the layout branches to a reachable one.

import IR
import Support

/// The repair of one value.
struct SSARepair {
    let type: Type
    /// The value at the end of each block that defines it. Requires: every path from the entry to a wanted block meets
    /// one, or the entry has `atEntry`.
    let definition: (BlockID) -> ValueID?
    /// The value where the function starts.
    var atEntry: ValueID?

    /// The value at the start of `blocks`; nil, and nothing is changed, when that takes more than `limit` parameters.
    func valuesAtStart(
        of blocks: [BlockID], in function: inout Function, _ graph: ControlFlowGraph, limit: Int = .max
    ) -> [BlockID: ValueID]? {
        let region = transparentRegion(before: blocks, graph)
        var incoming: [BlockID: ValueID] = [:]
        var merges: [BlockID] = []
        var changed = true
        while changed {
            changed = false
            for block in region where incoming[block] != marker(block) {
                var value = block == function.entry ? atEntry : nil
                for predecessor in graph.predecessors(block) {
                    guard let other = definition(predecessor) ?? incoming[predecessor] else { continue }
                    value = value == nil || value == other ? other : marker(block)
                }
                guard value != incoming[block] else { continue }
                incoming[block] = value
                changed = true
                if value == marker(block) { merges.append(block) }
                if merges.count > limit { return nil }
            }
        }
        addParameters(to: merges, region, &incoming, &function, graph)
        return incoming
    }

    /// What stands for the parameter to be of a block whose paths differ: an id from the top.
    private func marker(_ block: BlockID) -> ValueID { ValueID(rawValue: .max - block.rawValue) }

    /// The blocks from `blocks` back to those with definitions, in reverse postorder.
    private func transparentRegion(before blocks: [BlockID], _ graph: ControlFlowGraph) -> [BlockID] {
        var seen: Set<BlockID> = []
        var worklist: [BlockID] = []
        for block in blocks where seen.insert(block).inserted { worklist.append(block) }
        var next = 0
        while next < worklist.count {
            for predecessor in graph.predecessors(worklist[next])
            where definition(predecessor) == nil && seen.insert(predecessor).inserted {
                worklist.append(predecessor)
            }
            next += 1
        }
        return worklist.sorted { graph.orderNumber($0) < graph.orderNumber($1) }
    }

    private func addParameters(
        to merges: [BlockID], _ region: [BlockID], _ incoming: inout [BlockID: ValueID],
        _ function: inout Function, _ graph: ControlFlowGraph
    ) {
        guard !merges.isEmpty else { return }
        var parameters: [BlockID: ValueID] = [:]
        for block in merges { parameters[block] = function.appendParameter(block, type) }
        for block in region {
            guard let value = incoming[block], value.rawValue > .max - UInt32(function.blocks.count) else { continue }
            incoming[block] = parameters[BlockID(rawValue: .max - value.rawValue)]
        }
        for block in merges {
            for predecessor in graph.predecessors(block) {
                guard let value = definition(predecessor) ?? incoming[predecessor],
                    let branch = function.terminator(predecessor)
                else { continue }
                for call in function.distinctBlockCallIDs(branch) where function.blockCalls[call].block == block {
                    function.blockCalls[call].arguments = function.lists.make(function.arguments(call) + [value])
                }
            }
        }
    }
}
