// Ids that wait for their turn: the worklist of a fixpoint.

/// A set of waiting ids that gives the least first. Ids in ascending order, as most worklists see them, cost little
/// more than the passage over their bits.
public struct EntityQueue<ID: EntityID>: Sendable {
    @usableFromInline var words: [UInt64]
    /// No word before this one holds anything.
    @usableFromInline var first = 0

    /// An empty queue for ids below `capacity`.
    @inlinable public init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

    /// Adds `id`, if it does not wait already.
    @inlinable public mutating func insert(_ id: ID) {
        words[id.index >> 6] |= 1 << UInt64(id.index & 63)
        first = min(first, id.index >> 6)
    }

    /// Takes out the least id that waits.
    @inlinable public mutating func popFirst() -> ID? {
        while first < words.count {
            let word = words[first]
            if word != 0 {
                words[first] = word & (word - 1)
                return ID(index: first * 64 + word.trailingZeroBitCount)
            }
            first += 1
        }
        return nil
    }
}
