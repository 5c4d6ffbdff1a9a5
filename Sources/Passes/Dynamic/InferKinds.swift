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
            let decided = inference.flows[id].decidedTests()
            for (test, truth) in decided { functions[id][test] = .constant(truth ? 1 : 0, .i1) }
            count += decided.count
        }
        return count
    }
}

extension KindFlow {
    /// The tests of kinds that always say the same, and what.
    fileprivate func decidedTests() -> [(test: InstructionID, truth: Bool)] {
        var decided: [(test: InstructionID, truth: Bool)] = []
        for block in shape.order where reached.contains(block) {
            var next = function.layout.first(in: block)
            while let instruction = next {
                next = function.layout.next(instruction)
                let opcode = function[instruction].opcode
                guard opcode == .isRef || opcode == .isNil else { continue }
                let outcome = truth(function.result(instruction))
                if outcome.canBeTrue != outcome.canBeFalse { decided.append((instruction, outcome.canBeTrue)) }
            }
        }
        return decided
    }
}
