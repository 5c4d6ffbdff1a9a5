// Which kinds of values can be where in a program, from its entries: a flow analysis of types. A method can run when a
// receiver comes to a send of its selector; code behind a send can run when the send can answer something; a way of a
// condition can run when its truth value can come. Objects of the image are reached through literals and through
// variables that code reads.
//
// Variables of instances are told apart by class, elements by the class of their object, blocks by where they are made.
// Methods of classes (`new` and its kin) are looked at for each class, all others once for all receivers.

import IR
import Support

struct TypeFlow {
    let world: SmalltalkWorld
    var graph = FlowGraph()
    var contexts = PrimaryMap<FlowContextID, FlowContext>()
    var sites = PrimaryMap<FlowSiteID, FlowSite>()
    /// Code that is to be looked at.
    var pending: [FlowPlace] = []

    /// In the order in which they were found.
    var methods: [ReachedMethod] = []
    var selectors: [String] = []
    var objects: [ObjectID] = []
    var liveClasses: EntitySet<ClassID>
    var hasNonLocalReturns = false
    /// The places that control comes to, by method.
    var live: [MethodID: Set<Int>] = [:]
    /// Selectors that come to receivers that do not understand them.
    var notUnderstood: Set<String> = []
    var fault: UnsoundMethod?

    var contextIDs: [MethodID: [ClassID?: FlowContextID]] = [:]
    /// What comes to methods with primitives, whose code need not run.
    var primitiveCalls: [MethodID: PrimitiveCalls] = [:]
    var isReached: EntitySet<MethodID>
    var codes: [MethodID: (code: MethodCode, targets: Set<Int>)] = [:]
    var isSent: Set<String> = []
    var isExposed: EntitySet<ObjectID>
    var instances: [ClassID: [ObjectID]] = [:]
    var constants: [ClassID: FlowNodeID] = [:]
    var fields: [ClassID: [Int: Slot]] = [:]
    var elements: [ClassID: Slot] = [:]
    var globals: [ObjectID: FlowNodeID] = [:]
    var vectors: [FlowKindID: [Int: FlowNodeID]] = [:]
    /// Selectors that stand as symbols in methods that can run: what `perform:` can send.
    var mentioned: [String] = []
    var isMentioned: Set<String> = []
    var performers: [Performer] = []
    var performerNumbers: [FlowOrigin?: [Int: Int]] = [:]
    var selectorNumbers: [String: Int] = [:]
    var lookups: [Lookup] = []
    /// What is done with all that is in any full node.
    var openSites: [FlowOpenSend: FlowSiteID] = [:]
    var openNodes: [FlowOpenAccess: FlowNodeID] = [:]
    var branches: [FlowBranch] = []
    /// What comes to conditions and is neither true nor false.
    let conditions: FlowNodeID
    let trueKind: FlowKindID
    let falseKind: FlowKindID
    /// Code behind sends that have not answered anything yet.
    var waiting: [FlowPlace?] = []
    /// What calls what, each with its caller.
    var calls: [(called: FlowCode, caller: FlowCode)] = []
    /// What is known of contexts and processes.
    var frames = FlowFrames()
    var handlers = FlowHandlers()
    /// Classes whose instances others can take the place of, with the classes of those.
    var exchanged: [ClassID: EntitySet<ClassID>] = [:]

    /// Where values of objects of a class are kept.
    struct Slot {
        let node: FlowNodeID
        /// What code stores, which goes to the other node too.
        let stores: FlowNodeID
        var isRead = false
    }

    /// The methods of a selector, by class, as far as they were looked for.
    struct Lookup {
        let selector: String
        var methods: [MethodID?] = []
        var isKnown = EntitySet<ClassID>()
    }

    /// Who receives a method with a primitive, and with which arguments.
    struct PrimitiveCalls {
        var receiver: FlowNodeID
        var arguments: Set<[FlowNodeID]> = []
    }

    /// What `perform:` sends with some number of arguments.
    struct Performer {
        let receiver: FlowNodeID
        let arguments: [FlowNodeID]
        let result: FlowNodeID
    }

