// The translation unit: declarations first, then data, functions in the order of the module, and the program itself.

import BackendKit
import IR
import Support

/// Writes a whole module.
struct ModuleWriter {
    private let program: CProgram
    private var text = CText()

    /// The C source of `program`.
    static func write(_ program: CProgram) -> [UInt8] {
        var writer = ModuleWriter(program)
        writer.writeAll()
        return writer.text.bytes
    }

    private init(_ program: CProgram) { self.program = program }

    private var module: Module { program.module }
    private var functions: [FunctionID] { module.functions.ids.filter { program.references.contains($0) } }

    private mutating func writeAll() {
        writeHead()
        writeTailType()
        writeResultTypes()
        if program.hasHostMemory { writeHostGlobals() } else { writeLinearGlobals() }
        if module.hasDynamicValues { writeObjectTypes() }
        writePrototypes()
        if module.hasDynamicValues { writeObjects() }
        if program.hasHostMemory { writeHostDefinitions() }
        for id in functions where module.functions[id].isDefinition { write(id) }
        writeDispatchers()
        if let entry = module.entry { return ProgramWriter(program).write(entry, &text) }
        if !program.hasHostMemory { ProgramWriter(program).writeLibraryMemory(&text) }
        if isServedLibrary { ProgramWriter(program).writeLibrary(&text) }
    }

    private mutating func writeHead() {
        text.line("\(CText.comment(module.name + ", made by hubc"))")
        text.line("")
        if !program.hasHostMemory { text.line("#define HUB_MEMORY_SIZE \(module.memory.size)u") }
        if program.options.debug { text.line("#define HUB_DEBUG") }
        if isServedLibrary { text.line("#define HUB_LIBRARY") }
        for part in runtimeParts { text.line("#define \(part)") }
        text.line("#include \"\(CBackend.headerName)\"")
    }

    /// Whether services work for functions that nothing starts before.
    private var isServedLibrary: Bool { module.entry == nil && !module.services.isEmpty }

    /// The macros for the parts of the runtime that the program needs; services of modules 4 and 5 work on files and
    /// mailboxes.
    private var runtimeParts: [String] {
        let numbers = module.services.values.map(\.number)
        let hasKeptCode = numbers.contains { $0 >= 0x8000_0000 }
        let hasDevices = hasKeptCode || numbers.contains { $0 >> 8 == 4 || $0 >> 8 == 5 }
        return (module.hasDynamicValues ? ["HUB_USES_OBJECTS"] : []) + (hasDevices ? ["HUB_USES_DEVICES"] : [])
            + (hasKeptCode ? ["HUB_USES_KEPT_CODE"] : [])
    }

    /// A heading before what follows.
    private mutating func section(_ title: String) {
        text.line("")
        text.line("/* \(title) */")
        text.line("")
    }

    // MARK: Types

    private mutating func writeTailType() {
        guard !program.references.steps.isEmpty else { return }
        section("Functions that call each other in their places run as steps: each says what comes next.")
        text.line("typedef struct hub_tail hub_tail;")
        text.line("typedef void hub_step(hub_tail *tail);")
        text.line("struct hub_tail {")
        text.indent()
        text.line("hub_step *next;")
        text.line("uint64_t values[\(program.tails.width)];")
        text.outdent()
        text.line("};")
    }

    private mutating func writeResultTypes() {
        var seen: Set<String> = []
        var lists: [[Type]] = functions.map { module.functions[$0].signature.results }
        lists += module.signatures.values.map(\.results)
        let several = lists.filter { $0.count > 1 && seen.insert(program.types.structure($0)).inserted }
        guard !several.isEmpty else { return }
        section("Several results")
        for results in several {
            let fields = results.enumerated().map { program.types.declaration($1, "r\($0)") + ";" }
            text.line("struct \(program.types.structure(results)) {")
            text.indent()
            for field in fields { text.line(field) }
            text.outdent()
            text.line("};")
        }
    }

    // MARK: Globals

    private mutating func writeLinearGlobals() {
        let named = module.globals.ids.filter { program.references.globals.contains($0) }
        guard !named.isEmpty else { return }
        section("Where the globals lie")
        for id in named {
            let address = Literal.integer(program.placement.addresses[id], .i32, isMask: true)
            let name = program.names.globals[id]
            let comment = name.original.map { " " + CText.comment($0) } ?? ""
            text.line("#define \(name.text) \(address)\(comment)")
        }
    }

