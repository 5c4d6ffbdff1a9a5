// One id for each distinct run of bytes: the interner of byte-based parsers, which never build a String for a name in a
// hot path.

/// Maps byte strings to ids and back; ids count up in the order of first use.
public struct ByteInterner: Sendable {
    private var bytes: [UInt8] = []
    /// The end of each name in `bytes`; it begins where the one before ends.
    private var ends: [UInt32] = []
    private var hashes: [UInt32] = []
    /// Open addressing, a power of two: one more than the id, 0 for a free slot.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    public init() {}

    public var count: Int { ends.count }
    public var symbols: EntityRange<Symbol> { EntityRange(count: ends.count) }

    /// The id of the bytes `range` of `text`.
    public mutating func intern(_ text: [UInt8], _ range: Range<Int>) -> Symbol {
        let hash = Self.hash(text, range)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let id = Int(slots[slot]) - 1
            if hashes[id] == hash, isName(id, text, range) { return Symbol(index: id) }
            slot = (slot + 1) & (slots.count - 1)
        }
        bytes.append(contentsOf: text[range])
        ends.append(UInt32(bytes.count))
        hashes.append(hash)
        slots[slot] = UInt32(ends.count)
        let id = Symbol(index: ends.count - 1)
        if ends.count * 2 > slots.count { grow() }
        return id
    }

    public mutating func intern(_ name: String) -> Symbol {
        let text = Array(name.utf8)
        return intern(text, 0..<text.count)
    }

    /// The id of `name` if it has been interned.
    public func find(_ name: String) -> Symbol? {
        let text = Array(name.utf8)
        let hash = Self.hash(text, 0..<text.count)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let id = Int(slots[slot]) - 1
            if hashes[id] == hash, isName(id, text, 0..<text.count) { return Symbol(index: id) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The bytes of `symbol`; what is no UTF-8 shows as U+FFFD.
    public func name(_ symbol: Symbol) -> String { String(decoding: bytes[range(symbol.index)], as: UTF8.self) }

    private func range(_ id: Int) -> Range<Int> { (id == 0 ? 0 : Int(ends[id - 1]))..<Int(ends[id]) }

    private func isName(_ id: Int, _ text: [UInt8], _ range: Range<Int>) -> Bool {
        let own = self.range(id)
        guard own.count == range.count else { return false }
        var mine = own.lowerBound
        var other = range.lowerBound
        while mine < own.upperBound {
            if bytes[mine] != text[other] { return false }
            mine += 1
            other += 1
        }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for id in hashes.indices {
            var slot = Int(hashes[id]) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(id + 1)
        }
    }

    /// FNV-1a with a final mix, so that the low bits depend on every byte.
    private static func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for index in range { hash = (hash ^ UInt32(text[index])) &* 0x0100_0193 }
        hash ^= hash >> 15
        hash &*= 0x85EB_CA6B
        return hash ^ hash >> 13
    }
}

extension ByteInterner {
    /// The id of the name that `symbol` has in `other`.
    public mutating func intern(_ symbol: Symbol, from other: ByteInterner) -> Symbol {
        intern(other.bytes, other.range(symbol.index))
    }
}
