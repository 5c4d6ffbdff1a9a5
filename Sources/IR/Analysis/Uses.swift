// Who uses a value: counts, and lists of the users. Both are snapshots that the passes recompute when they need them.

import Support

/// How often each value is used in the layout.
public struct UseCounts: Sendable {
    private var counts: SecondaryMap<ValueID, UInt32>

    public init(_ function: Function) {
        counts = SecondaryMap(initial: 0, count: function.values.count)
        for block in function.layout.blocks {
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                for operand in function.operands(instruction) { counts[operand] += 1 }
                cursor = function.layout.next(instruction)
            }
        }
    }

    public subscript(value: ValueID) -> Int {
        get { Int(counts[value]) }
        set { counts[value] = UInt32(newValue) }
    }
}

/// The instructions that use each value, one entry a use, in layout order.
public struct Users: Sendable {
    private var lists: SecondaryMap<ValueID, [InstructionID]>

    public init(_ function: Function) {
        lists = SecondaryMap(initial: [], count: function.values.count)
        for block in function.layout.blocks {
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                for operand in function.operands(instruction) { lists[operand].append(instruction) }
                cursor = function.layout.next(instruction)
            }
        }
    }

    public subscript(value: ValueID) -> [InstructionID] { lists[value] }
}
