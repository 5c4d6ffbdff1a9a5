// The declarations of the text form: first only their names, which get ids in the order of the text, then their
// contents.

import Support

// Names.

extension IRParser {
    mutating func declareLayout() throws(IRSyntaxError) -> Int {
        let place = span(token)
        let name = try name(.layout)
        let id = module.layouts.nextID
        guard id.index < Type.layoutLimit else { throw .at(.tooManyLayouts(place)) }
        guard layouts.declare(name, id) else {
            throw .at(
                .duplicate("layout '$\(name.shortened)'", place, first: layouts[name].flatMap { spans.layouts[$0] }))
        }
        spans.layouts[id] = place
        module.layouts.append(ObjectLayout(name: name, fields: []))
        return id.index
    }

    mutating func declareService() throws(IRSyntaxError) -> Int {
        let place = span(token)
        let name = try name(.symbol)
        let id = module.services.nextID
        guard services.declare(name, id) else {
            throw .at(
                .duplicate("service '@\(name.shortened)'", place, first: services[name].flatMap { spans.services[$0] }))
        }
        spans.services[id] = place
        return module.services.append(Service(name: name, number: 0, parameters: [], results: [], effects: [])).index
    }

    mutating func declareGlobal() throws(IRSyntaxError) -> Int {
        let place = span(token)
        let name = try name(.symbol)
        let id = module.globals.nextID
        guard globals.declare(name, id) else {
            throw .at(
                .duplicate("global '@\(name.shortened)'", place, first: globals[name].flatMap { spans.globals[$0] }))
        }
        spans.globals[id] = place
        return module.globals.append(Global(name: name, size: 0)).index
    }

    /// The number of the function, and where its body starts if it has one. The body of a duplicate is read past, too.
    mutating func declareFunction(isImport: Bool) throws(IRSyntaxError) -> (index: Int, body: Int?) {
        if isImport { try expect("func") }
        let place = span(token)
        let name = try name(.symbol)
        let id = module.functions.nextID
        if functions.declare(name, id) {
            spans.functions[id] = place
        } else {
            report(
                .duplicate(
                    "function '@\(name.shortened)'", place, first: functions[name].flatMap { spans.functions[$0] }))
        }
        module.functions.append(Function(name: name, linkage: isImport ? .import : .local))
        var last = token.kind
        while token.kind != .lineEnd, token.kind != .end {
            last = token.kind
            advance()
        }
        return (id.index, isImport && last != .leftBrace ? nil : token.end)
    }
}

// Contents.

extension IRParser {
    mutating func parseDeclaration(_ item: Item) throws(IRSyntaxError) {
        let start = token.start
        advance()
        switch item.kind {
        case .module: try parseModule(start)
        case .memory: try parseMemory(start)
        case .file: try parseFileName()
        case .layout: try parseLayout(LayoutID(index: item.index))
        case .service: try parseService(ServiceID(index: item.index))
        case .global: try parseGlobal(GlobalID(index: item.index))
        case .root: try parseRoot(RootID(index: item.index))
        case .message: try parseMessage()
        case .debug: try parseDebugType()
        case .metadata:
            let kind = try string()
            module.metadata.append(Metadata(kind: kind, text: try string()))
        case .function, .import:
            if item.kind == .import { try expect("func") }
            try parseFunctionHeader(FunctionID(index: item.index))
        }
    }

    private mutating func parseModule(_ start: Int) throws(IRSyntaxError) {
        let name = try string()
        if let first = spans.module { throw .at(.duplicate("module line", span(from: start), first: first)) }
        spans.module = span(from: start)
        module.name = name
    }

    private mutating func parseMemory(_ start: Int) throws(IRSyntaxError) {
        try expect("size")
        let size = try number(.max)
        try expect("stack")
        let stackTop = try number(.max)
        try expect("pointer")
        let pointerBytes = Int(try number(UInt64(UInt8.max)))
        if let first = spans.memory { throw .at(.duplicate("memory line", span(from: start), first: first)) }
        spans.memory = span(from: start)
        module.memory = MemoryModel(size: size, stackTop: stackTop, pointerBytes: pointerBytes)
    }

    private mutating func parseFileName() throws(IRSyntaxError) {
        let place = span(token)
        let number = try number32()
        let name = try string()
        guard Int(number) == module.files.count else { throw .at(.outOfOrder("file", module.files.count, place)) }
        module.files.append(name)
    }

