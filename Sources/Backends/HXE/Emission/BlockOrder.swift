// Removes empty blocks and orders the others so that the most frequent paths fall through: chains of blocks grow along
// the edges that would otherwise cost the most jumps. Source: Pettis and Hansen, "Profile Guided Code Positioning",
// PLDI 1990.

import Support

/// Orders the blocks of a function.
struct BlockOrder {
    static func run(_ function: inout MachineFunction) {
        threadJumps(&function)
        dropUnreachable(&function)
        function.order = chains(function)
    }

    /// Branches to blocks that only jump go where those jump.
    private static func threadJumps(_ function: inout MachineFunction) {
        var final = function.blocks.ids.map { $0 }
        for block in function.order {
            var target = block
            var steps = 0
            while function.blocks[target].instructions.isEmpty,
                case .jump(let next) = function.blocks[target].terminator,
                steps < function.order.count
            {
                target = next
                steps += 1
            }
            final[block.index] = target
        }
        for block in function.order { function.blocks[block].mapTargets { final[$0.index] } }
        if let entry = function.order.first, final[entry.index] != entry, function.blocks[entry].instructions.isEmpty,
            function.predecessors()[entry.index].isEmpty
        {
            // The entry itself was empty: control begins where it led to.
            let target = final[entry.index]
            if function.predecessors()[target.index].count <= 1 {
                function.order.removeAll { $0 == target }
                function.order.insert(target, at: 0)
            }
        }
    }

    private static func dropUnreachable(_ function: inout MachineFunction) {
        guard let entry = function.order.first else { return }
        var seen = EntitySet<MachineBlockID>(capacity: function.blocks.count)
        seen.insert(entry)
        var worklist = [entry]
        while let block = worklist.popLast() {
            for target in function.blocks[block].successors where seen.insert(target) { worklist.append(target) }
        }
        function.order.removeAll { !seen.contains($0) }
    }

    private struct Edge {
        let from: MachineBlockID
        let to: MachineBlockID
        let weight: Float
        let number: Int
    }

    private static func chains(_ function: MachineFunction) -> [MachineBlockID] {
        guard let entry = function.order.first else { return [] }
        var next = [MachineBlockID?](repeating: nil, count: function.blocks.count)
        var previous = next
        // The head of each chain, found through the blocks before it.
        var parent = function.blocks.ids.map(\.index)
        func head(_ index: Int) -> Int {
            var index = index
            while parent[index] != index {
                parent[index] = parent[parent[index]]
                index = parent[index]
            }
            return index
        }
        // Among equals the edge into the busier block: a loop then follows what leads to it.
        let sorted = edges(function).sorted { left, right in
            let (heat, otherHeat) = (function.blocks[left.to].frequency, function.blocks[right.to].frequency)
            return (right.weight, otherHeat, left.number) < (left.weight, heat, right.number)
        }
        for edge in sorted {
            guard next[edge.from.index] == nil, previous[edge.to.index] == nil, edge.to != entry,
                head(edge.from.index) != head(edge.to.index)
            else { continue }
            next[edge.from.index] = edge.to
            previous[edge.to.index] = edge.from
            parent[head(edge.to.index)] = head(edge.from.index)
        }
        var order: [MachineBlockID] = []
        func append(chainFrom start: MachineBlockID) {
            var cursor: MachineBlockID? = start
            while let block = cursor {
                order.append(block)
                cursor = next[block.index]
            }
        }
        append(chainFrom: entry)
        for block in function.order where previous[block.index] == nil && block != entry { append(chainFrom: block) }
        return order
    }

    /// What falling through each edge saves.
    private static func edges(_ function: MachineFunction) -> [Edge] {
        var edges: [Edge] = []
        for block in function.order {
            let frequency = function.blocks[block].frequency
            switch function.blocks[block].terminator {
            case .jump(let target): edges.append(Edge(from: block, to: target, weight: frequency, number: edges.count))
            case .branch(_, let taken, let other):
                // Where neither target follows, the rarer one costs a jump.
                let rarer = min(function.blocks[taken].frequency, function.blocks[other].frequency, frequency)
                for target in [other, taken] {
                    edges.append(Edge(from: block, to: target, weight: rarer / 2, number: edges.count))
                }
            // No entry of a table is nearer for lying behind it.
            case .table, .exit: break
            }
        }
        return edges
    }
}
