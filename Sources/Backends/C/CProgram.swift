// What the writers of all parts of a program share.

import BackendKit
import IR
import Support

/// A module with what has been decided about all of it.
struct CProgram {
    let module: Module
    let options: BackendOptions
    let types: CTypes
    let names: CNames
    let placement: GlobalPlacement
    let tails: TailChains
    let references: References
    let traps: TrapAnalysis
    let privateFloats: PrivateFloats
    let objects: ObjectPlan
    let leaving: LeavingFunctions
    let constructions: SecondaryMap<FunctionID, Constructions?>

    init(_ module: Module, _ options: BackendOptions) {
        self.module = module
        self.options = options
        types = CTypes(module.memory)
        placement = GlobalPlacement(module)
        tails = TailChains(module)
        leaving = LeavingFunctions(module)
        names = CNames(module, leaving)
        references = References(module, tails)
        traps = TrapAnalysis(memory: module.memory, globals: module.globals)
        privateFloats = PrivateFloats(module, level: options.level)
        var constructions = SecondaryMap<FunctionID, Constructions?>(initial: nil, count: module.functions.count)
        let hasObjects = module.hasDynamicValues
        for id in module.functions.ids where hasObjects { constructions[id] = Constructions(module.functions[id]) }
        self.constructions = constructions
        objects = ObjectPlan(module, constructions)
    }

    var hasHostMemory: Bool { types.hasHostMemory }

    func name(_ id: FunctionID) -> String { names.functions[id].text }
    func name(_ id: GlobalID) -> String { names.globals[id].text }

    /// Whether nothing outside of the program can see the function: it is local, or the entry called main.
    func isStatic(_ id: FunctionID) -> Bool {
        let name = names.functions[id]
        return module.functions[id].linkage == .local || names.complete[id] != nil
            || (name.symbol == nil && name.text.hasPrefix("f_"))
    }

    /// The closures that are made and can be called.
    var closures: [ClosureKey] {
        objects.closures.keys.filter {
            references.closures.contains($0) && ClosurePlan.arguments($0, module) != nil
        }
    }

    /// The name of the code of a closure.
    func codeName(_ key: ClosureKey) -> String { "hub_closure\(key.captured)_\(name(key.function))" }

    /// The name of the part of a function that runs in chains of tail calls.
    func stepName(_ id: FunctionID) -> String { "hub_tail_\(name(id))" }

    /// The name of the function that calls the function at an address.
    func dispatcherName(_ id: SignatureID) -> String { "hub_call_\(id.rawValue)" }
    /// The name of the function that finds the step of the function at an address.
    func stepFinderName(_ id: SignatureID) -> String { "hub_step_\(id.rawValue)" }
}
