// Reads the text form of the IR, in time linear in the text. Every line stands for itself: after a mistake parsing goes
// on at the next line. Three passes, because any name may be used before it is declared: find the names, read the
// declarations, read the bodies.

import Support

/// What a top-level line declares.
enum IRDeclaration: String, CaseIterable, Sendable {
    case module, memory, file, layout, service, global, root, message, debug, metadata, function = "func", `import`
}

/// A mistake in the current line.
struct IRSyntaxError: Error {
    let diagnostic: Diagnostic
}

/// Parses modules; the state of one run.
public struct IRParser {
    /// A declaration found by the first pass.
    struct Item {
        let kind: IRDeclaration
        /// The byte where its line starts.
        let start: Int
        /// The number of the layout, service, global, root or function.
        let index: Int
        /// Where the body of a function starts.
        var body: Int?
    }

    /// The ids of declared names and the places of their declarations.
    struct Names<ID: EntityID> {
        private var ids: [String: ID] = [:]

        subscript(name: String) -> ID? { ids[name] }

        /// Answers whether `name` is new.
        mutating func declare(_ name: String, _ id: ID) -> Bool {
            if ids[name] != nil { return false }
            ids[name] = id
            return true
        }
    }

    /// How many mistakes are reported before parsing gives up.
    static let errorLimit = 50

    let file: SourceFileID
    var lexer: IRLexer
    /// The token to look at.
    var token: IRToken
    /// The end of the token before it.
    var previousEnd = 0
    var module = Module(name: "")
    var spans = IRSpans()
    var log = DiagnosticLog()
    var layouts = Names<LayoutID>()
    var services = Names<ServiceID>()
    var globals = Names<GlobalID>()
    var roots = Names<RootID>()
    var functions = Names<FunctionID>()
    var signatures: [Signature: SignatureID] = [:]
    var selectors: [String: SelectorID] = [:]
    var body = IRBody(Function(name: ""))
    /// Whether all declarations could be read; if not, the results of calls are unknown.
    var declarationsAreSound = true

    private init(_ text: [UInt8], _ file: SourceFileID) {
        self.file = file
        lexer = IRLexer(text)
        token = IRToken(kind: .lineEnd, start: 0, end: 0)
    }

    /// The module that `file` holds; nil when the log has errors.
    public static func parse(_ file: SourceFile, id: SourceFileID) -> (module: Module?, log: DiagnosticLog) {
        let result = parseWithSpans(file, id: id)
        return (result.module, result.log)
    }

    /// As `parse`, with the places of the declarations and instructions.
    public static func parseWithSpans(
        _ file: SourceFile, id: SourceFileID
    ) -> (module: Module?, spans: IRSpans, log: DiagnosticLog) {
        var parser = IRParser(file.text, id)
        parser.parseFile()
        return (parser.log.hasErrors ? nil : parser.module, parser.spans, parser.log)
    }

    private mutating func parseFile() {
        let items = findDeclarations()
        // How the fields of a root are written depends on its layout, which may be declared below it.
        for item in items.filter({ $0.kind != .root }) + items.filter({ $0.kind == .root }) where !isGivingUp {
            seek(item.start)
            parseLine { parser throws(IRSyntaxError) in try parser.parseDeclaration(item) }
        }
        declarationsAreSound = !log.hasErrors
        if spans.module == nil { report(.missingModule(SourceSpan(file: file, start: 0, end: 0))) }
        for item in items {
            guard let start = item.body, !isGivingUp else { continue }
            seek(start)
            parseBody(FunctionID(index: item.index))
        }
    }

    // The first pass.

