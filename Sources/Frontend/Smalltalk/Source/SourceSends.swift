// The messages that a method's source sends, in the order in which compilers write them down: what tells where an
// instruction of a method of an image comes from.

import Support

struct SourceSends {
    /// Spans count from the start of the method's text.
    private(set) var sends: [(selector: String, span: SourceSpan)] = []

    /// The messages of a method without a class around it, with the method's own selector; nil for a text that is none.
    static func read(
        _ text: [UInt8], file: SourceFileID
    ) -> (selector: StasmName, sends: [(selector: String, span: SourceSpan)])? {
        var scanner = StScanner(text, file)
        scanner.assignsByUnderscore = true
        let first = scanner.next()
        let second = scanner.next()
        var parser = StParser(scanner: scanner, token: first, following: second)
        guard let (selector, parameters) = try? parser.pattern() else { return nil }
        var method = StMethod(className: selector, isMeta: false, selector: selector, parameters: parameters)
        // What is not understood is left out: the method is known all the same.
        guard (try? parser.methodBody(&method)) != nil, parser.token.kind == .end else { return (selector, []) }
        var found = SourceSends()
        found.visit(method.body)
        return (selector, found.sends)
    }

    private mutating func visit(_ statements: [StStatement]) {
        for statement in statements { visit(statement.value) }
    }

    private mutating func visit(_ expression: StExpression) {
        switch expression {
        case .literal, .variable: break
        case .assignment(_, let value): visit(value)
        case .sends(let receiver, let messages), .cascade(let receiver, let messages):
            visit(receiver)
            for message in messages { visit(message) }
        case .block(let block): visit(block.body)
        case .brace(let values, _): for value in values { visit(value) }
        }
    }

    private mutating func visit(_ message: StMessage) {
        if case .range(let limit, _, let body) = StInlined(message, to: nil) {
            visit(limit)
            sends.append(("<=", message.span))
            visit(body.body)
            sends.append(("+", message.span))
        } else {
            for argument in message.arguments { visit(argument) }
        }
        sends.append((message.selector, message.span))
    }
}
