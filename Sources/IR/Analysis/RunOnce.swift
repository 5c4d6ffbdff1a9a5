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
            where uses.calls[callee] == 1 && !uses.referenced.contains(callee) && isPrivate(module.functions[callee]) {
                worklist.append(callee)
            }
        }
        for id in module.functions.ids
        where knownCalls[id] > 0 && knownCalls[id] == uses.calls[id] && !uses.referenced.contains(id)
            && isPrivate(module.functions[id])
        {
            rare.insert(id)
        }
    }

    /// Whether a function runs at most once for each place that calls it, loops or not.
    public func runsRarely(_ id: FunctionID) -> Bool { rare.contains(id) }

    public func contains(_ id: FunctionID) -> Bool { functions.contains(id) }

    private func isPrivate(_ function: Function) -> Bool {
        function.linkage == .local && function.attributes.isDisjoint(with: [.entry, .addressTaken])
    }

    /// Whether control never comes back to a block.
    private static func isStraight(_ function: Function) -> Bool {
        let graph = ControlFlowGraph(function)
        return graph.reversePostorder.allSatisfy { block in
            graph.successors(block).allSatisfy { graph.orderNumber($0) > graph.orderNumber(block) }
        }
    }
}

/// How functions are used: how often each is called directly, by whom, and which have their address or closure taken.
private struct FunctionUses {
    var calls: SecondaryMap<FunctionID, Int>
    var callees = PrimaryMap<FunctionID, [FunctionID]>()
    var referenced = EntitySet<FunctionID>()

    init(_ module: Module) {
        calls = SecondaryMap(initial: 0, count: module.functions.count)
        for function in module.functions.values { note(function) }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let function) = relocation.target { referenced.insert(function) }
            }
        }
        for root in module.roots.values {
            if let function = root.value.function { referenced.insert(function) }
        }
    }

    private mutating func note(_ function: Function) {
        var called: [FunctionID] = []
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                switch data.opcode.info.format {
                case .call:
                    calls[data.function] += 1
                    called.append(data.function)
                case .function, .closure: referenced.insert(data.function)
                case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare,
                    .dynamicCompare, .dynamicBinary, .global, .slot, .variableGet, .variableSet, .rootGet, .rootSet,
                    .load, .store, .fieldGet, .fieldSet, .indirectCall, .closureCall, .send, .service, .jump, .branch,
                    .switchTable, .list, .number:
                    break
                }
            }
        }
        callees.append(called)
    }
}