    init(_ world: SmalltalkWorld) {
        self.world = world
        liveClasses = EntitySet(capacity: world.image.classes.count)
        isReached = EntitySet(capacity: world.image.methods.count)
        isExposed = EntitySet(capacity: world.image.memory.objects.count)
        conditions = graph.makeNode()
        let facts = world.facts
        let truths = [facts.trueObject, facts.falseObject].map { world.classID(of: .object($0)) ?? facts.undefined }
        (trueKind, falseKind) = (graph.id(.instance(truths[0])), graph.id(.instance(truths[1])))
    }

    /// The entries run first; what they answer gets the messages `selectors`.
    mutating func begin(_ entries: [SmalltalkEntry], sending selectors: [String]) {
        let facts = world.facts
        for id in [facts.smallInteger, facts.undefined, facts.array] { makeLive(id) }
        for object in [facts.trueObject, facts.falseObject] { expose(object) }
        let mustBeBoolean = makeSite(facts.mustBeBoolean, [])
        watch(conditions, .receive(mustBeBoolean))
        for entry in entries {
            let receiver: FlowNodeID
            switch entry.receiver {
            case .integer: receiver = constant(facts.smallInteger)
            case .object(let object): receiver = value(.object(object))
            }
            let argument = constant(facts.smallInteger), selector = world.image.methods[entry.method].selector
            let arguments = entry.arguments.map { _ in argument }
            let site = makeSite(selector, fixed: entry.method, arguments)
            watch(receiver, .receive(site))
            for selector in selectors {
                let next = makeSite(selector, [])
                watch(sites[site].result, .receive(next))
            }
        }
    }

    /// Follows all that was begun.
    mutating func run() {
        while true {
            if let place = pending.popLast() {
                follow(place)
            } else if let watcher = graph.nextReleased() {
                watchEverything(watcher)
            } else if let (kind, watchers) = graph.nextArrival() {
                for watcher in watchers { tell(watcher, kind) }
            } else if let exchange = frames.pending.popLast() {
                follow(exchange)
            } else {
                return
            }
        }
    }

    /// The classes of what receives the sends in code, where there are not too many.
    func receivers() -> [FlowOrigin: EntitySet<ClassID>] {
        var found: [FlowOrigin: EntitySet<ClassID>] = [:]
        for site in sites.values {
            if let origin = site.origin { found[origin, default: EntitySet()].formUnion(site.receivers) }
        }
        for site in sites.values where site.isOpen {
            if let origin = site.origin { found[origin] = nil }
        }
        return found
    }

    // MARK: Kinds

    func classID(of kind: FlowKindID) -> ClassID? {
        switch graph.kinds[kind] {
        case .instance(let id): id
        case .block(let context, let scope):
            switch contexts[context].code.scopes[scope].kind {
            case .closure: world.facts.blockClosure
            case .method, .block: world.facts.blockContext
            }
        case .vector: world.facts.array
        case .given: world.facts.blockClosure ?? world.facts.blockContext
        case .context: world.facts.methodContext
        }
    }

    func instanceClass(_ kind: FlowKindID) -> ClassID? {
        switch graph.kinds[kind] {
        case .instance(let id): id
        case .context: world.facts.methodContext
        case .block, .vector, .given: nil
        }
    }

    mutating func insert(_ id: ClassID?, into node: FlowNodeID) {
        guard let id else { return }
        makeLive(id)
        let kind = graph.id(.instance(id))
        graph.insert(kind, into: node)
    }

    mutating func insertBooleans(into node: FlowNodeID) {
        insert(world.classID(of: .object(world.facts.trueObject)), into: node)
        insert(world.classID(of: .object(world.facts.falseObject)), into: node)
    }

    /// The node of a value whose class is known.
    mutating func constant(_ id: ClassID?) -> FlowNodeID {
        guard let id else { return graph.makeNode() }
        if let node = constants[id] { return node }
        let node = graph.makeNode()
        constants[id] = node
        insert(id, into: node)
        return node
    }
}
