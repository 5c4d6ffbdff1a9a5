// Who uses a value: counts, and lists of the users. Both are snapshots that the passes recompute when they need them.

import Support

/// How often each value is used in the layout.
public struct UseCounts: Sendable {
    private var counts: SecondaryMap<ValueID, UInt32>

    public init(_ function: Function) {
        counts = SecondaryMap(initial: 0, count: function.values.count)
        function.forEachUse { value, _ in counts[value] += 1 }
    }

    public subscript(value: ValueID) -> Int {
        get { Int(counts[value]) }
        set { counts[value] = UInt32(newValue) }
    }
}

/// The instructions that use each value, one entry a use, in layout order.
public struct Users: Sendable {
    /// Where the users of each value begin in `instructions`; one more at the end.
    private var starts: [UInt32]
    private var instructions: [InstructionID]

    public init(_ function: Function) {
        var ends: [UInt32] = Array(repeating: 0, count: function.values.count + 1)
        function.forEachUse { value, _ in ends[value.index] += 1 }
        var total: UInt32 = 0
        for index in ends.indices {
            total += ends[index]
            ends[index] = total
        }
        var places = ends
        var users = Array(repeating: InstructionID(index: 0), count: Int(total))
        // From each end backwards: what was the end of a value's users becomes their beginning.
        function.forEachUse { value, instruction in
            places[value.index] -= 1
            users[Int(places[value.index])] = instruction
        }
        for index in ends.indices { users[Int(places[index])..<Int(ends[index])].reverse() }
        (starts, instructions) = (places, users)
    }

    private func range(_ index: Int) -> Range<Int> { Int(starts[index])..<Int(starts[index + 1]) }

    /// None for values that came later.
    public subscript(value: ValueID) -> ArraySlice<InstructionID> {
        value.index + 1 < starts.count ? instructions[range(value.index)] : []
    }
}
