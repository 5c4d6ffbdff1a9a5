// What lowering knows of the module as a whole.

import BackendKit
import IR
import Support

/// One module on its way to LLVM.
///
/// A class because all of lowering fills in the same LLVM module.
final class NativeContext {
    let module: Module
    let options: BackendOptions
    let session: LLVMSession
    let machine: LLVMMachine
    let types: NativeTypes
    let calls: NativeCalls
    let runtime: RuntimeFunctions
    private(set) var functions: NativeFunctions
    let forms: ObjectForms
    /// The objects that are made with their fields, of each function that makes some.
    let constructions: SecondaryMap<FunctionID, Constructions?>
    private var objects: ProgramObjects?
    private(set) var memory = NativeMemory.host(variables: [])
    let debug: DebugEmitter?
    let privateFloats: PrivateFloats
    /// Whether there are square roots, of which LLVM believes what it must not: that choosing the canonical NaN for one
    /// of its own changes nothing.
    let hasSquareRoots: Bool
    private var texts: [String: LLVMValue] = [:]
    private var tables: [Signature: LLVMValue] = [:]

    init(_ module: Module, _ options: BackendOptions, _ machine: LLVMMachine) {
        self.module = module
        self.options = options
        self.machine = machine
        session = LLVMSession(name: options.name)
        machine.prepare(session)
        types = NativeTypes(session.types, module.memory)
        forms = ObjectForms(module.layouts)
        var constructions = SecondaryMap<FunctionID, Constructions?>(initial: nil, count: module.functions.count)
        for id in module.functions.ids { constructions[id] = Constructions(module.functions[id]) }
        self.constructions = constructions
        let plan = CallPlan(module, pointerBytes: machine.pointerBytes)
        calls = NativeCalls(
            plan, types, session, extendsWords: machine.description.extendsWords,
            hasDynamicValues: module.hasDynamicValues)
        runtime = RuntimeFunctions(
            session, extendsWords: machine.description.extendsWords, hasWideServices: ServiceConvention.isWide(module))
        functions = NativeFunctions(module, calls, session, FunctionMarks(session, options, machine))
        debug = options.debug ? DebugEmitter(module, options, session) : nil
        privateFloats = PrivateFloats(module, level: options.level)
        hasSquareRoots = module.functions.values.contains { $0.instructions.values.contains { $0.opcode == .fsqrt } }
        memory = NativeMemory(self, isProgram: module.entry != nil)
        if module.hasDynamicValues { objects = ProgramObjects(self) }
    }

    /// Lowers everything.
    func lower() {
        let builder = LLVMBuilder(session)
        debug?.describeGlobals(memory)
        functions.makeWrappers(self, builder)
        memory.initialize(self)
        objects?.emit(self, builder)
        for id in module.functions.ids where module.functions[id].isDefinition {
            FunctionLowering.run(id, self, builder)
        }
        if let entry = module.entry { ProgramTable.emit(entry, self, builder) }
        debug?.finish()
    }

    /// The operations on dynamic values.
    var core: CoreFunctions { dynamic.core }
    /// The code of closures.
    var closures: ClosureCode { dynamic.closures }
    /// The roots and what they start with.
    var statics: StaticObjects { dynamic.statics }

    private var dynamic: ProgramObjects {
        guard let objects else { preconditionFailure("NativeContext: the module has dynamic values") }
        return objects
    }

    /// The code of each function of a type, `Signature.callType`, by number.
    func table(of callType: Signature) -> LLVMValue {
        if let known = tables[callType] { return known }
        let table = functions.table(of: callType)
        tables[callType] = table
        return table
    }

    /// The address of `text` with a zero behind it.
    func text(_ text: String) -> LLVMValue {
        if let known = texts[text] { return known }
        let constant = session.addPrivateConstant("", session.constant(Array(text.utf8) + [0]))
        texts[text] = constant
        return constant
    }
}
