// Lowers a program of LLVM's to a module: what the entry reaches, and nothing else. Functions and globals are declared
// where they are first needed and lowered in that order.
// Requires: the program is linked and, if it is to be fast, optimised by LLVM.

import CLLVM
import IR
import Support

/// What the lowering is told from outside.
public struct LLVMLoweringOptions: Sendable {
    public var name: String
    /// The services of the target's system by the name of the function that stands for each.
    public var services: [String: Service]
    /// How a file that the compiler was given is named in artifacts.
    public var recordedName: @Sendable (String) -> String

    public init(
        name: String, services: [String: Service], recordedName: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.name = name
        self.services = services
        self.recordedName = recordedName
    }
}

extension LLVMProgram {
    /// The program as a module; nil with errors in the log. Requires: `addStart` has made the entry.
    public func lower(_ options: LLVMLoweringOptions) -> (module: Module?, log: DiagnosticLog) {
        var lowering = ModuleLowering(self, options)
        lowering.checkModule()
        guard let start = function(named: start), !start.isDeclaration else {
            preconditionFailure("LLVMProgram: lowered without a start")
        }
        let entry = lowering.declare(start)
        lowering.module.functions[entry].attributes.insert(.entry)
        lowering.readMetadata()
        while true {
            if let function = lowering.pendingFunctions.popFirst() {
                var body = FunctionLowering(consume lowering, function)
                body.run()
                lowering = body.unit
            } else if let global = lowering.pendingGlobals.popFirst() {
                lowering.fill(global)
            } else {
                break
            }
        }
        MemoryPlan.place(&lowering)
        return (lowering.log.hasErrors ? nil : lowering.module, lowering.log)
    }
}

/// A queue that is filled while it is worked off.
struct WorkQueue<Element> {
    private var elements: [Element] = []
    private var next = 0

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard next < elements.count else { return nil }
        defer { next += 1 }
        return elements[next]
    }
}

/// The module so far and what is known of the program.
struct ModuleLowering {
    let program: LLVMProgram
    let options: LLVMLoweringOptions
    var module: Module
    var log = DiagnosticLog()
    var shapes: Shapes
    var pendingFunctions = WorkQueue<LLVMValue>()
    var pendingGlobals = WorkQueue<LLVMValue>()
    var dynamicStack: DynamicStack?
    /// The types of source variables so far.
    var debugTypes: [DebugNode: DebugTypeID] = [:]
    var voidType: DebugTypeID?
    private var functions: [LLVMValue: FunctionID] = [:]
    private var globals: [LLVMValue: GlobalID] = [:]
    private var fileNumbers: [String: UInt32] = [:]
    private var serviceIDs: [String: ServiceID] = [:]
    private var labels: [LLVMBlock: UInt64] = [:]
    /// Names that have been reported as undefined.
    private var missing: Set<String> = []

    init(_ program: LLVMProgram, _ options: LLVMLoweringOptions) {
        self.program = program
        self.options = options
        module = Module(name: options.name, memory: .hsx)
        shapes = Shapes(program.module)
    }

    /// What concerns the module as a whole.
    mutating func checkModule() {
        let layout = LLVMGetDataLayoutStr(program.module).map { String(cString: $0) } ?? ""
        if layout.hasPrefix("E") { log.report(.bigEndian(program.triple, of: program.file)) }
        var length = 0
        if LLVMGetModuleInlineAsm(program.module, &length) != nil, length > 0 {
            log.report(.unsupported("assembly outside of functions", at: nil, of: program.file, in: "the module"))
        }
    }

    // Functions.

    /// The function of the module for one of LLVM's; its body follows later.
    mutating func declare(_ function: LLVMValue) -> FunctionID {
        if let id = functions[function] { return id }
        var signature = Signature()
        do throws(Unsupported) {
            signature = try self.signature(function.contentType)
        } catch {
            log.report(.unsupported(error.what, at: nil, of: program.file, in: "the type of '\(function.name)'"))
        }
        var declared = Function(name: function.name, signature: signature)
        if hasAttribute("noinline", function) || hasAttribute("optnone", function) {
            declared.attributes.insert(.noInline)
        }
        if hasAttribute("noreturn", function) { declared.attributes.insert(.noReturn) }
        declared.declaration = declaration(function)
        let id = module.functions.append(declared)
        functions[function] = id
        if !function.isDeclaration { pendingFunctions.append(function) }
        return id
    }

    /// The name of a definition that a use needs but the program lacks; nil when there is one or it may be missing.
    mutating func lacks(_ value: LLVMValue) -> String? {
        guard value.isDeclaration, value.linkage != LLVMExternalWeakLinkage else { return nil }
        return missing.insert(value.name).inserted ? value.name : nil
    }

    /// The parameters and results of a function type; a variadic one takes the address of the rest.
    mutating func signature(_ type: LLVMType) throws(Unsupported) -> Signature {
        var parameters: [Type] = []
        for parameter in type.parameters { parameters += try shapes.leaves(parameter).map(\.type) }
        if type.isVariadic { parameters.append(.ptr) }
        return Signature(parameters: parameters, results: try shapes.leaves(type.result).map(\.type))
    }

    func hasAttribute(_ name: String, _ function: LLVMValue) -> Bool {
        LLVMGetEnumAttributeAtIndex(function.handle, hub_llvm_function_index, attributeKind(name)) != nil
    }

