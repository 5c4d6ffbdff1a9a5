// Classes of Smalltalk source, in the syntax with brackets that GNU Smalltalk has.

import Support

/// What the parser knows of the class whose body it reads.
struct StClassBody {
    /// Nil where methods are added to a class that is there.
    var definition: StasmClass?
    let name: StasmName
    /// Whether methods and variables are the class's own.
    var isMeta = false
}

extension StParser {
    /// A class, more methods of one, or one method.
    mutating func item(_ log: inout DiagnosticLog) throws(Diagnostic) {
        guard token.kind == .identifier else {
            throw unexpected("a class: 'Object subclass: Name [', 'Name extend [' or 'Name class extend ['")
        }
        let name = StasmName(text(token), span(token))
        advance()
        if token.kind == .keyword, text(token) == "subclass:" {
            advance()
            return try newClass(name, &log)
        }
        var body = StClassBody(name: name)
        if isWord("class", token) {
            body.isMeta = true
            advance()
        }
        if isWord("extend", token) {
            advance()
            try self.body(&body, &log)
            return
        }
        guard isMethodArrow(token) else {
            throw unexpected("'subclass: Name [', 'extend [', 'class extend [' or '>> selector ['")
        }
        advance()
        try method(body, &log)
    }

    private mutating func newClass(_ parent: StasmName, _ log: inout DiagnosticLog) throws(Diagnostic) {
        let name = try name("the name of the new class")
        try checkNames([name])
        let isRoot = parent.text == "nil"
        var body = StClassBody(name: name)
        body.definition = StasmClass(name: name, superclass: isRoot ? nil : parent)
        do throws(Diagnostic) {
            try self.body(&body, &log)
        } catch {
            // The class is there all the same, so that its uses are no mistakes.
            if let definition = body.definition { file.classes.append(definition) }
            throw error
        }
        if let definition = body.definition { file.classes.append(definition) }
    }

    private mutating func body(_ body: inout StClassBody, _ log: inout DiagnosticLog) throws(Diagnostic) {
        let opening = token
        guard take(.open(.square)) else { throw unexpected("'['") }
        while token.kind != .close(.square), token.kind != .end { try element(&body, &log) }
        if isCutOff { return }
        try close(.square, opening, "a method, variables or ']'")
    }

    private mutating func element(_ body: inout StClassBody, _ log: inout DiagnosticLog) throws(Diagnostic) {
        if isSign("|"), !isBarMethod {
            return try instanceVariables(&body)
        }
        if isSign("<"), following.kind == .keyword {
            return try attribute(&body)
        }
        if token.kind == .identifier, following.kind == .assign {
            return try classVariable(&body)
        }
        if token.kind == .identifier, isWord("class", following) {
            return try classSide(&body, &log)
        }
        if token.kind == .identifier, isMethodArrow(following) {
            try checkName(body)
            advance()
            advance()
        }
        try method(body, &log)
    }

    /// Whether the bar at the token is a selector: `| other [`.
    private var isBarMethod: Bool {
        guard following.kind == .identifier else { return false }
        var copy = scanner
        return copy.next().kind == .open(.square)
    }

    private func checkName(_ body: StClassBody) throws(Diagnostic) {
        guard text(token) == body.name.text else {
            throw .stClass(
                "this is the body of '\(body.name.text)'", span(token),
                notes: [DiagnosticNote("methods of another class stand in its own brackets or in 'extend'")])
        }
    }

    /// `Name class >> selector [ … ]` or `Name class [ … ]`.
    private mutating func classSide(_ body: inout StClassBody, _ log: inout DiagnosticLog) throws(Diagnostic) {
        try checkName(body)
        let wasMeta = body.isMeta
        defer { body.isMeta = wasMeta }
        if wasMeta { throw .stClass("these are methods of the class already", span(following)) }
        advance()
        advance()
        body.isMeta = true
        if isMethodArrow(token) {
            advance()
            return try method(body, &log)
        }
        try self.body(&body, &log)
    }

    private mutating func instanceVariables(_ body: inout StClassBody) throws(Diagnostic) {
        let opening = token
        let names = try variables()
        try checkNames(names)
        guard body.definition != nil else {
            throw .stClass(
                "variables are declared where the class is, not in 'extend'", span(opening))
        }
        if body.isMeta {
            body.definition?.classInstanceVariables += names
        } else {
            body.definition?.instanceVariables += names
        }
    }

    /// `Name := literal.`
    private mutating func classVariable(_ body: inout StClassBody) throws(Diagnostic) {
        let name = try name("a variable")
        try checkNames([name])
        advance()
        guard body.definition != nil else {
            throw .stClass("variables are declared where the class is, not in 'extend'", name.span)
        }
        let start = token
        guard let value = try literal() else {
            throw .stClass("a class variable starts with a literal", span(start))
        }
        if token.kind != .close(.square), !take(.period) {
            throw .stClass("a class variable starts with a literal, and '.' behind it", span(token))
        }
        body.definition?.classVariables.append(name)
        body.definition?.classVariableValues.append(value)
    }

    // MARK: Attributes

    private static let ignored = ["comment:", "category:", "import:"]
    private static let shapes: [String: StasmShape?] = [
        "inherit": StasmShape?.none, "pointer": .indexable, "byte": .bytes, "character": .bytes, "word": .words,
    ]

    /// `<shape: #byte>` and the like, in a class.
    private mutating func attribute(_ body: inout StClassBody) throws(Diagnostic) {
        let start = token
        advance()
        let keyword = token
        advance()
        let value = token
        let literal = try literal()
        guard let literal, isSign(">") else { throw unexpected("a literal and '>'") }
        advance()
        let word = text(keyword)
        if Self.ignored.contains(word) { return }
        guard word == "shape:" else {
            throw .unknownAttribute(word, span(keyword), among: Self.ignored + ["shape:"])
        }
        guard body.definition != nil, !body.isMeta else {
            throw .stClass("a shape stands where the class is declared", span(start))
        }
        guard case .symbol(let bytes) = literal else { throw .stClass("a shape is a symbol", span(value)) }
        let name = String(decoding: bytes, as: UTF8.self)
        if let shape = Self.shapes[name] {
            body.definition?.shape = shape
        } else if let shape = StasmShape(rawValue: name) {
            body.definition?.shape = shape
        } else {
            let known = Self.shapes.keys.sorted() + StasmShape.allCases.map(\.rawValue)
            let nearest = NearestName.find(name, among: known)
            throw .stClass(
                "there is no shape '\(name)'", span(value),
                notes: nearest.map { [DiagnosticNote("did you mean '#\($0)'?")] }
                    ?? [DiagnosticNote("shapes are #pointer, #byte, #word and #inherit")])
        }
    }
}

extension Diagnostic {
    static func stClass(_ message: String, _ span: SourceSpan, notes: [DiagnosticNote] = []) -> Diagnostic {
        .error("E2729", message, at: span, notes: notes)
    }

    static func unknownAttribute(_ word: String, _ span: SourceSpan, among known: [String]) -> Diagnostic {
        let nearest = NearestName.find(word, among: known)
        return .stClass(
            "there is no attribute '<\(word)>'", span,
            notes: nearest.map { [DiagnosticNote("did you mean '<\($0)>'?")] } ?? [])
    }
}