    private mutating func findDeclarations() -> [Item] {
        var items: [Item] = []
        seek(lexer.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        while token.kind != .end, !isGivingUp {
            if token.kind == .lineEnd {
                advance()
                continue
            }
            var hasBody = isWord("func")
            parseLine { parser throws(IRSyntaxError) in
                let item = try parser.findDeclaration()
                hasBody = item.body != nil
                items.append(item)
            }
            if hasBody { skipBody() }
        }
        return items
    }

    private mutating func findDeclaration() throws(IRSyntaxError) -> Item {
        let start = token.start
        guard token.kind == .word, let kind = IRDeclaration(rawValue: text) else { throw expected("a declaration") }
        advance()
        var index = 0
        var body: Int?
        switch kind {
        case .module, .memory, .file, .message, .debug, .metadata: break
        case .layout: index = try declareLayout()
        case .service: index = try declareService()
        case .global: index = try declareGlobal()
        case .root: index = try declareRoot()
        case .function, .import: (index, body) = try declareFunction(isImport: kind == .import)
        }
        skipLine()
        return Item(kind: kind, start: start, index: index, body: body)
    }

    /// Goes past the lines of a body: to the line after its `}`, or to the next declaration when there is none.
    private mutating func skipBody() {
        while token.kind != .end {
            if token.kind == .rightBrace {
                skipLine()
                return
            }
            if startsNextDeclaration { return }
            if token.kind != .lineEnd { skipLine() }
            advance()
        }
    }

    /// Whether the line starts a declaration that cannot be an instruction: then the body before it lacks its `}`.
    var startsNextDeclaration: Bool {
        // Most lines of code start with a value: no need to look at their word.
        guard token.kind == .word, lexer.bytes[token.start] != UInt8(ascii: "v"),
            let first = IRDeclaration(rawValue: text)
        else { return false }
        switch first {
        case .module, .memory, .layout, .global, .root, .message, .metadata, .function, .import: return true
        case .service, .file, .debug: return false
        }
    }

    // Lines.

    /// Runs `parse` on one line, reports its mistake, and goes to the start of the next line.
    mutating func parseLine(_ parse: (inout IRParser) throws(IRSyntaxError) -> Void) {
        do throws(IRSyntaxError) {
            try parse(&self)
            if token.kind != .lineEnd, token.kind != .end { throw expected("the end of the line") }
        } catch {
            report(error.diagnostic)
        }
        if token.kind != .lineEnd, token.kind != .end { skipLine() }
        if token.kind == .lineEnd { advance() }
    }

    var isGivingUp: Bool { log.errorCount > IRParser.errorLimit }

    mutating func report(_ diagnostic: Diagnostic) {
        if log.errorCount < IRParser.errorLimit {
            log.report(diagnostic)
        } else if log.errorCount == IRParser.errorLimit {
            log.report(.tooManySyntaxErrors(diagnostic.span))
        }
    }

    // Tokens.

    mutating func seek(_ offset: Int) {
        lexer.seek(offset)
        token = lexer.next()
        previousEnd = offset
    }

    @inline(__always)
    mutating func advance() {
        previousEnd = token.end
        token = lexer.next()
    }

    mutating func skipLine() {
        lexer.seek(token.start)
        lexer.skipLine()
        token = lexer.next()
    }

    /// The bytes of the current token as text.
    var text: String { text(token) }

    func text(_ token: IRToken) -> String { String(decoding: lexer.bytes[token.start..<token.end], as: UTF8.self) }

    func span(_ token: IRToken) -> SourceSpan { SourceSpan(file: file, start: token.start, end: token.end) }

    /// From `start` to the end of the token before the current one.
    func span(from start: Int) -> SourceSpan { SourceSpan(file: file, start: start, end: max(start, previousEnd)) }

    /// Whether the current token is the word `word`.
    func isWord(_ word: StaticString) -> Bool {
        guard token.kind == .word, token.end - token.start == word.utf8CodeUnitCount else { return false }
        return text == "\(word)"
    }

    mutating func accept(_ kind: IRTokenKind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    mutating func accept(_ word: StaticString) -> Bool {
        guard isWord(word) else { return false }
        advance()
        return true
    }

    @discardableResult
    mutating func expect(_ kind: IRTokenKind) throws(IRSyntaxError) -> IRToken {
        guard token.kind == kind else { throw expected(kind.name) }
        let found = token
        advance()
        return found
    }

    mutating func expect(_ word: StaticString) throws(IRSyntaxError) {
        guard accept(word) else { throw expected("'\(word)'") }
    }

    func expected(_ wanted: String) -> IRSyntaxError { .at(.expected(wanted, found: describe(token), span(token))) }

    private func describe(_ token: IRToken) -> String {
        switch token.kind {
        case .word, .number, .symbol, .layout:
            token.end - token.start <= 60 ? "'\(text(token))'" : token.kind.name
        case .string, .comma, .dot, .colon, .equals, .plus, .minus, .bang, .arrow, .leftParenthesis, .rightParenthesis,
            .leftBrace,
            .rightBrace, .lineEnd, .end, .unterminated, .invalid:
            token.kind.name
        }
    }
}

extension IRSyntaxError {
    static func at(_ diagnostic: Diagnostic) -> IRSyntaxError { IRSyntaxError(diagnostic: diagnostic) }
}

extension Diagnostic {
    static func expected(_ wanted: String, found: String, _ span: SourceSpan) -> Diagnostic {
        .error("E3001", "expected \(wanted), found \(found)", at: span)
    }

    static func missingModule(_ span: SourceSpan) -> Diagnostic {
        .error("E3002", "the file has no line 'module \"NAME\"'", at: span)
    }

    static func tooManySyntaxErrors(_ span: SourceSpan?) -> Diagnostic {
        .error("E3003", "too many errors; the rest of the file is not read", at: span)
    }
}
