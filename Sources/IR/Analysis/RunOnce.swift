// The code of a module that runs at most once: the entry, and what is called from one place of such code, as long as
// there are no loops. Speed does not matter there, size and the time to compile it do.

import Support

/// The functions of a module that run at most once and have no loops, valid until a function changes.
public struct RunOnce: Sendable {
    private var functions = EntitySet<FunctionID>()
    private var rare = EntitySet<FunctionID>()

    public init(_ module: Module) {
        guard let entry = module.entry else { return }
        let uses = FunctionUses(module)
        var knownCalls = SecondaryMap<FunctionID, Int>(initial: 0, count: module.functions.count)
        var worklist = uses.calls[entry] == 0 && !uses.referenced.contains(entry) ? [entry] : []
        while let id = worklist.popLast() {
            let function = module.functions[id]
            rare.insert(id)
            guard function.isDefinition, RunOnce.isStraight(function) else { continue }
            functions.insert(id)
            for callee in uses.callees[id] { knownCalls[callee] += 1 }
            for callee in uses.callees[id]
            where uses.calls[callee] == 1 && !uses.referenced.contains(callee) && module.functions[callee].isPrivate {
                worklist.append(callee)
            }
        }
        for id in module.functions.ids
        where knownCalls[id] > 0 && knownCalls[id] == uses.calls[id] && !uses.referenced.contains(id)
            && module.functions[id].isPrivate
        {
            rare.insert(id)
        }
    }

    /// Whether a function runs at most once for each place that calls it, loops or not.
    public func runsRarely(_ id: FunctionID) -> Bool { rare.contains(id) }

    public func contains(_ id: FunctionID) -> Bool { functions.contains(id) }

    /// Whether control never comes back to a block.
    private static func isStraight(_ function: Function) -> Bool {
        let graph = ControlFlowGraph(function)
        return graph.reversePostorder.allSatisfy { block in
            graph.successors(block).allSatisfy { graph.orderNumber($0) > graph.orderNumber(block) }
        }
    }
}
