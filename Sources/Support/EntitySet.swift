// A set of ids as a bit vector: iteration is in id order, so what is built from it is deterministic.

/// A set of ids, one bit each.
public struct EntitySet<ID: EntityID>: Equatable, Sendable {
    @usableFromInline var words: [UInt64]

    /// An empty set with room for ids below `capacity`; it grows when a larger id is inserted.
    @inlinable public init(capacity: Int = 0) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

    @inlinable public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    @inlinable public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    @inlinable @inline(__always)
    public func contains(_ id: ID) -> Bool {
        let word = id.index >> 6
        return word < words.count && words[word] & (1 << UInt64(id.index & 63)) != 0
    }

    /// Adds `id`; answers whether it was new.
    @inlinable @discardableResult
    public mutating func insert(_ id: ID) -> Bool {
        let word = id.index >> 6
        while word >= words.count { words.append(0) }
        let bit: UInt64 = 1 << UInt64(id.index & 63)
        defer { words[word] |= bit }
        return words[word] & bit == 0
    }

    /// Takes `id` out; answers whether it was there.
    @inlinable @discardableResult
    public mutating func remove(_ id: ID) -> Bool {
        guard contains(id) else { return false }
        words[id.index >> 6] &= ~(1 << UInt64(id.index & 63))
        return true
    }

    @inlinable public mutating func removeAll() {
        for word in words.indices { words[word] = 0 }
    }

    /// Adds all of `other`; answers whether anything was new.
    @inlinable @discardableResult
    public mutating func formUnion(_ other: EntitySet) -> Bool {
        while words.count < other.words.count { words.append(0) }
        var changed: UInt64 = 0
        for word in other.words.indices {
            changed |= other.words[word] & ~words[word]
            words[word] |= other.words[word]
        }
        return changed != 0
    }

    /// Keeps only what `other` holds too.
    @inlinable public mutating func formIntersection(_ other: EntitySet) {
        for word in words.indices { words[word] &= word < other.words.count ? other.words[word] : 0 }
    }

    /// Takes out all that `other` holds.
    @inlinable public mutating func subtract(_ other: EntitySet) {
        for word in words.indices where word < other.words.count { words[word] &= ~other.words[word] }
    }
}

extension EntitySet: Sequence {
    public struct Iterator: IteratorProtocol {
        @usableFromInline let words: [UInt64]
        @usableFromInline var word = 0
        @usableFromInline var bits: UInt64

        @inlinable
        init(words: [UInt64]) {
            self.words = words
            bits = words.first ?? 0
        }

        @inlinable public mutating func next() -> ID? {
            while bits == 0 {
                word += 1
                guard word < words.count else { return nil }
                bits = words[word]
            }
            let bit = bits.trailingZeroBitCount
            bits &= bits - 1
            return ID(index: word * 64 + bit)
        }
    }

    @inlinable public func makeIterator() -> Iterator { Iterator(words: words) }
}
