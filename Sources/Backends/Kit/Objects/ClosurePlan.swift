// Closures: each function that is closed over gets code that closures of it carry. It takes the closure and then the
// arguments of the call, all in the convention of tail calls, takes the captured values out of the closure and goes on
// to the function.

import IR
import Support

/// A function with a number of captured values: its first parameters.
public struct ClosureKey: Hashable, Sendable {
    public let function: FunctionID
    public let captured: Int

    public init(function: FunctionID, captured: Int) {
        self.function = function
        self.captured = captured
    }
}

/// Which closures a module makes, and how many arguments calls of closures give.
public struct ClosurePlan: Sendable {
    /// Each once, in the order in which the module names them.
    public private(set) var keys: [ClosureKey] = []
    /// The largest number of arguments that a call gives.
    private var arguments = 0
    private var callsClosures = false
    private var known: Set<ClosureKey> = []

    public init(_ module: Module) {
        for root in module.roots.values {
            if case .closure(let function, let captured) = root.value {
                add(ClosureKey(function: function, captured: captured.count))
            }
        }
        for function in module.functions.values {
            for block in function.layout.blocks {
                for id in function.layout.instructions(block) { scan(function[id], function) }
            }
        }
    }

    private mutating func scan(_ data: Instruction, _ function: Function) {
        if data.opcode == .closure {
            add(ClosureKey(function: data.function, captured: function.lists.elements(data.list).count))
        } else if data.opcode.info.format == .closureCall {
            callsClosures = true
            arguments = max(arguments, function.lists.elements(data.list).count - 1)
        }
    }

    private mutating func add(_ key: ClosureKey) {
        if known.insert(key).inserted { keys.append(key) }
    }

    /// The types of the code of all closures that are made or called.
    public func signatures(_ module: Module) -> [Signature] {
        let made = keys.compactMap { ClosurePlan.arguments($0, module) }
        return (callsClosures ? made + [arguments] : made).map(ClosurePlan.signature)
    }

    /// The type of the code of closures that are called with `arguments` values.
    public static func signature(_ arguments: Int) -> Signature {
        Signature(parameters: Array(repeating: .any, count: arguments + 1), results: [.any])
    }

    /// How many arguments a call of such a closure gives; nil when the function takes or gives other things than
    /// dynamic values, so that every call traps.
    public static func arguments(_ key: ClosureKey, _ module: Module) -> Int? {
        let signature = module.functions[key.function].signature
        let isDynamic = signature.parameters.allSatisfy { $0 == .any } && signature.results == [.any]
        return isDynamic ? signature.parameters.count - key.captured : nil
    }
}
