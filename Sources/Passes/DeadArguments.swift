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
    /// The functions to look at: more is kept of what they give or of what they call.
    private var pending: EntitySet<FunctionID>
    private let graph: CallGraph

    /// Starts with nothing kept and keeps what is needed, so that what only goes round in recursion is dropped.
    init(_ module: Module, _ graph: CallGraph) {
        self.graph = graph
        pending = EntitySet(capacity: module.functions.count)
        for id in module.functions.ids {
            let function = module.functions[id]
            let isOpen = !graph.hasOnlyDirectCalls(id, function)
            keptParameters.append(function.signature.parameters.map { _ in isOpen })
            keptResults.append(function.signature.results.map { _ in isOpen })
        }
        let defined = graph.bottomUp.reversed().filter { module.functions[$0].isDefinition }
        defined.forEach { pending.insert($0) }
        while !pending.isEmpty {
            for id in defined where pending.remove(id) { keepNeeded(by: id, module.functions[id]) }
        }
        let kept = keptParameters.values.joined().filter { $0 }.count + keptResults.values.joined().filter { $0 }.count
        droppedCount = keptParameters.values.joined().count + keptResults.values.joined().count - kept
    }

    private mutating func keepParameter(_ index: Int, of id: FunctionID) {
        guard !keptParameters[id][index] else { return }
        keptParameters[id][index] = true
        graph.callers[id].forEach { pending.insert($0) }
    }

    private mutating func keepResult(_ index: Int, of id: FunctionID) {
        guard !keptResults[id][index] else { return }
        keptResults[id][index] = true
        pending.insert(id)
        // Tail calls give what their callers give.
        graph.callers[id].forEach { pending.insert($0) }
    }

    /// Keeps what defines a value that function `id` needs.
    private mutating func keep(_ value: ValueID, _ id: FunctionID, _ function: Function) {
        switch function.definition(value) {
        case .parameter(let owner, let index): if owner == function.entry { keepParameter(index, of: id) }
        case .result(let call, let index):
            if function[call].opcode.info.format == .call { keepResult(index, of: function[call].function) }
        }
    }

    /// Keeps what the code of one function needs.
    private mutating func keepNeeded(by id: FunctionID, _ function: Function) {
        for block in function.layout.blocks {
            var next = function.layout.first(in: block)
            while let instruction = next {
                next = function.layout.next(instruction)
                let data = function[instruction]
                let info = data.opcode.info
                if info.format == .call {
                    for (index, value) in function.directOperands(instruction).enumerated()
                    where keptParameters[data.function][index] {
                        keep(value, id, function)
                    }
                } else if info.types == .returned {
                    for (index, value) in function.directOperands(instruction).enumerated()
                    where keptResults[id][index] {
                        keep(value, id, function)
                    }
                } else {
                    function.forEachOperand(instruction) { keep($0, id, function) }
                }
                guard data.opcode.isTerminator, data.opcode.effects.contains(.calls) else { continue }
                // A tail call gives what its caller gives.
                for index in keptResults[id].indices {
                    if info.format != .call {
                        keepResult(index, of: id)
                    } else if keptResults[id][index] != keptResults[data.function][index] {
                        keepResult(index, of: id)
                        keepResult(index, of: data.function)
                    }
                }
            }
        }
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
