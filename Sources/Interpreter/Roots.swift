// The initial values of the roots, made on the heap before the program starts.

import IR

extension Interpreter {
    /// Gives every root its initial value. Throws `.unsupported` when the heap is too small for them. Objects are made
    /// first and filled behind, since they may name one another.
    mutating func makeRoots() throws(Stop) {
        roots.removeAll(keepingCapacity: true)
        for root in module.roots.values { roots.append(try initialValue(root.value)) }
        for (value, root) in zip(roots, module.roots.values) {
            guard let words = contents(root.value), let place = DynamicValue(bits: value).object else { continue }
            heap[place].words = words
        }
    }

    private mutating func initialValue(_ value: RootValue) throws(Stop) -> UInt64 {
        switch value {
        case .null: return DynamicValue.nilValue.bits
        case .integer(let integer): return try boxed(UInt64(bitPattern: integer), .i64)
        case .float(let bits): return try boxed(bits, .f64)
        case .bytes(let bytes):
            let value = try heap.allocate(.bytes, bytes: bytes.count)
            heap[try heap.place(value, .bytes)].bytes = bytes
            return value.bits
        case .object(let layout, let fields): return try heap.allocate(.record(layout), words: fields.count).bits
        case .closure(let function, let captured):
            return try heap.allocate(.closure(function), words: captured.count).bits
        case .array(let elements): return try heap.allocate(.array, words: elements.count).bits
        case .same(let root): return roots[root.index]
        }
    }

    /// The words of the object that a root makes; nil for one that makes none of words.
    private func contents(_ value: RootValue) -> [UInt64]? {
        switch value {
        case .null, .integer, .float, .bytes, .same: return nil
        case .object(_, let fields):
            return fields.map { field in
                switch field {
                case .root(let root): roots[root.index]
                case .bits(let bits): bits
                }
            }
        case .closure(_, let captured), .array(let captured): return captured.map { roots[$0.index] }
        }
    }
}
