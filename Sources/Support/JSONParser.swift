// Reads JSON from bytes, strictly (RFC 8259) or with the liberties of JSON5 that people want in files they write by
// hand.
// Malformed input throws the offset and a message; nesting is limited, so that no input exhausts the stack.

/// Text that is no JSON, and where it goes wrong.
public struct JSONSyntaxError: Error, Hashable, Sendable {
    public let offset: Int
    public let message: String
}

/// A recursive-descent parser over a byte array.
public struct JSONParser {
    /// What is accepted beyond RFC 8259.
    public enum Dialect: Sendable {
        case strict
        /// Also comments (`//`, `/* */`), trailing commas, keys without quotes, strings in single quotes.
        case json5
    }

    /// The greatest nesting of arrays and objects.
    public static let maximumDepth = 128

    private let bytes: [UInt8]
    private let dialect: Dialect
    private var position: Int
    private var depth = 0

    private init(_ bytes: [UInt8], at position: Int, _ dialect: Dialect) {
        self.bytes = bytes
        self.position = position
        self.dialect = dialect
    }

    /// Parses all of `bytes` as one value.
    public static func parse(_ bytes: [UInt8], _ dialect: Dialect = .strict) throws(JSONSyntaxError) -> JSONTree {
        let (value, end) = try parsePrefix(bytes, from: 0, dialect)
        var rest = JSONParser(bytes, at: end, dialect)
        try rest.skipSpace()
        guard rest.position == bytes.count else { throw rest.failure("text after the value") }
        return value
    }

    /// Parses one value that begins at `start` (spaces may stand before it); answers it and the offset after it.
    public static func parsePrefix(
        _ bytes: [UInt8], from start: Int, _ dialect: Dialect = .strict
    ) throws(JSONSyntaxError) -> (value: JSONTree, end: Int) {
        var parser = JSONParser(bytes, at: start, dialect)
        let value = try parser.value()
        return (value, parser.position)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ message: String) -> JSONSyntaxError { JSONSyntaxError(offset: position, message: message) }

    private mutating func skipSpace() throws(JSONSyntaxError) {
        while let byte = current {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case UInt8(ascii: "/") where dialect == .json5: try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONSyntaxError) {
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        if next == UInt8(ascii: "/") {
            while let byte = current, byte != 0x0A { position += 1 }
        } else if next == UInt8(ascii: "*") {
            let start = position
            position += 2
            while position + 1 < bytes.count,
                bytes[position] != UInt8(ascii: "*") || bytes[position + 1] != UInt8(ascii: "/")
            {
                position += 1
            }
            guard position + 1 < bytes.count else {
                throw JSONSyntaxError(offset: start, message: "comment without end")
            }
            position += 2
        } else {
            throw failure("unexpected '/'")
        }
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONTree {
        try skipSpace()
        guard let byte = current else { throw failure("a value was expected, but the text ends") }
        let start = position
        switch byte {
        case UInt8(ascii: "{"): return JSONTree(.object(try object()), offset: start)
        case UInt8(ascii: "["): return JSONTree(.array(try array()), offset: start)
        case UInt8(ascii: "\""): return JSONTree(.string(try string()), offset: start)
        case UInt8(ascii: "'") where dialect == .json5: return JSONTree(.string(try string()), offset: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSONTree(try number(), offset: start)
        default:
            if consume("true") { return JSONTree(.bool(true), offset: start) }
            if consume("false") { return JSONTree(.bool(false), offset: start) }
            if consume("null") { return JSONTree(.null, offset: start) }
            throw failure("a value was expected")
        }
    }

    private mutating func consume(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[position..<position + count]) }
        guard matches else { return false }
        if position + count < bytes.count, Self.isKeyByte(bytes[position + count]) { return false }
        position += count
        return true
    }

    private mutating func enter() throws(JSONSyntaxError) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw failure("nested deeper than \(Self.maximumDepth) levels") }
        position += 1
    }

    private mutating func array() throws(JSONSyntaxError) -> [JSONTree] {
        try enter()
        var elements: [JSONTree] = []
        while true {
            try skipSpace()
            if current == UInt8(ascii: "]"), elements.isEmpty || dialect == .json5 { break }
            elements.append(try value())
            if try !separator(closing: UInt8(ascii: "]")) { break }
        }
        position += 1
        depth -= 1
        return elements
    }

    private mutating func object() throws(JSONSyntaxError) -> [JSONMember] {
        try enter()
        var members: [JSONMember] = []
        while true {
            try skipSpace()
            if current == UInt8(ascii: "}"), members.isEmpty || dialect == .json5 { break }
            let start = position
            let key = try self.key()
            try skipSpace()
            guard current == UInt8(ascii: ":") else { throw failure("':' was expected after the key") }
            position += 1
            members.append(JSONMember(key: key, keyOffset: start, value: try value()))
            if try !separator(closing: UInt8(ascii: "}")) { break }
        }
        position += 1
        depth -= 1
        return members
    }

    /// Reads the comma between two elements; false, with the position at it, when `closing` stands there instead.
    private mutating func separator(closing: UInt8) throws(JSONSyntaxError) -> Bool {
        try skipSpace()
        if current == closing { return false }
        guard current == UInt8(ascii: ",") else {
            throw failure("',' or '\(Character(Unicode.Scalar(closing)))' was expected")
        }
        position += 1
        return true
    }

    private mutating func key() throws(JSONSyntaxError) -> String {
        if current == UInt8(ascii: "\"") || (current == UInt8(ascii: "'") && dialect == .json5) { return try string() }
        let start = position
        if dialect == .json5 {
            while let byte = current, Self.isKeyByte(byte) { position += 1 }
        }
        guard position > start else { throw failure("a key in quotes was expected") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default: false
        }
    }
}