    /// The type that attribute `name` of parameter `index` (from 1) of a call holds.
    func typeAttribute(_ name: String, _ call: LLVMValue, _ index: Int) -> LLVMType? {
        guard let attribute = LLVMGetCallSiteEnumAttribute(call.handle, UInt32(index), attributeKind(name)) else {
            return nil
        }
        return LLVMType(LLVMGetTypeAttributeValue(attribute))
    }

    private func attributeKind(_ name: String) -> UInt32 { LLVMGetEnumAttributeKindForName(name, name.utf8.count) }

    // Services.

    /// The service that a function named `name` stands for.
    mutating func service(_ name: String) -> ServiceID? {
        if let id = serviceIDs[name] { return id }
        guard let service = options.services[name] else { return nil }
        let id = module.services.append(service)
        serviceIDs[name] = id
        return id
    }

    // Globals.

    /// The global of the module for one of LLVM's; its contents follow later. `span` is where it is first used.
    mutating func declareGlobal(_ global: LLVMValue, at span: SourceSpan? = nil) -> GlobalID {
        if let id = globals[global] { return id }
        let type = global.contentType
        let size = shapes.size(type)
        if size > UInt64(Int32.max) {
            log.report(.unsupported("an object of \(size) bytes", at: span, of: program.file, in: "'\(global.name)'"))
        }
        if LLVMIsThreadLocal(global.handle) != 0 {
            log.report(.unsupported("thread-local storage", at: span, of: program.file, in: "'\(global.name)'"))
        }
        let stated = LLVMGetAlignment(global.handle)
        let id = module.globals.append(
            Global(
                name: global.name, size: UInt32(truncatingIfNeeded: min(size, UInt64(Int32.max))),
                alignment: stated == 0 ? shapes.alignment(type) : stated,
                isConstant: LLVMIsGlobalConstant(global.handle) != 0))
        globals[global] = id
        module.globals[id].declaration = globalDeclaration(global)
        if !MemoryPlan.isOwn(global.name) { pendingGlobals.append(global) }
        return id
    }

    /// Gives a declared global what it begins with.
    mutating func fill(_ global: LLVMValue) {
        guard let initializer = global.initializer, let id = globals[global] else { return }
        let kind = initializer.kind
        if kind == LLVMConstantAggregateZeroValueKind || kind == LLVMUndefValueValueKind { return }
        var contents = ConstantContents(size: UInt64(module.globals[id].size))
        do throws(Unsupported) {
            try write(initializer, at: 0, to: &contents)
        } catch {
            log.report(.unsupported(error.what, at: nil, of: program.file, in: "the initial value of '\(global.name)'"))
            return
        }
        var relocations: [GlobalRelocation] = []
        for (offset, scalar) in contents.addresses {
            if let target = relocationTarget(scalar, "the initial value of '\(global.name)'") {
                relocations.append(
                    GlobalRelocation(offset: UInt32(offset), target: target.target, addend: target.addend))
            }
        }
        if !relocations.isEmpty || contents.bytes.contains(where: { $0 != 0 }) {
            module.globals[id].bytes = contents.bytes
            module.globals[id].relocations = relocations
        }
    }

    /// What an address names; nil for a weak name that nothing defines.
    private mutating func relocationTarget(
        _ scalar: ConstantScalar, _ place: String
    ) -> (target: GlobalRelocation.Target, addend: Int32)? {
        switch scalar {
        case .number: return nil
        case .global(let global, let addend):
            if isAbsent(global, at: nil, in: place) { return nil }
            return (.global(declareGlobal(global)), Int32(truncatingIfNeeded: addend))
        case .function(let function, let addend):
            if isAbsent(function, at: nil, in: place) { return nil }
            return (.function(declare(function)), Int32(truncatingIfNeeded: addend))
        }
    }

    /// Whether nothing defines a global or function; that is an error unless the name is weak.
    mutating func isAbsent(_ value: LLVMValue, at span: SourceSpan?, in place: String) -> Bool {
        guard value.isDeclaration, !MemoryPlan.isOwn(value.name) else { return false }
        if let name = lacks(value) { log.report(.undefinedSymbol(name, at: span, of: program.file, in: place)) }
        return true
    }

    /// The number that stands for a label whose address is taken: its place in its function, from 1.
    mutating func labelNumber(_ address: LLVMValue) -> UInt64 {
        let block = LLVMBlock(LLVMGetBlockAddressBasicBlock(address.handle))
        return labelNumber(block, of: LLVMValue(LLVMGetBlockAddressFunction(address.handle)))
    }

    mutating func labelNumber(_ block: LLVMBlock, of function: LLVMValue) -> UInt64 {
        if let number = labels[block] { return number }
        for (index, other) in function.blocks.enumerated() { labels[other] = UInt64(index) + 1 }
        return labels[block] ?? 0
    }

    // Places in sources.

    /// The number of a file in the module's list.
    mutating func fileNumber(_ name: String) -> UInt32 {
        let name = options.recordedName(name)
        if let number = fileNumbers[name] { return number }
        let number = UInt32(module.files.count)
        module.files.append(name)
        fileNumbers[name] = number
        return number
    }

    /// The span of a location; nil without one, or without its source.
    func span(_ location: LLVMMetadata?) -> SourceSpan? {
        guard let location, let file = location.scope.fileName, location.line > 0 else { return nil }
        return program.locate(LLVMSourcePlace(file: file, line: location.line, column: location.column))
    }
}
