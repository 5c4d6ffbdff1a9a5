// Order, dominators and loops of a reducible flow graph.

import Support

/// What the structurer needs to know of a graph.
struct FlowAnalysis {
    /// The place of each node in reverse postorder.
    private(set) var order: [Int]
    private(set) var reversePostorder: [Int]
    /// The immediate dominator of each node; -1 for the entry.
    private(set) var dominator: [Int]
    /// The header of the innermost loop that holds each node, -1 outside of loops. A header is in its own loop.
    private(set) var loop: [Int]
    /// For each loop header the header of the loop around its loop; -1 for none.
    private(set) var outerLoop: [Int]
    /// How many edges that go forward lead to each node.
    private(set) var forwardEdgeCount: [Int]

    init(_ graph: FlowGraph) {
        let count = graph.nodes.count
        order = Array(repeating: -1, count: count)
        dominator = ImmediateDominators.find(
            count: count, successors: graph.successors, predecessors: graph.predecessors)
        reversePostorder = []
        loop = Array(repeating: -1, count: count)
        outerLoop = loop
        forwardEdgeCount = Array(repeating: 0, count: count)
        findOrder(graph)
        for edge in graph.edges where order[edge.target] > order[edge.source] { forwardEdgeCount[edge.target] += 1 }
        findLoops(graph)
    }

    private mutating func findOrder(_ graph: FlowGraph) {
        var postorder: [Int] = []
        var seen = Array(repeating: false, count: graph.nodes.count)
        var path: [(node: Int, next: Int)] = [(0, 0)]
        seen[0] = true
        while let (node, next) = path.last {
            // The last way first, so that the first way comes first in the reverse.
            let edges = graph.outgoing[node]
            if next < edges.count {
                path[path.count - 1].next += 1
                let target = graph.edges[edges[edges.count - 1 - next]].target
                if !seen[target] {
                    seen[target] = true
                    path.append((target, 0))
                }
            } else {
                postorder.append(node)
                path.removeLast()
            }
        }
        reversePostorder = postorder.reversed()
        for (place, node) in reversePostorder.enumerated() { order[node] = place }
    }

    /// Inner headers come later in reverse postorder, so that the last come first here; what is in a loop already
    /// stands for the outermost loop found around it.
    private mutating func findLoops(_ graph: FlowGraph) {
        for header in reversePostorder.reversed() {
            var work = graph.predecessors(header).filter { order[$0] >= order[header] }
            guard !work.isEmpty else { continue }
            let inner = loop[header]
            loop[header] = header
            if inner >= 0 { outerLoop[header] = inner }
            while let node = work.popLast() {
                let place = outermost(node)
                if place == header { continue }
                if place >= 0 {
                    // An inner loop: go on behind its header.
                    outerLoop[place] = header
                    work += graph.predecessors(place).filter { order[$0] < order[place] }
                } else if loop[node] < 0 {
                    loop[node] = header
                    work += graph.predecessors(node)
                }
            }
        }
    }

    /// The header of the outermost loop known so far around `node`; -1 when it is in none.
    private func outermost(_ node: Int) -> Int {
        var place = loop[node]
        while place >= 0, outerLoop[place] >= 0 { place = outerLoop[place] }
        return place
    }

    func isHeader(_ node: Int) -> Bool { loop[node] == node }

    /// Whether the loop of `header` holds `node`.
    func isIn(_ header: Int, _ node: Int) -> Bool {
        var place = loop[node]
        while place >= 0 {
            if place == header { return true }
            place = outerLoop[place]
        }
        return false
    }
}
