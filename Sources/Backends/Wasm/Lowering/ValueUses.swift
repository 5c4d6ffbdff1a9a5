// How often and where values are used: what is used once, in the block that makes it, can stand inside its user. A switch
// with one way looks at nothing: there is no code for it that could hold an expression. Nor does a `field_set` that
// is part of making an object look at the object.
// Requires: the function is in SSA form.

import BackendKit
import IR
import Support

/// The uses of the values of a function.
struct ValueUses {
    private static let manyBlocks: UInt32 = .max

    private var counts: SecondaryMap<ValueID, UInt32>
    /// The one block that uses the value.
    private var users: SecondaryMap<ValueID, UInt32>
    /// Narrow integers whose bits above the width some user looks at.
    private var cleanlyUsed: EntitySet<ValueID>

    init(_ function: Function, _ runs: ObjectRuns) {
        counts = SecondaryMap(initial: 0, count: function.values.count)
        users = SecondaryMap(initial: 0, count: function.values.count)
        cleanlyUsed = EntitySet(capacity: function.values.count)
        for block in function.layout.blocks {
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                visit(instruction, block, function, runs)
                cursor = function.layout.next(instruction)
            }
        }
    }

    func count(_ value: ValueID) -> Int { Int(counts[value]) }

    /// Whether the only use is in `block`.
    func isUsedOnce(_ value: ValueID, in block: BlockID) -> Bool {
        counts[value] == 1 && users[value] == block.rawValue
    }

    /// Whether the bits above the width of a narrow integer must be zero.
    func mustBeClean(_ value: ValueID) -> Bool { cleanlyUsed.contains(value) }

    private mutating func visit(
        _ instruction: InstructionID, _ block: BlockID, _ function: Function, _ runs: ObjectRuns
    ) {
        let isIdle = function[instruction].opcode == .switch && SwitchWays.hasOneWay(instruction, function)
        // What only completes an object does not use it.
        let first = runs.maker(of: instruction) == nil ? 0 : 1
        for (place, value) in function.directOperands(instruction).enumerated() where !isIdle && place >= first {
            count(value, block)
            if NarrowIntegers.looksAtHighBits(function[instruction], place) { cleanlyUsed.insert(value) }
        }
        for call in function.blockCallIDs(instruction) {
            for value in function.lists.elements(function.blockCalls[call].arguments) {
                count(value, block)
                cleanlyUsed.insert(value)
            }
        }
    }

    private mutating func count(_ value: ValueID, _ block: BlockID) {
        users[value] = counts[value] == 0 || users[value] == block.rawValue ? block.rawValue : ValueUses.manyBlocks
        counts[value] += 1
    }
}
