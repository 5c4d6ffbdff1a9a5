// The types of source variables, as debuggers are told of them. They mean nothing for the code.

import Support

/// How the bits of a scalar read.
public enum DebugEncoding: String, CaseIterable, Sendable {
    case signed, unsigned, float, boolean, character
}

/// A member of a struct or union.
public struct DebugMember: Hashable, Sendable {
    public var name: String
    public var type: DebugTypeID
    /// Bytes from the start of the whole.
    public var offset: UInt32

    public init(name: String, type: DebugTypeID, offset: UInt32) {
        self.name = name
        self.type = type
        self.offset = offset
    }
}

/// A named value of an enumeration.
public struct DebugEnumerator: Hashable, Sendable {
    public var name: String
    public var value: Int64

    public init(name: String, value: Int64) {
        self.name = name
        self.value = value
    }
}

/// A type of the source language. Sizes are in bytes; types may refer to later ones, as a list's node does to itself.
public enum DebugType: Hashable, Sendable {
    case scalar(name: String, size: UInt32, DebugEncoding)
    /// Nil: to anything, as C's `void *`.
    case pointer(to: DebugTypeID?, size: UInt32)
    case structure(name: String, size: UInt32, members: [DebugMember])
    case union(name: String, size: UInt32, members: [DebugMember])
    case array(of: DebugTypeID, count: UInt32)
    case enumeration(name: String, size: UInt32, enumerators: [DebugEnumerator])
    case alias(name: String, DebugTypeID)
    /// Something with a name of which no more is known or said: functions, and structs without a definition.
    case opaque(name: String)
}

extension DebugType {
    /// The types that the type is made of.
    public var references: [DebugTypeID] {
        switch self {
        case .scalar, .enumeration, .opaque: []
        case .pointer(let target, _): target.map { [$0] } ?? []
        case .structure(_, _, let members), .union(_, _, let members): members.map(\.type)
        case .array(let element, _): [element]
        case .alias(_, let type): [type]
        }
    }
}

extension Module {
    /// How far chains of types are followed; declarations of people stay far below.
    private static let debugTypeDepth = 64

    /// The size in bytes of a debug type; nil when it is not known, or the type holds itself.
    public func debugSize(_ id: DebugTypeID) -> UInt32? { debugSize(id, depth: 0) }

    private func debugSize(_ id: DebugTypeID, depth: Int) -> UInt32? {
        guard debugTypes.contains(id), depth < Module.debugTypeDepth else { return nil }
        switch debugTypes[id] {
        case .scalar(_, let size, _), .pointer(_, let size), .structure(_, let size, _), .union(_, let size, _),
            .enumeration(_, let size, _):
            return size
        case .array(let element, let count):
            guard let size = debugSize(element, depth: depth + 1) else { return nil }
            let (product, overflow) = size.multipliedReportingOverflow(by: count)
            return overflow ? nil : product
        case .alias(_, let type): return debugSize(type, depth: depth + 1)
        case .opaque: return nil
        }
    }

    /// A debug type as C spells it for people: `int`, `struct point *`, `char[16]`.
    public func debugTypeName(_ id: DebugTypeID) -> String { debugTypeName(id, depth: 0) }

    private func debugTypeName(_ id: DebugTypeID, depth: Int) -> String {
        guard debugTypes.contains(id), depth < Module.debugTypeDepth else { return "?" }
        switch debugTypes[id] {
        case .scalar(let name, _, _), .alias(let name, _), .opaque(let name): return name
        case .structure(let name, _, _): return name.isEmpty ? "struct" : "struct \(name)"
        case .union(let name, _, _): return name.isEmpty ? "union" : "union \(name)"
        case .enumeration(let name, _, _): return name.isEmpty ? "enum" : "enum \(name)"
        case .pointer(let target, _):
            let name = target.map { debugTypeName($0, depth: depth + 1) } ?? "void"
            return name.hasSuffix("*") ? "\(name)*" : "\(name) *"
        case .array(let element, let count):
            // The outer dimension comes first: an array of 2 arrays of 3 is `int[2][3]`.
            let name = debugTypeName(element, depth: depth + 1)
            guard let bracket = name.firstIndex(of: "[") else { return "\(name)[\(count)]" }
            return "\(name[..<bracket])[\(count)]\(name[bracket...])"
        }
    }
}
