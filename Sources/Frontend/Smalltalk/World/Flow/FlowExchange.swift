// `become:`: what can be wherever an object was whose references have changed.

import IR
import Support

/// References that change, put off until all else is known: only then is it known what everything comes to, where
/// objects of a large program take the place of those of their own class alone.
struct PendingExchange {
    enum Old {
        case receiver(FlowKindID, at: FlowSiteID?)
        case elements(FlowNodeID)
    }

    let exchange: ObjectExchange
    let old: Old
    let new: FlowNodeID
}

extension TypeFlow {
    static let primitiveFailed = "primitiveFailed"

    /// References to a receiver come to lead to an argument.
    mutating func begin(
        _ exchange: ObjectExchange, _ kind: FlowKindID, with arguments: [FlowNodeID], _ result: FlowNodeID,
        _ method: MethodID, from site: FlowSiteID?
    ) {
        guard let argument = arguments.first else { return }
        graph.insert(kind, into: result)
        frames.exchanges.insert(method)
        frames.pending.append(PendingExchange(exchange: exchange, old: .receiver(kind, at: site), new: argument))
    }

    /// The same for the elements of two arrays.
    mutating func exchangeElements(
        of kind: FlowKindID, and array: FlowNodeID, _ exchange: ObjectExchange, _ method: MethodID
    ) {
        frames.exchanges.insert(method)
        let old = graph.makeNode(), new = graph.makeNode()
        readElements(of: kind, into: old)
        watch(array, .readElements(into: new))
        frames.pending.append(PendingExchange(exchange: exchange, old: .elements(old), new: new))
    }

    /// How many classes there may be whose objects can all take each other's places.
    private static let mostExchanged = 256

    /// Whether only objects of one class take each other's places where everything comes to: in a large program nothing
    /// would be known of anything else.
    private mutating func isTooMuch() -> Bool {
        guard !frames.isWithinClass else { return true }
        let classes = graph.members(graph.everything).count {
            if case .instance = graph.kinds[$0] { true } else { false }
        }
        frames.isWithinClass = classes > Self.mostExchanged
        return frames.isWithinClass
    }

    /// The same for a place that everything comes to.
    mutating func ofEverything(_ exchange: ObjectExchange) -> ObjectExchange {
        var exchange = exchange
        if isTooMuch() { exchange.isWithinClass = true }
        return exchange
    }

    /// Takes in what has been put off.
    mutating func follow(_ pending: PendingExchange) {
        switch pending.old {
        case .receiver(let kind, let site):
            var exchange = pending.exchange
            if let site, sites[site].isOpen || openSites.values.contains(site) { exchange = ofEverything(exchange) }
            watch(pending.new, .exchange(kind, exchange))
        case .elements(let node): watch(node, .exchangeEach(with: pending.new, pending.exchange))
        }
    }

    mutating func exchange(_ old: FlowKindID, with new: FlowKindID, _ exchange: ObjectExchange) {
        guard case .instance(let owner) = graph.kinds[old], case .instance(let other) = graph.kinds[new],
            world.isExchangeable(owner), exchange.isOneWay ? world.isObject(other) : world.isExchangeable(other),
            !exchange.isWithinClass || old == new
        else { return }
        if let context = world.facts.frameClass { makeLive(context) }
        follow(owner, other)
        graph.join(new, to: old)
        guard !exchange.isOneWay else { return }
        follow(other, owner)
        graph.join(old, to: new)
    }

    /// Instances of a class can be where those of another were.
    private mutating func follow(_ old: ClassID, _ new: ClassID) {
        let isFirst = exchanged[old] == nil
        guard exchanged[old, default: EntitySet()].insert(new), isFirst else { return }
        for binding in globals.keys.sorted() where world.classID(of: .object(binding)) == old { joinGlobal(binding) }
    }
}
