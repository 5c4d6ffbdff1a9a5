// What primitives answer, and what they let flow where.

import IR
import Support

extension TypeFlow {
    /// Takes in what a primitive does for a kind of receiver. Answers whether it never fails, so that the method's code
    /// does not run.
    mutating func applyPrimitive(
        _ number: Int, _ kind: FlowKindID, _ arguments: [FlowNodeID], _ result: FlowNodeID, _ method: MethodID,
        from site: FlowSiteID?
    ) -> Bool {
        let caller = site.map { FlowCode.site($0) }
        let facts = world.facts
        guard let owner = classID(of: kind), arguments.count >= PrimitiveLowering.argumentCount(number) else {
            return false
        }
        let shape = world.shapes[owner]
        let isInteger = owner == facts.smallInteger, isFloat = owner == facts.float
        switch number {
        case 1, 2, 9...17:
            guard isInteger else { break }
            insert(facts.smallInteger, into: result)
            if number == 9 { watch(arguments[0], .float(into: result)) }
        case 3...8: if isInteger { insertBooleans(into: result) }
        case 38:
            guard isFloat else { break }
            insert(facts.smallInteger, into: result)
            insert(facts.largePositive, into: result)
        case 40: if isInteger { insert(facts.float, into: result) }
        case 41, 42, 49, 50, 52, 54...59: if isFloat { insert(facts.float, into: result) }
        case 43...48: if isFloat { insertBooleans(into: result) }
        case 51, 53: if isFloat { insert(facts.smallInteger, into: result) }
        case 60, 63: at(number == 63, shape, kind, result)
        case 61, 64:
            guard let elements = shape.elements else { break }
            if elements == .any { tellElements(of: kind, from: arguments[1]) }
            if elements != .any || instanceClass(kind) != nil { graph.addEdge(arguments[1], result) }
        case 62:
            guard shape.elements != nil else { break }
            insert(facts.smallInteger, into: result)
            return true
        case 70, 71:
            guard let made = instanceClass(kind).flatMap({ world.image.classes[$0].instance }) else { break }
            let isIndexable = world.shapes[made].elements != nil
            insert(made, into: result)
            return number == 70 && !isIndexable && world.isObject(made)
        case 73: readAll(kind, owner, into: result)
        case 74: writeAll(kind, owner, arguments[1], result)
        case 75: insert(facts.smallInteger, into: result)
        case 81, 201...205, 221, 222: return callBlock(kind, arguments, result, from: caller)
        case 82, 206: return callBlockWithArray(kind, arguments[0], result, from: caller)
        case 83: perform(kind, Array(arguments.dropFirst()), result, from: site)
        case 84: perform(kind, array: arguments[1], result, from: site)
        case ProcessPrimitive.signal...ProcessPrimitive.suspend, ProcessPrimitive.yield:
            runProcessPrimitive(number, kind, result, method)
        case 105:
            guard shape.elements == .any else { return copyToReceiver(shape, kind, result) }
            let element = graph.makeNode()
            watch(arguments[2], .readElements(into: element))
            tellElements(of: kind, from: element)
            graph.insert(kind, into: result)
        case 110:
            insertBooleans(into: result)
            return true
        case 111:
            let node = value(.object(world.image.classes[owner].object))
            graph.addEdge(node, result)
            return true
        case 113: return arguments.isEmpty
        case 117:
            graph.insert(kind, into: result)
            if arguments.count == 1 { insert(world.symbolClass, into: result) }
            let function = world.image.primitiveFunction(of: world.image.methods[method])
            if let exchange = function.flatMap({ $0.module == "HubPlugin" ? ObjectExchange(function: $0.name) : nil }) {
                begin(exchange, kind, with: arguments, result, method, from: site)
            }
        case 145:
            if shape.elements == .any { tellElements(of: kind, from: arguments[0]) }
            graph.insert(kind, into: result)
        case 132:
            insertBooleans(into: result)
            readAll(kind, owner, into: graph.makeNode())
        case 135:
            insert(facts.smallInteger, into: result)
            return true
        case 137:
            insert(facts.smallInteger, into: result)
            insert(facts.largePositive, into: result)
        case 148:
            graph.insert(kind, into: result)
            return world.isObject(owner)
        case 170: character(result)
        case 171: insert(facts.smallInteger, into: result)
        case 210: readVariable(of: kind, into: result)
        case 211:
            writeVariable(of: kind, from: arguments[1])
            graph.addEdge(arguments[1], result)
        case 256...519: return quick(number, kind, result)
        default:
            guard let exchange = ObjectExchange(primitive: number), let array = arguments.first else { break }
            graph.insert(kind, into: result)
            exchangeElements(of: kind, and: array, exchange, method)
        }
        return false
    }

