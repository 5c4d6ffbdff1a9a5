// A JSON document as values. Every value keeps the byte offset where it began, so that an error can point at the place.

/// One JSON value and where it stood in its source.
public struct JSONTree: Hashable, Sendable {
    /// What a value is; the members of an object keep their order.
    public enum Content: Hashable, Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        case real(Double)
        case string(String)
        case array([JSONTree])
        case object([JSONMember])
    }

    public var content: Content
    /// The offset of the value's first byte in its source; 0 for a value that was built in memory.
    public var offset: Int

    public init(_ content: Content, offset: Int = 0) {
        self.content = content
        self.offset = offset
    }

    /// An object built from keys and values, in the given order.
    public static func object(_ members: [(String, JSONTree)]) -> JSONTree {
        JSONTree(.object(members.map { JSONMember(key: $0.0, value: $0.1) }))
    }

    public static func array(_ elements: [JSONTree]) -> JSONTree { JSONTree(.array(elements)) }
    public static func string(_ text: String) -> JSONTree { JSONTree(.string(text)) }
    public static func integer(_ value: some BinaryInteger) -> JSONTree {
        JSONTree(.integer(Int(truncatingIfNeeded: value)))
    }
    public static func bool(_ value: Bool) -> JSONTree { JSONTree(.bool(value)) }
    public static func real(_ value: Double) -> JSONTree { JSONTree(.real(value)) }
    public static var null: JSONTree { JSONTree(.null) }

    /// The value of the last member named `key`; nil when this is no object or has no such member.
    public subscript(key: String) -> JSONTree? {
        guard case .object(let members) = content else { return nil }
        return members.last { $0.key == key }?.value
    }

    public var isNull: Bool { content == .null }

    public var boolValue: Bool? {
        if case .bool(let value) = content { value } else { nil }
    }

    public var integerValue: Int? {
        if case .integer(let value) = content { value } else { nil }
    }

    /// The value of an integer or a real number.
    public var numberValue: Double? {
        switch content {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }

    public var stringValue: String? {
        if case .string(let value) = content { value } else { nil }
    }

    public var arrayValue: [JSONTree]? {
        if case .array(let elements) = content { elements } else { nil }
    }

    public var objectValue: [JSONMember]? {
        if case .object(let members) = content { members } else { nil }
    }

    /// What the value is, for messages: "a number", "an object".
    public var kindName: String {
        switch content {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .real: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// One member of a JSON object.
public struct JSONMember: Hashable, Sendable {
    public let key: String
    /// The offset of the key's first byte in its source.
    public let keyOffset: Int
    public var value: JSONTree

    public init(key: String, keyOffset: Int = 0, value: JSONTree) {
        self.key = key
        self.keyOffset = keyOffset
        self.value = value
    }
}
