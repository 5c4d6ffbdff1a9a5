// Variable-length lists inside fixed-size records: the record holds a 4-byte handle, the pool holds the elements.

/// A handle of a list in a `ListPool`: 0 is the empty list, else one more than the place of the length word.
public struct ListHandle<Element: EntityID>: Hashable, Sendable {
    public let rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable public static var empty: ListHandle { ListHandle(rawValue: 0) }
}

/// Lists of ids, each stored as its length followed by its elements; a changed list is stored anew.
public struct ListPool<Element: EntityID>: Sendable {
    @usableFromInline var words: [UInt32] = []

    @inlinable public init() {}

    /// Stores `elements`.
    @inlinable public mutating func make(_ elements: some Collection<Element>) -> ListHandle<Element> {
        guard !elements.isEmpty else { return .empty }
        let place = words.count
        words.append(UInt32(elements.count))
        for element in elements { words.append(element.rawValue) }
        return ListHandle(rawValue: UInt32(place + 1))
    }

    /// Whether `list` lies within the pool; false only for handles that the pool did not make.
    @inlinable public func contains(_ list: ListHandle<Element>) -> Bool {
        guard list.rawValue != 0 else { return true }
        let place = Int(list.rawValue) - 1
        return place < words.count && words.count - place > Int(words[place])
    }

    @inlinable @inline(__always)
    public func count(_ list: ListHandle<Element>) -> Int {
        list.rawValue == 0 ? 0 : Int(words[Int(list.rawValue) - 1])
    }

    /// Element number `position` of `list`.
    public subscript(list: ListHandle<Element>, position: Int) -> Element {
        @inlinable @inline(__always) get {
            precondition(position < count(list), "ListPool: position past the end of the list")
            return Element(rawValue: words[Int(list.rawValue) + position])
        }
        @inlinable @inline(__always) set {
            precondition(position < count(list), "ListPool: position past the end of the list")
            words[Int(list.rawValue) + position] = newValue.rawValue
        }
    }

    /// The elements of `list`, in order.
    @inlinable public func elements(_ list: ListHandle<Element>) -> [Element] {
        (0..<count(list)).map { Element(rawValue: words[Int(list.rawValue) + $0]) }
    }

    /// Whether the lists are those of `other`, by where they lie: neither pool has changed since it was copied.
    public func hasStorage(of other: ListPool) -> Bool { words.hasStorage(of: other.words) }
}
