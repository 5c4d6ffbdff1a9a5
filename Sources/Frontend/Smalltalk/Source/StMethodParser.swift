// Methods of Smalltalk source: the pattern, attributes, variables and statements.

import Support

extension StParser {
    /// A pattern and the method's brackets. Mistakes within the brackets are reported here.
    mutating func method(_ body: StClassBody, _ log: inout DiagnosticLog) throws(Diagnostic) {
        let (selector, parameters) = try pattern()
        let opening = token
        guard token.kind == .open(.square) else { throw unexpected("'[' behind the name of a method") }
        let start = (scanner, token, following)
        var method = StMethod(
            className: body.name, isMeta: body.isMeta, selector: selector, parameters: parameters)
        (depth, blockCount) = (0, 0)
        do throws(Diagnostic) {
            try checkNames(parameters)
            advance()
            try methodBody(&method)
            try close(.square, opening, "a statement or ']'")
            method.blockCount = blockCount
            method.size = lastEnd - opening.start
            file.methods.append(method)
        } catch {
            report(error, &log)
            (scanner, token, following) = start
            skipBrackets()
            if errorCount >= Self.mostErrors { cutOff() }
        }
    }

    mutating func pattern() throws(Diagnostic) -> (selector: StasmName, parameters: [StasmName]) {
        let start = token
        switch token.kind {
        case .identifier:
            advance()
            return (StasmName(text(start), span(start)), [])
        case .binary:
            advance()
            return (StasmName(text(start), span(start)), [try name("the name of the argument")])
        case .keyword:
            var selector = ""
            var parameters: [StasmName] = []
            while token.kind == .keyword {
                selector += text(token)
                advance()
                parameters.append(try name("the name of the argument"))
            }
            return (StasmName(selector, span(start)), parameters)
        case .number, .character, .string, .symbol, .quotedSymbol, .assign, .caret, .colon, .period, .semicolon,
            .open, .close, .openArray, .openBytes, .end, .unknown, .openString, .openComment:
            throw unexpected("a method, variables or ']'")
        }
    }

    mutating func methodBody(_ method: inout StMethod) throws(Diagnostic) {
        while true {
            if isSign("|") {
                let names = try variables()
                method.temporaries += names
                try checkNames(method.temporaries, apart: method.parameters)
            } else if isSign("<"), following.kind == .keyword {
                try attribute(&method)
            } else {
                break
            }
        }
        method.body = try statements()
    }

    /// `| a b |`.
    mutating func variables() throws(Diagnostic) -> [StasmName] {
        let opening = token
        advance()
        var names: [StasmName] = []
        while token.kind == .identifier {
            names.append(StasmName(text(token), span(token)))
            advance()
        }
        guard isSign("|") else {
            var error = unexpected("a variable or '|'")
            error.notes.append(DiagnosticNote("the variables begin here", at: span(opening)))
            throw error
        }
        advance()
        return names
    }

    /// Throws E2725 where a name is there twice, or is a word with a meaning of its own.
    func checkNames(_ names: [StasmName], apart others: [StasmName] = []) throws(Diagnostic) {
        for (number, name) in names.enumerated() {
            if StReserved(rawValue: name.text) != nil {
                throw .stName("'\(name.text)' is no name for a variable or a class", name.span)
            }
            if let first = (others + names[..<number]).first(where: { $0.text == name.text }) {
                throw .stName(
                    "the variable '\(name.text)' is here twice", name.span,
                    notes: [DiagnosticNote("the first is here", at: first.span)])
            }
        }
    }

    // MARK: Attributes

    private static let attributes = ["primitive:", "primitive:module:", "comment:", "category:"]
    private static let lastPrimitive: Int64 = 8191

    /// `<primitive: 60>` and the like.
    private mutating func attribute(_ method: inout StMethod) throws(Diagnostic) {
        advance()
        let first = token
        var selector = ""
        var values: [(literal: StasmLiteral, token: StToken)] = []
        while token.kind == .keyword {
            selector += text(token)
            advance()
            let start = token
            guard let value = try literal() else { throw unexpected("a literal") }
            values.append((value, start))
        }
        guard isSign(">") else { throw unexpected("'>'") }
        let end = token
        switch selector {
        case "primitive:":
            guard case .integer(let integer) = values[0].literal, let number = integer.value,
                (1...Self.lastPrimitive).contains(number)
            else { throw .stClass("primitives have numbers from 1 to \(Self.lastPrimitive)", span(values[0].token)) }
            try checkFirst(method, first)
            method.primitive = .number(Int(number))
        case "primitive:module:":
            guard case .string(let function) = values[0].literal, case .string(let module) = values[1].literal else {
                throw .stClass("the names of a function and a module are strings", span(values[0].token))
            }
            try checkFirst(method, first)
            method.primitive = .function(function, module: module)
        case "comment:", "category:": break
        default: throw .unknownAttribute(selector, span(first), among: Self.attributes)
        }
        guard token == end else { throw unexpected("'>'") }
        advance()
    }

    private func checkFirst(_ method: StMethod, _ token: StToken) throws(Diagnostic) {
        guard method.primitive != nil else { return }
        throw .stClass("a method has one primitive", span(token))
    }

    // MARK: Statements

    /// Up to a closing bracket, which is not taken.
    mutating func statements() throws(Diagnostic) -> [StStatement] {
        var result: [StStatement] = []
        while true {
            switch token.kind {
            case .period:
                advance()
                continue
            case .close, .end: return result
            case .identifier, .keyword, .binary, .number, .character, .string, .symbol, .quotedSymbol, .assign, .caret,
                .colon, .semicolon, .open, .openArray, .openBytes, .unknown, .openString, .openComment:
                break
            }
            let start = token
            let isReturn = take(.caret)
            let value = try expression()
            result.append(StStatement(isReturn: isReturn, value: value, span: span(start)))
            switch token.kind {
            case .close, .end, .period: break
            case .identifier, .keyword, .binary, .number, .character, .string, .symbol, .quotedSymbol, .assign, .caret,
                .colon, .semicolon, .open, .openArray, .openBytes, .unknown, .openString, .openComment:
                throw unexpected("'.' between statements")
            }
            if isReturn, token.kind == .period, isStatement(following) {
                throw .stSyntax(
                    "nothing behind '^' is reached", span(following),
                    notes: [DiagnosticNote("the method ends here", at: span(start))])
            }
        }
    }

    private func isStatement(_ token: StToken) -> Bool {
        switch token.kind {
        case .close, .end, .period: false
        case .identifier, .keyword, .binary, .number, .character, .string, .symbol, .quotedSymbol, .assign, .caret,
            .colon, .semicolon, .open, .openArray, .openBytes, .unknown, .openString, .openComment:
            true
        }
    }
}

/// Words that are no names.
enum StReserved: String {
    case `self`, `super`, `nil`, `true`, `false`, thisContext
}

extension Diagnostic {
    static func stName(_ message: String, _ span: SourceSpan, notes: [DiagnosticNote] = []) -> Diagnostic {
        .error("E2725", message, at: span, notes: notes)
    }
}
