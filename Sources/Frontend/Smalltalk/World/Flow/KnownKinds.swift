// What the flow analysis of a program found for parameters of methods and for variables of objects: what validation
// makes the receivers and arguments of its checks of.

import Support

/// What a value can be, as far as values can be made from nothing.
package enum KnownKind: Hashable, Sendable {
    case instance(ClassID)
    /// A block with so many arguments; of `isPredicate` ones true or false may come.
    case block(arity: Int, isPredicate: Bool)
}

/// The kinds at the places of a program, in the order of their classes, blocks last.
package struct KnownKinds: Sendable {
    /// Of each method the receiver's, then those of its arguments.
    package fileprivate(set) var parameters: [MethodID: [[KnownKind]]] = [:]
    /// Of each variable of the instances of a class.
    package fileprivate(set) var fields: [ClassID: [Int: [KnownKind]]] = [:]
    package fileprivate(set) var elements: [ClassID: [KnownKind]] = [:]
}

extension TypeFlow {
    func knownKinds() -> KnownKinds {
        var known = KnownKinds()
        for method in methods.map(\.id) {
            let contexts = (contextIDs[method] ?? [:]).values.map { self.contexts[$0] }, calls = primitiveCalls[method]
            let count = world.image.methods[method].header.argumentCount
            let receivers = contexts.map(\.receiver) + [calls?.receiver].compactMap(\.self)
            known.parameters[method] = [kinds(at: receivers)]
            for index in 0..<count {
                let passed = calls?.arguments.compactMap { index < $0.count ? $0[index] : nil } ?? []
                known.parameters[method]?.append(kinds(at: contexts.map { $0.temporaries[index] } + passed))
            }
        }
        for (id, slots) in fields { known.fields[id] = slots.mapValues { kinds(at: [$0.node]) } }
        for (id, slot) in elements { known.elements[id] = kinds(at: [slot.node]) }
        return known
    }

    private func kinds(at nodes: [FlowNodeID]) -> [KnownKind] {
        var classes = EntitySet<ClassID>(), blocks: Set<KnownKind> = []
        for kind in nodes.flatMap({ graph.members($0) }) {
            switch graph.kinds[kind] {
            case .instance(let id): classes.insert(id)
            case .block(let context, let scope):
                guard let block = contexts[context].blocks[scope] else { break }
                let answers = graph.members(block.result)
                let isPredicate = answers.contains(trueKind) || answers.contains(falseKind)
                blocks.insert(.block(arity: block.arguments.count, isPredicate: isPredicate))
            case .given(let arity, let isPredicate):
                blocks.insert(.block(arity: arity, isPredicate: isPredicate))
            case .vector, .context: break
            }
        }
        return classes.map { .instance($0) } + blocks.sorted { $0.order < $1.order }
    }
}

extension KnownKind {
    fileprivate var order: Int {
        switch self {
        case .instance: 0
        case .block(let arity, let isPredicate): arity * 2 + (isPredicate ? 1 : 0)
        }
    }
}
