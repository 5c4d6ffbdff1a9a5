// What a program takes of its image, and how its sends are compiled: for `--stats`.

import IR
import Support

public struct SmalltalkStatistics: Sendable {
    /// How a send finds its method.
    public enum SendKind: String, CaseIterable, Sendable {
        /// The one method that it can run is called.
        case direct
        /// Few classes can receive it, and have a choice of their own.
        case narrowed
        /// All classes that understand the selector have their choice.
        case dispatched
        /// A special selector with a short way in the code itself, for receivers that can come to it.
        case short
        case toSuper = "super"
        case perform
    }

    /// A method that hubc treats in a way of its own, and why.
    public struct Replaced: Sendable {
        public let name: String
        public let reason: String
    }

    public let imageMethods: Int
    public let methods: Int
    public let replaced: [Replaced]
    /// Methods that look into contexts, or change processes.
    public let leaving: [Replaced]
    /// Methods that are compiled so that they can be left and gone on with, because of those.
    public let resumable: Int
    /// Closures that methods and blocks make.
    public private(set) var blocks = 0
    public let classes: Int
    /// Objects that exist before the program starts.
    public let objects: Int
    public let selectors: Int
    public private(set) var sends: [SendKind: Int] = [:]
    /// Functions of the module, before all passes.
    public let functions: Int

    init(_ closed: ClosedWorld, _ module: Module) {
        let image = closed.world.image
        imageMethods = image.methods.count
        methods = closed.methods.count
        replaced = closed.methods.compactMap { method in
            ReplacedMethods.replacement(method.id, image).map {
                Replaced(name: image.name(method.id), reason: $0.reason)
            }
        }
        leaving = closed.leavingMethods.sorted { $0.key < $1.key }.map { id, reason in
            let what =
                switch reason {
                case .looksIntoContexts: "looks into contexts"
                case .changesProcesses: "changes processes"
                case .changesReferences(let isWithinClass):
                    isWithinClass ? "changes references, some of them only within a class" : "changes references"
                }
            return Replaced(name: image.name(id), reason: what + ": its callers can be left and gone on with")
        }
        resumable = closed.resumableMethods
        classes = closed.liveClasses.count
        objects = module.roots.values.count { if case .object = $0.value { true } else { false } }
        selectors = closed.selectors.count
        functions = module.functions.count
        var sites = SendSites(closed)
        for method in closed.methods where !ReplacedMethods.isReplaced(method.id, image) {
            guard let code = method.code else { continue }
            let live = closed.livePlaces(code, method.id)
            blocks += code.scopes.dropFirst().count { live.contains($0.start) }
            for point in code.points.values where live.contains(point.instruction.pc) {
                if let kind = sites.kind(point.instruction, code, method.id) { sends[kind, default: 0] += 1 }
            }
        }
    }
}

/// Finds out how sends are compiled, as `ScopeLowering` does it.
private struct SendSites {
    let closed: ClosedWorld
    /// Whether one method is all that any receiver of a selector can run.
    private var hasOneMethod: [String: Bool] = [:]

    private static let shortWays: Set = ["==", "~~", "class", "at:", "at:put:", "size", "value", "value:"]
    /// Those that only SmallIntegers take.
    private static let integerWays: Set = [
        "<", ">", "<=", ">=", "=", "~=", "+", "-", "*", "//", "\\\\", "bitAnd:", "bitOr:",
    ]

    init(_ closed: ClosedWorld) { self.closed = closed }

    /// Nil for what is no send.
    mutating func kind(
        _ instruction: BytecodeInstruction, _ code: MethodCode, _ method: MethodID
    ) -> SmalltalkStatistics.SendKind? {
        let image = closed.world.image
        switch instruction.operation {
        case .send(let index, _):
            guard case .object(let object) = image.literal(method, code, index), let name = image.memory.text(object)
            else { return nil }
            return name.hasPrefix("perform:") ? .perform : sent(name, method, instruction.pc)
        case .sendSpecial(let index):
            if image.selectors.isBlockCopy(index) { return nil }
            let name = image.selectors.names[index]
            if Self.shortWays.contains(name) { return .short }
            let mayBeInteger =
                closed.receivers(method, instruction.pc)?.contains(closed.world.facts.smallInteger) != false
            return mayBeInteger && Self.integerWays.contains(name) ? .short : sent(name, method, instruction.pc)
        case .superSend, .directedSuperSend: return .toSuper
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .jump, .jumpIf, .returnReceiver,
            .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            return nil
        }
    }

    private mutating func sent(_ name: String, _ method: MethodID, _ pc: Int) -> SmalltalkStatistics.SendKind {
        guard let receivers = closed.receivers(method, pc) else {
            let known = hasOneMethod[name] ?? hasOneMethod(name, Array(closed.liveClasses), othersFail: true)
            hasOneMethod[name] = known
            return known ? .direct : .dispatched
        }
        if hasOneMethod(name, Array(receivers), othersFail: false) { return .direct }
        return receivers.count <= NarrowedMessage.mostReceivers ? .narrowed : .dispatched
    }

    /// `othersFail`: classes that do not understand a selector count only where it can come to one.
    private func hasOneMethod(_ name: String, _ receivers: [ClassID], othersFail: Bool) -> Bool {
        let found = receivers.map { closed.world.lookup(name, in: $0) }
        let methods = Set(found.compactMap(\.self))
        let isMissing = othersFail ? closed.isNotUnderstood(name) : found.contains(nil)
        return methods.count == 1 && !isMissing
    }
}
