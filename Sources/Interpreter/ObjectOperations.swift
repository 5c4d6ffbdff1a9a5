// Objects, arrays, byte arrays, cells and closures.

import IR

extension Interpreter {
    private func dynamic(_ place: UInt32) -> DynamicValue { DynamicValue(bits: stack[place]) }

    /// An `i32` as a count or an index; out of range when it is negative.
    private func index(_ place: UInt32) throws(Stop) -> Int {
        let value = Int32(truncatingIfNeeded: stack[place])
        guard value >= 0 else { throw .trap(.indexOutOfRange) }
        return Int(value)
    }

    // Records.

    mutating func allocateRecord(_ step: Step) throws(Stop) {
        guard let layout = step.type.layout else {
            preconditionFailure("Interpreter: alloc of a type without a layout")
        }
        stack[step.result] = try heap.allocate(.record(layout), words: module.layouts[layout].fields.count).bits
    }

    /// The record that a field is taken from: it has to be one, of any layout with such a field.
    private func record(_ step: Step) throws(Stop) -> Int {
        guard let place = dynamic(step.a).object, case .record = heap[place].kind, step.c < heap[place].words.count
        else {
            throw .trap(.badCast)
        }
        return place
    }

    mutating func getField(_ step: Step) throws(Stop) { stack[step.result] = heap[try record(step)].words[Int(step.c)] }
    mutating func setField(_ step: Step) throws(Stop) { heap[try record(step)].words[Int(step.c)] = stack[step.b] }

    // Elements: they stand behind the fields.

    /// The place of an object of the layout that the operand's type names, and where its elements begin.
    private func indexed(_ value: UInt64) throws(Stop) -> (place: Int, first: Int) {
        guard let place = DynamicValue(bits: value).object, case .record(let layout) = heap[place].kind else {
            throw .trap(.badCast)
        }
        return (place, module.layouts[layout].fields.count)
    }

    mutating func allocateIndexed(_ step: Step) throws(Stop) {
        guard let layout = step.type.layout else {
            preconditionFailure("Interpreter: alloc_elements of a type without a layout")
        }
        let count = try index(step.a)
        stack[step.result] =
            try heap.allocate(.record(layout), words: module.layouts[layout].fields.count + count).bits
    }

    private func indexedElement(_ step: Step) throws(Stop) -> (place: Int, index: Int) {
        let (place, first) = try indexed(stack[step.a])
        let index = try index(step.b)
        guard index < heap[place].words.count - first else { throw .trap(.indexOutOfRange) }
        return (place, first + index)
    }

    mutating func getIndexed(_ step: Step) throws(Stop) {
        let (place, index) = try indexedElement(step)
        stack[step.result] = heap[place].words[index]
    }

    mutating func setIndexed(_ step: Step) throws(Stop) {
        let (place, index) = try indexedElement(step)
        heap[place].words[index] = stack[step.c]
    }

    mutating func countIndexed(_ step: Step) throws(Stop) {
        let (place, first) = try indexed(stack[step.a])
        stack[step.result] = UInt64(heap[place].words.count - first)
    }

    mutating func copyIndexed(_ step: Step) throws(Stop) {
        gather(step)
        let (target, targetFirst) = try indexed(transfer[0])
        let (source, sourceFirst) = try indexed(transfer[2])
        let (to, from, count) = (Int(transfer[1]), Int(transfer[3]), Int(transfer[4]))
        guard to + count <= heap[target].words.count - targetFirst,
            from + count <= heap[source].words.count - sourceFirst
        else { throw .trap(.indexOutOfRange) }
        let words = heap[source].words[sourceFirst + from..<sourceFirst + from + count]
        heap[target].words.replaceSubrange(targetFirst + to..<targetFirst + to + count, with: words)
    }

    /// The number of the layout of which a value is an object, from 1; 0 for any other value.
    func layoutNumber(_ bits: UInt64) -> Int {
        guard let place = DynamicValue(bits: bits).object, case .record(let layout) = heap[place].kind else { return 0 }
        return layout.index + 1
    }

