// What lowering knows of the module as a whole.

import BackendKit
import IR
import Support

/// One module, or a part of it, on its way to LLVM.
///
/// A class because all of lowering fills in the same LLVM module.
final class NativeContext {
    let module: Module
    let part: ModulePart
    let options: BackendOptions
    let session: LLVMSession
    let machine: LLVMMachine
    let types: NativeTypes
    let calls: NativeCalls
    let runtime: RuntimeFunctions
    private(set) var functions: NativeFunctions
    let symbols: SymbolNames
    let forms: ObjectForms
    let mutable: MutableLayouts
    /// The code of a program with dynamic values that runs once: there nothing is inlined.
    let once: RunOnce?
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

    init(_ plan: NativePlan, _ part: ModulePart, _ machine: LLVMMachine) {
        module = plan.module
        options = plan.options
        self.part = part
        self.machine = machine
        symbols = plan.symbols
        forms = plan.forms
        mutable = plan.mutable
        once = plan.once
        constructions = plan.constructions
        privateFloats = plan.privateFloats
        hasSquareRoots = plan.hasSquareRoots
        session = LLVMSession(name: part.isWhole || options.debug ? options.name : "part")
        machine.prepare(session)
        types = NativeTypes(session.types, module.memory)
        calls = NativeCalls(
            plan.calls, types, session, part, extendsWords: machine.description.extendsWords,
            hasDynamicValues: module.hasDynamicValues)
        runtime = RuntimeFunctions(
            session, extendsWords: machine.description.extendsWords, hasWideServices: ServiceConvention.isWide(module))
        functions = NativeFunctions(
            module, part, symbols, calls, session,
            FunctionMarks(session, options, machine, tracesCalls: module.tracesCalls), once: once)
        debug = options.debug ? DebugEmitter(module, options, session) : nil
        memory = NativeMemory(self, isProgram: module.entry != nil)
        if module.hasDynamicValues { objects = ProgramObjects(self) }
    }

    /// Lowers everything that lies in the part.
    func lower() {
        let builder = LLVMBuilder(session)
        if part.holdsData { debug?.describeGlobals(memory) }
        functions.makeWrappers(self, builder)
        memory.initialize(self)
        objects?.emit(self, builder)
        for id in module.functions.ids where module.functions[id].isDefinition && part.contains(id) {
            FunctionLowering.run(id, self, builder)
        }
        if part.holdsData, let entry = module.entry { ProgramTable.emit(entry, self, builder) }
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
