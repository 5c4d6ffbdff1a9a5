// What the parts of a module refer to: which functions are seen from other parts, and what each part has to declare. A
// part that declared more would be another one whenever something far away changes.

import BackendKit
import IR
import Support

/// The functions that one part has and others refer to.
struct SharedFunctions: Sendable {
    /// Those that are called from other parts, or have their address taken anywhere.
    fileprivate(set) var bodies: EntitySet<FunctionID>
    /// Those whose closures other parts make.
    fileprivate(set) var closures = EntitySet<FunctionID>()
}

/// What one part has or names.
struct PartNames: Sendable {
    fileprivate(set) var functions = EntitySet<FunctionID>()
    /// Those of which closures are made.
    fileprivate(set) var closures = EntitySet<FunctionID>()
    fileprivate(set) var roots = EntitySet<RootID>()
}

/// The references of all parts.
struct PartReferences {
    private(set) var shared: SharedFunctions
    private(set) var names: [PartNames]
    private let module: Module

    /// `owners` says for each function which of `count` parts has it. Requires: the data lies in part 0.
    init(_ plan: NativePlan, _ owners: [Int], count: Int) {
        module = plan.module
        shared = SharedFunctions(bodies: plan.calls.addressed)
        names = Array(repeating: PartNames(), count: count)
        if let entry = module.entry {
            shared.bodies.insert(entry)
            names[0].functions.insert(entry)
        }
        noteAddressed(plan)
        for id in module.roots.ids {
            note(id, 0)
            // Whoever names a closure knows its code.
            if let function = module.roots[id].value.function { shared.closures.insert(function) }
        }
        for id in module.functions.ids {
            let (function, part) = (module.functions[id], owners[id.index])
            names[part].functions.insert(id)
            names[part].closures.insert(id)
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) { note(function[instruction], part, owners) }
            }
        }
    }

    /// The functions that any part may name by their addresses: in the constants of the host's memory, and in tables of
    /// those that a number stands for.
    private mutating func noteAddressed(_ plan: NativePlan) {
        let isTabled = module.memory.size != 0 && !plan.calls.indirect.isEmpty
        guard isTabled || module.globals.values.contains(where: { !$0.relocations.isEmpty }) else { return }
        for part in names.indices { names[part].functions.formUnion(plan.calls.addressed) }
    }

    private mutating func note(_ data: Instruction, _ part: Int, _ owners: [Int]) {
        let format = data.opcode.info.format
        switch format {
        case .call:
            names[part].functions.insert(data.function)
            if owners[data.function.index] != part { shared.bodies.insert(data.function) }
        case .function: names[part].functions.insert(data.function)
        case .closure:
            names[part].closures.insert(data.function)
            if owners[data.function.index] != part { shared.closures.insert(data.function) }
        case .rootGet, .rootSet: note(data.root, part)
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .slot, .variableGet, .variableSet, .load, .store, .fieldGet, .fieldSet,
            .indirectCall, .service, .closureCall, .send, .jump, .branch, .switchTable, .list, .number:
            break
        }
    }

    /// Notes a root, what it is the same as, and the code of its closure.
    private mutating func note(_ root: RootID, _ part: Int) {
        var next: RootID? = root
        while let id = next, names[part].roots.insert(id) {
            next = nil
            if let function = module.roots[id].value.function { names[part].closures.insert(function) }
            if case .same(let earlier) = module.roots[id].value { next = earlier }
        }
    }
}
