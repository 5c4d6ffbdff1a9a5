// What of an image a program needs: all that its entries can reach, or everything.

import IR
import Support

/// A method that can run.
package struct ReachedMethod: Sendable {
    package let id: MethodID
    /// Nil for a method whose primitive is all there is.
    package let code: MethodCode?
}

/// A method whose code has a fault: it cannot be compiled.
package struct UnsoundMethod: Error {
    package let name: String
    package let fault: MethodFault
}

/// Which methods of a program are compiled as they stand, without what the analysis knows and without short ways.
package enum PlainMethods: Hashable, Sendable {
    case none, all
    case these(Set<MethodID>)
}

package struct ClosedWorld: Sendable {
    package let world: SmalltalkWorld
    /// In the order in which they were found.
    package private(set) var methods: [ReachedMethod] = []
    /// The selectors that are sent, in the order in which they were found.
    package private(set) var selectors: [String] = []
    /// The objects of the image that can be reached, in the order in which they were found.
    package private(set) var objects: [ObjectID] = []
    package private(set) var liveClasses: EntitySet<ClassID>
    /// Whether a block can return from its home.
    package private(set) var hasNonLocalReturns = false

    /// What of the code of methods can run; nil for all of it.
    private var live: [MethodID: Set<Int>]?
    private var reads: [ClassID: Set<Int>] = [:]
    private var elementReads = EntitySet<ClassID>()
    private var globals: Set<ObjectID> = []
    /// Selectors that come to receivers that do not understand them; nil where any may.
    private var notUnderstood: Set<String>?
    /// What `perform:` can send; nil for all selectors.
    private var performed: Set<String>?
    private var receivers: [FlowOrigin: EntitySet<ClassID>] = [:]
    /// The methods that are compiled as they stand.
    var plain = PlainMethods.none
    /// What the analysis knows of parameters and variables; nothing unless it was asked for.
    let known: KnownKinds
    /// The sends that may have to be left and gone on with, and every `thisContext` that is more than a name.
    private var resumable: [MethodID: Set<Int>] = [:]
    /// The methods because of which others can be left.
    private(set) var leavingMethods: [MethodID: LeavingReason] = [:]
    /// Whether programs can have more than one process.
    package private(set) var hasProcesses = false
    /// Whether code looks for handlers of exceptions among contexts.
    private(set) var hasHandlers = false
    /// The methods that such code can return to by their contexts.
    private var contextHomes: Set<MethodID> = []
    /// Classes whose instances others can take the place of, with the classes of those.
    private(set) var exchanged: [ClassID: EntitySet<ClassID>] = [:]

    /// What `entries` reach, whose answers get the messages `selectors`.
    package init(
        _ world: SmalltalkWorld, _ entries: [SmalltalkEntry], sending selectors: [String]
    ) throws(UnsoundMethod) {
        try self.init(world, entries, sending: selectors, checks: nil, findsKinds: false)
    }

    /// The same with the checks of a validation; `findsKinds`: looks for what validation makes checks of.
    init(
        _ world: SmalltalkWorld, _ entries: [SmalltalkEntry], sending selectors: [String], checks: ValidationPlan?,
        findsKinds: Bool
    ) throws(UnsoundMethod) {
        self.world = world
        var flow = TypeFlow(world)
        flow.begin(entries, sending: selectors)
        if let checks { flow.begin(checks) }
        flow.run()
        if let fault = flow.fault { throw fault }
        // In the order of the image, and of names: the order in which they were found changes with any method.
        methods = flow.methods.sorted { $0.id < $1.id }
        (self.selectors, objects) = (flow.selectors.sorted(), flow.objects)
        (liveClasses, hasNonLocalReturns) = (flow.liveClasses, flow.hasNonLocalReturns)
        (live, receivers, notUnderstood) = (flow.live, flow.receivers(), flow.notUnderstood)
        performed = Set(flow.mentioned)
        known = findsKinds ? flow.knownKinds() : KnownKinds()
        for origin in flow.resumable() { resumable[origin.method, default: []].insert(origin.pc) }
        hasProcesses = flow.frames.hasProcesses
        leavingMethods = flow.leavingMethods()
        hasHandlers = flow.handlers.areSought
        contextHomes = flow.handlers.homes
        exchanged = flow.exchanged
        globals = Set(objects.filter { flow.isGlobal($0) })
        for id in liveClasses {
            reads[id] = Set((0..<world.shapes[id].fieldCount).filter { flow.isRead($0, of: id) })
            if flow.areElementsRead(of: id) { elementReads.insert(id) }
        }
    }

    /// All of an image.
    package init(all world: SmalltalkWorld) throws(UnsoundMethod) {
        self.world = world
        known = KnownKinds()
        let image = world.image
        liveClasses = EntitySet(capacity: image.classes.count)
        for id in image.classes.ids {
            liveClasses.insert(id)
            elementReads.insert(id)
            reads[id] = Set(0..<world.shapes[id].fieldCount)
        }
        var seen: Set<String> = []
        let known = [world.facts.doesNotUnderstand, world.facts.mustBeBoolean, world.facts.cannotReturn]
        for selector in known + image.selectors.names where seen.insert(selector).inserted {
            selectors.append(selector)
        }
        for id in image.methods.ids {
            guard !ReplacedMethods.isReplaced(id, image) else {
                methods.append(ReachedMethod(id: id, code: nil))
                continue
            }
            do throws(MethodFault) {
                let code = try image.methodCode(id, withBlocks: true)
                methods.append(ReachedMethod(id: id, code: code))
                for instruction in code?.instructions ?? [] {
                    if let code, let selector = instruction.selector(id, code, image), seen.insert(selector).inserted {
                        selectors.append(selector)
                    }
                }
            } catch {
                throw UnsoundMethod(name: image.name(id), fault: error)
            }
        }
        objects = image.memory.objects.ids.filter { $0 != world.facts.nilObject }
        hasNonLocalReturns = true
    }

    /// Whether some method that can run reads variable `index` of instances of a class.
    package func isRead(_ index: Int, of id: ClassID) -> Bool { reads[id]?.contains(index) == true }

    /// How many methods may have to be left and gone on with.
    package var resumableMethods: Int { resumable.count }

    /// Whether some code may have to be left and gone on with.
    package var hasResumableCode: Bool { !resumable.isEmpty }

    /// Whether activations of a method can be returned to by their contexts.
    func isReturnedTo(_ method: MethodID) -> Bool { hasHandlers && contextHomes.contains(method) }

    /// Whether references to objects can come to lead to others.
    var hasExchanges: Bool { !exchanged.isEmpty }

    /// Whether so much code is that there is no time to optimise what goes on: programs that pass everything
    /// everywhere, of which little ever is left.
    package var isMostlyResumable: Bool { resumable.reduce(0) { $0 + $1.value.count } > Self.mostOptimizedPlaces }

    private static let mostOptimizedPlaces = 4000

    /// The places of a method that may have to be left and gone on with.
    package func resumablePlaces(_ method: MethodID) -> Set<Int> { resumable[method] ?? [] }

    /// Whether an object is the binding of a variable that code names.
    package func isGlobal(_ binding: ObjectID) -> Bool { globals.contains(binding) }

    /// Whether elements of instances of a class, which are objects, are read.
    package func areElementsRead(of id: ClassID) -> Bool { elementReads.contains(id) }

    /// Whether a selector can come to a receiver that does not understand it.
    package func isNotUnderstood(_ selector: String) -> Bool {
        plain != .none || notUnderstood?.contains(selector) != false
    }

    /// Whether `perform:` can send a selector.
    package func isPerformed(_ selector: String) -> Bool { performed?.contains(selector) != false }

    /// The classes of what receives the send at a place of a method; nil where that is not known.
    package func receivers(_ method: MethodID, _ pc: Int) -> EntitySet<ClassID>? {
        isPlain(method) ? nil : receivers[FlowOrigin(method: method, pc: pc)]
    }

    /// Whether a method is compiled as it stands: each send looks for its method, whatever the analysis knows.
    package func isPlain(_ method: MethodID) -> Bool {
        switch plain {
        case .none: false
        case .all: true
        case .these(let methods): methods.contains(method)
        }
    }

    /// The places in a method's code that control can come to.
    package func livePlaces(_ code: MethodCode, _ method: MethodID) -> Set<Int> {
        guard let live, !isPlain(method) else { return Set(code.points.keys) }
        return live[method] ?? []
    }
}

extension BytecodeInstruction {
    /// The selector that it sends, unless that is a special one.
    fileprivate func selector(_ method: MethodID, _ code: MethodCode, _ image: SmalltalkImage) -> String? {
        switch operation {
        case .send(let index, _), .superSend(let index, _), .directedSuperSend(let index, _):
            guard case .object(let object) = image.literal(method, code, index) else { return nil }
            return image.memory.text(object)
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .sendSpecial, .jump, .jumpIf,
            .returnReceiver, .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            return nil
        }
    }
}

extension BytecodeOperation {
    /// Whether it returns from the method, in a block from its home.
    package var returnsFromMethod: Bool {
        switch self {
        case .returnReceiver, .returnConstant, .returnTop: true
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
            .directedSuperSend, .sendSpecial, .jump, .jumpIf, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            false
        }
    }
}
