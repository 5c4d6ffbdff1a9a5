// Removes the functions that nothing can reach: no call, closure or address leads to them from a root. Roots are what
// the outside knows (exports, the entry, functions whose address is taken) and the bytes of globals. The other
// functions are numbered anew.

import IR
import Support

extension Pass {
    /// Removes unreferenced local functions.
    static let globalDCE = Pass(name: "global-dce", summary: "removes local functions that nothing refers to") {
        module, counters in
        let live = liveFunctions(module)
        let removed = module.functions.count - live.count
        guard removed > 0 else { return false }
        counters.count("functions", removed)
        keep(live, in: &module)
        return true
    }

    private static func liveFunctions(_ module: Module) -> EntitySet<FunctionID> {
        var live = EntitySet<FunctionID>(capacity: module.functions.count)
        var worklist: [FunctionID] = []
        func need(_ id: FunctionID) {
            if live.insert(id) { worklist.append(id) }
        }
        for id in module.functions.ids {
            let function = module.functions[id]
            if function.linkage != .local || !function.attributes.isDisjoint(with: [.entry, .addressTaken]) {
                need(id)
            }
        }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let id) = relocation.target { need(id) }
            }
        }
        while let id = worklist.popLast() {
            let function = module.functions[id]
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) {
                    let data = function[instruction]
                    if CallGraph.reference(data) != nil { need(data.function) }
                }
            }
        }
        return live
    }

    private static func keep(_ live: EntitySet<FunctionID>, in module: inout Module) {
        var functions = PrimaryMap<FunctionID, Function>()
        var numbers = SecondaryMap<FunctionID, FunctionID>(
            initial: FunctionID(rawValue: .max), count: module.functions.count)
        for id in live { numbers[id] = functions.append(module.functions[id]) }
        module.functions = PrimaryMap()
        for id in functions.ids {
            for block in functions[id].layout.blocks {
                for instruction in functions[id].layout.instructions(block) {
                    let data = functions[id][instruction]
                    if CallGraph.reference(data) != nil {
                        functions[id][instruction].a = numbers[data.function].rawValue
                    }
                }
            }
        }
        module.functions = functions
        for global in module.globals.ids {
            for position in module.globals[global].relocations.indices {
                if case .function(let id) = module.globals[global].relocations[position].target {
                    module.globals[global].relocations[position].target = .function(numbers[id])
                }
            }
        }
    }
}
