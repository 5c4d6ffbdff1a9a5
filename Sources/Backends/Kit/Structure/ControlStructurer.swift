// Makes nested blocks and loops of any control flow. Irreducible regions get a dispatch node first; then every node is
// put where its dominator tree says, as in Ramsey's "Beyond Relooper" (ICFP 2022): a node that several edges join at
// follows a block that they leave; a loop header's statements are a loop. Unlike there, what lies behind a loop follows
// the loop instead of standing in it, and nesting is bounded.

import IR

/// Structures the control flow of functions.
public enum ControlStructurer {
    /// How deep branches nest before their ways are put one after the other instead; C compilers refuse 256.
    static let nestingLimit = 60

    /// The control flow of `function` as statements. Takes time linear in its size but for irreducible regions and
    /// `switch` ways.
    public static func structure(_ function: Function) -> StructuredControl {
        let regions = IrreducibleRegions(FlowGraph(function))
        var builder = StatementBuilder(function, regions.graph)
        let statements = ControlCleanup.run(builder.build())
        return StructuredControl(
            statements: statements, labelCount: regions.graph.nodes.count * 2,
            dispatchVariableCount: regions.variableCount)
    }
}

/// Puts the nodes of a reducible graph into statements.
private struct StatementBuilder {
    private let function: Function
    private let graph: FlowGraph
    private let flow: FlowAnalysis
    /// The nodes that follow the statements of each node, inside its loop and behind it, last ones first.
    private var inner: [[Int]]
    private var behind: [[Int]]
    /// Whether edges to the node leave a block that it follows; other nodes stand where their one edge leads.
    private var isFollow: [Bool]

    init(_ function: Function, _ graph: FlowGraph) {
        self.function = function
        self.graph = graph
        flow = FlowAnalysis(graph)
        inner = Array(repeating: [], count: graph.nodes.count)
        behind = inner
        isFollow = Array(repeating: false, count: graph.nodes.count)
        for node in flow.reversePostorder.reversed() where node != 0 { place(node) }
    }

    /// Decides where `node` stands.
    private mutating func place(_ node: Int) {
        let dominator = flow.dominator[node]
        var header = -1
        var around = flow.loop[dominator]
        while around >= 0, !flow.isIn(around, node) {
            header = around
            around = flow.outerLoop[around]
        }
        let isJoin = flow.forwardEdgeCount[node] > 1
        let isLeaf = graph.outgoing[node].isEmpty
        if header >= 0, isJoin || !isLeaf {
            isFollow[node] = true
            behind[header].append(node)
        } else if isJoin {
            isFollow[node] = true
            inner[dominator].append(node)
        }
    }

    // MARK: Statements

    /// A node whose statements are being made: `steps` are still to be taken over `statements`, then both parts are
    /// done.
    private struct Frame {
        /// What stands before.
        var prefix: [ControlStatement]
        var statements: [ControlStatement]
        /// In reverse order.
        var steps: [Step]
    }

    private enum Step {
        case loop(Int)
        case follow(Int)
    }

    mutating func build() -> [ControlStatement] { tree(0, depth: 0) }

    /// The statements of a node and of all that it dominates. Nodes that follow are worked off in a list, for there may
    /// be very many; the recursion is as deep as branches nest.
    private mutating func tree(_ root: Int, depth: Int) -> [ControlStatement] {
        var frames = [frame(root, prefix: [], depth: depth)]
        while true {
            var frame = frames.removeLast()
            guard let step = frame.steps.popLast() else {
                let done = frame.prefix + frame.statements
                if frames.isEmpty { return done }
                frames[frames.count - 1].statements += done
                continue
            }
            switch step {
            case .loop(let node):
                frame.statements = [.loop(label(repeating: node), frame.statements)]
                frames.append(frame)
            case .follow(let node):
                let block = ControlStatement.block(label(before: node), frame.statements)
                if frame.steps.isEmpty {
                    frame.prefix.append(block)
                    frames.append(self.frame(node, prefix: frame.prefix, depth: depth))
                } else {
                    frame.statements = [block]
                    frames.append(frame)
                    frames.append(self.frame(node, prefix: [], depth: depth))
                }
            }
        }
    }

    /// A new frame: the statements of the node itself, and what is to be done about them.
    private mutating func frame(_ node: Int, prefix: [ControlStatement], depth: Int) -> Frame {
        if depth >= ControlStructurer.nestingLimit { flatten(node) }
        var steps: [Step] = behind[node].map { .follow($0) }
        if flow.isHeader(node) { steps.append(.loop(node)) }
        steps += inner[node].map { .follow($0) }
        return Frame(prefix: prefix, statements: core(node, depth: depth), steps: steps)
    }

    /// Lets all ways of a branch follow it.
    private mutating func flatten(_ node: Int) {
        let targets = graph.successors(node).filter {
            flow.dominator[$0] == node && !isFollow[$0] && flow.order[$0] > flow.order[node]
        }
        for target in targets { isFollow[target] = true }
        inner[node] = (inner[node] + targets).sorted { flow.order[$0] > flow.order[$1] }
    }

    /// What the node does, and the ways out of it.
    private mutating func core(_ node: Int, depth: Int) -> [ControlStatement] {
        let ways = graph.outgoing[node]
        switch graph.nodes[node] {
        case .dispatch(let variable):
            return [.dispatch(variable, ways.map { way($0, depth: depth + 1) })]
        case .block(let block):
            let body = ControlStatement.body(block)
            guard let terminator = function.terminator(block), let first = ways.first else {
                return [body] + (function.terminator(block).map { [.leave($0)] } ?? [])
            }
            let data = function[terminator]
            if data.opcode == .jump { return [body] + way(first, depth: depth) }
            if data.opcode == .branch {
                return [body, .branch(data.valueA, way(first, depth: depth + 1), way(ways[1], depth: depth + 1))]
            }
            let groups = SwitchWays.group(terminator, function)
            let cases = zip(groups.cases, ways).map { ($0.values, way($1, depth: depth + 1)) }
            if cases.isEmpty { return [body] + way(first, depth: depth) }
            let rest = way(ways[ways.count - 1], depth: depth + 1)
            return [body, .choose(terminator, cases: cases, default: rest)]
        }
    }

    /// Goes along an edge: sets what the target wants, then goes there, or stands there already.
    private mutating func way(_ number: Int, depth: Int) -> [ControlStatement] {
        let edge = graph.edges[number]
        var statements: [ControlStatement] = []
        if let call = edge.call, !function.lists.elements(function.blockCalls[call].arguments).isEmpty {
            statements.append(.transfer(call))
        }
        statements += edge.selections.map { .select($0.variable, value: $0.value) }
        if flow.order[edge.target] <= flow.order[edge.source] {
            return statements + [.repeat(label(repeating: edge.target))]
        }
        if isFollow[edge.target] { return statements + [.exit(label(before: edge.target))] }
        return statements + tree(edge.target, depth: depth)
    }

    private func label(before node: Int) -> ControlLabel { ControlLabel(number: node * 2) }
    private func label(repeating node: Int) -> ControlLabel { ControlLabel(number: node * 2 + 1) }
}
