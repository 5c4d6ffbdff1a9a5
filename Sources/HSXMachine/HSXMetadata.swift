// What a program declares about itself to the executive: values, commands and mailboxes, in normalised form.

import Support

/// The declarations of an object or a program, in the order in which they were written.
public struct HSXMetadata: Hashable, Sendable {
    public var values: [HSXValueDeclaration] = []
    public var commands: [HSXCommandDeclaration] = []
    public var mailboxes: [HSXMailboxDeclaration] = []

    public init() {}

    public var isEmpty: Bool { values.isEmpty && commands.isEmpty && mailboxes.isEmpty }
}

/// A value that the executive publishes for the program. Numbers are bit patterns of F16.
public struct HSXValueDeclaration: Hashable, Sendable {
    public var group: UInt8
    public var id: UInt8
    public var flags: UInt8 = 0
    public var authorization: UInt8 = 0
    public var name: String?
    public var unit: String?
    public var groupName: String?
    public var initial: UInt16 = 0
    public var epsilon: UInt16 = 0
    public var minimum: UInt16 = 0
    public var maximum: UInt16 = 0
    public var persistKey: UInt16 = 0
    /// Least time between two changes; the image format has no room for it.
    public var rateMilliseconds: UInt32 = 0
    /// Members of the declaration that have no meaning here; kept in .hxo files.
    public var others: [JSONValue.Member] = []
    public var span: SourceSpan?

    public init(group: UInt8, id: UInt8) {
        self.group = group
        self.id = id
    }
}

/// What runs when a command is called.
public enum HSXCommandHandler: Hashable, Sendable {
    case none
    /// A byte offset in the object's code.
    case offset(UInt32)
    case symbol(String)
}

/// A command that the executive offers for the program.
public struct HSXCommandDeclaration: Hashable, Sendable {
    public var group: UInt8
    public var id: UInt8
    public var flags: UInt8 = 0
    public var authorization: UInt8 = 0
    public var handler: HSXCommandHandler = .none
    public var name: String?
    public var help: String?
    public var groupName: String?
    public var reserved: UInt16 = 0
    public var others: [JSONValue.Member] = []
    public var span: SourceSpan?

    public init(group: UInt8, id: UInt8) {
        self.group = group
        self.id = id
    }
}

/// A mailbox that the executive creates for the program.
public struct HSXMailboxDeclaration: Hashable, Sendable {
    public var target: String
    /// All members but the target, as written.
    public var others: [JSONValue.Member] = []
    public var span: SourceSpan?

    public init(target: String) { self.target = target }
}

/// A set of named bits, written as an integer or as names joined by a separator.
struct HSXNamedBits {
    let names: [(name: String, bits: Int)]

    static let valueFlags = HSXNamedBits(names: [
        ("RO", 0x01), ("READONLY", 0x01), ("PERSIST", 0x02), ("STICKY", 0x04), ("PIN", 0x08), ("BOOL", 0x10),
    ])
    static let commandFlags = HSXNamedBits(names: [("PIN", 0x01), ("ASYNC", 0x02)])
    static let authorizations = HSXNamedBits(names: [("PUBLIC", 0), ("USER", 1), ("ADMIN", 2), ("FACTORY", 3)])

    /// The bits of `name` without regard to case.
    func bits(_ name: String) -> Int? { names.first { $0.name == name.uppercased() }?.bits }
}
