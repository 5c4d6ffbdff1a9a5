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
    /// The classes of what receives a send.
    private(set) var receivers: [FlowOrigin: EntitySet<ClassID>] = [:]
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
    private var mentioned: [String] = []
    private var isMentioned: Set<String> = []
    private var performers: [Performer] = []
    /// Code behind sends that have not answered anything yet.
    private var waiting: [FlowPlace?] = []

    /// Where values of objects of a class are kept.
    private struct Slot {
        let node: FlowNodeID
        var isRead = false
    }

    /// A receiver of `perform:`.
    private struct Performer {
        let kind: FlowKindID
        let arguments: [FlowNodeID]?
        /// The arguments when they come in an array.
        let array: FlowNodeID?
        let result: FlowNodeID
    }

    init(_ world: SmalltalkWorld) {
        self.world = world
        liveClasses = EntitySet(capacity: world.image.classes.count)
        isReached = EntitySet(capacity: world.image.methods.count)
        isExposed = EntitySet(capacity: world.image.memory.objects.count)
    }

    /// The entries run first; what they answer gets the messages `selectors`.
    mutating func begin(_ entries: [SmalltalkEntry], sending selectors: [String]) {
        let facts = world.facts
        for id in [facts.smallInteger, facts.undefined, facts.array] { makeLive(id) }
        for object in [facts.trueObject, facts.falseObject] { expose(object) }
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
            } else if let (kind, watchers) = graph.nextArrival() {
                for watcher in watchers { tell(watcher, kind) }
            } else {
                return
            }
        }
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
        graph.addWatcher(watcher, to: node)
        for kind in graph.members(node) { tell(watcher, kind) }
    }

    private mutating func tell(_ watcher: FlowWatcher, _ kind: FlowKindID) {
        switch watcher {
        case .receive(let site): receive(site, kind)
        case .readField(let index, let target): readField(index, of: kind, into: target)
        case .writeField(let index, let source):
            guard let id = instanceClass(kind) else { break }
            let node = field(index, of: id)
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
        case .branch(let branch):
            if kind == graph.id(.instance(trueClass)) {
                pending.append(branch.ifTrue)
            } else if kind == graph.id(.instance(falseClass)) {
                pending.append(branch.ifFalse)
            } else {
                receive(branch.site, kind)
            }
        case .goOn(let number):
            guard let place = waiting[number] else { break }
            waiting[number] = nil
            pending.append(place)
        }
    }

    private var trueClass: ClassID { world.classID(of: .object(world.facts.trueObject)) ?? world.facts.undefined }
    private var falseClass: ClassID { world.classID(of: .object(world.facts.falseObject)) ?? world.facts.undefined }

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
    private mutating func field(_ index: Int, of id: ClassID) -> FlowNodeID {
        if let slot = fields[id]?[index] { return slot.node }
        let node = graph.makeNode()
        fields[id, default: [:]][index] = Slot(node: node)
        insert(world.facts.undefined, into: node)
        return node
    }

    mutating func readableField(_ index: Int, of id: ClassID) -> FlowNodeID {
        let node = field(index, of: id)
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
        let node = graph.makeNode()
        elements[id] = Slot(node: node)
        insert(world.facts.undefined, into: node)
        return node
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
        graph.addEdge(node, field)
        graph.addEdge(field, node)
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
        _ selector: String, fixed: MethodID? = nil, _ arguments: [FlowNodeID], at origin: FlowOrigin? = nil
    ) -> FlowSiteID {
        if fixed == nil { register(selector) }
        let result = graph.makeNode()
        return sites.append(
            FlowSite(selector: selector, fixed: fixed, arguments: arguments, result: result, origin: origin))
    }

    /// A kind receives the message of a site.
    mutating func receive(_ id: FlowSiteID, _ kind: FlowKindID) {
        guard let owner = classID(of: kind) else { return }
        let site = sites[id]
        if let origin = site.origin { receivers[origin, default: EntitySet()].insert(owner) }
        guard let method = site.fixed ?? world.lookup(site.selector, in: owner),
            world.image.methods[method].header.argumentCount == site.arguments.count
        else {
            notUnderstood.insert(site.selector)
            return sendNotUnderstood(kind, owner, id)
        }
        call(method, kind, site.arguments, site.result, from: id)
    }

    /// `doesNotUnderstand:` is sent instead.
    private mutating func sendNotUnderstood(_ kind: FlowKindID, _ owner: ClassID, _ id: FlowSiteID) {
        register(world.facts.doesNotUnderstand)
        guard let method = world.lookup(world.facts.doesNotUnderstand, in: owner),
            world.image.methods[method].header.argumentCount == 1, let message = world.facts.message
        else { return }
        let value = constant(message)
        if !sites[id].isNotUnderstood {
            sites[id].isNotUnderstood = true
            let array = constant(world.facts.array), elements = elements(of: world.facts.array)
            for argument in sites[id].arguments { graph.addEdge(argument, elements) }
            let count = world.shapes[message].fieldCount
            if count > 0 {
                let field = field(0, of: message)
                insert(symbolClass, into: field)
            }
            if count > 1 {
                let field = field(1, of: message)
                graph.addEdge(array, field)
            }
        }
        call(method, kind, [value], sites[id].result, from: id)
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
            case .answersFalse: insert(falseClass, into: result)
            case .answersReceiver: graph.insert(kind, into: result)
            case .answersEmptyString: insert(world.facts.string, into: result)
            }
            return
        }
        let number = world.image.methods[method].header.primitive
        if number != 0, applyPrimitive(number, method, kind, arguments, result) { return }
        guard let context = context(method, kind) else { return }
        graph.insert(kind, into: contexts[context].receiver)
        if let site, !sites[site].linked.insert(context).inserted { return }
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
            let code = try world.image.methodCode(method)
            methods.append(ReachedMethod(id: method, code: code))
            if let code {
                let targets = code.points.values.compactMap(\.instruction.target)
                codes[method] = (code, Set(targets))
            }
        } catch {
            if fault == nil { fault = UnsoundMethod(name: world.image.name(method), fault: error) }
        }
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

    /// Whether receivers of a method are classes.
    private func isClassSide(_ method: MethodID) -> Bool {
        let owner = world.image.methods[method].classID
        return world.image.classes[owner].instance != nil || world.behaviors.contains(owner)
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

    /// A kind receives whatever symbols say.
    mutating func perform(
        _ kind: FlowKindID, _ arguments: [FlowNodeID]?, array: FlowNodeID?, _ result: FlowNodeID
    ) {
        let performer = Performer(kind: kind, arguments: arguments, array: array, result: result)
        performers.append(performer)
        for selector in mentioned { perform(selector, performer) }
    }

    private mutating func perform(_ selector: String, _ performer: Performer) {
        let count = SmalltalkSelector.argumentCount(selector)
        var arguments = performer.arguments ?? []
        if let array = performer.array {
            let element = graph.makeNode()
            watch(array, .readElements(into: element))
            arguments = Array(repeating: element, count: count)
        }
        guard arguments.count == count else { return }
        let site = makeSite(selector, arguments)
        graph.addEdge(sites[site].result, performer.result)
        receive(site, performer.kind)
    }
}
