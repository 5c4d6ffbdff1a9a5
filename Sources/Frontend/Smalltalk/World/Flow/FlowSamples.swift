// What the checks of a validation let flow into a program: their receivers and arguments.

import Support

extension TypeFlow {
    /// The methods of a validation run, each for the values that stand for its parameters.
    mutating func begin(_ plan: ValidationPlan) {
        var parameters: [MethodID: [Set<Int>]] = [:]
        for check in plan.checks {
            var sets = parameters[check.method] ?? check.parameters.map { _ in [] }
            for (place, sample) in check.parameters.enumerated() { sets[place].insert(sample) }
            parameters[check.method] = sets
        }
        let nodes = plan.samples.map { sample in
            let node = graph.makeNode()
            insert(sample, into: node)
            return node
        }
        for method in plan.methods {
            let values = (parameters[method] ?? []).map { samples in
                let node = graph.makeNode()
                for sample in samples.sorted() { graph.addEdge(nodes[sample], node) }
                return node
            }
            guard let receiver = values.first else { continue }
            let site = makeSite(world.image.methods[method].selector, fixed: method, Array(values.dropFirst()))
            watch(receiver, .receive(site))
        }
        // What checks are compared by unwinds them.
        hasNonLocalReturns = true
    }

    private mutating func insert(_ sample: Sample, into node: FlowNodeID) {
        switch sample {
        case .integer: insert(world.facts.smallInteger, into: node)
        case .float: insert(world.facts.float, into: node)
        case .null: insert(world.facts.undefined, into: node)
        case .object(let object):
            let source = value(.object(object))
            graph.addEdge(source, node)
        case .character: character(node)
        case .raw(let id, _): insert(id, into: node)
        case .instance(let id, let fields, let elements):
            insert(id, into: node)
            for (index, content) in fields.enumerated() where content != .null {
                insert(content, into: field(index, of: id).stores)
            }
            for content in elements where content != .null { insert(content, into: self.elements(of: id)) }
        case .block(let arity, let isPredicate):
            if let block = world.facts.blockClosure ?? world.facts.blockContext { makeLive(block) }
            let kind = graph.id(.given(arity: arity, isPredicate: isPredicate))
            graph.insert(kind, into: node)
        }
    }

    /// A block that a check made is given arguments; false where it takes others.
    mutating func callGiven(
        _ arity: Int, _ isPredicate: Bool, _ arguments: [FlowNodeID], _ result: FlowNodeID
    ) -> Bool {
        guard arguments.count == arity else { return false }
        if isPredicate {
            graph.insert(arity > 0 ? trueKind : falseKind, into: result)
        } else {
            graph.addEdge(arguments.last ?? constant(world.facts.undefined), result)
        }
        return true
    }
}
