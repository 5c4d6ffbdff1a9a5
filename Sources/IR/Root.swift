// The roots of a module: its variables and constants that hold dynamic values. Globals are bytes in linear memory, which
// can hold neither `any` nor references; a root holds one value, and keeps alive what that value reaches.

import Support

/// A variable or constant of the module that holds one dynamic value (`any`).
public struct Root: Hashable, Sendable {
    public var name: String
    /// Whether no code sets it: it holds its initial value always. The object itself may still change.
    public var isConstant: Bool
    /// What it holds when the program starts.
    public var value: RootValue

    public init(name: String, isConstant: Bool = false, value: RootValue = .null) {
        self.name = name
        self.isConstant = isConstant
        self.value = value
    }
}

/// The initial value of a root.
///
/// Values are made before any code runs, one new object for each root whose value is an object. A value names the
/// objects that other roots start with: the same objects, no copies. Objects and arrays may name later roots too, and so
/// be circular; `same` and closures name earlier ones.
public enum RootValue: Hashable, Sendable {
    /// Nil.
    case null
    /// What `box.i64` gives of it.
    case integer(Int64)
    /// What `box.f64` gives of the float with these bits.
    case float(UInt64)
    /// A byte array, as `bytes_new` makes one.
    case bytes([UInt8])
    /// An object of the layout, with a value for each field, then one for each element.
    case object(LayoutID, [RootField])
    /// A closure of the function with the captured values.
    case closure(FunctionID, [RootID])
    /// An array, as `array_new` makes one.
    case array([RootID])
    /// What an earlier root starts with.
    case same(RootID)
}

/// The initial value of one field.
public enum RootField: Hashable, Sendable {
    /// What a root starts with, for a field of type `any` or a reference.
    case root(RootID)
    /// The bits of a scalar, zero-extended from the width of the field's type.
    case bits(UInt64)
}

extension RootValue {
    /// The roots that the value names, in order.
    public var roots: [RootID] {
        switch self {
        case .null, .integer, .float, .bytes: []
        case .object(_, let fields): fields.compactMap(\.root)
        case .closure(_, let roots), .array(let roots): roots
        case .same(let root): [root]
        }
    }

    /// The function that the value is a closure of.
    public var function: FunctionID? {
        switch self {
        case .closure(let function, _): function
        case .null, .integer, .float, .bytes, .object, .array, .same: nil
        }
    }

    /// The value with other numbers for what it names.
    public func renumbered(roots: (RootID) -> RootID, functions: (FunctionID) -> FunctionID) -> RootValue {
        switch self {
        case .null, .integer, .float, .bytes: self
        case .object(let layout, let fields):
            .object(layout, fields.map { field in field.root.map { .root(roots($0)) } ?? field })
        case .closure(let function, let captured): .closure(functions(function), captured.map(roots))
        case .array(let elements): .array(elements.map(roots))
        case .same(let root): .same(roots(root))
        }
    }
}

extension RootField {
    /// The bits of a scalar.
    public var bits: UInt64? {
        switch self {
        case .root: nil
        case .bits(let bits): bits
        }
    }

    /// The root that the field names.
    public var root: RootID? {
        switch self {
        case .root(let root): root
        case .bits: nil
        }
    }
}
