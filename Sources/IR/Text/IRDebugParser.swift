// Reads debug types, declarations, variables and bindings.

import Support

// Types and declarations.

extension IRParser {
    /// `debug tN = TYPE`; the word has been read.
    mutating func parseDebugType() throws(IRSyntaxError) {
        let place = span(token)
        let id = try debugType()
        guard id == module.debugTypes.nextID else {
            throw .at(.outOfOrder("debug type", module.debugTypes.count, place))
        }
        try expect(.equals)
        module.debugTypes.append(try debugTypeBody())
    }

    private mutating func debugType() throws(IRSyntaxError) -> DebugTypeID {
        guard let number = try numbered("t") else { throw expected("a debug type such as 't0'") }
        advance()
        return DebugTypeID(rawValue: number)
    }

    private mutating func debugTypeBody() throws(IRSyntaxError) -> DebugType {
        guard token.kind == .word else { throw expected("a kind of debug type") }
        if let encoding = DebugEncoding(rawValue: text) {
            advance()
            return .scalar(name: try string(), size: try number32(), encoding)
        }
        if accept("pointer") {
            let size = try number32()
            return .pointer(to: accept("to") ? try debugType() : nil, size: size)
        }
        if accept("struct") { return .structure(name: try string(), size: try number32(), members: try members()) }
        if accept("union") { return .union(name: try string(), size: try number32(), members: try members()) }
        if accept("enum") {
            return .enumeration(name: try string(), size: try number32(), enumerators: try enumerators())
        }
        if accept("array") {
            let count = try number32()
            try expect("of")
            return .array(of: try debugType(), count: count)
        }
        if accept("alias") {
            let name = try string()
            try expect("of")
            return .alias(name: name, try debugType())
        }
        if accept("opaque") { return .opaque(name: try string()) }
        if accept("function") { return try functionType() }
        if let qualifier = DebugQualifier(rawValue: text) {
            advance()
            try expect("of")
            return .qualified(qualifier, try debugType())
        }
        throw expected("a kind of debug type")
    }

    private mutating func functionType() throws(IRSyntaxError) -> DebugType {
        try expect(.leftParenthesis)
        var parameters: [DebugTypeID] = []
        if token.kind != .rightParenthesis {
            repeat { parameters.append(try debugType()) } while accept(.comma)
        }
        try expect(.rightParenthesis)
        let isVariadic = accept("variadic")
        let result = accept(.arrow) ? try debugType() : nil
        return .function(result: result, parameters: parameters, isVariadic: isVariadic)
    }

    private mutating func members() throws(IRSyntaxError) -> [DebugMember] {
        try braced { parser throws(IRSyntaxError) in
            let name = try parser.string()
            try parser.expect(.colon)
            let type = try parser.debugType()
            try parser.expect("at")
            let offset = try parser.number32()
            let bits = parser.accept("bits") ? try parser.bitField() : nil
            return DebugMember(name: name, type: type, offset: offset, bits: bits)
        }
    }

    /// `(FIRST, COUNT)`.
    private mutating func bitField() throws(IRSyntaxError) -> DebugBitField {
        try expect(.leftParenthesis)
        let first = try number32()
        try expect(.comma)
        let count = try number32()
        try expect(.rightParenthesis)
        return DebugBitField(first: first, count: count)
    }

    private mutating func enumerators() throws(IRSyntaxError) -> [DebugEnumerator] {
        try braced { parser throws(IRSyntaxError) in
            let name = try parser.string()
            try parser.expect(.colon)
            return DebugEnumerator(name: name, value: Int64(bitPattern: try parser.integer(bits: 64)))
        }
    }

    /// `{ ELEMENT, … }`.
    private mutating func braced<Element>(
        _ element: (inout IRParser) throws(IRSyntaxError) -> Element
    ) throws(IRSyntaxError) -> [Element] {
        try expect(.leftBrace)
        var elements: [Element] = []
        if token.kind != .rightBrace {
            repeat { elements.append(try element(&self)) } while accept(.comma)
        }
        try expect(.rightBrace)
        return elements
    }

    /// `debug "NAME" [tN] !FILE:LINE` behind a global or function, or nothing.
    mutating func declaration() throws(IRSyntaxError) -> DebugDeclaration? {
        guard accept("debug") else { return nil }
        let name = try string()
        let type = token.kind == .word ? try debugType() : nil
        try expect(.bang)
        let file = try number32()
        try expect(.colon)
        return DebugDeclaration(name: name, type: type, file: file, line: try number32())
    }
}

// Variables and bindings.

extension IRParser {
    /// A line of a body that starts with `debug`; the word has been read.
    mutating func parseDebugLine() throws(IRSyntaxError) {
        let place = span(token)
        guard let number = try numbered("d") else { throw expected("a debug variable such as 'd0'") }
        advance()
        guard let block = body.block else { return try parseDebugVariable(number, place) }
        guard Int(number) < body.function.debugVariables.count else {
            throw .at(.undefined("the debug variable d\(number)", place))
        }
        var binding = DebugBinding(DebugVariableID(rawValue: number), .none)
        if accept(.leftParenthesis) {
            binding.offset = try number32()
            try expect(.comma)
            binding.size = try number32()
            try expect(.rightParenthesis)
        }
        try expect(.equals)
        binding.place = try debugPlace()
        body.function.bind(binding, atEndOf: block)
    }

    private mutating func parseDebugVariable(_ number: UInt32, _ place: SourceSpan) throws(IRSyntaxError) {
        let next = body.function.debugVariables.count
        guard Int(number) == next else { throw .at(.outOfOrder("debug variable", next, place)) }
        let name = try string()
        let type = try debugType()
        let parameter = accept("parameter") ? try number32() : 0
        body.function.debugVariables.append(
            DebugVariable(name: name, type: type, location: try parseLocation(), parameter: parameter))
    }

    private mutating func debugPlace() throws(IRSyntaxError) -> DebugPlace {
        if accept("none") { return .none }
        if accept("at") {
            let base = try value()
            return .memory(base, try offset())
        }
        if accept("in") {
            if token.kind == .symbol {
                let home = try global()
                return .global(home, try offset())
            }
            let home = try slot()
            return .slot(home, try offset())
        }
        if token.kind == .word { return .value(try value()) }
        return .constant(try integer(bits: 64))
    }
}
