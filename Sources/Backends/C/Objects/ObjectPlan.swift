// What is decided about the objects of a program: their forms in memory, the closures that it makes, and which
// functions that make and test objects it needs.

import BackendKit
import IR
import Support

struct ObjectPlan {
    let forms: ObjectForms
    let closures: ClosurePlan
    /// What code changes after it was made.
    let mutable: MutableLayouts
    /// The numbers of arguments that closures are called with, as calls and as tail calls.
    private(set) var calls: Set<Int> = []
    private(set) var tailCalls: Set<Int> = []
    /// How many values closures capture, where they do.
    private(set) var captured: Set<Int> = []
    /// The layouts of which records are made, and those that values are tested for.
    private(set) var made: Set<LayoutID> = []
    private(set) var tested: Set<LayoutID> = []

    init(_ module: Module, _ constructions: SecondaryMap<FunctionID, Constructions?>) {
        forms = ObjectForms(module.layouts)
        closures = ClosurePlan(module)
        mutable = MutableLayouts(module, forms, constructions)
        guard module.hasDynamicValues else { return }
        for function in module.functions.values {
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) { scan(function[instruction], function) }
            }
        }
    }

    private mutating func scan(_ data: Instruction, _ function: Function) {
        if data.opcode.info.format == .closureCall {
            let count = function.lists.elements(data.list).count - 1
            if data.opcode == .tailCallClosure { tailCalls.insert(count) } else { calls.insert(count) }
        } else if data.opcode == .closure {
            captured.insert(function.lists.elements(data.list).count)
        } else if let layout = data.type.layout {
            if data.opcode == .alloc || data.opcode == .allocElements { made.insert(layout) }
            if data.opcode == .isRef || data.opcode == .unbox { tested.insert(layout) }
        }
    }
}
