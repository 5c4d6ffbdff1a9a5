// What the functions of a module share while they are lowered: symbols, the data layout, calling sequences and what
// callees change.

import HSXMachine
import IR
import Support

/// Facts about the module under way.
struct HXEContext {
    let module: Module
    let options: HXEOptions
    var object: HSXObject
    var log = DiagnosticLog()
    var data: DataLayout
    /// The name of each function in the object.
    private(set) var functionSymbols = SecondaryMap<FunctionID, Symbol>(initial: Symbol(rawValue: 0))
    /// Nil for signatures that the machine's conventions cannot carry.
    private(set) var sequences = SecondaryMap<FunctionID, CallingSequence?>(initial: nil)
    /// What each function may change when called: its convention's clobbers, or fewer once its code is known.
    var clobbers = SecondaryMap<FunctionID, RegisterMask>(initial: .allocatable)
    let calls: CallGraph

    init(_ module: Module, options: HXEOptions) {
        self.module = module
        self.options = options
        object = HSXObject(path: module.name)
        calls = CallGraph(module)
        data = DataLayout()
        for id in module.functions.ids {
            functionSymbols[id] = object.names.intern(module.functions[id].name)
            sequences[id] = CallingSequence(module.functions[id].signature)
            clobbers[id] = sequences[id]?.clobbers ?? .allocatable
        }
        data.place(module, in: &object, functionSymbols, log: &log)
    }

    func symbol(_ function: FunctionID) -> Symbol { functionSymbols[function] }
}
