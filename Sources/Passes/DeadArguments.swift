// Narrows signatures: parameters that are never used and results that no caller uses go away, for functions that are
// only called directly. Before that, parameters and results that are always the same are replaced by what they are.
// Registers of results that went away stay clobbered: the callee may still use them.

import IR
import Support

extension Pass {
    /// Drops unused parameters and results, and spreads constants between functions.
    static let deadArguments = Pass(
        name: "dead-arguments", summary: "drops unused parameters and results, spreads constants over calls"
    ) { module, counters in
        let graph = CallGraph(module)
        let known = InterproceduralConstants(module, graph)
        var replaced = 0
        for id in module.functions.ids where module.functions[id].isDefinition {
            replaced += module.functions[id].use(known, as: id)
        }
        counters.count("values", replaced)
        let plan = SignaturePlan(module, graph)
        guard plan.droppedCount > 0 else { return replaced > 0 }
        counters.count("parameters and results", plan.droppedCount)
        for id in module.functions.ids { plan.apply(to: &module.functions[id], id) }
        return true
    }
}

/// Which parameters and results of each function go away.
private struct SignaturePlan {
    private var keptParameters = PrimaryMap<FunctionID, [Bool]>()
    private var keptResults = PrimaryMap<FunctionID, [Bool]>()
    private(set) var droppedCount = 0

    /// Starts with nothing kept and keeps what is needed, so that what only goes round in recursion is dropped.
    init(_ module: Module, _ graph: CallGraph) {
        for id in module.functions.ids {
            let function = module.functions[id]
            let isOpen = !graph.hasOnlyDirectCalls(id, function)
            keptParameters.append(function.signature.parameters.map { _ in isOpen })
            keptResults.append(function.signature.results.map { _ in isOpen })
        }
        var changed = true
        while changed {
            changed = false
            for id in graph.bottomUp.reversed() where module.functions[id].isDefinition {
                if keepNeeded(by: id, module.functions[id]) { changed = true }
            }
        }
        let kept = keptParameters.values.joined().filter { $0 }.count + keptResults.values.joined().filter { $0 }.count
        droppedCount = keptParameters.values.joined().count + keptResults.values.joined().count - kept
    }

    /// Keeps what the code of one function needs; answers whether anything was not kept before.
    private mutating func keepNeeded(by id: FunctionID, _ function: Function) -> Bool {
        var changed = false
        func keep(_ isKept: inout Bool) {
            if !isKept { (isKept, changed) = (true, true) }
        }
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                var needed = function.operands(instruction)
                if data.opcode.info.format == .call {
                    needed = zip(needed, keptParameters[data.function]).filter(\.1).map(\.0)
                } else if data.opcode.info.types == .returned {
                    needed = zip(needed, keptResults[id]).filter(\.1).map(\.0)
                }
                for value in needed {
                    switch function.definition(value) {
                    case .parameter(let owner, let index):
                        if owner == function.entry { keep(&keptParameters[id][index]) }
                    case .result(let call, let index):
                        if function[call].opcode.info.format == .call {
                            keep(&keptResults[function[call].function][index])
                        }
                    }
                }
                guard data.opcode.isTerminator, data.opcode.effects.contains(.calls) else { continue }
                // A tail call gives what its caller gives.
                for index in keptResults[id].indices {
                    if data.opcode.info.format != .call {
                        keep(&keptResults[id][index])
                    } else if keptResults[id][index] != keptResults[data.function][index] {
                        keep(&keptResults[id][index])
                        keep(&keptResults[data.function][index])
                    }
                }
            }
        }
        return changed
    }

    // Rewriting.

    func apply(to function: inout Function, _ id: FunctionID) {
        narrow(&function.signature, id)
        guard let entry = function.entry else { return }
        function.filterParameters(entry) { keptParameters[id][$0] }
        var replacement = ValueReplacement(function)
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                if data.opcode.info.format == .call {
                    narrowCall(instruction, data.function, &replacement, &function)
                } else if data.opcode.info.types == .returned {
                    narrowList(instruction, keptResults[id], &function)
                }
            }
        }
        replacement.apply(to: &function)
    }

    private func narrow(_ signature: inout Signature, _ id: FunctionID) {
        func kept<T>(_ list: [T], _ isKept: [Bool]) -> [T] { zip(list, isKept).filter(\.1).map(\.0) }
        signature.parameters = kept(signature.parameters, keptParameters[id])
        signature.results = kept(signature.results, keptResults[id])
        guard case .registers(var registers) = signature.convention else { return }
        for register in registers.results { registers.clobbers |= 1 << UInt32(register) }
        registers.parameters = kept(registers.parameters, keptParameters[id])
        registers.results = kept(registers.results, keptResults[id])
        signature.convention = .registers(registers)
    }

    private func narrowCall(
        _ call: InstructionID, _ callee: FunctionID, _ replacement: inout ValueReplacement, _ function: inout Function
    ) {
        narrowList(call, keptParameters[callee], &function)
        let results = function.results(call)
        // A tail call has no results of its own.
        guard results.count == keptResults[callee].count, keptResults[callee].contains(false) else { return }
        let kept = zip(results, keptResults[callee]).filter(\.1).map(\.0)
        let narrowed = function.makeInstruction(
            function[call], results: kept.map(function.type), location: function.location(call))
        function.layout.insert(narrowed, after: call)
        function.layout.remove(call)
        for (old, new) in zip(kept, function.results(narrowed)) { replacement.replace(old, by: new) }
    }

    private func narrowList(_ instruction: InstructionID, _ isKept: [Bool], _ function: inout Function) {
        guard isKept.contains(false) else { return }
        let kept = zip(function.directOperands(instruction), isKept).filter(\.1).map(\.0)
        function[instruction].b = function.lists.make(kept).rawValue
    }
}
