// What lowering decides about a module before it makes any code: the same for all parts of it.

import BackendKit
import IR
import Support

/// The decisions for one module, which parts of it on several threads share.
struct NativePlan: Sendable {
    let module: Module
    let options: BackendOptions
    let calls: CallPlan
    let symbols: SymbolNames
    let forms: ObjectForms
    /// The code of a program with dynamic values that runs once: there nothing is inlined.
    let once: RunOnce?
    /// The objects that are made with their fields, of each function that makes some.
    let constructions: SecondaryMap<FunctionID, Constructions?>
    /// What code changes of objects after they were made.
    let mutable: MutableLayouts
    let privateFloats: PrivateFloats
    /// Whether there are square roots, of which LLVM believes what it must not: that choosing the canonical NaN for one
    /// of its own changes nothing.
    let hasSquareRoots: Bool

    /// `pointerBytes` is the size of the machine's pointers.
    init(_ module: Module, _ options: BackendOptions, pointerBytes: Int) {
        self.module = module
        self.options = options
        symbols = SymbolNames(module)
        forms = ObjectForms(module.layouts)
        var constructions = SecondaryMap<FunctionID, Constructions?>(initial: nil, count: module.functions.count)
        for id in module.functions.ids { constructions[id] = Constructions(module.functions[id]) }
        self.constructions = constructions
        mutable = MutableLayouts(module, forms, constructions)
        calls = CallPlan(module, pointerBytes: pointerBytes)
        once = module.hasDynamicValues && options.level != .none ? RunOnce(module) : nil
        privateFloats = PrivateFloats(module, level: options.level)
        hasSquareRoots = module.functions.values.contains { $0.instructions.values.contains { $0.opcode == .fsqrt } }
    }
}