// MARK: - Strings and numbers

extension JSONParser {
    private mutating func string() throws(JSONSyntaxError) -> String {
        let start = position
        let quote = bytes[position]
        position += 1
        var text: [UInt8] = []
        while let byte = current {
            if byte == quote {
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw JSONSyntaxError(offset: start, message: "string is not UTF-8")
                }
                return string
            }
            guard byte >= 0x20 else { throw failure("control character in a string") }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &text)
            } else {
                text.append(byte)
                position += 1
            }
        }
        throw JSONSyntaxError(offset: start, message: "string without end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
        guard position + 1 < bytes.count else { throw failure("string without end") }
        let byte = bytes[position + 1]
        let plain: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = byte
        case UInt8(ascii: "'") where dialect == .json5: plain = byte
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0C
        case UInt8(ascii: "n"): plain = 0x0A
        case UInt8(ascii: "r"): plain = 0x0D
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape()
            text.append(contentsOf: String(Character(scalar)).utf8)
            return
        default: throw failure("unknown escape")
        }
        text.append(plain)
        position += 2
    }

    /// Reads `\uXXXX`, or the two of a surrogate pair.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = position
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw JSONSyntaxError(offset: start, message: "half of a surrogate pair") }
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw JSONSyntaxError(offset: start, message: "half of a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
        guard position + 6 <= bytes.count else { throw failure("\\u needs four hexadecimal digits") }
        var value: UInt16 = 0
        for byte in bytes[position + 2..<position + 6] {
            guard let digit = byte.hexDigitValue else { throw failure("\\u needs four hexadecimal digits") }
            value = value << 4 | UInt16(digit)
        }
        position += 6
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONTree.Content {
        let start = position
        let isNegative = current == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let digits = position
        var magnitude = 0
        var overflows = false
        while let byte = current, let digit = byte.decimalDigitValue {
            let (product, first) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, second) = product.addingReportingOverflow(digit)
            overflows = overflows || first || second
            magnitude = sum
            position += 1
        }
        guard position > digits, bytes[digits] != UInt8(ascii: "0") || position == digits + 1 else {
            throw JSONSyntaxError(offset: start, message: "malformed number")
        }
        var isReal = overflows
        if current == UInt8(ascii: ".") {
            isReal = true
            position += 1
            try digitRun(start)
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isReal = true
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digitRun(start)
        }
        guard isReal else { return .integer(isNegative ? -magnitude : magnitude) }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite else {
            throw JSONSyntaxError(offset: start, message: "number out of range")
        }
        return .real(value)
    }

    private mutating func digitRun(_ start: Int) throws(JSONSyntaxError) {
        let first = position
        while let byte = current, byte.decimalDigitValue != nil { position += 1 }
        guard position > first else { throw JSONSyntaxError(offset: start, message: "malformed number") }
    }
}
