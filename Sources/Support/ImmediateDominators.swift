// Immediate dominators of any flow graph, in time that grows about as the graph does, whatever its shape.
// Source: the Semi-NCA algorithm of Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems", 2005.

/// Finds immediate dominators in a graph of numbered nodes.
public enum ImmediateDominators {
    /// The immediate dominator of each of `count` nodes; -1 for the entry, node 0, and for what it does not reach.
    /// Predecessors that the entry does not reach are left out.
    public static func find(
        count: Int, successors: (Int) -> [Int], predecessors: (Int) -> [Int]
    ) -> [Int] {
        guard count > 0 else { return [] }
        var search = SemiDominators(count: count, successors)
        search.findSemidominators(predecessors)
        return search.immediateDominators(count: count)
    }
}

/// The state of the algorithm. Nodes go by their place in a depth-first preorder.
private struct SemiDominators {
    /// The node at each place, and the place of each node; -1 for nodes that are not reached.
    private var nodes: [Int] = []
    private var places: [Int]
    /// The parent of each place in the depth-first tree.
    private var parents: [Int] = []
    private var semi: [Int] = []
    /// The forest of places that have been worked off: the next place up, and the place of the least semidominator on
    /// the compressed path.
    private var ancestors: [Int] = []
    private var least: [Int] = []

    init(count: Int, _ successors: (Int) -> [Int]) {
        places = Array(repeating: -1, count: count)
        var stack: [(targets: [Int], next: Int, place: Int)] = []
        visit(0, parent: 0)
        stack.append((successors(0), 0, 0))
        while let top = stack.last {
            if top.next < top.targets.count {
                stack[stack.count - 1].next += 1
                let target = top.targets[top.next]
                if places[target] < 0 {
                    visit(target, parent: top.place)
                    stack.append((successors(target), 0, nodes.count - 1))
                }
            } else {
                stack.removeLast()
            }
        }
        semi = Array(nodes.indices)
        least = semi
        ancestors = Array(repeating: -1, count: nodes.count)
    }

    private mutating func visit(_ node: Int, parent: Int) {
        places[node] = nodes.count
        nodes.append(node)
        parents.append(parent)
    }

    mutating func findSemidominators(_ predecessors: (Int) -> [Int]) {
        var path: [Int] = []
        for place in nodes.indices.dropFirst().reversed() {
            for predecessor in predecessors(nodes[place]) where places[predecessor] >= 0 {
                semi[place] = min(semi[place], semi[evaluate(places[predecessor], &path)])
            }
            ancestors[place] = parents[place]
        }
    }

    /// The place with the least semidominator on the way from `place` up to the root of its tree in the forest.
    private mutating func evaluate(_ place: Int, _ path: inout [Int]) -> Int {
        if ancestors[place] < 0 { return place }
        var current = place
        path.removeAll(keepingCapacity: true)
        while ancestors[ancestors[current]] >= 0 {
            path.append(current)
            current = ancestors[current]
        }
        while let lower = path.popLast() {
            let upper = ancestors[lower]
            if semi[least[upper]] < semi[least[lower]] { least[lower] = least[upper] }
            ancestors[lower] = ancestors[upper]
        }
        return least[place]
    }

    func immediateDominators(count: Int) -> [Int] {
        var immediate = parents
        var result = Array(repeating: -1, count: count)
        for place in nodes.indices.dropFirst() {
            while immediate[place] > semi[place] { immediate[place] = immediate[immediate[place]] }
            result[nodes[place]] = nodes[immediate[place]]
        }
        return result
    }
}