    private mutating func parseLayout(_ id: LayoutID) throws(IRSyntaxError) {
        advance()
        let parent = accept("extends") ? try layoutName() : nil
        try expect(.leftBrace)
        var fields: [Field] = []
        if token.kind != .rightBrace {
            repeat {
                let name = token.kind == .string ? try string() : text(try expect(.word))
                try expect(.colon)
                fields.append(Field(name: name, type: try type()))
            } while accept(.comma)
        }
        try expect(.rightBrace)
        let elements = accept("of") ? try type() : nil
        module.layouts[id] = ObjectLayout(
            name: module.layouts[id].name, extends: parent, fields: fields, elements: elements)
    }

    /// `message "at:" = $list @list.at, other @does_not_understand`.
    private mutating func parseMessage() throws(IRSyntaxError) {
        let place = span(token)
        let id = selectorID(try string())
        guard module.selectors[id].methods.isEmpty else {
            throw .at(.duplicate("message '\(module.selectors[id].name.shortened)'", place, first: nil))
        }
        try expect(.equals)
        repeat {
            let receiver = try receiver()
            module.selectors[id].methods.append(Selector.Method(receiver, try function()))
        } while accept(.comma)
    }

    private mutating func receiver() throws(IRSyntaxError) -> Receiver {
        if accept("i64") { return .integer }
        if accept("f64") { return .float }
        if accept("nil") { return .null }
        if accept("closure") { return .closure }
        if accept("other") { return .other }
        guard token.kind == .layout else {
            throw expected("'i64', 'f64', 'nil', 'closure', 'other' or a layout such as '$pair'")
        }
        return .layout(try layoutName())
    }

    private mutating func parseService(_ id: ServiceID) throws(IRSyntaxError) {
        advance()
        try expect(.equals)
        module.services[id].number = try number32()
        module.services[id].parameters = try types()
        try expect(.arrow)
        module.services[id].results = try types()
        if accept("reads") { module.services[id].effects.insert(.reads) }
        if accept("writes") { module.services[id].effects.insert(.writes) }
        if accept("noreturn") { module.services[id].effects.insert(.terminates) }
    }

    private mutating func parseGlobal(_ id: GlobalID) throws(IRSyntaxError) {
        let name = module.globals[id].name
        advance()
        try expect("size")
        var global = Global(name: name, size: try number32())
        try expect("align")
        global.alignment = try number32()
        if accept("at") { global.address = try number32() }
        global.isConstant = accept("constant")
        if accept("export") { global.linkage = .export } else if accept("import") { global.linkage = .import }
        global.declaration = try declaration()
        if accept(.equals) {
            try expect("hex")
            let place = span(token)
            global.bytes = try hexBytes()
            guard global.bytes.count <= Int(global.size) else {
                throw .at(.bytesPastEnd(global.bytes.count, global.size, place))
            }
        }
        while accept("reloc") {
            let offset = try number32()
            let target = try relocationTarget()
            global.relocations.append(GlobalRelocation(offset: offset, target: target, addend: try self.offset()))
        }
        module.globals[id] = global
    }

    private mutating func relocationTarget() throws(IRSyntaxError) -> GlobalRelocation.Target {
        if accept("func") { return .function(try function()) }
        return .global(try global())
    }

    private mutating func parseFunctionHeader(_ id: FunctionID) throws(IRSyntaxError) {
        advance()
        module.functions[id].signature = try signature()
        let isImport = module.functions[id].linkage == .import
        if !isImport, accept("export") { module.functions[id].linkage = .export }
        while token.kind == .word, !isWord("debug") {
            guard let attribute = FunctionAttributes.names.first(where: { $0.1 == text })?.0 else {
                throw expected("a function attribute")
            }
            module.functions[id].attributes.insert(attribute)
            advance()
        }
        module.functions[id].declaration = try declaration()
        if !isImport { try expect(.leftBrace) }
    }
}

// Types, signatures and references.

extension IRParser {
    private static let scalars = Dictionary(uniqueKeysWithValues: Type.scalars.map { ($0.scalarName ?? "", $0) })

    mutating func type() throws(IRSyntaxError) -> Type {
        if token.kind == .layout { return .ref(try layoutName()) }
        guard token.kind == .word else { throw expected("a type") }
        guard let type = IRParser.scalars[text] else { throw .at(.unknownType(text, span(token))) }
        advance()
        return type
    }

    private mutating func layoutName() throws(IRSyntaxError) -> LayoutID {
        let place = span(token)
        let name = try name(.layout)
        guard let layout = layouts[name] else {
            throw .at(.undeclared("layout", "$", name, near: module.layouts.values.lazy.map(\.name), place))
        }
        return layout
    }

