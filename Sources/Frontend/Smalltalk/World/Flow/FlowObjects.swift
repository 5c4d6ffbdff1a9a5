// Classes with instances, objects of the image that can be reached, and the variables and elements of objects.

import IR
import Support

extension TypeFlow {
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
            fill(slot.node, with: content(of: object, index))
        }
        if let slot = elements[owner], slot.isRead { fillElements(slot.node, of: object, owner) }
    }

    /// Variable `index` of an object of the image, as the program starts with it.
    private func content(of object: ObjectID, _ index: Int) -> ImageValue? {
        world.processes?.isForgotten(object, index) == true ? nil : world.image.memory.slot(object, index)
    }

    mutating func fill(_ node: FlowNodeID, with content: ImageValue?) {
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
    mutating func field(_ index: Int, of id: ClassID) -> Slot {
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
            fill(node, with: content(of: object, index))
        }
        return node
    }

    mutating func readField(_ index: Int, of kind: FlowKindID, into target: FlowNodeID) {
        guard let id = instanceClass(kind) else {
            // What blocks and arrays of variables are asked for.
            insert(world.facts.smallInteger, into: target)
            insert(world.facts.undefined, into: target)
            return
        }
        look(at: kind)
        let node = readableField(index, of: id)
        graph.addEdge(node, target)
    }

    func isRead(_ index: Int, of id: ClassID) -> Bool { fields[id]?[index]?.isRead == true }
    func areElementsRead(of id: ClassID) -> Bool { elements[id]?.isRead == true }

    mutating func elements(of id: ClassID) -> FlowNodeID {
        if let slot = elements[id] { return slot.node }
        let slot = makeSlot()
        elements[id] = slot
        return slot.node
    }

    mutating func readElements(of kind: FlowKindID, into target: FlowNodeID) {
        guard let id = instanceClass(kind), world.shapes[id].elements == .any else { return }
        look(at: kind)
        if id == world.facts.frameClass { keepValues() }
        let node = elements(of: id)
        graph.addEdge(node, target)
        guard elements[id]?.isRead == false else { return }
        elements[id]?.isRead = true
        for object in instances[id] ?? [] { fillElements(node, of: object, id) }
    }

    mutating func vector(_ kind: FlowKindID, _ index: Int) -> FlowNodeID {
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
        let isObject = isExposed.contains(binding)
        if !isObject { objects.append(binding) }
        if isObject || exchanged[owner] != nil { joinGlobal(binding) }
        return node
    }

    /// A binding is an object that code has, too: its value is a variable of it.
    mutating func joinGlobal(_ binding: ObjectID) {
        guard let node = globals[binding], let owner = world.classID(of: .object(binding)) else { return }
        let field = field(1, of: owner)
        graph.addEdge(node, field.node)
        graph.addEdge(field.stores, node)
        guard exchanged[owner] != nil else { return }
        let content = readableField(1, of: owner)
        graph.addEdge(content, node)
    }

    func isGlobal(_ binding: ObjectID) -> Bool { globals[binding] != nil }
}
