// Expressions of Smalltalk source: unary messages bind tighter than binary ones, those tighter than keyword messages.

import Support

extension StParser {
    mutating func expression() throws(Diagnostic) -> StExpression {
        var targets: [StasmName] = []
        while token.kind == .identifier, following.kind == .assign {
            targets.append(StasmName(text(token), span(token)))
            advance()
            advance()
        }
        let value = try cascade()
        if token.kind == .assign {
            throw .error("E2724", "only variables are assigned to", at: value.span)
        }
        return targets.isEmpty ? value : .assignment(targets, value)
    }

    /// Notes a bracket at the token. Throws E2727 where there are too many.
    mutating func enter() throws(Diagnostic) {
        guard depth < Self.deepest else {
            throw .error("E2727", "brackets are more than \(Self.deepest) deep here", at: span(token))
        }
        depth += 1
    }

    private mutating func cascade() throws(Diagnostic) -> StExpression {
        let receiver = try primary()
        var messages = try unaryMessages()
        messages += try binaryMessages()
        if token.kind == .keyword { messages.append(try keywordMessage()) }
        guard token.kind == .semicolon else { return messages.isEmpty ? receiver : .sends(receiver, messages) }
        guard let last = messages.popLast() else {
            throw .stSyntax("a ';' behind no message", span(token))
        }
        var cascaded = [last]
        while take(.semicolon) { cascaded.append(try message()) }
        return .cascade(messages.isEmpty ? receiver : .sends(receiver, messages), cascaded)
    }

    // MARK: Messages

    private mutating func unaryMessages() throws(Diagnostic) -> [StMessage] {
        var messages: [StMessage] = []
        while token.kind == .identifier {
            if following.kind == .assign { break }
            messages.append(StMessage(selector: text(token), arguments: [], span: span(token)))
            advance()
        }
        return messages
    }

    private mutating func binaryMessages() throws(Diagnostic) -> [StMessage] {
        var messages: [StMessage] = []
        while token.kind == .binary { messages.append(try binaryMessage()) }
        return messages
    }

    private mutating func binaryMessage() throws(Diagnostic) -> StMessage {
        let selector = token
        advance()
        let receiver = try primary()
        let messages = try unaryMessages()
        let argument = messages.isEmpty ? receiver : StExpression.sends(receiver, messages)
        return StMessage(selector: text(selector), arguments: [argument], span: span(selector))
    }

    private mutating func keywordMessage() throws(Diagnostic) -> StMessage {
        let start = token
        var selector = ""
        var arguments: [StExpression] = []
        while token.kind == .keyword {
            selector += text(token)
            advance()
            let receiver = try primary()
            var messages = try unaryMessages()
            messages += try binaryMessages()
            arguments.append(messages.isEmpty ? receiver : .sends(receiver, messages))
        }
        return StMessage(selector: selector, arguments: arguments, span: span(start))
    }

    /// A message of a cascade.
    private mutating func message() throws(Diagnostic) -> StMessage {
        switch token.kind {
        case .identifier:
            let start = token
            advance()
            return StMessage(selector: text(start), arguments: [], span: span(start))
        case .binary: return try binaryMessage()
        case .keyword: return try keywordMessage()
        case .number, .character, .string, .symbol, .quotedSymbol, .assign, .caret, .colon, .period, .semicolon,
            .open, .close, .openArray, .openBytes, .end, .unknown, .openString, .openComment:
            throw unexpected("a message behind ';'")
        }
    }

    // MARK: Primaries

    private mutating func primary() throws(Diagnostic) -> StExpression {
        let start = token
        switch token.kind {
        case .identifier:
            advance()
            return .variable(StasmName(text(start), span(start)))
        case .open(.round):
            try enter()
            defer { depth -= 1 }
            advance()
            let value = try expression()
            try close(.round, start, "an expression or ')'")
            return value
        case .open(.square): return .block(try block())
        case .open(.curly): return try brace()
        case .number, .character, .string, .symbol, .quotedSymbol, .openArray, .openBytes, .binary:
            guard let value = try literal() else { throw unexpected("an expression") }
            return .literal(value, span(from: start.start))
        case .keyword, .assign, .caret, .colon, .period, .semicolon, .close, .end, .unknown, .openString,
            .openComment:
            throw unexpected("an expression")
        }
    }

    private mutating func brace() throws(Diagnostic) -> StExpression {
        try enter()
        defer { depth -= 1 }
        let opening = token
        advance()
        var values: [StExpression] = []
        while token.kind != .close(.curly), token.kind != .end {
            values.append(try expression())
            guard take(.period) else { break }
        }
        try close(.curly, opening, "'.' or '}'")
        return .brace(values, span(from: opening.start))
    }

    private mutating func block() throws(Diagnostic) -> StBlock {
        try enter()
        defer { depth -= 1 }
        let opening = token
        advance()
        blockCount += 1
        let number = blockCount
        var parameters: [StasmName] = []
        while take(.colon) { parameters.append(try name("the name of an argument")) }
        // The bar may be left out where nothing follows.
        if !parameters.isEmpty, token.kind != .close(.square) {
            guard isSign("|") else { throw unexpected("'|' behind the arguments of a block") }
            advance()
        }
        try checkNames(parameters)
        var temporaries: [StasmName] = []
        while isSign("|") {
            temporaries += try variables()
            try checkNames(temporaries, apart: parameters)
        }
        let body = try statements()
        try close(.square, opening, "a statement or ']'")
        return StBlock(
            number: number, parameters: parameters, temporaries: temporaries, body: body,
            span: span(opening))
    }
}
