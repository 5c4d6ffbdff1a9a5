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
    private(set) var methods: [ReachedMethod] = []
    private(set) var selectors: [String] = []
    private(set) var objects: [ObjectID] = []
    private(set) var liveClasses: EntitySet<ClassID>
    var hasNonLocalReturns = false
    /// The places that control comes to, by method.
    private(set) var live: [MethodID: Set<Int>] = [:]
    /// Selectors that come to receivers that do not understand them.
    private(set) var notUnderstood: Set<String> = []
    private(set) var fault: UnsoundMethod?

    private var contextIDs: [MethodID: [ClassID?: FlowContextID]] = [:]
    private var isReached: EntitySet<MethodID>
    private var codes: [MethodID: (code: MethodCode, targets: Set<Int>)] = [:]
    private var isSent: Set<String> = []
    private var isExposed: EntitySet<ObjectID>
    private var instances: [ClassID: [ObjectID]] = [:]
    private var constants: [ClassID: FlowNodeID] = [:]
    private var fields: [ClassID: [Int: Slot]] = [:]
    private var elements: [ClassID: Slot] = [:]
    private var globals: [ObjectID: FlowNodeID] = [:]
    private var vectors: [FlowKindID: [Int: FlowNodeID]] = [:]
    /// Selectors that stand as symbols in methods that can run: what `perform:` can send.
    private(set) var mentioned: [String] = []
    private var isMentioned: Set<String> = []
    private var performers: [Performer] = []
    private var performerNumbers: [FlowOrigin?: [Int: Int]] = [:]
    private var selectorNumbers: [String: Int] = [:]
    private var lookups: [Lookup] = []
    /// What is done with all that is in any full node.
    private var openSites: [FlowOpenSend: FlowSiteID] = [:]
    private var openNodes: [FlowOpenAccess: FlowNodeID] = [:]
    private var branches: [FlowBranch] = []
    /// What comes to conditions and is neither true nor false.
    private let conditions: FlowNodeID
    private let trueKind: FlowKindID
    private let falseKind: FlowKindID
    /// Code behind sends that have not answered anything yet.
    private var waiting: [FlowPlace?] = []

    /// Where values of objects of a class are kept.
    private struct Slot {
        let node: FlowNodeID
        /// What code stores, which goes to the other node too.
        let stores: FlowNodeID
        var isRead = false
    }

    /// The methods of a selector, by class, as far as they were looked for.
    private struct Lookup {
        let selector: String
        var methods: [MethodID?] = []
        var isKnown = EntitySet<ClassID>()
    }

    /// What `perform:` sends with some number of arguments.
    private struct Performer {
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
        }
    }

    func instanceClass(_ kind: FlowKindID) -> ClassID? {
        switch graph.kinds[kind] {
        case .instance(let id): id
        case .block, .vector: nil
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

    mutating func watch(_ node: FlowNodeID, _ watcher: FlowWatcher) {
        if graph.isFull(node) { return watchEverything(watcher) }
        graph.addWatcher(watcher, to: node)
        for kind in graph.members(node) { tell(watcher, kind) }
    }

    /// Watches what is in any full node. What is done with all of that is done once.
    private mutating func watchEverything(_ watcher: FlowWatcher) {
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
        case .readVector, .writeVector: addOpenWatcher(watcher)
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

    private mutating func tell(_ watcher: FlowWatcher, _ kind: FlowKindID) {
        switch watcher {
        case .receive(let site): receive(site, kind)
        case .readField(let index, let target): readField(index, of: kind, into: target)
        case .writeField(let index, let source):
            guard let id = instanceClass(kind) else { break }
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

    // MARK: Classes and objects

    mutating func makeLive(_ id: ClassID) {
        guard liveClasses.insert(id) else { return }
        if id == world.facts.character, world.facts.characterTable != nil { _ = readableField(0, of: id) }
    }

    /// The node of a value of the image.
    mutating func value(_ value: ImageValue?) -> FlowNodeID {
        switch value {
        case .integer: return constant(world.facts.smallInteger)
        case .float: return constant(world.facts.float)
        case .character: return constant(world.facts.character)
        case .object(let object):
            expose(object)
            return constant(world.classID(of: .object(object)))
        case nil: return constant(world.facts.undefined)
        }
    }

    mutating func expose(_ object: ObjectID) {
        guard object != world.facts.nilObject, isExposed.insert(object) else { return }
        if globals[object] == nil { objects.append(object) } else { joinGlobal(object) }
        guard let owner = world.classID(of: .object(object)) else { return }
        makeLive(owner)
        instances[owner, default: []].append(object)
        let memory = world.image.memory
        guard memory.objects[object].shape != .method else { return }
        for (index, slot) in (fields[owner] ?? [:]).sorted(by: { $0.key < $1.key }) where slot.isRead {
            fill(slot.node, with: memory.slot(object, index))
        }
        if let slot = elements[owner], slot.isRead { fillElements(slot.node, of: object, owner) }
    }

    private mutating func fill(_ node: FlowNodeID, with content: ImageValue?) {
        let source = value(content)
        for kind in graph.members(source) { graph.insert(kind, into: node) }
    }

    private mutating func fillElements(_ node: FlowNodeID, of object: ObjectID, _ owner: ClassID) {
        for content in world.image.memory.slots(object).dropFirst(world.shapes[owner].fieldCount) {
            fill(node, with: content)
        }
    }

    // MARK: Variables of objects

    /// Variable `index` of instances of a class.
    private mutating func field(_ index: Int, of id: ClassID) -> Slot {
        if let slot = fields[id]?[index] { return slot }
        let slot = makeSlot()
        fields[id, default: [:]][index] = slot
        return slot
    }

    private mutating func makeSlot() -> Slot {
        let slot = Slot(node: graph.makeNode(), stores: graph.makeNode())
        graph.addEdge(slot.stores, slot.node)
        insert(world.facts.undefined, into: slot.node)
        return slot
    }

    mutating func readableField(_ index: Int, of id: ClassID) -> FlowNodeID {
        let node = field(index, of: id).node
        guard fields[id]?[index]?.isRead == false else { return node }
        fields[id]?[index]?.isRead = true
        for object in instances[id] ?? [] where world.image.memory.objects[object].shape != .method {
            fill(node, with: world.image.memory.slot(object, index))
        }
        return node
    }

    private mutating func readField(_ index: Int, of kind: FlowKindID, into target: FlowNodeID) {
        guard let id = instanceClass(kind) else {
            // What blocks and arrays of variables are asked for.
            insert(world.facts.smallInteger, into: target)
            insert(world.facts.undefined, into: target)
            return
        }
        let node = readableField(index, of: id)
        graph.addEdge(node, target)
    }

    func isRead(_ index: Int, of id: ClassID) -> Bool { fields[id]?[index]?.isRead == true }
    func areElementsRead(of id: ClassID) -> Bool { elements[id]?.isRead == true }

    private mutating func elements(of id: ClassID) -> FlowNodeID {
        if let slot = elements[id] { return slot.node }
        let slot = makeSlot()
        elements[id] = slot
        return slot.node
    }

    mutating func readElements(of kind: FlowKindID, into target: FlowNodeID) {
        guard let id = instanceClass(kind), world.shapes[id].elements == .any else { return }
        let node = elements(of: id)
        graph.addEdge(node, target)
        guard elements[id]?.isRead == false else { return }
        elements[id]?.isRead = true
        for object in instances[id] ?? [] { fillElements(node, of: object, id) }
    }

    private mutating func vector(_ kind: FlowKindID, _ index: Int) -> FlowNodeID {
        if let node = vectors[kind]?[index] { return node }
        let node = graph.makeNode()
        vectors[kind, default: [:]][index] = node
        insert(world.facts.undefined, into: node)
        return node
    }

    /// The value of a binding of the image: a global variable.
    mutating func global(_ literal: ImageValue?, isWritten: Bool) -> FlowNodeID {
        guard case .object(let binding) = literal else { return constant(world.facts.undefined) }
        let content = world.image.memory.slot(binding, 1)
        if !isWritten, globals[binding] == nil, case .object(let object) = content,
            world.classID(object: object) != nil
        {
            return value(content)
        }
        if let node = globals[binding] { return node }
        guard let owner = world.classID(of: .object(binding)) else { return constant(world.facts.undefined) }
        makeLive(owner)
        let node = graph.makeNode()
        globals[binding] = node
        fill(node, with: content)
        if isExposed.contains(binding) { joinGlobal(binding) } else { objects.append(binding) }
        return node
    }

    /// A binding is an object that code has, too: its value is a variable of it.
    private mutating func joinGlobal(_ binding: ObjectID) {
        guard let node = globals[binding], let owner = world.classID(of: .object(binding)) else { return }
        let field = field(1, of: owner)
        graph.addEdge(node, field.node)
        graph.addEdge(field.stores, node)
    }

    func isGlobal(_ binding: ObjectID) -> Bool { globals[binding] != nil }

    // MARK: Methods

    mutating func mark(_ method: MethodID, _ pc: Int) { live[method, default: []].insert(pc) }

    /// Goes on at a place when there is something that a node can be.
    mutating func wait(for node: FlowNodeID, _ place: FlowPlace) {
        waiting.append(place)
        watch(node, .goOn(waiting.count - 1))
    }

    mutating func register(_ selector: String) {
        if isSent.insert(selector).inserted { selectors.append(selector) }
    }

    mutating func makeSite(
        _ selector: String, fixed: MethodID? = nil, _ arguments: [FlowNodeID], at origin: FlowOrigin? = nil,
        shortWay: FlowShortWay? = nil
    ) -> FlowSiteID {
        if fixed == nil { register(selector) }
        let result = graph.makeNode()
        return sites.append(
            FlowSite(
                selector: selector, number: number(selector), fixed: fixed, arguments: arguments, result: result,
                origin: origin, shortWay: shortWay))
    }

    /// A kind receives the message of a site.
    mutating func receive(_ id: FlowSiteID, _ kind: FlowKindID) {
        guard let owner = classID(of: kind) else { return }
        sites[id].receivers.insert(owner)
        if let shortWay = sites[id].shortWay { take(shortWay, kind, owner, id) }
        guard let method = sites[id].fixed ?? lookup(sites[id].number, in: owner),
            world.image.methods[method].header.argumentCount == sites[id].arguments.count
        else {
            return sendNotUnderstood(kind, owner, id)
        }
        // What a method without a primitive does for one receiver it does for all.
        if let context = sites[id].contexts[method] { return graph.insert(kind, into: contexts[context].receiver) }
        call(method, kind, sites[id].arguments, sites[id].result, from: id)
    }

    private mutating func take(_ way: FlowShortWay, _ kind: FlowKindID, _ owner: ClassID, _ id: FlowSiteID) {
        switch way {
        case .integer: if owner == world.facts.smallInteger { insert(owner, into: sites[id].result) }
        case .truth: if owner == world.facts.smallInteger { insertBooleans(into: sites[id].result) }
        case .block: _ = callBlock(kind, sites[id].arguments, sites[id].result)
        }
    }

    private mutating func number(_ selector: String) -> Int {
        if let known = selectorNumbers[selector] { return known }
        let number = lookups.count
        selectorNumbers[selector] = number
        lookups.append(Lookup(selector: selector))
        return number
    }

    private mutating func lookup(_ number: Int, in owner: ClassID) -> MethodID? {
        if lookups[number].methods.isEmpty {
            let unknown = Array(repeating: MethodID?.none, count: world.image.classes.count)
            lookups[number].methods = unknown
        }
        if !lookups[number].isKnown.insert(owner) { return lookups[number].methods[owner.index] }
        let found = world.lookup(lookups[number].selector, in: owner)
        lookups[number].methods[owner.index] = found
        return found
    }

    /// `doesNotUnderstand:` is sent instead.
    private mutating func sendNotUnderstood(_ kind: FlowKindID, _ owner: ClassID, _ id: FlowSiteID) {
        if !sites[id].isNotUnderstood { passMessage(id) }
        guard let method = lookup(number(world.facts.doesNotUnderstand), in: owner),
            world.image.methods[method].header.argumentCount == 1, let message = world.facts.message
        else { return }
        if let context = sites[id].contexts[method] { return graph.insert(kind, into: contexts[context].receiver) }
        let value = constant(message)
        call(method, kind, [value], sites[id].result, from: id)
    }

    /// What a site sends goes into a Message.
    private mutating func passMessage(_ id: FlowSiteID) {
        sites[id].isNotUnderstood = true
        notUnderstood.insert(sites[id].selector)
        // Who gets the Message may perform its selector.
        mention(sites[id].selector)
        register(world.facts.doesNotUnderstand)
        guard let message = world.facts.message else { return }
        let array = constant(world.facts.array), elements = elements(of: world.facts.array)
        for argument in sites[id].arguments { graph.addEdge(argument, elements) }
        let count = world.shapes[message].fieldCount
        if count > 0 {
            let field = field(0, of: message).stores
            insert(symbolClass, into: field)
        }
        if count > 1 {
            let field = field(1, of: message).stores
            graph.addEdge(array, field)
        }
    }

    var symbolClass: ClassID? {
        world.image.memory.object(world.image.special, 20).flatMap { world.classID(of: .object($0)) }
    }

    /// A kind runs a method.
    mutating func call(
        _ method: MethodID, _ kind: FlowKindID, _ arguments: [FlowNodeID], _ result: FlowNodeID, from site: FlowSiteID?
    ) {
        reach(method)
        if let replacement = ReplacedMethods.replacement(method, world.image) {
            switch replacement {
            case .fails: break
            case .answersFalse: graph.insert(falseKind, into: result)
            case .answersReceiver: graph.insert(kind, into: result)
            case .answersEmptyString: insert(world.facts.string, into: result)
            }
            return
        }
        let number = world.image.methods[method].header.primitive
        let origin = site.flatMap { sites[$0].origin }
        if number != 0, applyPrimitive(number, kind, arguments, result, at: origin) { return }
        guard let context = context(method, kind) else { return }
        graph.insert(kind, into: contexts[context].receiver)
        if let site {
            if !sites[site].linked.insert(context).inserted { return }
            if number == 0, !isClassSide(method) { sites[site].contexts[method] = context }
        }
        for (argument, variable) in zip(arguments, contexts[context].temporaries) {
            graph.addEdge(argument, variable)
        }
        graph.addEdge(contexts[context].result, result)
    }

    private mutating func reach(_ method: MethodID) {
        guard isReached.insert(method) else { return }
        guard !ReplacedMethods.isReplaced(method, world.image) else {
            methods.append(ReachedMethod(id: method, code: nil))
            return
        }
        do throws(MethodFault) {
            let code = try world.image.methodCode(method, withBlocks: true)
            methods.append(ReachedMethod(id: method, code: code))
            if let code {
                let targets = code.points.values.compactMap(\.instruction.target)
                codes[method] = (code, Set(targets))
            }
        } catch {
            report(error, method)
        }
    }

    mutating func report(_ fault: MethodFault, _ method: MethodID) {
        if self.fault == nil { self.fault = UnsoundMethod(name: world.image.name(method), fault: fault) }
    }

    /// What is known of a method for a receiver.
    private mutating func context(_ method: MethodID, _ kind: FlowKindID) -> FlowContextID? {
        guard let (code, targets) = codes[method] else { return nil }
        let owner = isClassSide(method) ? instanceClass(kind) : nil
        if let id = contextIDs[method]?[owner] { return id }
        let header = world.image.methods[method].header
        let receiver = graph.makeNode(), result = graph.makeNode()
        var temporaries: [FlowNodeID] = []
        for index in 0..<header.temporaryCount {
            temporaries.append(graph.makeNode())
            if index >= header.argumentCount { insert(world.facts.undefined, into: temporaries[index]) }
        }
        let id = contexts.append(
            FlowContext(
                method: method, code: code, targets: targets, receiver: receiver, result: result,
                temporaries: temporaries))
        contextIDs[method, default: [:]][owner] = id
        pending.append(FlowPlace(context: id, scope: 0, pc: 0, stack: []))
        if header.primitive == UnwindMarker.primitive, header.argumentCount > UnwindMarker.block {
            let site = makeSite(UnwindMarker.selector, [])
            watch(temporaries[UnwindMarker.block], .receive(site))
        }
        return id
    }

    /// Whether a method is looked at for each class that receives it: those of classes, and what all classes inherit as long as
    /// it makes no blocks.
    private func isClassSide(_ method: MethodID) -> Bool {
        let owner = world.image.methods[method].classID
        if world.image.classes[owner].instance != nil { return true }
        return world.behaviors.contains(owner) && codes[method]?.code.scopes.count == 1
    }

    // MARK: perform:

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
