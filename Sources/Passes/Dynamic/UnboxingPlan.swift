// Which parameters and results are numbers wherever they are used, and the change of functions and calls that follows.

import IR
import Support

/// What changes its type from `any` to `i64`.
struct UnboxingPlan {
    private var parameters = PrimaryMap<FunctionID, [Bool]>()
    private var results = PrimaryMap<FunctionID, [Bool]>()

    init(_ module: Module, _ inference: KindInference, _ graph: CallGraph) {
        for id in module.functions.ids {
            let function = module.functions[id]
            let isClosed = function.isDefinition && graph.hasOnlyDirectCalls(id, function)
            parameters.append(
                zip(function.signature.parameters, inference.parameters[id]).map { type, kinds in
                    isClosed && type == .any && kinds == .number
                })
            results.append(
                zip(function.signature.results, inference.results[id]).map { type, kinds in
                    isClosed && type == .any && kinds.isSubset(of: .number)
                })
        }
        agree(module)
    }

    /// A function answers what it tail-calls answers, so both must change or none.
    private mutating func agree(_ module: Module) {
        var changed = true
        while changed {
            changed = false
            for id in module.functions.ids where module.functions[id].isDefinition {
                for callee in module.functions[id].tailCallees() {
                    for index in results[id].indices
                    where results[id][index] != (callee.map { results[$0][index] } ?? false) {
                        results[id][index] = false
                        if let callee { results[callee][index] = false }
                        changed = true
                    }
                }
            }
        }
    }

    /// Changes a function and its calls; answers how many values lost their boxes.
    func apply(to function: inout Function, _ id: FunctionID, _ inference: KindInference) -> Int {
        guard let entry = function.entry else { return 0 }
        var boxing = Boxing(function)
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                if data.opcode.info.format == .call {
                    boxing.unboxOperands(of: instruction, parameters[data.function], in: &function)
                    guard !data.opcode.isTerminator else { continue }
                    for (result, isUnboxed) in zip(function.results(instruction), results[data.function])
                    where isUnboxed {
                        boxing.box(result, after: instruction, in: &function)
                    }
                } else if data.opcode.info.types == .returned {
                    boxing.unboxOperands(of: instruction, results[id], in: &function)
                }
            }
        }
        for (parameter, isUnboxed) in zip(function.parameters(entry), parameters[id]) where isUnboxed {
            boxing.box(parameter, atStartOf: entry, in: &function)
        }
        unboxBlockParameters(of: &function, id, entry, inference, &boxing)
        boxing.finish(&function)
        function.signature.parameters = Self.types(function.signature.parameters, parameters[id])
        function.signature.results = Self.types(function.signature.results, results[id])
        return boxing.count
    }

    private static func types(_ types: [Type], _ isUnboxed: [Bool]) -> [Type] {
        zip(types, isUnboxed).map { $1 ? .i64 : $0 }
    }

    /// Block parameters that are numbers on every path.
    private func unboxBlockParameters(
        of function: inout Function, _ id: FunctionID, _ entry: BlockID, _ inference: KindInference,
        _ boxing: inout Boxing
    ) {
        let incoming = function.incomingCalls()
        for block in function.layout.blocks where block != entry && inference.flows[id].reached.contains(block) {
            for (index, parameter) in function.parameters(block).enumerated()
            where function.type(parameter) == .any && inference.flows[id].values[parameter] == .number {
                for call in incoming[block] { boxing.unboxArgument(index, of: call, in: &function) }
                boxing.box(parameter, atStartOf: block, in: &function)
            }
        }
    }
}

extension Function {
    /// The functions that tail calls lead to; nil for those that are not known.
    fileprivate func tailCallees() -> [FunctionID?] {
        layout.blocks.compactMap { block -> FunctionID?? in
            guard let terminator = terminator(block), self[terminator].opcode.effects.contains(.calls) else {
                return nil
            }
            return .some(self[terminator].opcode == .tailCall ? self[terminator].function : nil)
        }
    }
}