    private var hostGlobals: [GlobalID] {
        module.globals.ids.filter { program.references.globals.contains($0) }
    }

    private mutating func writeHostGlobals() {
        if PointerUse.isInMemory(module) {
            text.line("")
            let bytes = module.memory.pointerBytes
            text.line("_Static_assert(sizeof(void *) == \(bytes), \"the program's addresses take \(bytes) bytes\");")
        }
        var declarations = CText()
        for id in hostGlobals { GlobalForm.writeDeclaration(id, program, &declarations) }
        guard !declarations.bytes.isEmpty else { return }
        section("Globals that others name")
        text.append(declarations)
    }

    private mutating func writeHostDefinitions() {
        let globals = hostGlobals.filter { module.globals[$0].linkage != .import }
        guard !globals.isEmpty else { return }
        section("Globals")
        for id in globals {
            if let original = program.names.globals[id].original { text.line(CText.comment(original)) }
            GlobalForm.writeDefinition(id, program, &text)
        }
    }

    // MARK: Functions

    private mutating func writePrototypes() {
        guard !functions.isEmpty else { return }
        section("Functions")
        for id in functions {
            if program.references.functions.contains(id) {
                let symbol = program.names.functions[id].symbolAttribute
                text.line("\(Prototypes.function(id, program, parameters: nil))\(symbol);")
            }
            if program.references.steps.contains(id) { text.line("\(Prototypes.step(id, program));") }
        }
        for key in program.closures { text.line("\(ClosureWriter.codeHead(key, program));") }
        for id in module.functions.ids {
            guard let name = program.names.complete[id] else { continue }
            let head = Prototypes.function(id, program, name: name.text, parameters: nil)
            text.line("\(head)\(name.symbolAttribute);")
        }
        for id in module.signatures.ids {
            if program.references.calledSignatures.contains(id) {
                text.line("\(Dispatchers.callHead(id, program));")
            }
            if program.references.steppedSignatures.contains(id) {
                text.line("\(Dispatchers.stepHead(id, program));")
            }
        }
    }

    private mutating func write(_ id: FunctionID) {
        text.line("")
        if let original = program.names.functions[id].original { text.line(CText.comment(original)) }
        let isChain = program.references.steps.contains(id)
        if !isChain || program.references.functions.contains(id) {
            if isChain { Dispatchers.writeRunner(id, program, &text) } else { writeBody(id, isStep: false) }
        }
        guard isChain else { return }
        if program.references.functions.contains(id) { text.line("") }
        writeBody(id, isStep: true)
    }

    private mutating func writeBody(_ id: FunctionID, isStep: Bool) {
        var writer = FunctionWriter(id, program, isStep: isStep)
        writer.writeDefinition()
        text.append(writer.text)
        if writer.hasLocations { text.line("#line \(text.lineNumber + 1) \(CText.quoted(program.options.name + ".c"))") }
    }

    // MARK: Objects

    private mutating func writeObjectTypes() {
        text.line("")
        text.line("_Static_assert(sizeof(void *) == 8, \"dynamic values are words of 64 bits\");")
    }

    private mutating func writeObjects() {
        let statics = StaticObjects(program)
        var part = CText()
        statics.write(program, &part)
        if !part.bytes.isEmpty {
            section("Objects that are there at the start")
            text.append(part)
        }
        text.line("")
        statics.writeTable(program, &text)
        ClosureWriter.writeCalls(program, &text)
        part = CText()
        ObjectHelpers.write(program, &part)
        guard !part.bytes.isEmpty else { return }
        section("How objects are made and told apart")
        text.append(part)
    }

    private mutating func writeDispatchers() {
        for key in program.closures {
            text.line("")
            ClosureWriter.writeCode(key, program, &text)
        }
        for id in module.functions.ids {
            guard let name = program.names.complete[id] else { continue }
            text.line("")
            ClosureWriter.writeComplete(id, name, program, &text)
        }
        for id in module.signatures.ids {
            if program.references.calledSignatures.contains(id) {
                text.line("")
                Dispatchers.writeCall(id, program, &text)
            }
            if program.references.steppedSignatures.contains(id) {
                text.line("")
                Dispatchers.writeStep(id, program, &text)
            }
        }
    }
}
