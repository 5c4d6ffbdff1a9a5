// The objects of dynamic programs. Nothing is ever freed; a limit bounds what a run can take.

import IR

/// An object with an identity.
struct HeapObject {
    enum Kind: Hashable {
        case record(LayoutID)
        case array
        case bytes
        case cell
        case closure(FunctionID)
        /// A scalar that is no small integer.
        case scalar(Type)
    }

    let kind: Kind
    /// Fields, elements, the content, captured values or the scalar's bits.
    var words: [UInt64] = []
    /// Only of a byte array.
    var bytes: [UInt8] = []
}

/// All objects of a run.
struct ObjectHeap {
    private(set) var objects: [HeapObject] = []
    private var size = 0
    private let limit: Int

    /// `limit` is in bytes.
    init(limit: Int) { self.limit = limit }

    /// Throws `.unsupported` past the limit.
    mutating func allocate(
        _ kind: HeapObject.Kind, words: Int = 0, bytes: Int = 0
    ) throws(Stop) -> DynamicValue {
        // The header keeps objects without content from being free.
        guard words <= limit / 8, bytes <= limit, size + 16 + words * 8 + bytes <= limit else {
            throw .unsupported("more than \(limit) bytes of objects")
        }
        size += 16 + words * 8 + bytes
        objects.append(
            HeapObject(
                kind: kind, words: Array(repeating: 0, count: words), bytes: Array(repeating: 0, count: bytes)))
        return DynamicValue(object: objects.count - 1)
    }

    /// The place of an object of `kind`; a `.badCast` trap for any other value.
    func place(_ value: DynamicValue, _ kind: HeapObject.Kind) throws(Stop) -> Int {
        guard let place = value.object, objects[place].kind == kind else { throw .trap(.badCast) }
        return place
    }

    subscript(place: Int) -> HeapObject {
        get { objects[place] }
        _modify { yield &objects[place] }
    }
}
