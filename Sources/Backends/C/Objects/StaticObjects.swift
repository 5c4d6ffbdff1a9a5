// The initial values of roots as data: no code makes them. Objects that no code changes are constant, so that compilers
// look through them.

import BackendKit
import IR

/// The roots that a program uses and the objects that they start with.
struct StaticObjects {
    private let roots: [RootID]
    /// What each root starts with, an expression.
    private var words: [String] = []

    init(_ program: CProgram) {
        let module = program.module
        roots = module.roots.ids.filter { program.references.roots.contains($0) }
        for id in module.roots.ids { words.append(word(id, program)) }
    }

    // MARK: Words

    private func object(_ id: RootID) -> String { "hub_object\(id.index)" }

    private func word(_ id: RootID, _ program: CProgram) -> String {
        let object = "((hub_value)(uintptr_t)&\(object(id)) + "
        switch program.module.roots[id].value {
        case .null: return "HUB_NIL"
        case .integer(let integer):
            return CoreWords.small(integer).map { "((hub_value)\(Literal.integer($0, .i64)))" }
                ?? object + "HUB_TAG_OBJECT)"
        case .bytes, .array, .closure: return object + "HUB_TAG_OBJECT)"
        case .object(let layout, _):
            guard program.objects.forms.isPair(layout) else { return object + "HUB_TAG_OBJECT)" }
            return object + (program.objects.forms.isPairChild(layout) ? "HUB_TAG_PAIR_CHILD)" : "HUB_TAG_PAIR)")
        case .same(let root): return words[root.index]
        }
    }

    // MARK: Data

    /// The objects, the variables among the roots, and a name for each root.
    func write(_ program: CProgram, _ text: inout CText) {
        for id in roots { writeObject(id, program, &text) }
        let variables = variables(program)
        if !variables.isEmpty {
            text.line("static hub_value hub_roots[\(variables.count)] = {")
            text.indent()
            for id in variables { text.line(words[id.index] + ",") }
            text.outdent()
            text.line("};")
        }
        for (index, id) in variables.enumerated() { define(id, "hub_roots[\(index)]", program, &text) }
        for id in roots where program.module.roots[id].isConstant { define(id, words[id.index], program, &text) }
    }

    private func variables(_ program: CProgram) -> [RootID] { roots.filter { !program.module.roots[$0].isConstant } }

    private func define(_ id: RootID, _ value: String, _ program: CProgram, _ text: inout CText) {
        text.line("#define hub_root\(id.index) \(value) \(CText.comment(program.module.roots[id].name))")
    }

    private func writeObject(_ id: RootID, _ program: CProgram, _ text: inout CText) {
        let objects = program.objects
        func content(_ roots: [RootID]) -> [String] { roots.map { words[$0.index] } }
        switch program.module.roots[id].value {
        case .null, .same: return
        case .integer(let integer):
            if CoreWords.small(integer) != nil { return }
            let bits = Literal.integer(UInt64(bitPattern: integer), .i64)
            writeWords(id, head: "{HUB_I64, 0}", [bits], isConstant: true, &text)
        case .bytes(let bytes): writeBytes(id, bytes, isConstant: !objects.mutable.changesBytes, &text)
        case .array(let roots):
            let head = "{HUB_ARRAY, \(roots.count)}"
            writeWords(id, head: head, content(roots) + ["0"], isConstant: !objects.mutable.changesArrays, &text)
        case .closure(let function, let roots):
            let key = ClosureKey(function: function, captured: roots.count)
            let arguments = ClosurePlan.arguments(key, program.module)
            let code = arguments == nil ? "0" : "(hub_value)(uintptr_t)\(program.codeName(key))"
            let head = "{HUB_CLOSURE_OF(\(arguments ?? ObjectKind.uncallable)), \(roots.count)}"
            writeWords(id, head: head, [code] + content(roots), isConstant: true, &text)
        case .object(let layout, let fields):
            let content = fields.map { field in
                switch field {
                case .root(let root): words[root.index]
                case .bits(let bits): Literal.integer(bits, .i64)
                }
            }
            let isPair = objects.forms.isPair(layout)
            let head = isPair ? nil : "{HUB_RECORD_OF(\(layout.index)), \(fields.count)}"
            writeWords(id, head: head, content, isConstant: !objects.mutable.contains(layout), &text)
        }
    }

    private func writeWords(
        _ id: RootID, head: String?, _ words: [String], isConstant: Bool, _ text: inout CText
    ) {
        writeStructure(id, head, words.isEmpty ? nil : "hub_value words[\(words.count)];", isConstant, &text)
        if !words.isEmpty {
            text.line("{")
            text.indent()
            for word in words { text.line(word + ",") }
            text.outdent()
            text.line("},")
        }
        text.outdent()
        text.line("};")
    }

    private func writeBytes(_ id: RootID, _ bytes: [UInt8], isConstant: Bool, _ text: inout CText) {
        // There is room behind the last element.
        let content = "uint8_t bytes[\(bytes.count + 1)];"
        writeStructure(id, "{HUB_BYTES, \(bytes.count)}", content, isConstant, &text)
        ByteInitializer.write(bytes + [0], terminator: ",", &text)
        text.outdent()
        text.line("};")
    }

    /// The declaration of an object up to the initializer of its content.
    private func writeStructure(
        _ id: RootID, _ head: String?, _ content: String?, _ isConstant: Bool, _ text: inout CText
    ) {
        text.line("HUB_API _Alignas(16) \(isConstant ? "const " : "")struct {")
        text.indent()
        if head != nil { text.line("hub_object head;") }
        if let content { text.line(content) }
        text.outdent()
        text.line("} \(object(id)) = {")
        text.indent()
        if let head { text.line(head + ",") }
    }

    // MARK: The table

    /// What the runtime must know of the program: `hub_program_objects`.
    func writeTable(_ program: CProgram, _ text: inout CText) {
        let changing = roots.filter { mayLead($0, program) }.map { words[$0.index] }
        let traced = TracedFields(program.module)
        let variables = variables(program).count
        writeArray("hub_value hub_statics", changing, &text)
        writeArray("uint32_t hub_traced_starts", traced.starts.map { "\($0)" }, &text)
        writeArray("uint64_t hub_traced", traced.masks.map { Literal.integer($0, .i64) }, &text)
        text.line("static const hub_objects hub_program_objects = {")
        text.indent()
        text.line(".roots = \(variables == 0 ? "NULL" : "hub_roots"),")
        text.line(".root_count = \(variables),")
        text.line(".statics = \(changing.isEmpty ? "NULL" : "hub_statics"),")
        text.line(".static_count = \(changing.count),")
        text.line(".traced_starts = \(traced.starts.isEmpty ? "NULL" : "hub_traced_starts"),")
        text.line(".traced = \(traced.masks.isEmpty ? "NULL" : "hub_traced"),")
        text.outdent()
        text.line("};")
    }

    private func writeArray(_ head: String, _ elements: [String], _ text: inout CText) {
        guard !elements.isEmpty else { return }
        text.line("static const \(head)[] = {\(elements.joined(separator: ", "))};")
    }

    /// Whether the object of a root may come to lead to objects of the heap.
    private func mayLead(_ id: RootID, _ program: CProgram) -> Bool {
        switch program.module.roots[id].value {
        case .null, .integer, .bytes, .closure, .same: return false
        case .array: return program.objects.mutable.changesArrays
        case .object(let layout, _):
            let fields = program.module.layouts[layout].fields
            return program.objects.mutable.contains(layout) && fields.contains { $0.type.isDynamic }
        }
    }
}
