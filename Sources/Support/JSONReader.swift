// Reads JSON, and JSON5 where the dialect says so, from bytes. Never reads past the end, never recurses past the depth
// limit, and reports the first mistake as a `JSONError` with its place. Strings and numbers are read in
// JSONScalars.swift. Grammar: RFC 8259 and json5.org.

/// What a text may use beyond RFC 8259.
public struct JSONDialect: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `// …` and `/* … */`.
    public static let comments = JSONDialect(rawValue: 1)
    /// A comma after the last element or member.
    public static let trailingCommas = JSONDialect(rawValue: 2)
    /// Keys that are identifiers may stand without quotes.
    public static let unquotedKeys = JSONDialect(rawValue: 4)
    /// Strings and keys in single quotes, and the further escapes of JSON5 strings.
    public static let singleQuotes = JSONDialect(rawValue: 8)
    /// Hexadecimal numbers, a leading `+`, a leading or trailing point.
    public static let numbers = JSONDialect(rawValue: 16)

    /// Equal keys in one object, of which the last counts, as in most readers.
    public static let repeatedKeys = JSONDialect(rawValue: 32)

    public static let strict: JSONDialect = []
    public static let json5: JSONDialect = [.comments, .trailingCommas, .unquotedKeys, .singleQuotes, .numbers]
}

/// A cursor over a JSON text.
public struct JSONReader: Sendable {
    let bytes: [UInt8]
    let dialect: JSONDialect
    private let depthLimit: Int
    var offset = 0
    private var depth = 0

    private init(_ bytes: [UInt8], dialect: JSONDialect, depthLimit: Int) {
        self.bytes = bytes
        self.dialect = dialect
        self.depthLimit = depthLimit
    }

