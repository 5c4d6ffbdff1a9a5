// The control flow of a function as a graph of numbered nodes, so that nodes of its own can be put in: the dispatch
// nodes that make irreducible regions reducible.

import IR

/// One way from a node to another.
struct FlowEdge {
    let source: Int
    var target: Int
    /// The block call that it stands for; nil behind a dispatch node.
    let call: BlockCallID?
    /// The dispatch variables to set on the way, in order.
    var selections: [(variable: DispatchVariable, value: Int)] = []
}

/// What a node does.
enum FlowNode {
    case block(BlockID)
    /// Goes to the entry of its region that the variable names.
    case dispatch(DispatchVariable)
}

/// Nodes and edges; node 0 is the entry. Every node is reachable.
struct FlowGraph {
    private(set) var nodes: [FlowNode] = []
    private(set) var edges: [FlowEdge] = []
    /// The numbers of the edges out of each node: of a branch true before false, of a switch in the order of its ways.
    private(set) var outgoing: [[Int]] = []
    private(set) var incoming: [[Int]] = []

    /// The reachable blocks of `function`. The ways of a switch that do the same are one edge.
    init(_ function: Function) {
        let graph = ControlFlowGraph(function)
        var numbers: [BlockID: Int] = [:]
        for (number, block) in graph.reversePostorder.enumerated() {
            numbers[block] = number
            nodes.append(.block(block))
        }
        outgoing = Array(repeating: [], count: nodes.count)
        incoming = outgoing
        for (source, block) in graph.reversePostorder.enumerated() {
            guard let terminator = function.terminator(block) else { continue }
            for call in SwitchWays.distinctCalls(terminator, function) {
                guard let target = numbers[function.blockCalls[call].block] else { continue }
                connect(FlowEdge(source: source, target: target, call: call))
            }
        }
    }

    private mutating func connect(_ edge: FlowEdge) {
        outgoing[edge.source].append(edges.count)
        incoming[edge.target].append(edges.count)
        edges.append(edge)
    }

    /// Puts a dispatch node in front of `targets`: all edges to them now lead to it and say which one they mean.
    /// Answers its number.
    mutating func addDispatch(_ variable: DispatchVariable, before targets: [Int]) -> Int {
        let node = nodes.count
        nodes.append(.dispatch(variable))
        outgoing.append([])
        incoming.append([])
        for (value, target) in targets.enumerated() {
            for edge in incoming[target] {
                edges[edge].target = node
                edges[edge].selections.append((variable, value))
            }
            incoming[node] += incoming[target]
            incoming[target] = []
        }
        for target in targets { connect(FlowEdge(source: node, target: target, call: nil)) }
        return node
    }

    func successors(_ node: Int) -> [Int] { outgoing[node].map { edges[$0].target } }
    func predecessors(_ node: Int) -> [Int] { incoming[node].map { edges[$0].source } }
}

/// The ways of a switch.
public enum SwitchWays {
    /// Whether all cases of a switch go the default's way, so that it looks at nothing.
    public static func hasOneWay(_ terminator: InstructionID, _ function: Function) -> Bool {
        let table = function.switchTables[function[terminator].switchTable]
        return table.cases.allSatisfy { isSame($0.target, table.defaultTarget, function) }
    }

    private static func isSame(_ one: BlockCallID, _ other: BlockCallID, _ function: Function) -> Bool {
        let (left, right) = (function.blockCalls[one], function.blockCalls[other])
        return left.block == right.block
            && function.lists.elements(left.arguments) == function.lists.elements(right.arguments)
    }

    /// The block calls of a terminator; of those of a switch that do the same only the first, the default's way last.
    static func distinctCalls(_ terminator: InstructionID, _ function: Function) -> [BlockCallID] {
        guard function[terminator].opcode == .switch else { return function.blockCallIDs(terminator) }
        let ways = group(terminator, function)
        return ways.cases.map(\.call) + [ways.defaultCall]
    }

    /// The values of each way of a switch but the default's; what goes the default's way is left out.
    static func group(
        _ terminator: InstructionID, _ function: Function
    ) -> (cases: [(values: [UInt64], call: BlockCallID)], defaultCall: BlockCallID) {
        let table = function.switchTables[function[terminator].switchTable]
        func key(_ call: BlockCallID) -> [UInt32] {
            let data = function.blockCalls[call]
            return [data.block.rawValue] + function.lists.elements(data.arguments).map(\.rawValue)
        }
        let defaultKey = key(table.defaultTarget)
        var places: [[UInt32]: Int] = [:]
        var cases: [(values: [UInt64], call: BlockCallID)] = []
        for entry in table.cases {
            let way = key(entry.target)
            if way == defaultKey { continue }
            if let place = places[way] {
                cases[place].values.append(entry.value)
            } else {
                places[way] = cases.count
                cases.append(([entry.value], entry.target))
            }
        }
        return (cases, table.defaultTarget)
    }
}
