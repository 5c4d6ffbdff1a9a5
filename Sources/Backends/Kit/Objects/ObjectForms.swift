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
    /// For each layout, it and those that extend it.
    private var families = PrimaryMap<LayoutID, [LayoutID]>()

    public init(_ layouts: PrimaryMap<LayoutID, ObjectLayout>) {
        self.layouts = layouts
        for id in layouts.ids {
            families.append([id])
            var parent = layouts[id].parent
            while let next = parent {
                families[next].append(id)
                parent = layouts[next].parent
            }
        }
        let families = families
        pair = layouts.ids.first { id in
            let layout = layouts[id]
            let others = families[id].dropFirst()
            return layout.parent == nil && layout.elements == nil && layout.fields.map(\.type) == [.any, .any]
                && others.count < 2
                && others.allSatisfy { layouts[$0].fields.count == 2 && layouts[$0].elements == nil }
        }
        pairChild = pair.flatMap { families[$0].dropFirst().first }
    }

    public func form(_ id: LayoutID) -> ObjectForm {
        if id == pair { return .pair(tag: CoreWords.pairTag) }
        return id == pairChild ? .pair(tag: CoreWords.pairChildTag) : .record
    }

    public func isPair(_ id: LayoutID) -> Bool { form(id) != .record }

    /// Whether objects of `id` are told from other pairs by one bit.
    public func isPairChild(_ id: LayoutID) -> Bool { id == pairChild }

    /// The layouts whose objects count as those of `id`: itself, then those that extend it.
    public func kinds(of id: LayoutID) -> [LayoutID] { families[id] }

    /// What the head of an object of a layout that is no pair says it is.
    public func kind(_ id: LayoutID) -> ObjectKind { .record(id, hasElements: layouts[id].elements != nil) }

    /// Layouts that follow one another.
    public struct Row: Sendable {
        public fileprivate(set) var first, last: LayoutID
        public var isSingle: Bool { first == last }
        /// What the heads of their objects say is between what this and `kind` of the first say.
        public var greatestKind: ObjectKind { .record(last, hasElements: true) }
    }

    /// The layouts that `kinds` answers, as rows of layouts that follow one another.
    public func rows(of id: LayoutID) -> [Row] {
        var rows: [Row] = []
        for kind in kinds(of: id) {
            if let row = rows.last, row.last.index + 1 == kind.index {
                rows[rows.count - 1].last = kind
            } else {
                rows.append(Row(first: kind, last: kind))
            }
        }
        return rows
    }

    /// How many words stand before the elements of all objects that count as those of `id`, as `hub_core.h` wants it.
    public func fieldCount(_ id: LayoutID) -> Int {
        let count = layouts[id].fields.count
        return kinds(of: id).allSatisfy { layouts[$0].fields.count == count } ? count : 0xFFFF_FFFF
    }

    /// The numbers of the pair layout and its child as `layout_of` gives them; 0 for one that there is not.
    public var pairNumbers: [Int] { [pair, pairChild].map { $0.map { $0.index + 1 } ?? 0 } }
}

/// The words of dynamic values, as `hub_core.h` has them.
public enum CoreWords {
    public static let null: UInt64 = 5
    public static let unwinding: UInt64 = 13
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
    /// `hasElements`: as the layout says.
    case record(LayoutID, hasElements: Bool)

    /// No call gives so many arguments: the closure of a function that cannot be called as one.
    public static let uncallable = 0x7F_FFFF

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
        case .closure(let arguments): 9 | UInt64(min(arguments, ObjectKind.uncallable)) << 8 | 1 << 31
        case .record(let layout, let hasElements): (hasElements ? 11 : 10) | UInt64(layout.rawValue) << 8
        }
    }
}
