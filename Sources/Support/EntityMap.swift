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

    @inlinable @inline(__always)
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The map that owns the records and hands out their ids in order.
public struct PrimaryMap<ID: EntityID, Value> {
    @usableFromInline var storage: [Value] = []

    @inlinable public init() {}

    /// The records, in order of their ids.
    @inlinable public var values: [Value] { storage }
    @inlinable public var count: Int { storage.count }
    @inlinable public var isEmpty: Bool { storage.isEmpty }

    /// The id that the next `append` will return.
    @inlinable public var nextID: ID { ID(index: storage.count) }

    /// All ids, in order of creation.
    @inlinable public var ids: EntityRange<ID> { EntityRange(count: storage.count) }

    @inlinable @discardableResult
    public mutating func append(_ value: Value) -> ID {
        storage.append(value)
        return ID(index: storage.count - 1)
    }

    /// Whether `id` names a record of this map.
    @inlinable public func contains(_ id: ID) -> Bool { id.index < storage.count }

    @inlinable public mutating func reserveCapacity(_ count: Int) { storage.reserveCapacity(count) }

    public subscript(id: ID) -> Value {
        @inlinable @inline(__always) get { storage[id.index] }
        @inlinable @inline(__always) _modify { yield &storage[id.index] }
    }
}

extension PrimaryMap {
    /// Whether the records are those of `other`, by where they lie: neither map has changed since it was copied.
    public func hasStorage(of other: PrimaryMap) -> Bool { storage.hasStorage(of: other.storage) }
}

extension Array {
    /// Whether the elements are those of `other`, by where they lie.
    @usableFromInline func hasStorage(of other: Array) -> Bool {
        withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { one.count == $0.count && one.baseAddress == $0.baseAddress }
        }
    }
}

extension PrimaryMap: Sendable where Value: Sendable {}
extension PrimaryMap: Equatable where Value: Equatable {}

/// A side table: every id has a value, `initial` until one is set; it grows as ids are written.
///
/// Inlinable, as all the maps here: writing an element is the commonest thing that hubc does.
public struct SecondaryMap<ID: EntityID, Value> {
    @usableFromInline var values: [Value]
    public let initial: Value

    @inlinable public init(initial: Value, count: Int = 0) {
        self.initial = initial
        values = Array(repeating: initial, count: count)
    }

    public subscript(id: ID) -> Value {
        @inlinable @inline(__always) get { id.index < values.count ? values[id.index] : initial }
        @inlinable @inline(__always) _modify {
            if id.index >= values.count { grow(to: id.index + 1) }
            yield &values[id.index]
        }
    }

    @inlinable mutating func grow(to count: Int) {
        // No reserveCapacity: asking for a little more on every call would copy the table every time.
        while values.count < count { values.append(initial) }
    }
}

extension SecondaryMap {
    /// Whether the values are those of `other`, by where they lie: neither map has changed since it was copied.
    public func hasStorage(of other: SecondaryMap) -> Bool { values.hasStorage(of: other.values) }
}

extension SecondaryMap: Sendable where Value: Sendable {}

/// The ids 0 ..< count of one kind.
public struct EntityRange<ID: EntityID>: RandomAccessCollection, Sendable {
    public let startIndex: Int
    public let endIndex: Int

    @inlinable public init(count: Int) {
        startIndex = 0
        endIndex = count
    }

    @inlinable public subscript(position: Int) -> ID { ID(index: position) }
}
