// Where the slots of a function lie below its entry pointer, in the order in which the interpreter places them: those
// at the top first, then the others downwards, each aligned, and the end on a word.

import IR
import Support

/// The frame of one function.
struct StackFrame {
    /// A step down: first the size, then the alignment.
    struct Step {
        let slot: SlotID
        let size: UInt64
        let alignment: UInt64
    }

    static let wordSize: UInt64 = 4

    let steps: [Step]

    init(_ function: Function) {
        var steps: [Step] = []
        for isTopRound in [true, false] {
            for id in function.slots.ids where function.slots[id].isAtTop == isTopRound {
                let slot = function.slots[id]
                let alignment = isTopRound ? 1 : UInt64(max(slot.alignment, 1))
                steps.append(Step(slot: id, size: UInt64(slot.size), alignment: alignment))
            }
        }
        self.steps = steps
    }

    /// The lowest entry pointer with which no step goes below `limit`.
    func lowestEntry(limit: UInt64) -> UInt64 {
        var needed = limit.rounded(upTo: StackFrame.wordSize)
        for step in steps.reversed() { needed = max(limit, needed.rounded(upTo: step.alignment)) + step.size }
        return needed
    }

    /// At most so many bytes lie between the entry pointer and the end.
    var largestSize: UInt64 { steps.reduce(StackFrame.wordSize - 1) { $0 + $1.size + $1.alignment - 1 } }
}

extension UInt64 {
    /// The next multiple of `alignment`, a power of two, that is not less.
    func rounded(upTo alignment: UInt64) -> UInt64 { (self + alignment - 1) & ~(alignment - 1) }
}