    private mutating func at(_ isText: Bool, _ shape: ClassShape, _ kind: FlowKindID, _ result: FlowNodeID) {
        switch shape.elements {
        case nil: break
        case .any: readElements(of: kind, into: result)
        case .i8 where isText: character(result)
        case .some(let type):
            insert(world.facts.smallInteger, into: result)
            if type == .i32 { insert(world.facts.largePositive, into: result) }
        }
    }

    mutating func character(_ result: FlowNodeID) {
        if let table = world.facts.characterTable { expose(table) }
        insert(world.facts.character, into: result)
        if let table = world.facts.characterTable, let owner = world.classID(of: .object(table)) {
            let kind = graph.id(.instance(owner)), node = graph.makeNode()
            readElements(of: kind, into: node)
        }
    }

    private mutating func tellElements(of kind: FlowKindID, from node: FlowNodeID) {
        let holder = graph.makeNode()
        watch(holder, .writeElements(from: node))
        graph.insert(kind, into: holder)
    }

    private mutating func copyToReceiver(_ shape: ClassShape, _ kind: FlowKindID, _ result: FlowNodeID) -> Bool {
        if shape.elements != nil { graph.insert(kind, into: result) }
        return false
    }

    /// All variables and elements are looked at.
    private mutating func readAll(_ kind: FlowKindID, _ owner: ClassID, into result: FlowNodeID) {
        for index in 0..<world.shapes[owner].fieldCount { readField(index, of: kind, into: result) }
        readElements(of: kind, into: result)
    }

    /// Any variable or element may be set.
    private mutating func writeAll(
        _ kind: FlowKindID, _ owner: ClassID, _ value: FlowNodeID, _ result: FlowNodeID
    ) {
        for index in 0..<world.shapes[owner].fieldCount { tell(.writeField(index, from: value), kind) }
        tellElements(of: kind, from: value)
        graph.addEdge(value, result)
    }

    private mutating func callBlockWithArray(
        _ kind: FlowKindID, _ array: FlowNodeID, _ result: FlowNodeID, from caller: FlowCode?
    ) -> Bool {
        let element = graph.makeNode()
        watch(array, .readElements(into: element))
        let count: Int
        switch graph.kinds[kind] {
        case .block(let id, let scope): count = contexts[id].blocks[scope]?.arguments.count ?? 0
        case .given(let arity, _): count = arity
        case .instance, .vector, .context: return false
        }
        _ = callBlock(kind, Array(repeating: element, count: count), result, from: caller)
        return false
    }

    private mutating func quick(_ number: Int, _ kind: FlowKindID, _ result: FlowNodeID) -> Bool {
        switch number {
        case 256: graph.insert(kind, into: result)
        case 257: graph.addEdge(value(.object(world.facts.trueObject)), result)
        case 258: graph.addEdge(value(.object(world.facts.falseObject)), result)
        case 259: insert(world.facts.undefined, into: result)
        case 260...263: insert(world.facts.smallInteger, into: result)
        default:
            let holder = graph.makeNode()
            watch(holder, .readField(number - 264, into: result))
            graph.insert(kind, into: holder)
        }
        return true
    }
}
