// What a dynamic value may be: a set of kinds, the lattice of the kind inference.

import IR
import Support

/// The kinds that a value of type `any`, or a reference, may have. No kind at all: control does not come there.
struct ValueKinds: OptionSet, Hashable, Sendable {
    let rawValue: UInt64
    init(rawValue: UInt64) { self.rawValue = rawValue }

    static let null = ValueKinds(rawValue: 1 << 0)
    /// What `box.i64` gives, and all else that is an i64 too.
    static let number = ValueKinds(rawValue: 1 << 1)
    /// What `box` gives of other scalars; of other integer types it is a number, or one that is no i64.
    static let otherScalar = ValueKinds(rawValue: 1 << 2)
    static let bytes = ValueKinds(rawValue: 1 << 3)
    static let array = ValueKinds(rawValue: 1 << 4)
    static let cell = ValueKinds(rawValue: 1 << 5)
    static let closure = ValueKinds(rawValue: 1 << 6)
    static let all = ValueKinds(rawValue: .max)

    private static let firstLayout = 7
    /// The layouts from here on share one kind.
    private static let crowd = 63

    /// Adds kinds; answers whether that is news.
    mutating func add(_ other: ValueKinds) -> Bool {
        let sum = union(other)
        guard sum != self else { return false }
        self = sum
        return true
    }

    /// Objects of exactly this layout.
    static func layout(_ layout: LayoutID) -> ValueKinds {
        ValueKinds(rawValue: 1 << UInt64(min(firstLayout + layout.index, crowd)))
    }
}

/// Which kinds the tests of a module let pass.
struct KindTests: Sendable {
    /// For each layout, it and those that extend it.
    private var families = PrimaryMap<LayoutID, ValueKinds>()
    /// The layout that each goes back to.
    private var origins = PrimaryMap<LayoutID, LayoutID>()

    init(_ layouts: PrimaryMap<LayoutID, ObjectLayout>) {
        for id in layouts.ids {
            families.append(.layout(id))
            origins.append(layouts[id].parent.map { origins[$0] } ?? id)
            var parent = layouts[id].parent
            while let next = parent {
                families[next].formUnion(.layout(id))
                parent = layouts[next].parent
            }
        }
    }

    /// The layout at the root of the family: its fields are numbered alike in all of them.
    func origin(_ layout: LayoutID) -> LayoutID { origins[layout] }

    /// What a reference to `layout` may be.
    func references(_ layout: LayoutID) -> ValueKinds { families[layout].union(.null) }

    /// The kinds for which `is_ref` of `type` may hold.
    func possible(_ type: Type) -> ValueKinds {
        if let layout = type.layout { return families[layout] }
        return type == .i64 ? .number : [.number, .otherScalar]
    }

    /// The kinds for which it certainly holds.
    func certain(_ type: Type) -> ValueKinds {
        // The kind that crowds share says nothing certain.
        if let layout = type.layout { return families[layout].subtracting(ValueKinds(rawValue: 1 << 63)) }
        return type == .i64 ? .number : []
    }
}
