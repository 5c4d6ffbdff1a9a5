// Which blocks lie on every path to a block. Unreachable blocks are in no relation.

import Support

/// The dominator tree of a function, with constant-time queries.
public struct DominatorTree: Sendable {
    private let immediate: SecondaryMap<BlockID, UInt32>
    private let childLists: SecondaryMap<BlockID, [BlockID]>
    /// The first and last visit of a depth-first walk over the tree.
    private let intervals: SecondaryMap<BlockID, (enter: UInt32, leave: UInt32)>

    /// The reachable blocks, every block before those it dominates.
    public let preorder: [BlockID]

    public init(_ function: Function, _ graph: ControlFlowGraph) {
        let order = graph.reversePostorder
        let dominators = ImmediateDominators.find(
            count: order.count,
            successors: { number in graph.successors(order[number]).map { graph.orderNumber($0) } },
            predecessors: { number in graph.predecessors(order[number]).map { graph.orderNumber($0) } })
        let count = function.blocks.count
        var immediate = SecondaryMap<BlockID, UInt32>(initial: .max, count: count)
        var children = SecondaryMap<BlockID, [BlockID]>(initial: [], count: count)
        for number in order.indices.dropFirst() {
            let parent = order[dominators[number]]
            immediate[order[number]] = parent.rawValue
            children[parent].append(order[number])
        }
        var intervals = SecondaryMap<BlockID, (enter: UInt32, leave: UInt32)>(initial: (0, 0), count: count)
        var preorder: [BlockID] = []
        var clock: UInt32 = 1
        var stack: [(block: BlockID, next: Int)] = []
        if let entry = order.first {
            stack.append((entry, 0))
            preorder.append(entry)
            intervals[entry].enter = clock
        }
        while let top = stack.last {
            let list = children[top.block]
            clock += 1
            if top.next < list.count {
                stack[stack.count - 1].next += 1
                intervals[list[top.next]].enter = clock
                preorder.append(list[top.next])
                stack.append((list[top.next], 0))
            } else {
                intervals[top.block].leave = clock
                stack.removeLast()
            }
        }
        self.immediate = immediate
        childLists = children
        self.intervals = intervals
        self.preorder = preorder
    }

    /// The closest strict dominator; nil for the entry and for unreachable blocks.
    public func immediateDominator(_ block: BlockID) -> BlockID? {
        immediate[block] == .max ? nil : BlockID(rawValue: immediate[block])
    }

    /// The blocks whose immediate dominator is `block`, in reverse postorder.
    public func children(_ block: BlockID) -> [BlockID] { childLists[block] }

    /// Whether every path to `other` goes through `block`; a block dominates itself.
    public func dominates(_ block: BlockID, _ other: BlockID) -> Bool {
        let (outer, inner) = (intervals[block], intervals[other])
        return outer.enter != 0 && inner.enter != 0 && outer.enter <= inner.enter && inner.leave <= outer.leave
    }
}
