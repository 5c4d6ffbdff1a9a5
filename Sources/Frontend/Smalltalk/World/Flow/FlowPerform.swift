// Messages whose selectors are values.

import Support

extension TypeFlow {
    /// A symbol stands in a method that can run: `perform:` may send it.
    mutating func mention(_ selector: String) {
        guard isMentioned.insert(selector).inserted, isSelector(selector) else { return }
        mentioned.append(selector)
        for performer in performers { perform(selector, performer) }
    }

    private func isSelector(_ text: String) -> Bool {
        world.image.classes.ids.contains { world.method(text, of: $0) != nil }
    }

    /// A kind receives whatever symbols say, with these arguments.
    mutating func perform(
        _ kind: FlowKindID, _ arguments: [FlowNodeID], _ result: FlowNodeID, at origin: FlowOrigin?
    ) {
        let performer = performer(arguments.count, origin)
        for (argument, variable) in zip(arguments, performer.arguments) { graph.addEdge(argument, variable) }
        graph.addEdge(performer.result, result)
        graph.insert(kind, into: performer.receiver)
    }

    /// A kind receives whatever symbols say; the arguments come in an array.
    mutating func perform(_ kind: FlowKindID, array: FlowNodeID, _ result: FlowNodeID, at origin: FlowOrigin?) {
        let element = graph.makeNode()
        watch(array, .readElements(into: element))
        for count in 0...BlockPrimitives.mostArguments {
            perform(kind, Array(repeating: element, count: count), result, at: origin)
        }
    }

    /// What a place in code performs with so many arguments; what is performed by what is performed goes together.
    private mutating func performer(_ count: Int, _ origin: FlowOrigin?) -> Performer {
        if let number = performerNumbers[origin]?[count] { return performers[number] }
        let arguments = (0..<count).map { _ in graph.makeNode() }
        let performer = Performer(receiver: graph.makeNode(), arguments: arguments, result: graph.makeNode())
        performerNumbers[origin, default: [:]][count] = performers.count
        performers.append(performer)
        for selector in mentioned { perform(selector, performer) }
        return performer
    }

    private mutating func perform(_ selector: String, _ performer: Performer) {
        guard SmalltalkSelector.argumentCount(selector) == performer.arguments.count else { return }
        let site = makeSite(selector, performer.arguments)
        graph.addEdge(sites[site].result, performer.result)
        watch(performer.receiver, .receive(site))
    }
}