    /// Reads the one value that `bytes` holds.
    public static func read(
        _ bytes: [UInt8], dialect: JSONDialect = .strict, depthLimit: Int = 256
    ) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, dialect: dialect, depthLimit: depthLimit)
        // A byte order mark is no part of the text.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.offset = 3 }
        try reader.skipSpace()
        let value = try reader.value()
        try reader.skipSpace()
        guard reader.offset == bytes.count else {
            throw JSONError(.trailingText, start: reader.offset, end: reader.endOfWord())
        }
        return value
    }

    /// Reads the one value that begins at `start`, where space may stand before it; answers it and the offset after it.
    public static func readPrefix(
        _ bytes: [UInt8], from start: Int, dialect: JSONDialect = .strict, depthLimit: Int = 256
    ) throws(JSONError) -> (value: JSONValue, end: Int) {
        var reader = JSONReader(bytes, dialect: dialect, depthLimit: depthLimit)
        reader.offset = start
        try reader.skipSpace()
        let value = try reader.value()
        return (value, reader.offset)
    }

    // MARK: Values

    private mutating func value() throws(JSONError) -> JSONValue {
        let start = offset
        guard let byte = peek() else { throw endError("a value") }
        switch byte {
        case UInt8(ascii: "{"):
            let members = try nested { (reader: inout JSONReader) throws(JSONError) in try reader.members() }
            return JSONValue(.object(members), start: start, end: offset)
        case UInt8(ascii: "["):
            let elements = try nested { (reader: inout JSONReader) throws(JSONError) in try reader.elements() }
            return JSONValue(.array(elements), start: start, end: offset)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let text = try string()
            return JSONValue(.string(text), start: start, end: offset)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "+") where startsNumber(at: offset + 1), UInt8(ascii: ".") where startsNumber(at: offset + 1):
            let number = try number()
            return JSONValue(number, start: start, end: offset)
        default:
            offset = endOfWord()
            switch bytes[start..<offset] {
            case Self.nullWord: return JSONValue(.null, start: start, end: offset)
            case Self.trueWord: return JSONValue(.bool(true), start: start, end: offset)
            case Self.falseWord: return JSONValue(.bool(false), start: start, end: offset)
            default: throw JSONError(.unexpected(expected: "a value"), start: start, end: offset)
            }
        }
    }

    private static let nullWord = ArraySlice("null".utf8)
    private static let trueWord = ArraySlice("true".utf8)
    private static let falseWord = ArraySlice("false".utf8)

    /// Whether what follows a sign or a point there belongs to a number.
    private func startsNumber(at place: Int) -> Bool {
        place < bytes.count && (bytes[place].isDecimalDigit || bytes[place] == UInt8(ascii: "."))
    }

    /// Reads a bracketed list of `body` one level deeper; the cursor stands on the opening bracket.
    private mutating func nested<Result>(
        _ body: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        guard depth < depthLimit else {
            throw JSONError(.tooDeep(limit: depthLimit), start: offset, end: offset + 1)
        }
        depth += 1
        offset += 1
        let result = try body(&self)
        depth -= 1
        return result
    }

    private mutating func elements() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try skipSpace()
        while !take(UInt8(ascii: "]")) {
            elements.append(try value())
            if try endsList(UInt8(ascii: "]"), named: "',' or ']'") { break }
        }
        return elements
    }

    private mutating func members() throws(JSONError) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        var keys = KeySet()
        try skipSpace()
        while !take(UInt8(ascii: "}")) {
            let start = offset
            let key = try key()
            let end = offset
            if !dialect.contains(.repeatedKeys), let first = keys.insert(key, at: start, after: members) {
                throw JSONError(.duplicateKey(key, first: first), start: start, end: end)
            }
            try skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
            try skipSpace()
            members.append(JSONValue.Member(key, try value(), keyStart: start, keyEnd: end))
            if try endsList(UInt8(ascii: "}"), named: "',' or '}'") { break }
        }
        return members
    }

    /// Skips what stands between two items; answers whether the list ended with `bracket`.
    private mutating func endsList(_ bracket: UInt8, named expected: String) throws(JSONError) -> Bool {
        try skipSpace()
        if take(bracket) { return true }
        let comma = offset
        guard take(UInt8(ascii: ",")) else { throw unexpected(expected) }
        try skipSpace()
        if peek() == bracket, !dialect.contains(.trailingCommas) {
            throw JSONError(.notAllowed(feature: "a comma after the last item is"), start: comma, end: comma + 1)
        }
        return false
    }

    private mutating func key() throws(JSONError) -> String {
        let start = offset
        guard let byte = peek() else { throw endError("a key") }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string() }
        guard Self.startsIdentifier(byte) else { throw unexpected("a key") }
        offset = endOfWord()
        guard dialect.contains(.unquotedKeys) else {
            throw JSONError(.notAllowed(feature: "a key without quotes is"), start: start, end: offset)
        }
        return try text(start..<offset)
    }

    // MARK: Space and comments

    private mutating func skipSpace() throws(JSONError) {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): offset += 1
            case UInt8(ascii: "/"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONError) {
        let start = offset
        guard offset + 1 < bytes.count, [UInt8(ascii: "/"), UInt8(ascii: "*")].contains(bytes[offset + 1]) else {
            throw unexpected("a value or a comment")
        }
        guard dialect.contains(.comments) else {
            throw JSONError(.notAllowed(feature: "comments are"), start: start, end: start + 2)
        }
        let toLineEnd = bytes[offset + 1] == UInt8(ascii: "/")
        offset += 2
        if toLineEnd {
            while let byte = peek(), byte != UInt8(ascii: "\n") { offset += 1 }
            return
        }
        while offset + 1 < bytes.count {
            if bytes[offset] == UInt8(ascii: "*"), bytes[offset + 1] == UInt8(ascii: "/") {
                offset += 2
                return
            }
            offset += 1
        }
        throw JSONError(.unterminatedComment, start: start, end: start + 2)
    }

    // MARK: Bytes

    func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        offset += 1
        return true
    }

    /// Where the run of letters, digits, `_`, `$` and bytes above ASCII at the cursor ends; at least one byte on
    /// unless at the end.
    func endOfWord() -> Int {
        var end = offset
        while end < bytes.count, Self.startsIdentifier(bytes[end]) || bytes[end].isDecimalDigit { end += 1 }
        return end == offset ? min(offset + 1, bytes.count) : end
    }

    static func startsIdentifier(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
    }

    func endError(_ expected: String) -> JSONError {
        JSONError(.unexpectedEnd(expected: expected), start: bytes.count, end: bytes.count)
    }

    func unexpected(_ expected: String) -> JSONError {
        offset < bytes.count
            ? JSONError(.unexpected(expected: expected), start: offset, end: endOfWord()) : endError(expected)
    }
}

/// The keys of the object being read. A small object is searched from end to end, which is faster than hashing; a
/// large one is hashed.
private struct KeySet {
    private static let largestSearched = 8
    private var places: [String: Int] = [:]

    /// Adds `key`; answers where it stands among `members` already, if it does.
    mutating func insert(_ key: String, at start: Int, after members: [JSONValue.Member]) -> Int? {
        if members.count < Self.largestSearched { return members.first { $0.key == key }?.keyStart }
        if places.isEmpty { for member in members { places[member.key] = member.keyStart } }
        return places.updateValue(start, forKey: key)
    }
}
