// Contexts and processes: where code needs the activations of methods as objects, and which code must be able to be
// left and gone on with because of that. `thisContext` that nobody looks into costs nothing.

import IR
import Support

/// Code that calls, or is called: a method or one of its blocks, a place that sends, what `perform:` sends.
enum FlowCode: Hashable {
    case method(MethodID, scope: Int)
    case site(FlowSiteID)
    case performer(Int)
}

/// Why the callers of a method can be left and gone on with.
enum LeavingReason: Equatable {
    case looksIntoContexts, changesProcesses
    /// `isWithinClass`: where everything can come to, only between objects of one class.
    case changesReferences(isWithinClass: Bool)
}

struct FlowFrames {
    /// Places of `thisContext` whose answer someone looks into.
    var isLookedAt: Set<FlowOrigin> = []
    /// Places of `thisContext`, with the scope that each is in.
    var isPushed: [FlowOrigin: Int] = [:]
    /// What those places push.
    var contexts: Set<FlowNodeID> = []
    /// Methods with primitives that can go on with another process.
    var switches: Set<MethodID> = []
    /// Whether a process can be started.
    var hasProcesses = false
    /// Methods that change references, and what changes.
    var exchanges: Set<MethodID> = []
    var pending: [PendingExchange] = []
    /// Whether somewhere only objects of one class can take each other's places.
    var isWithinClass = false
    /// Whether what contexts hold has been followed.
    var isFollowed = false
    /// Whether their variables and stacks have been followed.
    var areValuesFollowed = false
    /// What activations have on their stacks while they call.
    var values: [FlowNodeID] = []
}

extension TypeFlow {
    /// Code looks into a context, or changes it.
    mutating func look(at kind: FlowKindID) {
        guard let context = world.facts.frameClass else { return }
        switch graph.kinds[kind] {
        case .instance(let id): if id == context { followFrames() }
        case .context(let id, let pc):
            frames.isLookedAt.insert(FlowOrigin(method: contexts[id].method, pc: pc))
            followFrames()
        case .block, .vector, .given: break
        }
    }

    /// Whatever receives a message is a context's receiver.
    private mutating func followFrames() {
        guard let context = world.facts.frameClass, !frames.isFollowed else { return }
        frames.isFollowed = true
        let number = world.facts.smallInteger
        for (index, content) in [
            (FrameField.sender, context), (FrameField.pc, number), (FrameField.stackPointer, number),
        ] {
            flow(content, to: index, of: context)
        }
        for id in contexts.ids { keepReceiver(id) }
        openHandlers()
    }

    private mutating func keepReceiver(_ id: FlowContextID) {
        guard let context = world.facts.frameClass else { return }
        let node = field(FrameField.receiver, of: context).node
        graph.addEdge(contexts[id].receiver, node)
    }

    /// The elements of contexts are read: variables and stacks.
    mutating func keepValues() {
        guard let context = world.facts.frameClass, !frames.areValuesFollowed else { return }
        frames.areValuesFollowed = true
        let node = elements(of: context)
        for value in frames.values { graph.addEdge(value, node) }
        for id in contexts.ids { keepVariables(id) }
    }

    private mutating func keepVariables(_ id: FlowContextID) {
        guard let context = world.facts.frameClass else { return }
        let node = elements(of: context)
        for variable in contexts[id].temporaries { graph.addEdge(variable, node) }
    }

    /// A new activation is one that contexts may be of.
    mutating func keepFrame(_ id: FlowContextID) {
        if frames.isFollowed { keepReceiver(id) }
        if frames.areValuesFollowed { keepVariables(id) }
    }

    /// What is on the stack while something is called.
    mutating func keepStack(_ stack: [FlowNodeID]) {
        guard let context = world.facts.frameClass, !stack.isEmpty else { return }
        // Who finds a context on the stack of another one does not look into the method that has asked for it.
        let plain = constant(context)
        let values = stack.map { frames.contexts.contains($0) ? plain : $0 }
        frames.values += values
        guard frames.areValuesFollowed else { return }
        let node = elements(of: context)
        for value in values { graph.addEdge(value, node) }
    }

    // MARK: Processes

    mutating func runProcessPrimitive(
        _ number: Int, _ kind: FlowKindID, _ result: FlowNodeID, _ method: MethodID
    ) {
        guard let processes = world.processes else { return }
        graph.insert(kind, into: result)
        frames.switches.insert(method)
        expose(processes.scheduler)
        let active = readableField(ProcessFacts.Scheduler.active, of: processes.schedulerClass)
        insert(processes.processClass, into: active)
        let signals = readableField(ProcessFacts.List.signals, of: processes.semaphoreClass)
        insert(world.facts.smallInteger, into: signals)
        guard number == ProcessPrimitive.resume, !frames.hasProcesses else { return }
        frames.hasProcesses = true
        let process = processes.processClass
        _ = readableField(ProcessFacts.Link.priority, of: process)
        flow(process, to: ProcessFacts.Link.next, of: process)
        for list in [processes.semaphoreClass, processes.listClass] {
            flow(list, to: ProcessFacts.Link.list, of: process)
            flow(process, to: ProcessFacts.List.first, of: list)
            flow(process, to: ProcessFacts.List.last, of: list)
        }
        flow(world.facts.frameClass, to: ProcessFacts.Link.context, of: process)
        openHandlers()
        let suspended = field(ProcessFacts.Link.context, of: process).node
        watch(suspended, .start)
        for list in processes.lists { expose(list) }
        flow(world.facts.array, to: ProcessFacts.Scheduler.lists, of: processes.schedulerClass)
        let arrays = constant(world.facts.array), list = graph.makeNode()
        watch(arrays, .readElements(into: list))
    }

    /// The virtual machine itself puts instances of a class into a variable.
    private mutating func flow(_ content: ClassID?, to index: Int, of id: ClassID) {
        let node = readableField(index, of: id)
        insert(content, into: node)
    }

    // MARK: The code that can be left

    /// The methods because of which others can be left.
    func leavingMethods() -> [MethodID: LeavingReason] {
        var found: [MethodID: LeavingReason] = [:]
        for origin in frames.isLookedAt { found[origin.method] = .looksIntoContexts }
        if frames.hasProcesses { for id in frames.switches { found[id] = .changesProcesses } }
        // References of activations are among those that change.
        if !exchanged.isEmpty {
            for id in frames.exchanges { found[id] = .changesReferences(isWithinClass: frames.isWithinClass) }
        }
        return found
    }

    /// The sends that may have to be left and gone on with: those behind which a context is looked at, another process
    /// can come to run, or references change.
    func resumable() -> Set<FlowOrigin> {
        var found: Set<FlowOrigin> = [], seen: Set<FlowCode> = [], pending: [FlowCode] = []
        for origin in frames.isLookedAt {
            found.insert(origin)
            if let scope = frames.isPushed[origin] { pending.append(.method(origin.method, scope: scope)) }
        }
        for (id, reason) in leavingMethods() where reason != .looksIntoContexts {
            pending.append(.method(id, scope: 0))
        }
        guard !pending.isEmpty else { return [] }
        var callers: [FlowCode: [FlowCode]] = [:]
        for call in calls { callers[call.called, default: []].append(call.caller) }
        while let code = pending.popLast() {
            guard seen.insert(code).inserted else { continue }
            if case .site(let id) = code, let origin = sites[id].origin { found.insert(origin) }
            pending += callers[code] ?? []
        }
        return found
    }
}
