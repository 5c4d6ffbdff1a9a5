// One id for each distinct name, so that stages compare and hash 32-bit numbers instead of strings.

/// An interned name.
public struct Symbol: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Maps names to ids and back; ids count up in the order of first use.
public struct Interner: Sendable {
    private var ids: [String: Symbol] = [:]
    private var names = PrimaryMap<Symbol, String>()

    public init() {}

    public var count: Int { names.count }

    public mutating func intern(_ name: String) -> Symbol {
        if let id = ids[name] { return id }
        let id = names.append(name)
        ids[name] = id
        return id
    }

    /// The id of `name` if it has been interned.
    public func find(_ name: String) -> Symbol? { ids[name] }

    public func name(_ symbol: Symbol) -> String { names[symbol] }
}
