// Predecessors, successors and a reverse postorder of the blocks. Everything else about control flow is built on it.
// Requires: every block in the layout ends with a terminator.

import Support

/// The control-flow graph of a function, valid until its blocks or branches change.
public struct ControlFlowGraph: Sendable {
    private let successorLists: SecondaryMap<BlockID, [BlockID]>
    private let predecessorLists: SecondaryMap<BlockID, [BlockID]>
    private let orderNumbers: SecondaryMap<BlockID, Int32>

    /// The reachable blocks: every block comes before its successors, save along back edges. The entry is first.
    public let reversePostorder: [BlockID]

    public init(_ function: Function) {
        var successors = SecondaryMap<BlockID, [BlockID]>(initial: [], count: function.blocks.count)
        var predecessors = SecondaryMap<BlockID, [BlockID]>(initial: [], count: function.blocks.count)
        var numbers = SecondaryMap<BlockID, Int32>(initial: -1, count: function.blocks.count)
        var postorder: [BlockID] = []
        if let entry = function.entry {
            var seen = EntitySet<BlockID>(capacity: function.blocks.count)
            var stack: [(block: BlockID, next: Int)] = [(entry, 0)]
            seen.insert(entry)
            successors[entry] = ControlFlowGraph.distinct(function.successors(entry))
            while let top = stack.last {
                let targets = successors[top.block]
                if top.next < targets.count {
                    stack[stack.count - 1].next += 1
                    let target = targets[top.next]
                    if seen.insert(target) {
                        successors[target] = ControlFlowGraph.distinct(function.successors(target))
                        stack.append((target, 0))
                    }
                } else {
                    postorder.append(top.block)
                    stack.removeLast()
                }
            }
        }
        reversePostorder = postorder.reversed()
        for (number, block) in reversePostorder.enumerated() {
            numbers[block] = Int32(number)
            for target in successors[block] { predecessors[target].append(block) }
        }
        successorLists = successors
        predecessorLists = predecessors
        orderNumbers = numbers
    }

    /// The blocks control can go to, each once.
    public func successors(_ block: BlockID) -> [BlockID] { successorLists[block] }

    /// The reachable blocks control can come from, each once, in reverse postorder.
    public func predecessors(_ block: BlockID) -> [BlockID] { predecessorLists[block] }

    public func isReachable(_ block: BlockID) -> Bool { orderNumbers[block] >= 0 }

    /// The position of a reachable block in `reversePostorder`; -1 for the others.
    public func orderNumber(_ block: BlockID) -> Int { Int(orderNumbers[block]) }

    private static func distinct(_ blocks: [BlockID]) -> [BlockID] {
        if blocks.count < 2 { return blocks }
        if blocks.count == 2 { return blocks[0] == blocks[1] ? [blocks[0]] : blocks }
        var seen = EntitySet<BlockID>()
        return blocks.filter { seen.insert($0) }
    }
}
