// Dense maps keyed by 32-bit ids: the storage of every stage. An id is the index of its record, so a look-up is an
// array access.

/// A typed 32-bit index into a `PrimaryMap`.
public protocol EntityID: Hashable, Comparable, Sendable {
    var rawValue: UInt32 { get }
    init(rawValue: UInt32)
}

extension EntityID {
    /// The id of record number `index`.
    @inlinable @inline(__always)
    public init(index: Int) { self.init(rawValue: UInt32(truncatingIfNeeded: index)) }

    /// The position of the record in its map.
    @inlinable @inline(__always)
    public var index: Int { Int(rawValue) }

    @inline(__always)
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The map that owns the records and hands out their ids in order.
public struct PrimaryMap<ID: EntityID, Value> {
    public private(set) var values: [Value] = []

    public init() {}

    public var count: Int { values.count }
    public var isEmpty: Bool { values.isEmpty }

    /// The id that the next `append` will return.
    public var nextID: ID { ID(index: values.count) }

    /// All ids, in order of creation.
    public var ids: EntityRange<ID> { EntityRange(count: values.count) }

    @discardableResult
    public mutating func append(_ value: Value) -> ID {
        values.append(value)
        return ID(index: values.count - 1)
    }

    /// Whether `id` names a record of this map.
    public func contains(_ id: ID) -> Bool { id.index < values.count }

    public mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count) }

    public subscript(id: ID) -> Value {
        @inline(__always) get { values[id.index] }
        @inline(__always) _modify { yield &values[id.index] }
    }
}

extension PrimaryMap: Sendable where Value: Sendable {}
extension PrimaryMap: Equatable where Value: Equatable {}

/// A side table: every id has a value, `initial` until one is set; it grows as ids are written.
///
/// Inlinable, because writing an element is the commonest thing that hubc does: not specialised for its types it takes
/// a third of the time of the parser.
public struct SecondaryMap<ID: EntityID, Value> {
    @usableFromInline var values: [Value]
    public let initial: Value

    @inlinable
    public init(initial: Value, count: Int = 0) {
        self.initial = initial
        values = Array(repeating: initial, count: count)
    }

    @inlinable
    public subscript(id: ID) -> Value {
        @inline(__always) get { id.index < values.count ? values[id.index] : initial }
        @inline(__always) _modify {
            if id.index >= values.count { grow(to: id.index + 1) }
            yield &values[id.index]
        }
    }

    @inlinable
    mutating func grow(to count: Int) {
        // No reserveCapacity: asking for a little more on every call would copy the table every time.
        while values.count < count { values.append(initial) }
    }
}

extension SecondaryMap: Sendable where Value: Sendable {}

/// The ids 0 ..< count of one kind.
public struct EntityRange<ID: EntityID>: RandomAccessCollection, Sendable {
    public let startIndex = 0
    public let endIndex: Int

    public init(count: Int) { endIndex = count }

    public subscript(position: Int) -> ID { ID(index: position) }
}
