// Makes every cycle have one entry: a cycle with several gets a dispatch node, which all edges to its entries go through
// and which then goes on to the entry that they mean.

/// Adds the dispatch nodes that a graph needs.
struct IrreducibleRegions {
    private(set) var graph: FlowGraph
    private(set) var variableCount = 0

    init(_ graph: FlowGraph) {
        self.graph = graph
        var search = ComponentSearch()
        var regions = [Array(graph.nodes.indices)]
        while let region = regions.popLast() {
            for component in search.components(of: region, in: self.graph) {
                let header = singleEntry(component)
                regions.append(component.filter { $0 != header })
            }
        }
    }

    /// The one node at which control enters a cycle, whose nodes are in ascending order: the only entry, or a new
    /// dispatch node before the entries.
    private mutating func singleEntry(_ component: [Int]) -> Int {
        let members = Set(component)
        let entries = component.filter { node in
            node == 0 || graph.predecessors(node).contains { !members.contains($0) }
        }
        if entries.count == 1 { return entries[0] }
        defer { variableCount += 1 }
        return graph.addDispatch(DispatchVariable(number: variableCount), before: entries)
    }
}

/// Tarjan's search for strongly connected components, without recursion. The tables serve all regions of a function, for
/// there may be very many.
private struct ComponentSearch {
    private var isInRegion: [Bool] = []
    /// The order in which nodes were met; -1 before.
    private var order: [Int] = []
    private var low: [Int] = []
    private var isOpen: [Bool] = []
    private var open: [Int] = []
    private var count = 0
    private var components: [[Int]] = []

    /// The cycles of the part of `graph` that is `region`: strongly connected components with an edge in them, each as
    /// its nodes in ascending order.
    mutating func components(of region: [Int], in graph: FlowGraph) -> [[Int]] {
        components = []
        while order.count < graph.nodes.count {
            isInRegion.append(false)
            order.append(-1)
            low.append(-1)
            isOpen.append(false)
        }
        for node in region { isInRegion[node] = true }
        for node in region where order[node] < 0 { run(from: node, graph) }
        for node in region {
            isInRegion[node] = false
            order[node] = -1
        }
        return components
    }

    private mutating func run(from root: Int, _ graph: FlowGraph) {
        var path: [(node: Int, next: Int)] = [enter(root)]
        while let (node, next) = path.last {
            let edges = graph.outgoing[node]
            if next < edges.count {
                path[path.count - 1].next += 1
                let target = graph.edges[edges[next]].target
                guard isInRegion[target] else { continue }
                if order[target] < 0 {
                    path.append(enter(target))
                } else if isOpen[target] {
                    low[node] = min(low[node], order[target])
                }
            } else {
                path.removeLast()
                if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
                if low[node] == order[node] { close(node, graph) }
            }
        }
    }

    private mutating func enter(_ node: Int) -> (node: Int, next: Int) {
        order[node] = count
        low[node] = count
        count += 1
        open.append(node)
        isOpen[node] = true
        return (node, 0)
    }

    private mutating func close(_ root: Int, _ graph: FlowGraph) {
        var component: [Int] = []
        repeat {
            component.append(open.removeLast())
            isOpen[component[component.count - 1]] = false
        } while component.last != root
        let isCycle = component.count > 1 || graph.successors(root).contains(root)
        if isCycle { components.append(component.sorted()) }
    }
}
