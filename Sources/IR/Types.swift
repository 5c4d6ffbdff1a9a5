// The types of SSA values: scalars, linear-memory addresses, dynamic values and references to objects of a known
// layout.

import Support

/// What kind of type it is; the raw values are the encodings of the scalar types.
public enum TypeKind: UInt8, CaseIterable, Sendable {
    case i1, i8, i16, i32, i64
    case f16, f32, f64
    /// An address in linear memory; its width is the target's.
    case ptr
    /// A dynamic value; each back end picks its representation.
    case any
    /// A reference to an object whose layout the module declares.
    case ref
}

/// A type in 16 bits: a scalar's kind, or a layout number above the kinds.
public struct Type: Hashable, Sendable {
    public let rawValue: UInt16

    private static let firstLayout: UInt16 = 16
    /// How many layouts a module can declare.
    public static let layoutLimit = Int(UInt16.max - firstLayout) + 1

    public init?(rawValue: UInt16) {
        guard rawValue >= Type.firstLayout || rawValue < TypeKind.ref.rawValue else { return nil }
        self.rawValue = rawValue
    }

    private init(_ kind: TypeKind) { rawValue = UInt16(kind.rawValue) }

    /// A reference to objects of `layout`. Requires: fewer than `layoutLimit` layouts.
    public static func ref(_ layout: LayoutID) -> Type { Type(layout: layout) }

    private init(layout: LayoutID) { rawValue = Type.firstLayout + UInt16(layout.rawValue) }

    public static let i1 = Type(.i1)
    public static let i8 = Type(.i8)
    public static let i16 = Type(.i16)
    public static let i32 = Type(.i32)
    public static let i64 = Type(.i64)
    public static let f16 = Type(.f16)
    public static let f32 = Type(.f32)
    public static let f64 = Type(.f64)
    public static let ptr = Type(.ptr)
    public static let any = Type(.any)

    /// All types but references.
    public static let scalars: [Type] = [i1, i8, i16, i32, i64, f16, f32, f64, ptr, any]

    public var kind: TypeKind { TypeKind(rawValue: UInt8(min(rawValue, UInt16(TypeKind.ref.rawValue)))) ?? .ref }

    /// The layout of a reference.
    public var layout: LayoutID? {
        rawValue >= Type.firstLayout ? LayoutID(rawValue: UInt32(rawValue - Type.firstLayout)) : nil
    }

    public var isInteger: Bool { rawValue <= Type.i64.rawValue }
    public var isFloat: Bool { rawValue >= Type.f16.rawValue && rawValue <= Type.f64.rawValue }

    /// The width in bits; nil for `ptr`, `any` and references, whose width is the target's.
    public var bits: Int? {
        switch kind {
        case .i1: 1
        case .i8: 8
        case .i16, .f16: 16
        case .i32, .f32: 32
        case .i64, .f64: 64
        case .ptr, .any, .ref: nil
        }
    }

    /// The size of a value in linear memory in bytes, where a pointer takes `pointerBytes`; nil for what linear memory
    /// cannot hold.
    public func byteSize(pointerBytes: Int = 4) -> Int? {
        switch kind {
        case .i1, .i8: 1
        case .i16, .f16: 2
        case .i32, .f32: 4
        case .i64, .f64: 8
        case .ptr: pointerBytes
        case .any, .ref: nil
        }
    }

    /// All ones in the bits of an integer type; the identity of AND.
    public var integerMask: UInt64 {
        guard let bits, bits < 64 else { return .max }
        return (1 << UInt64(bits)) - 1
    }

    /// The scalar's name in the text form; nil for references.
    public var scalarName: String? { layout == nil ? "\(kind)" : nil }
}

/// A field of an object layout.
public struct Field: Hashable, Sendable {
    public let name: String
    public let type: Type

    public init(name: String, type: Type) {
        self.name = name
        self.type = type
    }
}

/// The shape of an object on the managed heap.
public struct ObjectLayout: Hashable, Sendable {
    public let name: String
    /// The layout that this one extends: its objects count as objects of that one too. Declared before this one.
    public let parent: LayoutID?
    /// All fields, those of the parent first.
    public let fields: [Field]
    /// The type of the elements that stand behind the fields, as many as each object was made with; nil for none. Those
    /// of the parent have the same type.
    public let elements: Type?

    public init(name: String, extends parent: LayoutID? = nil, fields: [Field], elements: Type? = nil) {
        self.name = name
        self.parent = parent
        self.fields = fields
        self.elements = elements
    }
}

extension PrimaryMap<LayoutID, ObjectLayout> {
    /// Whether an object of `layout` is one of `other`: the same layout, or one that it extends.
    public func isKind(_ layout: LayoutID, of other: LayoutID) -> Bool {
        var next: LayoutID? = layout
        while let current = next {
            if current == other { return true }
            next = self[current].parent
        }
        return false
    }
}
