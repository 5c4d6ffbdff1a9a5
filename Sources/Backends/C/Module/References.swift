// Which functions, globals and helpers the program needs: what nothing refers to is left out, for C compilers warn of it.

import BackendKit
import IR
import Support

/// What is reached from the entry, the exports and what they hold.
struct References {
    /// Functions that are called from outside of chains of tail calls, or whose address is taken.
    private(set) var functions = EntitySet<FunctionID>()
    /// Functions that are steps of chains.
    private(set) var steps = EntitySet<FunctionID>()
    private(set) var globals = EntitySet<GlobalID>()
    /// The signatures of indirect calls in linear memory.
    private(set) var calledSignatures = EntitySet<SignatureID>()
    /// The signatures of indirect tail calls from chains.
    private(set) var steppedSignatures = EntitySet<SignatureID>()
    private(set) var addressed: EntitySet<FunctionID>
    private(set) var roots = EntitySet<RootID>()
    /// The closures that are made, in code or as initial values.
    private(set) var closures: Set<ClosureKey> = []

    private var bodies = EntitySet<FunctionID>()
    private var work: [FunctionID] = []

    init(_ module: Module, _ tails: TailChains) {
        addressed = TailChains.addressed(module)
        for id in module.functions.ids {
            let function = module.functions[id]
            if function.linkage == .export || function.attributes.contains(.entry) { refer(id, tails) }
        }
        for id in module.globals.ids where module.globals[id].linkage == .export || module.memory.size != 0 {
            refer(id, module, tails)
        }
        while let id = work.popLast() { visit(id, module, tails) }
    }

    func contains(_ id: FunctionID) -> Bool { functions.contains(id) || steps.contains(id) }

    private mutating func refer(_ id: FunctionID, _ tails: TailChains) {
        functions.insert(id)
        if tails.contains(id) { steps.insert(id) }
        if bodies.insert(id) { work.append(id) }
    }

    private mutating func step(_ id: FunctionID) {
        steps.insert(id)
        if bodies.insert(id) { work.append(id) }
    }

    private mutating func refer(_ id: GlobalID, _ module: Module, _ tails: TailChains) {
        var pending = [id]
        while let id = pending.popLast() {
            guard globals.insert(id) else { continue }
            for relocation in module.globals[id].relocations {
                switch relocation.target {
                case .global(let target): pending.append(target)
                // In linear memory a function's address is a number, which refers to nothing.
                case .function(let target): if module.memory.size == 0 { refer(target, tails) }
                }
            }
        }
    }

    private mutating func refer(_ key: ClosureKey, _ module: Module, _ tails: TailChains) {
        if closures.insert(key).inserted, ClosurePlan.arguments(key, module) != nil { refer(key.function, tails) }
    }

    /// Initial values name earlier roots only, so this ends.
    private mutating func refer(_ id: RootID, _ module: Module, _ tails: TailChains) {
        guard roots.insert(id) else { return }
        if case .closure(let function, let captured) = module.roots[id].value {
            refer(ClosureKey(function: function, captured: captured.count), module, tails)
        }
        for root in module.roots[id].value.roots { refer(root, module, tails) }
    }

    private mutating func visit(_ id: FunctionID, _ module: Module, _ tails: TailChains) {
        let function = module.functions[id]
        for block in function.layout.blocks {
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                visit(function[instruction], of: id, module, tails)
                cursor = function.layout.next(instruction)
            }
        }
    }

    private mutating func visit(_ data: Instruction, of caller: FunctionID, _ module: Module, _ tails: TailChains) {
        switch data.opcode.info.format {
        case .call:
            if data.opcode == .tailCall, data.function == caller { return }
            if data.opcode == .tailCall, tails.isStep(from: caller, to: data.function) {
                step(data.function)
            } else {
                refer(data.function, tails)
            }
        case .function: if module.memory.size == 0 { refer(data.function, tails) }
        case .global: refer(data.global, module, tails)
        case .indirectCall:
            let isStep = data.opcode == .tailCallIndirect && tails.contains(caller)
            if module.memory.size != 0 { calledSignatures.insert(data.signature) }
            if isStep { steppedSignatures.insert(data.signature) }
            for id in TailChains.candidates(module.signatures[data.signature], module, addressed) {
                if module.memory.size != 0 { refer(id, tails) }
                if isStep, tails.contains(id) { step(id) }
            }
        case .rootGet, .rootSet: refer(data.root, module, tails)
        case .closure:
            let captured = module.functions[caller].lists.elements(data.list).count
            refer(ClosureKey(function: data.function, captured: captured), module, tails)
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .slot, .variableGet, .variableSet, .load, .store, .fieldGet, .fieldSet,
            .closureCall, .send,
            .service, .jump, .branch, .switchTable, .list, .number:
            return
        }
    }
}
