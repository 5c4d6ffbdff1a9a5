// Handlers of exceptions in images whose own code finds them among contexts (spec/smalltalk.md 2.6): where contexts of
// handlers come to, what is returned to contexts, and what they keep.

import Support

struct FlowHandlers {
    /// Whether code looks for handlers.
    var areSought = false
    /// The activations of methods that handle exceptions.
    var contexts: [FlowContextID] = []
    /// The methods whose activations are returned to by their contexts.
    var homes: Set<MethodID> = []
    /// What is returned to contexts of handlers, and what such a method begins anew with as its receiver.
    var answers: FlowNodeID?
    var receivers: FlowNodeID?
    /// Variables of handlers, and what code stores into variables of contexts.
    var values: FlowNodeID?
    /// Whether code can get any context, from another one or from a process.
    var isOpen = false
    /// Where variables of contexts are read that may be of any activation then.
    var readers: [FlowNodeID] = []
}

extension TypeFlow {
    /// A new activation of a method that handles exceptions.
    mutating func keepHandler(_ id: FlowContextID) {
        guard let context = world.facts.frameClass else { return }
        makeLive(context)
        handlers.contexts.append(id)
        handlers.homes.insert(contexts[id].method)
        let answers = node(\.answers), receivers = node(\.receivers), values = node(\.values)
        graph.addEdge(answers, contexts[id].result)
        graph.addEdge(receivers, contexts[id].receiver)
        for variable in contexts[id].temporaries { graph.addEdge(variable, values) }
        insertBooleans(into: values)
    }

    private mutating func node(_ path: WritableKeyPath<FlowHandlers, FlowNodeID?>) -> FlowNodeID {
        if let node = handlers[keyPath: path] { return node }
        let node = graph.makeNode()
        handlers[keyPath: path] = node
        return node
    }

    /// A context is asked for the handler outside of it.
    mutating func findHandler(_ result: FlowNodeID) {
        handlers.areSought = true
        insert(world.facts.frameClass, into: result)
        insert(world.facts.undefined, into: result)
    }

    /// Code returns a value to the sender of a context.
    mutating func returnTo(_ kind: FlowKindID, _ value: FlowNodeID, _ result: FlowNodeID, _ method: MethodID) {
        handlers.areSought = true
        hasNonLocalReturns = true
        switch graph.kinds[kind] {
        case .context(let id, _): graph.addEdge(value, contexts[id].result)
        case .instance, .block, .vector, .given:
            let answers = node(\.answers)
            graph.addEdge(value, answers)
        }
        let site = makeSite(world.facts.cannotReturn, [value], in: .method(method, scope: 0))
        watch(constant(world.facts.methodContext), .receive(site))
        graph.addEdge(sites[site].result, result)
    }

    /// A method that handles exceptions begins anew, with another receiver if there is a value for it.
    mutating func restart(with value: FlowNodeID?) {
        handlers.areSought = true
        hasNonLocalReturns = true
        guard let value else { return }
        let receivers = node(\.receivers)
        graph.addEdge(value, receivers)
    }

    /// The methods that contexts are returned to are known by cells of theirs.
    mutating func pushContext(_ id: FlowContextID, scope: Int) {
        guard scope == 0, world.image.marksHandlers else { return }
        handlers.homes.insert(contexts[id].method)
        if handlers.isOpen { returnAnswers(to: id) }
        handlers.contexts.append(id)
    }

    private mutating func returnAnswers(to id: FlowContextID) {
        let answers = node(\.answers)
        graph.addEdge(answers, contexts[id].result)
    }

    /// Code can get any context from now on, and return to it.
    mutating func openHandlers() {
        guard !handlers.isOpen else { return }
        handlers.isOpen = true
        for id in handlers.contexts { returnAnswers(to: id) }
        for reader in handlers.readers { readAnyVariable(into: reader) }
        handlers.readers = []
    }

    // MARK: Variables of contexts

    mutating func readVariable(of kind: FlowKindID, into target: FlowNodeID) {
        let values = node(\.values)
        graph.addEdge(values, target)
        switch graph.kinds[kind] {
        case .context(let id, _):
            for variable in contexts[id].temporaries { graph.addEdge(variable, target) }
        case .instance(let id):
            guard id == world.facts.frameClass else { break }
            if handlers.isOpen { readAnyVariable(into: target) } else { handlers.readers.append(target) }
        case .block, .vector, .given: break
        }
    }

    mutating func writeVariable(of kind: FlowKindID, from value: FlowNodeID) {
        let values = node(\.values)
        graph.addEdge(value, values)
    }

    private mutating func readAnyVariable(into target: FlowNodeID) {
        guard let context = world.facts.frameClass else { return }
        keepValues()
        graph.addEdge(elements(of: context), target)
    }
}
