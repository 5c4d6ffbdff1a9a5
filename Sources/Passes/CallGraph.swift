// Who calls whom by direct calls, in an order where callees come first, and who else refers to a function.

import IR
import Support

/// The direct calls of a module, valid until a function changes.
struct CallGraph: Sendable {
    /// The functions that each function calls, one entry a call, in layout order.
    let callees: PrimaryMap<FunctionID, [FunctionID]>
    /// The functions with direct calls of each function, each once, by rising id.
    private(set) var callers: SecondaryMap<FunctionID, [FunctionID]>
    /// How many direct calls of each function there are.
    let callCounts: SecondaryMap<FunctionID, Int>
    /// The functions whose address or closure is taken, in code, in the bytes of a global or in a root.
    let referenced: EntitySet<FunctionID>
    private let order: CallCycles

    init(_ module: Module) {
        let uses = FunctionUses(module)
        (callees, callCounts, referenced) = (uses.callees, uses.calls, uses.referenced)
        callers = SecondaryMap(initial: [], count: module.functions.count)
        for id in module.functions.ids {
            for callee in callees[id] where callers[callee].last != id { callers[callee].append(id) }
        }
        order = CallCycles(callees)
    }

    /// The functions, callees before callers save in cycles.
    var bottomUp: [FunctionID] { order.bottomUp }
    /// The call cycle of each function: equal for functions that call each other in a cycle.
    var cycles: SecondaryMap<FunctionID, Int32> { order.cycles }

    /// Whether every way to `function` is a direct call in this module.
    func hasOnlyDirectCalls(_ id: FunctionID, _ function: Function) -> Bool {
        function.isPrivate && !referenced.contains(id)
    }

    /// Whether `function` may call itself, through others or directly.
    func isRecursive(_ id: FunctionID) -> Bool {
        callees[id].contains { cycles[$0] == cycles[id] }
    }
}
