// A parsed JSON text as a tree of values. Every value keeps its place in the text, so that a later stage that finds it
// wrong can point at it.

/// One JSON value and the bytes it was read from.
public struct JSONValue: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case null
        case bool(Bool)
        /// A number without fraction and exponent that fits 64 bits, sign included.
        case integer(Int)
        /// Any other number.
        case number(Double)
        case string(String)
        case array([JSONValue])
        /// The members in the order of the text. Their keys differ unless the dialect allows repeated ones.
        case object([Member])
    }

    public let kind: Kind
    /// The byte offset of the first byte.
    public let start: Int
    /// The byte offset after the last byte.
    public let end: Int

    public init(_ kind: Kind, start: Int = 0, end: Int = 0) {
        self.kind = kind
        self.start = start
        self.end = end
    }
}

extension JSONValue {
    /// A key and its value.
    public struct Member: Hashable, Sendable {
        public let key: String
        /// The byte offset of the key's first byte, its quote where it has one.
        public let keyStart: Int
        /// The byte offset after the key's last byte.
        public let keyEnd: Int
        public let value: JSONValue

        public init(_ key: String, _ value: JSONValue, keyStart: Int = 0, keyEnd: Int = 0) {
            self.key = key
            self.keyStart = keyStart
            self.keyEnd = keyEnd
            self.value = value
        }
    }
}

// MARK: - Values built in memory

extension JSONValue {
    public static var null: JSONValue { JSONValue(.null) }
    public static func bool(_ value: Bool) -> JSONValue { JSONValue(.bool(value)) }
    public static func number(_ value: Double) -> JSONValue { JSONValue(.number(value)) }
    public static func string(_ text: String) -> JSONValue { JSONValue(.string(text)) }
    public static func array(_ elements: [JSONValue]) -> JSONValue { JSONValue(.array(elements)) }

    /// Requires: `value` fits `Int`.
    public static func integer(_ value: some BinaryInteger) -> JSONValue { JSONValue(.integer(Int(value))) }

    /// An object with these members in this order.
    public static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        JSONValue(.object(members.map { Member($0.0, $0.1) }))
    }
}

// MARK: - Looking into values

extension JSONValue {
    public var bool: Bool? {
        if case .bool(let value) = kind { value } else { nil }
    }

    public var integer: Int? {
        if case .integer(let value) = kind { value } else { nil }
    }

    /// The value of any number, integers included.
    public var number: Double? {
        switch kind {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }

    public var string: String? {
        if case .string(let value) = kind { value } else { nil }
    }

    public var array: [JSONValue]? {
        if case .array(let value) = kind { value } else { nil }
    }

    public var object: [Member]? {
        if case .object(let value) = kind { value } else { nil }
    }

    public var isNull: Bool { kind == .null }

    /// The value of the last member `key` when this is an object that has one. Linear in the number of members.
    public subscript(key: String) -> JSONValue? { object?.last { $0.key == key }?.value }

    /// What this is, with its article, for messages: "a string".
    public var kindName: String {
        switch kind {
        case .null: "null"
        case .bool: "a truth value"
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The bytes of this value.
    public var range: Range<Int> { start..<end }

    /// The place of this value in `file`.
    public func span(in file: SourceFileID) -> SourceSpan { SourceSpan(file: file, start: start, end: end) }
}

extension JSONValue.Member {
    /// The bytes of the key.
    public var keyRange: Range<Int> { keyStart..<keyEnd }

    /// The place of the key in `file`.
    public func keySpan(in file: SourceFileID) -> SourceSpan { SourceSpan(file: file, start: keyStart, end: keyEnd) }
}
