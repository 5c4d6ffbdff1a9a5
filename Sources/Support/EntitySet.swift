// A set of ids as a bit vector: iteration is in id order, so what is built from it is deterministic.

/// A set of ids, one bit each. It takes the room of the ids between its least and its greatest, so that many small sets
/// of neighbours, such as the blocks of loops, stay small.
public struct EntitySet<ID: EntityID>: Sendable {
    @usableFromInline var words: [UInt64]
    /// How many words of 64 ids lie before the first of `words`.
    @usableFromInline var offset = 0

    /// An empty set with room for ids below `capacity`; it grows when another id is inserted.
    @inlinable public init(capacity: Int = 0) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

    @inlinable public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    @inlinable public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    @inlinable @inline(__always)
    public func contains(_ id: ID) -> Bool {
        let word = id.index >> 6 - offset
        return word >= 0 && word < words.count && words[word] & (1 << UInt64(id.index & 63)) != 0
    }

    /// Adds `id`; answers whether it was new.
    @inlinable @discardableResult
    public mutating func insert(_ id: ID) -> Bool {
        var word = id.index >> 6 - offset
        if word < 0 || word >= words.count {
            cover(id.index >> 6, id.index >> 6 + 1)
            word = id.index >> 6 - offset
        }
        let bit: UInt64 = 1 << UInt64(id.index & 63)
        defer { words[word] |= bit }
        return words[word] & bit == 0
    }

    /// Makes room for the words from `start` to before `end`, counted from id 0.
    @inlinable mutating func cover(_ start: Int, _ end: Int) {
        if words.isEmpty { offset = start }
        if start < offset {
            // Twice as much each time, so that a set that grows downwards is not moved for every word.
            let missing = Swift.min(offset, Swift.max(offset - start, words.count))
            words.insert(contentsOf: repeatElement(0, count: missing), at: 0)
            offset -= missing
        }
        while words.count < end - offset { words.append(0) }
    }

    /// Takes `id` out; answers whether it was there.
    @inlinable @discardableResult
    public mutating func remove(_ id: ID) -> Bool {
        guard contains(id) else { return false }
        words[id.index >> 6 - offset] &= ~(1 << UInt64(id.index & 63))
        return true
    }

    @inlinable public mutating func removeAll() {
        for word in words.indices { words[word] = 0 }
    }

    /// Adds all of `other`; answers whether anything was new.
    @inlinable @discardableResult
    public mutating func formUnion(_ other: EntitySet) -> Bool {
        if other.words.isEmpty { return false }
        cover(other.offset, other.offset + other.words.count)
        let distance = other.offset - offset
        var changed: UInt64 = 0
        for word in other.words.indices {
            changed |= other.words[word] & ~words[word + distance]
            words[word + distance] |= other.words[word]
        }
        return changed != 0
    }

    /// Keeps only what `other` holds too.
    @inlinable public mutating func formIntersection(_ other: EntitySet) {
        for word in words.indices { words[word] &= other.word(word + offset) }
    }

    /// Takes out all that `other` holds.
    @inlinable public mutating func subtract(_ other: EntitySet) {
        for word in words.indices { words[word] &= ~other.word(word + offset) }
    }

    /// The word `number`, counted from id 0.
    @inlinable @inline(__always) func word(_ number: Int) -> UInt64 {
        let place = number - offset
        return place >= 0 && place < words.count ? words[place] : 0
    }
}

extension EntitySet: Equatable {
    /// Whether both hold the same ids, whatever room they have.
    @inlinable public static func == (left: EntitySet, right: EntitySet) -> Bool {
        let start = Swift.min(left.offset, right.offset)
        let end = Swift.max(left.offset + left.words.count, right.offset + right.words.count)
        return (start..<end).allSatisfy { left.word($0) == right.word($0) }
    }
}

extension EntitySet: Sequence {
    public struct Iterator: IteratorProtocol {
        @usableFromInline let words: [UInt64]
        @usableFromInline let offset: Int
        @usableFromInline var word = 0
        @usableFromInline var bits: UInt64

        @inlinable
        init(_ set: EntitySet) {
            words = set.words
            offset = set.offset
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
            return ID(index: (offset + word) * 64 + bit)
        }
    }

    @inlinable public func makeIterator() -> Iterator { Iterator(self) }
}
