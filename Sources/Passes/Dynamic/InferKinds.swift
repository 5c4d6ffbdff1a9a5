// Folds the tests of dynamic values that the kind inference decides, and keeps numbers out of boxes: parameters, results
// and block parameters that are always numbers become i64.

import IR
import Support

extension Pass {
    /// Types values over the whole module.
    static let inferKinds = Pass(
        name: "infer-kinds", summary: "decides tests of dynamic values, and takes numbers out of boxes"
    ) { module, counters in
        guard module.hasDynamicValues else { return false }
        let graph = CallGraph(module)
        let inference = KindInference(module, graph)
        let tests = module.foldTests(inference)
        var threaded = 0
        for id in module.functions.ids where !module.functions[id].attributes.contains(.asWritten) {
            threaded += TestThreading.run(&module.functions[id], inference.flows[id])
        }
        let plan = UnboxingPlan(module, inference, graph)
        var unboxed = 0
        for id in module.functions.ids where module.functions[id].isDefinition {
            unboxed += plan.apply(to: &module.functions[id], id, inference)
        }
        counters.count("tests", tests)
        counters.count("threaded edges", threaded)
        counters.count("unboxed", unboxed)
        return tests + threaded + unboxed > 0
    }
}

extension Module {
    /// Replaces tests whose outcome is known by constants; answers how many.
    fileprivate mutating func foldTests(_ inference: KindInference) -> Int {
        var count = 0
        for id in functions.ids {
            let flow = inference.flows[id]
            for block in flow.shape.order where flow.reached.contains(block) {
                for instruction in functions[id].layout.instructions(block) {
                    let data = functions[id][instruction]
                    guard data.opcode == .isRef || data.opcode == .isNil else { continue }
                    let outcome = flow.truth(functions[id].result(instruction))
                    guard outcome.canBeTrue != outcome.canBeFalse else { continue }
                    functions[id][instruction] = .constant(outcome.canBeTrue ? 1 : 0, .i1)
                    count += 1
                }
            }
        }
        return count
    }
}
