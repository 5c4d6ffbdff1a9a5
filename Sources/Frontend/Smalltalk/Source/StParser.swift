// Reads Smalltalk source: classes and their methods. A method that is wrong is reported and left out; what is behind
// its brackets is read all the same.

import Support

package struct StParser {
    var scanner: StScanner
    var token: StToken
    /// The token behind `token`.
    var following: StToken
    /// Where the token before `token` ends.
    var lastEnd = 0
    var file = StFile()
    /// How many brackets are open around the expression.
    var depth = 0
    /// Blocks of the method so far.
    var blockCount = 0
    private(set) var errorCount = 0
    /// Whether the text ended in something that has been reported.
    private(set) var isCutOff = false

    /// Brackets within brackets go so deep.
    static let deepest = 64
    /// No more mistakes are looked for behind so many.
    static let mostErrors = 50

    /// What the text says; not all of it when errors are reported (E2720 to E2722, E2725, E2727, E2729).
    package static func parse(_ text: [UInt8], file: SourceFileID, log: inout DiagnosticLog) -> StFile {
        var scanner = StScanner(text, file)
        let first = scanner.next()
        let second = scanner.next()
        var parser = StParser(scanner: scanner, token: first, following: second)
        parser.run(&log)
        return parser.file
    }

    init(scanner: StScanner, token: StToken, following: StToken) {
        self.scanner = scanner
        self.token = token
        self.following = following
    }

    private mutating func run(_ log: inout DiagnosticLog) {
        while token.kind != .end, errorCount < Self.mostErrors {
            let start = token.start
            // Text between classes that comes from an earlier mistake, as a bracket too many, is none of its own.
            let isLost = errorCount > 0 && !isItem
            do throws(Diagnostic) {
                try item(&log)
            } catch {
                if !isLost { report(error, &log) }
                if token.start == start { advance() }
                while token.kind != .end, !isItem { advance() }
            }
        }
    }

    /// Whether a class or more methods of one seem to begin here.
    private var isItem: Bool {
        guard token.kind == .identifier else { return false }
        switch following.kind {
        case .keyword: return text(following) == "subclass:"
        case .identifier:
            if isWord("extend", following) { return true }
            var copy = scanner
            let third = copy.next()
            return isWord("class", following) && (isWord("extend", third) || isMethodArrow(third))
        case .binary, .number, .character, .string, .symbol, .quotedSymbol, .assign, .caret, .colon, .period,
            .semicolon, .open, .close, .openArray, .openBytes, .end, .unknown, .openString, .openComment:
            return false
        }
    }

    mutating func report(_ diagnostic: Diagnostic, _ log: inout DiagnosticLog) {
        errorCount += 1
        log.report(diagnostic)
    }

    // MARK: Tokens

    mutating func advance() {
        lastEnd = token.end
        token = following
        following = scanner.next()
    }

    func span(_ token: StToken) -> SourceSpan { SourceSpan(file: scanner.file, start: token.start, end: token.end) }

    /// From a place to the end of the last token.
    func span(from start: Int) -> SourceSpan {
        SourceSpan(file: scanner.file, start: start, end: max(start, lastEnd))
    }

    func bytes(_ token: StToken) -> ArraySlice<UInt8> { scanner.text[token.start..<token.end] }

    func text(_ token: StToken) -> String { String(decoding: bytes(token), as: UTF8.self) }

    /// Whether the token is a binary selector of one sign.
    func isSign(_ sign: Unicode.Scalar, _ token: StToken) -> Bool {
        token.kind == .binary && token.end == token.start + 1 && scanner.text[token.start] == UInt8(ascii: sign)
    }

    func isSign(_ sign: Unicode.Scalar) -> Bool { isSign(sign, token) }

    func isMethodArrow(_ token: StToken) -> Bool { token.kind == .binary && text(token) == ">>" }

    func isWord(_ word: String, _ token: StToken) -> Bool { token.kind == .identifier && text(token) == word }

    mutating func take(_ kind: StToken.Kind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    mutating func name(_ what: String) throws(Diagnostic) -> StasmName {
        guard token.kind == .identifier else { throw unexpected(what) }
        let name = StasmName(text(token), span(token))
        advance()
        return name
    }

    /// What is wrong with the token where `what` should be.
    func unexpected(_ what: String) -> Diagnostic {
        switch token.kind {
        case .openString: .stOpen("a string without its end \"'\"", span(atStart: token))
        case .openComment: .stOpen("a comment without its end '\"'", span(atStart: token))
        case .unknown: .stSyntax("a character that means nothing here", span(token))
        case .end: .stSyntax("expected \(what), but the file ends", span(atStart: token))
        case .identifier, .keyword, .binary, .number, .character, .string, .symbol, .quotedSymbol, .assign, .caret,
            .colon, .period, .semicolon, .open, .close, .openArray, .openBytes:
            .stSyntax("expected \(what)", span(token))
        }
    }

    private func span(atStart token: StToken) -> SourceSpan {
        SourceSpan(file: scanner.file, start: token.start, end: min(token.start + 1, token.end))
    }

    /// Throws E2722 with the place of the opening bracket when there is no closing one.
    mutating func close(_ bracket: StToken.Bracket, _ opening: StToken, _ what: String) throws(Diagnostic) {
        if take(.close(bracket)) { return }
        if case .close = token.kind {
            throw .stSyntax(
                "expected '\(bracket.closing)'", span(token),
                notes: [DiagnosticNote("which is to end this", at: span(opening))])
        }
        guard token.kind == .end else { throw unexpected(what) }
        throw .stOpen("this has no '\(bracket.closing)'", span(opening))
    }

    /// Goes on behind the bracket that ends the open one at the token, or to the end where there is none.
    mutating func skipBrackets() {
        var open = 0
        while token.kind != .end {
            let kind = token.kind
            advance()
            if kind == .open(.square) || kind == .openBytes { open += 1 }
            if kind == .close(.square) { open -= 1 }
            if open <= 0 { return }
        }
        isCutOff = true
    }

    /// Goes to the end.
    mutating func cutOff() {
        isCutOff = true
        while token.kind != .end { advance() }
    }
}

extension Diagnostic {
    static func stSyntax(_ message: String, _ span: SourceSpan, notes: [DiagnosticNote] = []) -> Diagnostic {
        .error("E2720", message, at: span, notes: notes)
    }

    static func stOpen(_ message: String, _ span: SourceSpan) -> Diagnostic { .error("E2722", message, at: span) }
}
