// Messages whose selectors are values.

import Support

extension TypeFlow {
    /// A symbol stands in a method that can run: `perform:` may send it.
    mutating func mention(_ selector: String) {
        guard isMentioned.insert(selector).inserted, isSelector(selector) else { return }
        mentioned.append(selector)
        for number in performers.indices { perform(selector, number) }
    }

    private func isSelector(_ text: String) -> Bool {
        world.image.classes.ids.contains { world.method(text, of: $0) != nil }
    }

    /// A kind receives whatever symbols say, with these arguments.
    mutating func perform(
        _ kind: FlowKindID, _ arguments: [FlowNodeID], _ result: FlowNodeID, from caller: FlowSiteID?
    ) {
        let number = performer(arguments.count, caller.flatMap { sites[$0].origin })
        if let caller { calls.append((.performer(number), .site(caller))) }
        let performer = performers[number]
        for (argument, variable) in zip(arguments, performer.arguments) { graph.addEdge(argument, variable) }
        graph.addEdge(performer.result, result)
        graph.insert(kind, into: performer.receiver)
    }

    /// A kind receives whatever symbols say; the arguments come in an array.
    mutating func perform(_ kind: FlowKindID, array: FlowNodeID, _ result: FlowNodeID, from caller: FlowSiteID?) {
        let element = graph.makeNode()
        watch(array, .readElements(into: element))
        for count in 0...BlockPrimitives.mostArguments {
            perform(kind, Array(repeating: element, count: count), result, from: caller)
        }
    }

    /// What a place in code performs with so many arguments; what is performed by what is performed goes together.
    private mutating func performer(_ count: Int, _ origin: FlowOrigin?) -> Int {
        if let number = performerNumbers[origin]?[count] { return number }
        let arguments = (0..<count).map { _ in graph.makeNode() }
        let performer = Performer(receiver: graph.makeNode(), arguments: arguments, result: graph.makeNode())
        let number = performers.count
        performerNumbers[origin, default: [:]][count] = number
        performers.append(performer)
        for selector in mentioned { perform(selector, number) }
        // Symbols that are no selectors are understood by nobody.
        let site = makeSite(SmalltalkSelector.unknown(count), arguments, in: .performer(number), isSent: false)
        graph.addEdge(sites[site].result, performer.result)
        watch(performer.receiver, .receive(site))
        return number
    }

    private mutating func perform(_ selector: String, _ number: Int) {
        let performer = performers[number]
        guard SmalltalkSelector.argumentCount(selector) == performer.arguments.count else { return }
        let site = makeSite(selector, performer.arguments, in: .performer(number))
        graph.addEdge(sites[site].result, performer.result)
        watch(performer.receiver, .receive(site))
    }
}
