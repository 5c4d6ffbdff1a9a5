// The initial values of roots as data: no code makes them. Objects that no code changes are constant, so that compilers
// look through them.

import BackendKit
import IR
import Support

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
        case .float, .bytes, .array, .closure: return object + "HUB_TAG_OBJECT)"
        case .object(let layout, _):
            guard program.objects.forms.isPair(layout) else { return object + "HUB_TAG_OBJECT)" }
            return object + (program.objects.forms.isPairChild(layout) ? "HUB_TAG_PAIR_CHILD)" : "HUB_TAG_PAIR)")
        case .same(let root): return words[root.index]
        }
    }

    // MARK: Data

    /// The objects, the variables among the roots, and a name for each root.
    func write(_ program: CProgram, _ text: inout CText) {
        let early = namedEarly(program)
        for id in roots where early.contains(id) { writeDeclaration(id, program, &text) }
        for id in roots { writeObject(id, early, program, &text) }
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

    /// The roots whose objects are named above their own place.
    private func namedEarly(_ program: CProgram) -> EntitySet<RootID> {
        var early = EntitySet<RootID>()
        for id in roots {
            for named in program.module.roots[id].value.roots where named >= id { early.insert(named) }
        }
        return early
    }

    /// How the object of a root is declared and what it consists of.
    private struct Form {
        /// The initializer of the head; nil for a pair.
        var head: String?
        /// The members behind the head.
        var members: [String] = []
        /// An initializer for each of them.
        var contents: [Content] = []
        var isConstant = true

        var specifiers: String { "HUB_API _Alignas(16)" + (isConstant ? " const" : "") }

        enum Content {
            case words([String])
            case bytes([UInt8])
        }

        mutating func add(_ words: [String], _ type: String = "hub_value") {
            guard !words.isEmpty else { return }
            members.append("\(type) \(type == "hub_value" ? "words" : "elements")[\(words.count)];")
            contents.append(.words(words))
        }

        /// Bytes, with room behind the last one.
        mutating func add(_ bytes: [UInt8]) {
            members.append("uint8_t bytes[\(bytes.count + 1)];")
            contents.append(.bytes(bytes + [0]))
        }
    }

    private func form(_ id: RootID, _ program: CProgram) -> Form? {
        let objects = program.objects
        func content(_ roots: [RootID]) -> [String] { roots.map { words[$0.index] } }
        var form = Form()
        switch program.module.roots[id].value {
        case .null, .same: return nil
        case .integer(let integer):
            if CoreWords.small(integer) != nil { return nil }
            form.head = "{HUB_I64, 0}"
            form.add([Literal.integer(UInt64(bitPattern: integer), .i64)])
        case .float(let bits):
            form.head = "{HUB_F64, 0}"
            form.add([Literal.integer(bits, .i64)])
        case .bytes(let bytes):
            form.head = "{HUB_BYTES, \(bytes.count)}"
            form.add(bytes)
            form.isConstant = !objects.mutable.changesBytes
        case .array(let roots):
            form.head = "{HUB_ARRAY, \(roots.count)}"
            form.add(content(roots) + ["0"])
            form.isConstant = !objects.mutable.changesArrays
        case .closure(let function, let roots):
            let key = ClosureKey(function: function, captured: roots.count)
            let arguments = ClosurePlan.arguments(key, program.module)
            let code = arguments == nil ? "0" : "(hub_value)(uintptr_t)\(program.codeName(key))"
            form.head = "{HUB_CLOSURE_OF(\(arguments ?? ObjectKind.uncallable)), \(roots.count)}"
            form.add([code] + content(roots))
        case .object(let layout, let items): form = record(layout, items, program)
        }
        return form
    }

    private func record(_ id: LayoutID, _ items: [RootField], _ program: CProgram) -> Form {
        let (layout, forms) = (program.module.layouts[id], program.objects.forms)
        let words = items.map { item in
            switch item {
            case .root(let root): self.words[root.index]
            case .bits(let bits): Literal.integer(bits, .i64)
            }
        }
        var form = Form(isConstant: !program.objects.mutable.contains(id))
        let count = layout.elements == nil ? items.count : items.count - layout.fields.count
        if !forms.isPair(id) { form.head = "{\(forms.kind(id).code)u, \(count)}" }
        guard let elements = layout.elements, elements != .any else {
            form.add(layout.elements == nil ? words : words + ["0"])
            return form
        }
        form.add(Array(words.prefix(layout.fields.count)))
        let scalars = items.dropFirst(layout.fields.count).map { $0.bits ?? 0 }
        if elements == .i8 {
            form.add(scalars.map { UInt8(truncatingIfNeeded: $0) })
        } else {
            let width = layout.elementBytes(program.module.memory) * 8
            form.add((scalars + [0]).map { "\($0)u" }, "uint\(width)_t")
        }
        return form
    }

    private func type(_ id: RootID) -> String { "hub_type\(id.index)" }

    private func writeMembers(_ form: Form, _ text: inout CText) {
        text.indent()
        if form.head != nil { text.line("hub_object head;") }
        for member in form.members { text.line(member) }
        text.outdent()
    }

    private func writeDeclaration(_ id: RootID, _ program: CProgram, _ text: inout CText) {
        guard let form = form(id, program) else { return }
        text.line("struct \(type(id)) {")
        writeMembers(form, &text)
        text.line("};")
        text.line("\(form.specifiers) struct \(type(id)) \(object(id));")
    }

    private func writeObject(
        _ id: RootID, _ early: EntitySet<RootID>, _ program: CProgram, _ text: inout CText
    ) {
        guard let form = form(id, program) else { return }
        if early.contains(id) {
            text.line("\(form.specifiers) struct \(type(id)) \(object(id)) = {")
        } else {
            text.line("\(form.specifiers) struct {")
            writeMembers(form, &text)
            text.line("} \(object(id)) = {")
        }
        text.indent()
        if let head = form.head { text.line(head + ",") }
        for content in form.contents {
            switch content {
            case .bytes(let bytes): ByteInitializer.write(bytes, terminator: ",", &text)
            case .words(let words):
                text.line("{")
                text.indent()
                for word in words { text.line(word + ",") }
                text.outdent()
                text.line("},")
            }
        }
        text.outdent()
        text.line("};")
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
        let hasElements = program.module.layouts.values.contains { $0.elements != nil }
        if hasElements {
            writeArray("uint32_t hub_field_counts", traced.fieldCounts.map { "\($0)" }, &text)
            writeArray("uint32_t hub_element_bytes", traced.elementBytes.map { "\($0)" }, &text)
        }
        text.line("static const hub_objects hub_program_objects = {")
        text.indent()
        text.line(".roots = \(variables == 0 ? "NULL" : "hub_roots"),")
        text.line(".root_count = \(variables),")
        text.line(".statics = \(changing.isEmpty ? "NULL" : "hub_statics"),")
        text.line(".static_count = \(changing.count),")
        text.line(".traced_starts = \(traced.starts.isEmpty ? "NULL" : "hub_traced_starts"),")
        text.line(".traced = \(traced.masks.isEmpty ? "NULL" : "hub_traced"),")
        if hasElements {
            text.line(".field_counts = hub_field_counts,")
            text.line(".element_bytes = hub_element_bytes,")
        }
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
        case .null, .integer, .float, .bytes, .closure, .same: return false
        case .array: return program.objects.mutable.changesArrays
        case .object(let layout, _):
            let fields = program.module.layouts[layout].fields
            let hasValues = program.module.layouts[layout].elements == .any || fields.contains { $0.type.isDynamic }
            return program.objects.mutable.contains(layout) && hasValues
        }
    }
}
