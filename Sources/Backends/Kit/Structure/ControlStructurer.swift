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
    /// The statements made so far of all lists that are open, the outer ones first.
    private var output: [ControlStatement] = []

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

    /// A node whose statements are being made: those of `output` from `start` on. `steps` are still to be taken over
    /// them, in reverse order.
    private struct Frame {
        let start: Int
        var steps: [Step]
    }

    private enum Step {
        /// The node stands behind the statements.
        case stand(Int)
        /// The statements become the loop of the node.
        case loop(Int)
        /// The node stands behind a block of the statements.
        case follow(Int)
    }

    mutating func build() -> [ControlStatement] {
        tree(0, depth: 0)
        return takeOutput(from: 0)
    }

    /// Adds the statements of a node and of all that it dominates. Nodes that follow each other are worked off in a
    /// list, for there may be very many; the recursion is as deep as branches nest.
    private mutating func tree(_ root: Int, depth: Int) {
        var frames = [frame(root, depth: depth)]
        while var frame = frames.popLast() {
            guard let step = frame.steps.popLast() else { continue }
            let next: Int
            switch step {
            case .loop(let node):
                output.append(.loop(label(repeating: node), takeOutput(from: frame.start)))
                frames.append(frame)
                continue
            case .follow(let node):
                output.append(.block(label(before: node), takeOutput(from: frame.start)))
                next = node
            case .stand(let node): next = node
            }
            if !frame.steps.isEmpty { frames.append(frame) }
            frames.append(self.frame(next, depth: depth))
        }
    }

    /// Takes the statements from place `start` on off the output.
    private mutating func takeOutput(from start: Int) -> [ControlStatement] {
        let statements = Array(output[start...])
        output.removeSubrange(start...)
        return statements
    }

    /// Adds the statements of the node itself, and says what is to be done about them.
    private mutating func frame(_ node: Int, depth: Int) -> Frame {
        if depth >= ControlStructurer.nestingLimit { flatten(node) }
        var steps: [Step] = behind[node].map { .follow($0) }
        if flow.isHeader(node) { steps.append(.loop(node)) }
        steps += inner[node].map { .follow($0) }
        let start = output.count
        core(node, depth: depth)
        if let only = onlyWay(node), let target = go(only) { steps.append(.stand(target)) }
        return Frame(start: start, steps: steps)
    }

    /// The one way out of a block that decides nothing: its jump, or a switch whose ways are all one.
    private func onlyWay(_ node: Int) -> Int? {
        guard case .block = graph.nodes[node], graph.outgoing[node].count == 1 else { return nil }
        return graph.outgoing[node][0]
    }

    /// Lets all ways of a branch follow it.
    private mutating func flatten(_ node: Int) {
        let targets = graph.successors(node).filter {
            flow.dominator[$0] == node && !isFollow[$0] && flow.order[$0] > flow.order[node]
        }
        for target in targets { isFollow[target] = true }
        inner[node] = (inner[node] + targets).sorted { flow.order[$0] > flow.order[$1] }
    }

    /// Adds what the node does, and the ways out of it when there are several.
    private mutating func core(_ node: Int, depth: Int) {
        let ways = graph.outgoing[node]
        switch graph.nodes[node] {
        case .dispatch(let variable):
            let bodies = ways.map { way($0, depth: depth + 1) }
            output.append(.dispatch(variable, bodies))
        case .block(let block):
            output.append(.body(block))
            guard let terminator = function.terminator(block) else { return }
            if ways.isEmpty { return output.append(.leave(terminator)) }
            if onlyWay(node) != nil { return }
            let data = function[terminator]
            let bodies = ways.map { way($0, depth: depth + 1) }
            if data.opcode == .branch { return output.append(.branch(data.valueA, bodies[0], bodies[1])) }
            let cases = zip(SwitchWays.group(terminator, function).cases, bodies).map { ($0.values, $1) }
            output.append(.choose(terminator, cases: cases, default: bodies[bodies.count - 1]))
        }
    }

    /// Goes along an edge: sets what the target wants, then goes there, or stands there already.
    private mutating func way(_ number: Int, depth: Int) -> [ControlStatement] {
        let start = output.count
        if let target = go(number) { tree(target, depth: depth) }
        return takeOutput(from: start)
    }

    /// Sets what the target of an edge wants, and goes there; answers the target when it is to stand here itself.
    private mutating func go(_ number: Int) -> Int? {
        let edge = graph.edges[number]
        if let call = edge.call, !function.lists.elements(function.blockCalls[call].arguments).isEmpty {
            output.append(.transfer(call))
        }
        for selection in edge.selections { output.append(.select(selection.variable, value: selection.value)) }
        if flow.order[edge.target] <= flow.order[edge.source] {
            output.append(.repeat(label(repeating: edge.target)))
            return nil
        }
        if isFollow[edge.target] {
            output.append(.exit(label(before: edge.target)))
            return nil
        }
        return edge.target
    }

    private func label(before node: Int) -> ControlLabel { ControlLabel(number: node * 2) }
    private func label(repeating node: Int) -> ControlLabel { ControlLabel(number: node * 2 + 1) }
}
