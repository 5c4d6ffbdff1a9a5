// Lisp text as data: what the reader makes and what the compiler takes apart. A program's code is such data, and literal
// data of a program are the same.

import Support

/// The id of a datum in `LispData`.
public struct DatumID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// One datum with its place in the source.
public struct Datum: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case number(Int64)
        case symbol(Symbol)
        /// The bytes between the quotes, escapes decoded.
        case string([UInt8])
        /// `()` and `{}`.
        case null
        /// At least one element. `{…}` is quoted, `(…)` is not.
        case list(ListHandle<DatumID>, isQuoted: Bool)
        /// What the reader gives for text that is no datum.
        case error(String)
    }

    public let kind: Kind
    public let span: SourceSpan
}

/// The data of a program.
public struct LispData: Sendable {
    private var data = PrimaryMap<DatumID, Datum>()
    private var lists = ListPool<DatumID>()
    public private(set) var names = ByteInterner()

    public init() {}

    public subscript(id: DatumID) -> Datum { data[id] }

    public mutating func add(_ kind: Datum.Kind, _ span: SourceSpan) -> DatumID {
        data.append(Datum(kind: kind, span: span))
    }

    /// A list, or `()` of no elements.
    public mutating func list(_ elements: [DatumID], isQuoted: Bool, _ span: SourceSpan) -> DatumID {
        elements.isEmpty ? add(.null, span) : add(.list(lists.make(elements), isQuoted: isQuoted), span)
    }

    public mutating func symbol(_ name: String, _ span: SourceSpan) -> DatumID {
        add(.symbol(names.intern(name)), span)
    }

    public mutating func intern(_ text: [UInt8], _ range: Range<Int>) -> Symbol { names.intern(text, range) }

    public func elements(_ list: ListHandle<DatumID>) -> [DatumID] { lists.elements(list) }

    /// The elements of a list, quoted or not; none of `()`; nil for what is no list.
    public func elements(_ id: DatumID) -> [DatumID]? {
        switch data[id].kind {
        case .list(let list, _): lists.elements(list)
        case .null: []
        case .number, .symbol, .string, .error: nil
        }
    }

    /// The name of a symbol; nil for other data.
    public func name(_ id: DatumID) -> String? {
        if case .symbol(let symbol) = data[id].kind { names.name(symbol) } else { nil }
    }

    /// The text of a datum, the same for equal data.
    public func text(_ id: DatumID) -> String {
        switch data[id].kind {
        case .number(let number): return "\(number)"
        case .symbol(let symbol): return names.name(symbol)
        case .string(let bytes): return "\"" + Hexadecimal.text(bytes) + "\""
        case .null: return "()"
        case .error(let message): return "error " + message
        case .list(let list, let isQuoted):
            let parts = elements(list).map(text).joined(separator: " ")
            return isQuoted ? "{\(parts)}" : "(\(parts))"
        }
    }
}
