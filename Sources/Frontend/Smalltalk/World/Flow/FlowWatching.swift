// What happens when a kind arrives at a node that something watches.

import Support

extension TypeFlow {
    mutating func watch(_ node: FlowNodeID, _ watcher: FlowWatcher) {
        if graph.isFull(node) { return watchEverything(watcher) }
        graph.addWatcher(watcher, to: node)
        for kind in graph.members(node) { tell(watcher, kind) }
    }

    /// Watches what is in any full node. What is done with all of that is done once.
    mutating func watchEverything(_ watcher: FlowWatcher) {
        switch watcher {
        case .receive(let id):
            sites[id].isOpen = true
            let site = sites[id]
            let key = FlowOpenSend(
                selector: site.selector, fixed: site.fixed, count: site.arguments.count, shortWay: site.shortWay)
            let known = openSites[key]
            let arguments = site.arguments.map { _ in graph.makeNode() }
            let open = known ?? makeSite(site.selector, fixed: site.fixed, arguments, shortWay: site.shortWay)
            openSites[key] = open
            calls.append((.site(open), .site(id)))
            for (argument, variable) in zip(site.arguments, sites[open].arguments) { graph.addEdge(argument, variable) }
            graph.addEdge(sites[open].result, site.result)
            if known == nil { addOpenWatcher(.receive(open)) }
        case .readField(let index, let target): graph.addEdge(openNode(.field(index)), target)
        case .writeField(let index, let source): graph.addEdge(source, openNode(.storedField(index)))
        case .readElements(let target): graph.addEdge(openNode(.elements), target)
        case .writeElements(let source): graph.addEdge(source, openNode(.storedElements))
        case .classes(let target): graph.addEdge(openNode(.classes), target)
        case .branch(let number):
            pending.append(branches[number].ifTrue)
            pending.append(branches[number].ifFalse)
            graph.addEdge(graph.everything, conditions)
        case .goOn: tell(watcher, trueKind)
        case .exchangeEach(let node, let exchange):
            addOpenWatcher(.exchangeEach(with: node, ofEverything(exchange)))
        case .exchange(let old, let exchange):
            // What takes the place of everything goes everywhere, and with it all that takes its place.
            addOpenWatcher(.exchange(old, exchange.isOneWay ? exchange : ofEverything(exchange)))
        case .readVector, .writeVector, .start, .float: addOpenWatcher(watcher)
        }
    }

    private mutating func addOpenWatcher(_ watcher: FlowWatcher) {
        graph.addWatcher(watcher, to: graph.everything)
        for kind in graph.members(graph.everything) { tell(watcher, kind) }
    }

    /// A node for what is read from, or written to, all that is in any full node.
    private mutating func openNode(_ access: FlowOpenAccess) -> FlowNodeID {
        if let node = openNodes[access] { return node }
        let node = graph.makeNode()
        openNodes[access] = node
        switch access {
        case .field(let index): addOpenWatcher(.readField(index, into: node))
        case .storedField(let index): addOpenWatcher(.writeField(index, from: node))
        case .elements: addOpenWatcher(.readElements(into: node))
        case .storedElements: addOpenWatcher(.writeElements(from: node))
        case .classes: addOpenWatcher(.classes(into: node))
        }
        return node
    }

    mutating func tell(_ watcher: FlowWatcher, _ kind: FlowKindID) {
        switch watcher {
        case .receive(let site): receive(site, kind)
        case .start:
            let answer = graph.makeNode()
            _ = callBlock(kind, [], answer, from: nil)
        case .float(let target): if classID(of: kind) == world.facts.float { graph.insert(kind, into: target) }
        case .exchange(let old, let exchange): self.exchange(old, with: kind, exchange)
        case .exchangeEach(let node, let exchange): watch(node, .exchange(kind, exchange))
        case .readField(let index, let target): readField(index, of: kind, into: target)
        case .writeField(let index, let source):
            guard let id = instanceClass(kind) else { break }
            look(at: kind)
            let node = field(index, of: id).stores
            graph.addEdge(source, node)
        case .readVector(let index, let target):
            let node = vector(kind, index)
            graph.addEdge(node, target)
        case .writeVector(let index, let source):
            let node = vector(kind, index)
            graph.addEdge(source, node)
        case .readElements(let target): readElements(of: kind, into: target)
        case .writeElements(let source):
            guard let id = instanceClass(kind), world.shapes[id].elements == .any else { break }
            look(at: kind)
            let node = elements(of: id)
            graph.addEdge(source, node)
        case .classes(let target):
            guard let id = classID(of: kind) else { break }
            let node = value(.object(world.image.classes[id].object))
            graph.addEdge(node, target)
        case .branch(let number):
            if kind == trueKind {
                pending.append(branches[number].ifTrue)
            } else if kind == falseKind {
                pending.append(branches[number].ifFalse)
            } else {
                graph.insert(kind, into: conditions)
            }
        case .goOn(let number):
            guard let place = waiting[number] else { break }
            waiting[number] = nil
            pending.append(place)
        }
    }

    mutating func branch(on value: FlowNodeID, ifTrue: FlowPlace, ifFalse: FlowPlace) {
        branches.append(FlowBranch(ifTrue: ifTrue, ifFalse: ifFalse))
        watch(value, .branch(branches.count - 1))
    }
}
