// The dominator tree of machine code.
// Requires: every block in the order can be reached.

import Support

/// Immediate dominators of the blocks of a function.
struct MachineDominators {
    /// The position of each block in a reverse postorder; -1 for unreachable blocks.
    private var numbers: [Int]
    private var order: [MachineBlockID] = []
    private var dominators: [Int] = []

    init(_ function: MachineFunction) {
        numbers = Array(repeating: -1, count: function.blocks.count)
        guard let entry = function.order.first else { return }
        var seen = EntitySet<MachineBlockID>(capacity: function.blocks.count)
        var stack: [(block: MachineBlockID, successors: [MachineBlockID])] = [
            (entry, function.blocks[entry].successors)
        ]
        seen.insert(entry)
        while !stack.isEmpty {
            if let next = stack[stack.count - 1].successors.popLast() {
                if seen.insert(next) { stack.append((next, function.blocks[next].successors)) }
            } else {
                order.append(stack.removeLast().block)
            }
        }
        order.reverse()
        for (number, block) in order.enumerated() { numbers[block.index] = number }
        let predecessors = function.predecessors()
        dominators = ImmediateDominators.find(
            count: order.count,
            successors: { [numbers, order] number in function.blocks[order[number]].successors.map { numbers[$0.index] }
            },
            predecessors: { [numbers, order] number in
                predecessors[order[number].index].map { numbers[$0.index] }.filter { $0 >= 0 }
            })
        dominators[0] = 0
    }

    private func meet(_ left: Int, _ right: Int) -> Int {
        var (left, right) = (left, right)
        while left != right {
            if left > right { left = dominators[left] } else { right = dominators[right] }
        }
        return left
    }

    func immediate(_ block: MachineBlockID) -> MachineBlockID { order[dominators[numbers[block.index]]] }

    func commonDominator(_ left: MachineBlockID, _ right: MachineBlockID) -> MachineBlockID {
        order[meet(numbers[left.index], numbers[right.index])]
    }

    private func dominates(_ block: MachineBlockID, _ other: MachineBlockID) -> Bool {
        meet(numbers[block.index], numbers[other.index]) == numbers[block.index]
    }

    /// The blocks that reach a back edge to `header` without passing through it.
    struct NaturalLoop {
        let header: MachineBlockID
        let blocks: EntitySet<MachineBlockID>
    }

    /// The natural loops, in reverse postorder of their headers.
    func loops(in function: MachineFunction) -> [NaturalLoop] {
        let predecessors = function.predecessors()
        return order.compactMap { header in
            var worklist = predecessors[header.index].filter { numbers[$0.index] >= 0 && dominates(header, $0) }
            guard !worklist.isEmpty else { return nil }
            var blocks = EntitySet<MachineBlockID>(capacity: function.blocks.count)
            blocks.insert(header)
            while let block = worklist.popLast() {
                if blocks.insert(block) { worklist += predecessors[block.index].filter { numbers[$0.index] >= 0 } }
            }
            return NaturalLoop(header: header, blocks: blocks)
        }
    }

    /// The blocks that can be reached from `block`, itself included.
    func region(of block: MachineBlockID, in function: MachineFunction) -> EntitySet<MachineBlockID> {
        var region = EntitySet<MachineBlockID>(capacity: function.blocks.count)
        region.insert(block)
        var worklist = [block]
        while let next = worklist.popLast() {
            for target in function.blocks[next].successors where region.insert(target) { worklist.append(target) }
        }
        return region
    }

    /// Whether all that can be reached from `block` is reached only through it, and it is in no cycle.
    func isClosed(_ block: MachineBlockID, in function: MachineFunction) -> Bool {
        let region = region(of: block, in: function)
        return region.allSatisfy { member in
            dominates(block, member) && !function.blocks[member].successors.contains(block)
        }
    }
}
