// The initial values of the roots, made on the heap before the program starts.

import IR

extension Interpreter {
    /// Gives every root its initial value, in order. Throws `.unsupported` when the heap is too small for them.
    mutating func makeRoots() throws(Stop) {
        roots.removeAll(keepingCapacity: true)
        for root in module.roots.values { roots.append(try initialValue(root.value)) }
    }

    private mutating func initialValue(_ value: RootValue) throws(Stop) -> UInt64 {
        switch value {
        case .null: return DynamicValue.nilValue.bits
        case .integer(let integer): return try boxed(UInt64(bitPattern: integer), .i64)
        case .bytes(let bytes):
            let value = try heap.allocate(.bytes, bytes: bytes.count)
            heap[try heap.place(value, .bytes)].bytes = bytes
            return value.bits
        case .object(let layout, let fields):
            let words = fields.map { field in
                switch field {
                case .root(let root): roots[root.index]
                case .bits(let bits): bits
                }
            }
            return try makeObject(.record(layout), words)
        case .closure(let function, let captured): return try makeObject(.closure(function), contents(captured))
        case .array(let elements): return try makeObject(.array, contents(elements))
        case .same(let root): return roots[root.index]
        }
    }

    private func contents(_ ids: [RootID]) -> [UInt64] { ids.map { roots[$0.index] } }

    private mutating func makeObject(_ kind: HeapObject.Kind, _ words: [UInt64]) throws(Stop) -> UInt64 {
        let value = try heap.allocate(kind, words: words.count)
        heap[try heap.place(value, kind)].words = words
        return value.bits
    }
}
