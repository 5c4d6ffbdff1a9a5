// The graph along which kinds of values flow through a program: nodes are variables and intermediate values, edges lead
// from where values come from to where they go. Watchers of a node are told of each kind that arrives at it.

import Support

/// What values can be told apart by.
package enum FlowKind: Hashable, Sendable {
    case instance(ClassID)
    /// A block of an activation.
    case block(FlowContextID, scope: Int)
    /// An array that holds variables of several blocks, by where it is made.
    case vector(FlowContextID, pc: Int)
    /// What `thisContext` answers, by where it stands.
    case context(FlowContextID, pc: Int)
    /// A block that a check of a validation makes.
    case given(arity: Int, isPredicate: Bool)
}

package struct FlowKindID: EntityID {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct FlowNodeID: EntityID {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A method for a set of receivers.
package struct FlowContextID: EntityID {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct FlowSiteID: EntityID {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// What happens when a kind arrives at a node.
enum FlowWatcher {
    /// The kind receives the message of a site.
    case receive(FlowSiteID)
    case readField(Int, into: FlowNodeID)
    case writeField(Int, from: FlowNodeID)
    case readVector(Int, into: FlowNodeID)
    case writeVector(Int, from: FlowNodeID)
    /// Elements of objects of the kind go to a node, or come from it.
    case readElements(into: FlowNodeID)
    case writeElements(from: FlowNodeID)
    /// The class of the kind goes to a node.
    case classes(into: FlowNodeID)
    /// Code goes on by what the kind is: true, false, or neither; the number of a jump.
    case branch(Int)
    /// Code goes on when there is a first kind: the number of a place that waits for it.
    case goOn(Int)
    /// A block that a new process runs.
    case start
    /// A Float makes that a node gets Floats.
    case float(into: FlowNodeID)
    /// References to a kind lead to what arrives from then on.
    case exchange(FlowKindID, ObjectExchange)
    /// The same for each kind that arrives, with what comes to a node.
    case exchangeEach(with: FlowNodeID, ObjectExchange)
}

/// A place in the code of an activation, with what is on the stack.
struct FlowPlace {
    let context: FlowContextID
    let scope: Int
    let pc: Int
    let stack: [FlowNodeID]
}

/// A jump on a condition.
struct FlowBranch {
    let ifTrue: FlowPlace
    let ifFalse: FlowPlace
}

/// Nodes to which very many kinds come are told no more of each: they are full, and stand for all that is in any full
/// node. That keeps programs small that pass everything everywhere.
struct FlowGraph {
    private struct Node {
        var kinds = EntitySet<FlowKindID>()
        /// The same in the order in which they came.
        var members: [FlowKindID] = []
        var targets: [FlowNodeID] = []
        var watchers: [FlowWatcher] = []
        var isFull = false
    }

    private struct Edge: Hashable {
        let source: FlowNodeID
        let target: FlowNodeID
    }

    /// How many kinds a node holds at most.
    private static let capacity = 64

    private var nodes = PrimaryMap<FlowNodeID, Node>()
    private(set) var kinds = PrimaryMap<FlowKindID, FlowKind>()
    private var ids: [FlowKind: FlowKindID] = [:]
    private var edges: Set<Edge> = []
    private var arrivals: [(node: FlowNodeID, kind: FlowKindID)] = []
    /// What is in any full node.
    let everything: FlowNodeID
    /// Watchers of nodes that have become full.
    private var released: [FlowWatcher] = []
    /// What can be wherever a kind is.
    private var companions: [FlowKindID: [FlowKindID]] = [:]

    init() { everything = nodes.append(Node()) }

    mutating func makeNode() -> FlowNodeID { nodes.append(Node()) }

    mutating func id(_ kind: FlowKind) -> FlowKindID {
        if let id = ids[kind] { return id }
        let id = kinds.append(kind)
        ids[kind] = id
        return id
    }

    func isFull(_ node: FlowNodeID) -> Bool { nodes[node].isFull }
    func members(_ node: FlowNodeID) -> [FlowKindID] { nodes[nodes[node].isFull ? everything : node].members }

    mutating func insert(_ kind: FlowKindID, into node: FlowNodeID) {
        let node = nodes[node].isFull ? everything : node
        guard nodes[node].kinds.insert(kind) else { return }
        nodes[node].members.append(kind)
        if nodes[node].members.count > Self.capacity, node != everything {
            fill(node)
        } else {
            arrivals.append((node, kind))
        }
        for other in companions[kind] ?? [] { insert(other, into: node) }
    }

    /// From now on `other` can be wherever `kind` is, or comes to be.
    mutating func join(_ other: FlowKindID, to kind: FlowKindID) {
        guard kind != other, companions[kind]?.contains(other) != true else { return }
        companions[kind, default: []].append(other)
        for node in nodes.ids where nodes[node].kinds.contains(kind) { insert(other, into: node) }
    }

    mutating func fill(_ first: FlowNodeID) {
        var pending = [first]
        while let node = pending.popLast() {
            guard !nodes[node].isFull, node != everything else { continue }
            nodes[node].isFull = true
            for kind in nodes[node].members { insert(kind, into: everything) }
            pending += nodes[node].targets
            released += nodes[node].watchers
            nodes[node] = Node(isFull: true)
        }
    }

    mutating func addEdge(_ source: FlowNodeID, _ target: FlowNodeID) {
        if nodes[source].isFull { return fill(target) }
        guard source != target, edges.insert(Edge(source: source, target: target)).inserted else { return }
        nodes[source].targets.append(target)
        for kind in nodes[source].members { insert(kind, into: target) }
    }

    /// Adds a watcher; the kinds that are there already are the caller's to tell it.
    mutating func addWatcher(_ watcher: FlowWatcher, to node: FlowNodeID) { nodes[node].watchers.append(watcher) }

    /// A watcher whose node has become full since it was added.
    mutating func nextReleased() -> FlowWatcher? { released.popLast() }

    /// Moves the next kind along the edges of its node; answers the watchers that are to be told. Nil when all is done.
    mutating func nextArrival() -> (kind: FlowKindID, watchers: [FlowWatcher])? {
        guard let (node, kind) = arrivals.popLast() else { return nil }
        if nodes[node].isFull { return (kind, []) }
        for target in nodes[node].targets { insert(kind, into: target) }
        return (kind, nodes[node].watchers)
    }
}
