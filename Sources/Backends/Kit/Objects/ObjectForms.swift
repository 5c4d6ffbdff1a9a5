// What the objects of each layout look like in memory: records with a head, or pairs, two words without one. A module
// has at most one layout of pairs, and one that extends it.

import IR
import Support

/// The memory form of an object.
public enum ObjectForm: Hashable, Sendable {
    /// Two words whose address carries `tag`.
    case pair(tag: UInt64)
    case record
}

/// The forms of a module's layouts. The pair layout is the first with exactly two fields of type `any` that extends
/// none, and that nothing extends but at most one layout without further fields.
public struct ObjectForms: Sendable {
    private let layouts: PrimaryMap<LayoutID, ObjectLayout>
    private let pair: LayoutID?
    private let pairChild: LayoutID?

    public init(_ layouts: PrimaryMap<LayoutID, ObjectLayout>) {
        self.layouts = layouts
        pair = layouts.ids.first { id in
            let layout = layouts[id]
            let others = ObjectForms.kinds(of: id, layouts).dropFirst()
            return layout.parent == nil && layout.fields.map(\.type) == [.any, .any] && others.count < 2
                && others.allSatisfy { layouts[$0].fields.count == 2 }
        }
        pairChild = pair.flatMap { ObjectForms.kinds(of: $0, layouts).dropFirst().first }
    }

    public func form(_ id: LayoutID) -> ObjectForm {
        if id == pair { return .pair(tag: CoreWords.pairTag) }
        return id == pairChild ? .pair(tag: CoreWords.pairChildTag) : .record
    }

    public func isPair(_ id: LayoutID) -> Bool { form(id) != .record }

    /// Whether objects of `id` are told from other pairs by one bit.
    public func isPairChild(_ id: LayoutID) -> Bool { id == pairChild }

    /// The layouts whose objects count as those of `id`: itself, then those that extend it.
    public func kinds(of id: LayoutID) -> [LayoutID] { ObjectForms.kinds(of: id, layouts) }

    private static func kinds(of id: LayoutID, _ layouts: PrimaryMap<LayoutID, ObjectLayout>) -> [LayoutID] {
        layouts.ids.filter { layouts.isKind($0, of: id) }
    }
}

/// The words of dynamic values, as `hub_core.h` has them.
public enum CoreWords {
    public static let null: UInt64 = 5
    public static let objectTag: UInt64 = 1
    public static let pairTag: UInt64 = 3
    public static let pairChildTag: UInt64 = 7

    /// The word of an integer that is small; nil when it is not.
    public static func small(_ integer: Int64) -> UInt64? {
        let (twice, overflow) = integer.addingReportingOverflow(integer)
        return overflow ? nil : UInt64(bitPattern: twice)
    }
}

/// What the head of an object says it is: `what` of `hub_object`.
public enum ObjectKind {
    /// A scalar that is in no word itself. Requires: i64, a float or a pointer.
    case scalar(Type)
    case bytes
    case array
    case cell
    case closure(arguments: Int)
    case record(LayoutID)

    /// No call gives so many arguments: the closure of a function that cannot be called as one.
    public static let uncallable = 0xFF_FFFF

    public var code: UInt64 {
        switch self {
        case .scalar(.f16): 2
        case .scalar(.f32): 3
        case .scalar(.f64): 4
        case .scalar(.ptr): 5
        case .scalar: 1
        case .bytes: 6
        case .array: 7
        case .cell: 8
        case .closure(let arguments): 9 | UInt64(min(arguments, ObjectKind.uncallable)) << 8
        case .record(let layout): 10 | UInt64(layout.rawValue) << 8
        }
    }
}
