// The types of source variables, as debuggers are told of them. They mean nothing for the code.

import Support

/// How the bits of a scalar read.
public enum DebugEncoding: String, CaseIterable, Sendable {
    case signed, unsigned, float, boolean
    /// A character with a sign.
    case character
    /// A character without a sign.
    case unsignedCharacter = "unsigned_character"
}

/// What C says of the objects of a type besides their values.
public enum DebugQualifier: String, CaseIterable, Sendable {
    case const, volatile, restrict, atomic

    /// As C spells it.
    public var spelling: String { self == .atomic ? "_Atomic" : rawValue }
}

/// The bits of a member that does not take whole bytes.
public struct DebugBitField: Hashable, Sendable {
    /// The lowest, from the lowest bit of the member's first byte.
    public var first: UInt32
    public var count: UInt32

    public init(first: UInt32, count: UInt32) {
        self.first = first
        self.count = count
    }
}

/// A member of a struct or union.
public struct DebugMember: Hashable, Sendable {
    public var name: String
    public var type: DebugTypeID
    /// Bytes from the start of the whole.
    public var offset: UInt32
    /// Nil for all that take the bytes of their type.
    public var bits: DebugBitField?

    public init(name: String, type: DebugTypeID, offset: UInt32, bits: DebugBitField? = nil) {
        self.name = name
        self.type = type
        self.offset = offset
        self.bits = bits
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
    case qualified(DebugQualifier, DebugTypeID)
    /// Without a result: C's `void`. A variadic one takes more arguments than it has parameters.
    case function(result: DebugTypeID?, parameters: [DebugTypeID], isVariadic: Bool)
    /// Something with a name of which no more is known or said: `void`, and structs without a definition.
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
        case .alias(_, let type), .qualified(_, let type): [type]
        case .function(let result, let parameters, _): (result.map { [$0] } ?? []) + parameters
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
        case .alias(_, let type), .qualified(_, let type): return debugSize(type, depth: depth + 1)
        case .function, .opaque: return nil
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
        case .pointer(let target, _): return pointerName(target, depth)
        case .function: return functionName(id, "", depth)
        case .qualified(let qualifier, let type):
            let name = debugTypeName(type, depth: depth + 1)
            if case .pointer? = debugTypes.contains(type) ? debugTypes[type] : nil { return name + qualifier.spelling }
            return "\(qualifier.spelling) \(name)"
        case .array(let element, let count):
            // The outer dimension comes first: an array of 2 arrays of 3 is `int[2][3]`.
            let name = debugTypeName(element, depth: depth + 1)
            guard let bracket = name.firstIndex(of: "[") else { return "\(name)[\(count)]" }
            return "\(name[..<bracket])[\(count)]\(name[bracket...])"
        }
    }

    private func pointerName(_ target: DebugTypeID?, _ depth: Int) -> String {
        guard let target else { return "void *" }
        if debugTypes.contains(target), case .function = debugTypes[target] {
            return functionName(target, "(*)", depth)
        }
        let name = debugTypeName(target, depth: depth + 1)
        return name.hasSuffix("*") ? "\(name)*" : "\(name) *"
    }

    /// A function type around `declarator`.
    private func functionName(_ id: DebugTypeID, _ declarator: String, _ depth: Int) -> String {
        guard case .function(let result, let parameters, let isVariadic) = debugTypes[id] else { return "?" }
        let names = parameters.map { debugTypeName($0, depth: depth + 1) } + (isVariadic ? ["..."] : [])
        let list = names.isEmpty ? "void" : names.joined(separator: ", ")
        return "\(result.map { debugTypeName($0, depth: depth + 1) } ?? "void") \(declarator)(\(list))"
    }
}
