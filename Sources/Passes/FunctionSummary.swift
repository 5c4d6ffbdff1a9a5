// What calling a function can do, found bottom-up over the call graph, so that calls of harmless functions block
// nothing.

import IR
import Support

/// The outside view of one function.
public struct FunctionSummary: Sendable {
    public let name: String
    public let signature: Signature
    public let linkage: Linkage
    public let attributes: FunctionAttributes
    /// What a call may do: `reads`, `writes`, `traps`, `calls` (services, or code that is not known), `allocates`.
    /// A function in a call cycle, or with a loop, also counts as `traps`, because it may not come back.
    public let effects: Effects

    /// The summaries of all functions of a module.
    static func summarize(_ module: Module) -> PrimaryMap<FunctionID, FunctionSummary> {
        var effects = PrimaryMap<FunctionID, Effects>()
        var callees = PrimaryMap<FunctionID, [FunctionID]>()
        let traps = TrapAnalysis(memory: module.memory, globals: module.globals)
        let found = Parallel.map(module.functions.values, weight: \.instructions.count) {
            FunctionSummary.own($0, module, traps)
        }
        for (own, called) in found {
            effects.append(own)
            callees.append(called)
        }
        var changed = true
        while changed {
            changed = false
            for id in module.functions.ids {
                let united = callees[id].reduce(effects[id]) { $0.union(effects[$1]) }
                if united != effects[id] {
                    effects[id] = united
                    changed = true
                }
            }
        }
        var summaries = PrimaryMap<FunctionID, FunctionSummary>()
        for id in module.functions.ids {
            let function = module.functions[id]
            summaries.append(
                FunctionSummary(
                    name: function.name, signature: function.signature, linkage: function.linkage,
                    attributes: function.attributes, effects: effects[id]))
        }
        return summaries
    }

    /// What the code of a function itself does, and the functions that it calls.
    private static func own(
        _ function: Function, _ module: Module, _ traps: TrapAnalysis
    ) -> (effects: Effects, callees: [FunctionID]) {
        guard function.isDefinition else { return ([.reads, .writes, .traps, .calls], []) }
        var own: Effects = []
        var called: [FunctionID] = []
        let graph = ControlFlowGraph(function)
        if graph.reversePostorder.contains(where: { block in
            graph.successors(block).contains { graph.orderNumber($0) <= graph.orderNumber(block) }
        }) {
            own.insert(.traps)
        }
        for block in graph.reversePostorder {
            var next = function.layout.first(in: block)
            while let instruction = next {
                next = function.layout.next(instruction)
                let data = function[instruction]
                if data.opcode.info.format == .call {
                    called.append(data.function)
                } else if data.opcode.info.format == .service {
                    own.formUnion(module.services[data.service].effects.union([.calls, .traps]))
                } else {
                    own.formUnion(data.opcode.effects.subtracting(.traps))
                    if traps.mayTrap(instruction, in: function) { own.insert(.traps) }
                }
            }
        }
        if !called.isEmpty { own.insert(.traps) }
        return (own.subtracting([.terminates, .variable]), called)
    }
}
