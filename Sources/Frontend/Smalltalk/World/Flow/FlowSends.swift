// Sends and what they run: sites, methods for their receivers, and what is not understood.

import IR
import Support

extension TypeFlow {
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
        shortWay: FlowShortWay? = nil, in caller: FlowCode? = nil, isSent: Bool = true
    ) -> FlowSiteID {
        if fixed == nil, isSent { register(selector) }
        let result = graph.makeNode()
        let id = sites.append(
            FlowSite(
                selector: selector, number: number(selector), fixed: fixed, arguments: arguments, result: result,
                origin: origin, shortWay: shortWay))
        if let caller { calls.append((.site(id), caller)) }
        return id
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
        case .block: _ = callBlock(kind, sites[id].arguments, sites[id].result, from: .site(id))
        }
    }

    mutating func number(_ selector: String) -> Int {
        if let known = selectorNumbers[selector] { return known }
        let number = lookups.count
        selectorNumbers[selector] = number
        lookups.append(Lookup(selector: selector))
        return number
    }

    mutating func lookup(_ number: Int, in owner: ClassID) -> MethodID? {
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
            insert(world.symbolClass, into: field)
        }
        if count > 1 {
            let field = field(1, of: message).stores
            graph.addEdge(array, field)
        }
    }

    /// A kind runs a method.
    mutating func call(
        _ method: MethodID, _ kind: FlowKindID, _ arguments: [FlowNodeID], _ result: FlowNodeID, from site: FlowSiteID?
    ) {
        reach(method)
        if let site { calls.append((.method(method, scope: 0), .site(site))) }
        if let replacement = ReplacedMethods.replacement(method, world.image) {
            switch replacement {
            case .fails: break
            case .answersFalse: graph.insert(falseKind, into: result)
            case .answersReceiver: graph.insert(kind, into: result)
            case .answersEmptyString: insert(world.facts.string, into: result)
            case .findsHandler: findHandler(result)
            case .returnsToContext: returnTo(kind, arguments[0], result, method)
            case .restartsContext: restart(with: arguments.first)
            case .exchanges(let exchange):
                begin(exchange, kind, with: arguments, result, method, from: site)
                let failed = makeSite(Self.primitiveFailed, [], in: .method(method, scope: 0))
                receive(failed, kind)
                graph.addEdge(sites[failed].result, result)
            }
            return
        }
        let number = world.image.methods[method].header.primitive
        if number != 0 {
            var primitive = primitiveCalls[method] ?? PrimitiveCalls(receiver: graph.makeNode())
            graph.insert(kind, into: primitive.receiver)
            primitive.arguments.insert(arguments)
            primitiveCalls[method] = primitive
            if applyPrimitive(number, kind, arguments, result, method, from: site) { return }
        }
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

    mutating func reach(_ method: MethodID) {
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
    mutating func context(_ method: MethodID, _ kind: FlowKindID) -> FlowContextID? {
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
        keepFrame(id)
        if header.primitive == HandlerMarker.primitive { keepHandler(id) }
        pending.append(FlowPlace(context: id, scope: 0, pc: 0, stack: []))
        if header.primitive == UnwindMarker.primitive, header.argumentCount > UnwindMarker.block {
            let site = makeSite(UnwindMarker.selector, [], in: .method(method, scope: 0))
            watch(temporaries[UnwindMarker.block], .receive(site))
        }
        return id
    }

    /// Whether a method is looked at for each class that receives it: those of classes, and what all classes inherit as
    /// long as it makes no blocks.
    private func isClassSide(_ method: MethodID) -> Bool {
        let owner = world.image.methods[method].classID
        if world.image.classes[owner].instance != nil { return true }
        return world.behaviors.contains(owner) && codes[method]?.code.scopes.count == 1
    }
}