    /// How many arguments a closure takes; -1 for any other value.
    func arity(_ bits: UInt64) -> Int32 {
        guard let place = DynamicValue(bits: bits).object, case .closure(let function) = heap[place].kind else {
            return -1
        }
        return Int32(module.functions[function].signature.parameters.count - heap[place].words.count)
    }

    // Arrays.

    mutating func makeArray(_ step: Step) throws(Stop) {
        stack[step.result] = try heap.allocate(.array, words: index(step.a)).bits
    }

    private func element(_ step: Step) throws(Stop) -> (place: Int, index: Int) {
        let place = try heap.place(dynamic(step.a), .array)
        let index = try index(step.b)
        guard index < heap[place].words.count else { throw .trap(.indexOutOfRange) }
        return (place, index)
    }

    mutating func getElement(_ step: Step) throws(Stop) {
        let (place, index) = try element(step)
        stack[step.result] = heap[place].words[index]
    }

    mutating func setElement(_ step: Step) throws(Stop) {
        let (place, index) = try element(step)
        heap[place].words[index] = stack[step.c]
    }

    mutating func getLength(_ step: Step, of kind: HeapObject.Kind) throws(Stop) {
        let object = heap[try heap.place(dynamic(step.a), kind)]
        stack[step.result] = UInt64(object.words.count + object.bytes.count)
    }

    // Byte arrays.

    mutating func makeBytes(_ step: Step) throws(Stop) {
        stack[step.result] = try heap.allocate(.bytes, bytes: index(step.a)).bits
    }

    private func byte(_ step: Step) throws(Stop) -> (place: Int, index: Int) {
        let place = try heap.place(dynamic(step.a), .bytes)
        let index = try index(step.b)
        guard index < heap[place].bytes.count else { throw .trap(.indexOutOfRange) }
        return (place, index)
    }

    mutating func getByte(_ step: Step) throws(Stop) {
        let (place, index) = try byte(step)
        stack[step.result] = UInt64(heap[place].bytes[index])
    }

    mutating func setByte(_ step: Step) throws(Stop) {
        let (place, index) = try byte(step)
        heap[place].bytes[index] = UInt8(truncatingIfNeeded: stack[step.c])
    }

    mutating func copyBytes(_ step: Step) throws(Stop) {
        gather(step)
        let target = try heap.place(DynamicValue(bits: transfer[0]), .bytes)
        let source = try heap.place(DynamicValue(bits: transfer[2]), .bytes)
        let (to, from, count) = (Int(transfer[1]), Int(transfer[3]), Int(transfer[4]))
        guard to + count <= heap[target].bytes.count, from + count <= heap[source].bytes.count else {
            throw .trap(.indexOutOfRange)
        }
        let bytes = heap[source].bytes[from..<from + count]
        heap[target].bytes.replaceSubrange(to..<to + count, with: bytes)
    }

    // Cells and closures.

    mutating func makeCell(_ step: Step) throws(Stop) {
        let cell = try heap.allocate(.cell, words: 1)
        heap[try heap.place(cell, .cell)].words[0] = stack[step.a]
        stack[step.result] = cell.bits
    }

    mutating func getCell(_ step: Step) throws(Stop) {
        stack[step.result] = heap[try heap.place(dynamic(step.a), .cell)].words[0]
    }

    mutating func setCell(_ step: Step) throws(Stop) {
        heap[try heap.place(dynamic(step.a), .cell)].words[0] = stack[step.b]
    }

    mutating func makeClosure(_ step: Step) throws(Stop) {
        let kind = HeapObject.Kind.closure(FunctionID(rawValue: step.a))
        gather(step)
        let closure = try heap.allocate(kind, words: transfer.count)
        heap[try heap.place(closure, kind)].words = transfer
        stack[step.result] = closure.bits
    }
}
