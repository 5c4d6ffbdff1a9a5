// Removes the functions and roots that nothing can reach: no call, closure or address leads to them from what the
// outside knows (exports, the entry, functions whose address is taken) or from the bytes of globals. The others are
// numbered anew. A root that is reached keeps what its initial value names.

import IR
import Support

extension Pass {
    /// Removes unreferenced local functions and roots.
    static let globalDCE = Pass(
        name: "global-dce", summary: "removes local functions and roots that nothing refers to", keepsCode: true
    ) { module, counters in
        let live = LiveEntities(module)
        let functions = module.functions.count - live.functions.count
        let roots = module.roots.count - live.roots.count
        guard functions + roots > 0 else { return false }
        counters.count("functions", functions)
        counters.count("roots", roots)
        module.keep(live)
        return true
    }
}

/// The functions and roots of a module that something can reach.
private struct LiveEntities {
    private(set) var functions: EntitySet<FunctionID>
    private(set) var roots: EntitySet<RootID>
    private var worklist: [FunctionID] = []

    init(_ module: Module) {
        functions = EntitySet(capacity: module.functions.count)
        roots = EntitySet(capacity: module.roots.count)
        for id in module.functions.ids where !module.functions[id].isPrivate { need(id) }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let id) = relocation.target { need(id) }
            }
        }
        while let id = worklist.popLast() { visit(module.functions[id], module) }
    }

    private mutating func need(_ id: FunctionID) {
        if functions.insert(id) { worklist.append(id) }
    }

    private mutating func need(_ root: RootID, _ module: Module) {
        var pending = [root]
        while let root = pending.popLast() {
            guard roots.insert(root) else { continue }
            let value = module.roots[root].value
            if let function = value.function { need(function) }
            pending += value.roots
        }
    }

    private mutating func visit(_ function: Function, _ module: Module) {
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                if data.functionReference != nil { need(data.function) }
                if data.namesRoot { need(data.root, module) }
            }
        }
    }
}

extension Module {
    /// Drops all functions and roots that are not `live`.
    fileprivate mutating func keep(_ live: LiveEntities) {
        var numbers = SecondaryMap<FunctionID, FunctionID>(
            initial: FunctionID(rawValue: .max), count: functions.count)
        var kept = PrimaryMap<FunctionID, Function>()
        for id in live.functions { numbers[id] = kept.append(functions[id]) }
        functions = kept
        kept = PrimaryMap()
        let rootNumbers = keepRoots(live.roots, numbers)
        for id in functions.ids { functions[id].renumber(numbers, rootNumbers) }
        for selector in selectors.ids {
            for place in selectors[selector].methods.indices {
                let method = selectors[selector].methods[place].function
                selectors[selector].methods[place].function = numbers[method]
            }
        }
        for global in globals.ids {
            for position in globals[global].relocations.indices {
                if case .function(let id) = globals[global].relocations[position].target {
                    globals[global].relocations[position].target = .function(numbers[id])
                }
            }
        }
    }

    /// Drops all roots that are not `live`; answers the numbers of the others, which keep their order.
    private mutating func keepRoots(
        _ live: EntitySet<RootID>, _ functionNumbers: SecondaryMap<FunctionID, FunctionID>
    ) -> SecondaryMap<RootID, RootID> {
        var numbers = SecondaryMap<RootID, RootID>(initial: RootID(rawValue: .max), count: roots.count)
        var kept = PrimaryMap<RootID, Root>()
        for id in live { numbers[id] = kept.append(roots[id]) }
        for id in kept.ids {
            kept[id].value = kept[id].value.renumbered(roots: { numbers[$0] }, functions: { functionNumbers[$0] })
        }
        roots = kept
        return numbers
    }
}

extension Function {
    fileprivate mutating func renumber(
        _ functions: SecondaryMap<FunctionID, FunctionID>, _ roots: SecondaryMap<RootID, RootID>
    ) {
        for block in layout.blocks {
            var next = layout.first(in: block)
            while let instruction = next {
                next = layout.next(instruction)
                let data = self[instruction]
                if data.functionReference != nil { self[instruction].a = functions[data.function].rawValue }
                if data.namesRoot { self[instruction].a = roots[data.root].rawValue }
            }
        }
    }
}

extension Instruction {
    /// Whether the operand `a` is a root.
    fileprivate var namesRoot: Bool { opcode.info.format == .rootGet || opcode.info.format == .rootSet }
}
