// What functions always get and give: parameters that every call gives the same constant, results that are always one
// constant or one of the parameters unchanged. Optimistic, so that recursion does not hide what it only passes on.

import IR
import Support

/// What is known of each parameter and result of the functions of a module.
struct InterproceduralConstants {
    /// From no knowledge at the top to too many possibilities at the bottom.
    enum Known: Hashable, Sendable {
        case unknown
        case constant(UInt64)
        /// The parameter of the function with this number; only of results.
        case parameter(Int)
        case varying

        func meet(_ other: Known) -> Known {
            if self == .unknown || self == other { return other }
            return other == .unknown ? self : .varying
        }
    }

    private(set) var parameters = PrimaryMap<FunctionID, [Known]>()
    private(set) var results = PrimaryMap<FunctionID, [Known]>()
    /// What was found for the values of the function that is being visited, so that long chains of calls are walked
    /// once.
    private var found = SecondaryMap<ValueID, Known?>(initial: nil)
    /// The functions to visit: something is new of what they take, or of what they call.
    private var pending: EntitySet<FunctionID>
    private let graph: CallGraph

    init(_ module: Module, _ graph: CallGraph) {
        self.graph = graph
        pending = EntitySet(capacity: module.functions.count)
        for id in module.functions.ids {
            let function = module.functions[id]
            // What others may call gets anything; what is defined elsewhere gives anything.
            let isClosed = graph.hasOnlyDirectCalls(id, function)
            parameters.append(function.signature.parameters.map { _ in isClosed ? .unknown : .varying })
            results.append(function.signature.results.map { _ in function.isDefinition ? .unknown : .varying })
        }
        let defined = graph.bottomUp.filter { module.functions[$0].isDefinition }
        defined.forEach { pending.insert($0) }
        while !pending.isEmpty {
            for id in defined where pending.remove(id) { visit(id, module.functions[id]) }
        }
    }

    /// Takes in the calls and returns of one function.
    private mutating func visit(_ id: FunctionID, _ function: Function) {
        found = SecondaryMap(initial: nil, count: function.values.count)
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                if data.opcode.info.format == .call {
                    for (index, argument) in function.directOperands(instruction).enumerated() {
                        let new = argumentValue(argument, id, function)
                        if InterproceduralConstants.meet(&parameters[data.function][index], new) {
                            pending.insert(data.function)
                        }
                    }
                }
                guard data.opcode.isTerminator else { continue }
                for index in results[id].indices {
                    guard let new = returned(index, instruction, function) else { continue }
                    if InterproceduralConstants.meet(&results[id][index], new) {
                        graph.callers[id].forEach { pending.insert($0) }
                    }
                }
            }
        }
    }

    private static func meet(_ known: inout Known, _ new: Known) -> Bool {
        let met = known.meet(new)
        defer { known = met }
        return met != known
    }

    /// What result `index` is when `terminator` ends the function; nil when it does not return.
    private mutating func returned(_ index: Int, _ terminator: InstructionID, _ function: Function) -> Known? {
        let data = function[terminator]
        if data.opcode.info.types == .returned { return value(function.directOperands(terminator)[index], function) }
        guard data.opcode.effects.contains(.calls) else { return nil }
        guard data.opcode.info.format == .call else { return .varying }
        return passedThrough(results[data.function][index], function.directOperands(terminator), function)
    }

    /// What a value is in terms of the parameters of its function, seen through calls.
    private mutating func value(_ value: ValueID, _ function: Function) -> Known {
        if let known = found[value] { return known }
        // What is asked for while it is being found lies in a loop of unreachable code.
        found[value] = .varying
        let known = find(value, function)
        found[value] = known
        return known
    }

    private mutating func find(_ value: ValueID, _ function: Function) -> Known {
        switch function.definition(value) {
        case .parameter(let block, let index): return block == function.entry ? .parameter(index) : .varying
        case .result(let instruction, let index):
            if let bits = function.constantBits(value) { return .constant(bits) }
            guard function[instruction].opcode.info.format == .call else { return .varying }
            return passedThrough(
                results[function[instruction].function][index], function.directOperands(instruction), function)
        }
    }

    private mutating func passedThrough(_ known: Known, _ arguments: [ValueID], _ function: Function) -> Known {
        if case .parameter(let index) = known { value(arguments[index], function) } else { known }
    }

    /// What an argument is when the caller's own parameters are what they are known to be.
    private mutating func argumentValue(_ argument: ValueID, _ caller: FunctionID, _ function: Function) -> Known {
        let known = value(argument, function)
        if case .parameter(let index) = known { return parameters[caller][index] }
        return known
    }
}

extension Function {
    /// Uses what is known of this function's parameters, and of the results of its calls; answers how many values were
    /// replaced.
    mutating func use(_ known: InterproceduralConstants, as id: FunctionID) -> Int {
        var replacement = ValueReplacement(self)
        var uses = UseCounts(self)
        var replaced = 0
        guard let entry else { return 0 }
        for (parameter, value) in zip(parameters(entry), known.parameters[id]) {
            guard case .constant(let bits) = value, uses[parameter] > 0 else { continue }
            let constant = makeConstant(bits, type(parameter))
            layout.prepend(constant, to: entry)
            replacement.replace(parameter, by: result(constant))
            replaced += 1
        }
        for block in layout.blocks {
            for call in layout.instructions(block)
            where self[call].opcode.info.format == .call && !self[call].opcode.isTerminator {
                let arguments = directOperands(call)
                for (old, value) in zip(results(call), known.results[self[call].function]) where uses[old] > 0 {
                    switch value {
                    case .constant(let bits):
                        let constant = makeConstant(bits, type(old), location: location(call))
                        layout.insert(constant, after: call)
                        replacement.replace(old, by: result(constant))
                    case .parameter(let index):
                        replacement.replace(old, by: arguments[index])
                    case .unknown, .varying: continue
                    }
                    uses[old] = 0
                    replaced += 1
                }
            }
        }
        replacement.apply(to: &self)
        return replaced
    }
}
