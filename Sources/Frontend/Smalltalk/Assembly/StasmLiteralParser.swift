// Reads numbers, names and literals of Smalltalk assembly.

import Support

extension StasmScanner {
    /// Literals within literals go so deep.
    static let deepestLiteral = 40

    // MARK: Numbers and names

    /// A number without a sign.
    mutating func number(_ what: String) throws(Diagnostic) -> Int {
        let start = place
        let digits = digits()
        guard !digits.isEmpty, !next.isASCIIWordByte || isAtEnd else {
            throw .stasmSyntax("expected \(what)", span(from: start))
        }
        guard digits.count <= 9, let value = Int(String(decoding: digits, as: UTF8.self)) else {
            throw .stasmRange("\(what) of more than nine digits", span(from: start))
        }
        skipBlanks()
        return value
    }

    mutating func signedNumber(_ what: String) throws(Diagnostic) -> Int {
        let isNegative = take("-")
        let value = try number(what)
        return isNegative ? -value : value
    }

    /// A word, or any text in quotes.
    mutating func name(_ what: String) throws(Diagnostic) -> StasmName {
        let start = place
        let text: String
        if let word = word() {
            text = word
        } else if let bytes = try quoted() {
            text = String(decoding: bytes, as: UTF8.self)
        } else {
            throw .stasmSyntax("expected \(what)", span(from: start))
        }
        let span = span(from: start)
        skipBlanks()
        return StasmName(text, span)
    }

    mutating func selector() throws(Diagnostic) -> [UInt8] {
        let start = place
        if let bytes = try quoted() ?? bareSelector().map(Array.init) {
            skipBlanks()
            return bytes
        }
        throw .stasmSyntax("expected a selector", span(from: start))
    }

    // MARK: Literals

    mutating func literal(depth: Int = 0) throws(Diagnostic) -> StasmLiteral {
        let start = place
        guard depth < Self.deepestLiteral else {
            throw .stasmDepth("literals go \(Self.deepestLiteral) deep at most", span(from: start))
        }
        let literal = try bareLiteral(depth)
        skipBlanks()
        return literal
    }

    private mutating func bareLiteral(_ depth: Int) throws(Diagnostic) -> StasmLiteral {
        let start = place
        switch next {
        case UInt8(ascii: "$"):
            _ = takeByte()
            guard let code = character() else { throw .stasmSyntax("expected a character", span(from: start)) }
            return .character(code)
        case UInt8(ascii: "#"):
            _ = takeByte()
            return try hashLiteral(start, depth)
        case UInt8(ascii: "{"):
            _ = takeByte()
            return try binding()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try numberLiteral()
        default: break
        }
        if let bytes = try quoted() { return .string(bytes) }
        switch word() {
        case "nil": return .nil
        case "true": return .true
        case "false": return .false
        case "char":
            skipBlanks()
            let code = try number("a character's number")
            guard code < 1 << 30 else { throw .stasmRange("a character above 1073741823", span(from: start)) }
            return .character(UInt32(code))
        case "float":
            skipBlanks()
            let bytes = try hexadecimal()
            guard bytes.count == 8 else { throw .stasmRange("the bits of a float are 16 digits", span(from: start)) }
            return .float(bytes.reduce(0) { $0 << 8 | UInt64($1) })
        case "object":
            skipBlanks()
            let name = try name("a class").text
            return .object(className: name, number: try number("an object's number"))
        case .some, nil: throw .stasmSyntax("expected a literal", span(from: start))
        }
    }

    private mutating func hashLiteral(_ start: Int, _ depth: Int) throws(Diagnostic) -> StasmLiteral {
        if take("(") {
            var elements: [StasmLiteral] = []
            skipLines()
            while !take(")") {
                guard !isAtEnd else { throw .stasmSyntax("an array without its ')'", span(from: start)) }
                elements.append(try literal(depth: depth + 1))
                skipLines()
            }
            return .array(elements)
        }
        if take("[") {
            var bytes: [UInt8] = []
            skipLines()
            while !take("]") {
                let place = place
                guard let byte = UInt8(exactly: try number("a byte or ']'")) else {
                    throw .stasmRange("a byte above 255", span(from: place))
                }
                bytes.append(byte)
                skipLines()
            }
            return .byteArray(bytes)
        }
        if let bytes = try quoted() ?? bareSelector().map(Array.init) { return .symbol(bytes) }
        throw .stasmSyntax("expected '(', '[' or a symbol behind '#'", span(from: start))
    }

    private mutating func binding() throws(Diagnostic) -> StasmLiteral {
        let start = place - 1
        skipBlanks()
        let isBare = next != UInt8(ascii: "'")
        let key = try name("a name or 'nil ->'")
        if isBare, key.text == "nil", take("-"), take(">") {
            skipBlanks()
            let name = try name("a class")
            let isMeta = nextWord() == "class" && word() != nil
            skipBlanks()
            guard take("}") else { throw .stasmSyntax("a binding without its '}'", span(from: start)) }
            return .classBinding(name.text, isMeta: isMeta)
        }
        guard take("}") else { throw .stasmSyntax("a binding without its '}'", span(from: start)) }
        return .binding(key.text)
    }

    private mutating func numberLiteral() throws(Diagnostic) -> StasmLiteral {
        let start = place
        let isNegative = take("-")
        let digits = digits()
        guard !digits.isEmpty else { throw .stasmSyntax("expected a number", span(from: start)) }
        guard next == UInt8(ascii: ".") else {
            guard !next.isASCIIWordByte || isAtEnd else {
                throw .stasmSyntax("expected a number", span(from: start))
            }
            guard digits.count <= StasmInteger.mostDigits else {
                throw .stasmRange("an integer of more than \(StasmInteger.mostDigits) digits", span(from: start))
            }
            return .integer(StasmInteger(isNegative: isNegative, digits: digits))
        }
        _ = take(".")
        guard !self.digits().isEmpty else { throw .stasmSyntax("a float without digits behind '.'", span(from: start)) }
        if take("e") {
            _ = take("-")
            guard !self.digits().isEmpty else { throw .stasmSyntax("an exponent without digits", span(from: start)) }
        }
        guard !next.isASCIIWordByte || isAtEnd else { throw .stasmSyntax("expected a number", span(from: start)) }
        guard let value = Double(String(decoding: text[start..<place], as: UTF8.self)), value.isFinite else {
            throw .stasmRange("a float that is too large", span(from: start))
        }
        return .float(value.bitPattern)
    }
}

extension Diagnostic {
    static func stasmRange(_ message: String, _ span: SourceSpan) -> Diagnostic { .error("E2711", message, at: span) }
    static func stasmDepth(_ message: String, _ span: SourceSpan) -> Diagnostic { .error("E2712", message, at: span) }
}