    /// `(TYPE, …)`.
    mutating func types() throws(IRSyntaxError) -> [Type] {
        try list { parser throws(IRSyntaxError) in try parser.type() }
    }

    /// `(ELEMENT, …)`.
    mutating func list<Element>(
        _ element: (inout IRParser) throws(IRSyntaxError) -> Element
    ) throws(IRSyntaxError) -> [Element] {
        try expect(.leftParenthesis)
        var elements: [Element] = []
        if token.kind != .rightParenthesis {
            repeat { elements.append(try element(&self)) } while accept(.comma)
        }
        try expect(.rightParenthesis)
        return elements
    }

    mutating func signature() throws(IRSyntaxError) -> Signature {
        let parameters = try types()
        try expect(.arrow)
        var signature = Signature(parameters: parameters, results: try types())
        if accept("was") {
            let written = try types()
            try expect(.arrow)
            signature.written = SignatureTypes(parameters: written, results: try types())
        }
        guard accept("regs") else { return signature }
        try expect(.leftParenthesis)
        let parameterRegisters = try registers()
        try expect(.arrow)
        let resultRegisters = try registers()
        try expect("clobbers")
        let clobbers = try number32()
        try expect(.rightParenthesis)
        signature.convention = .registers(
            FixedRegisters(parameters: parameterRegisters, results: resultRegisters, clobbers: clobbers))
        return signature
    }

    private mutating func registers() throws(IRSyntaxError) -> [UInt8] {
        try list { parser throws(IRSyntaxError) in UInt8(try parser.number(UInt64(UInt8.max))) }
    }

    mutating func function() throws(IRSyntaxError) -> FunctionID {
        let place = span(token)
        let name = try name(.symbol)
        guard let id = functions[name] else {
            throw .at(.undeclared("function", "@", name, near: module.functions.values.lazy.map(\.name), place))
        }
        return id
    }

    mutating func global() throws(IRSyntaxError) -> GlobalID {
        let place = span(token)
        let name = try name(.symbol)
        guard let id = globals[name] else {
            throw .at(.undeclared("global", "@", name, near: module.globals.values.lazy.map(\.name), place))
        }
        return id
    }

    mutating func service() throws(IRSyntaxError) -> ServiceID {
        let place = span(token)
        let name = try name(.symbol)
        guard let id = services[name] else {
            throw .at(.undeclared("service", "@", name, near: module.services.values.lazy.map(\.name), place))
        }
        return id
    }
}

extension Diagnostic {
    static func duplicate(_ what: String, _ span: SourceSpan, first: SourceSpan?) -> Diagnostic {
        .error("E3009", "a second \(what)", at: span, notes: [DiagnosticNote("the first one", at: first)])
    }

    static func undeclared(
        _ what: String, _ sigil: String, _ name: String, near names: some Sequence<String>, _ span: SourceSpan
    ) -> Diagnostic {
        .error(
            "E3010", "the module declares no \(what) '\(sigil)\(name.shortened)'", at: span,
            notes: suggestions(for: name, among: names, sigil))
    }

    static func unknownType(_ name: String, _ span: SourceSpan) -> Diagnostic {
        .error(
            "E3011", "'\(name.shortened)' is no type", at: span,
            notes: suggestions(for: name, among: Type.scalars.compactMap(\.scalarName)))
    }

    /// A note with the name that a mistyped one most likely stands for.
    static func suggestions(
        for name: String, among names: some Sequence<String>, _ sigil: String = ""
    ) -> [DiagnosticNote] {
        guard name.utf8.count <= 100, let near = NearestName.find(name, among: names) else { return [] }
        return [DiagnosticNote("did you mean '\(sigil)\(near)'?")]
    }

    static func outOfOrder(_ what: String, _ number: Int, _ span: SourceSpan) -> Diagnostic {
        .error("E3012", "\(what) numbers count up: this must be number \(number)", at: span)
    }

    static func tooManyLayouts(_ span: SourceSpan) -> Diagnostic {
        .error("E3013", "a module has at most \(Type.layoutLimit) layouts", at: span)
    }

    static func bytesPastEnd(_ count: Int, _ size: UInt32, _ span: SourceSpan) -> Diagnostic {
        .error("E3014", "\(count) bytes do not fit a global of \(size)", at: span)
    }
}

extension String {
    /// At most the first 60 characters, for messages.
    var shortened: String { utf8.count <= 60 ? self : "\(prefix(60))…" }
}
