// A module in the form that runs: one array of decoded instructions, with branch targets as positions in it and
// operands as places in a flat frame.
// A frame holds the values by id, then the variables, the addresses of the slots, and one scratch word.

import IR

/// One decoded instruction; what `a`, `b` and `c` mean is the opcode's matter, see `ProgramDecoder`.
struct Step {
    var opcode: Opcode
    var aux: UInt8
    var type: Type
    /// The operand type that the own type does not imply, see `Evaluate.sourceType`.
    var source: Type
    /// The frame place of the first result; further results follow it.
    var result: UInt32
    var a: UInt32
    var b: UInt32
    var c: UInt32
}

/// A copy from one frame place to another.
struct Move: Hashable {
    var destination: UInt32
    var source: UInt32
}

/// A branch target: where to go and what to copy on the way.
struct Edge {
    var target: UInt32
    var firstMove: UInt32
    var endMove: UInt32
}

/// The targets of a `switch`, sorted by value.
struct SwitchTargets {
    var cases: [(value: UInt64, edge: UInt32)]
    var defaultEdge: UInt32

    func edge(_ value: UInt64) -> UInt32 {
        var low = 0
        var high = cases.count
        while low < high {
            let middle = (low + high) / 2
            if cases[middle].value < value { low = middle + 1 } else { high = middle }
        }
        return low < cases.count && cases[low].value == value ? cases[low].edge : defaultEdge
    }
}

/// A decoded function.
struct FunctionCode {
    /// The position of the first instruction; nil without a body.
    var start: Int?
    /// The frame places of the parameters: a run of `Program.operands`.
    var parameters: Range<Int> = 0..<0
    /// In words.
    var frameSize = 1
    /// The frame places of the variables.
    var variables: Range<Int> = 0..<0
    /// The slots: a run of `Program.slots`.
    var slots: Range<Int> = 0..<0
    /// The frame place of the first slot's address.
    var slotPlace = 0
    /// Functions with equal parameter and result types have equal numbers.
    var signature: UInt32 = 0
}

/// A decoded module.
struct Program {
    var steps: [Step] = []
    /// The instruction that each step came from.
    var origins: [CodePlace] = []
    var operands: [UInt32] = []
    var edges: [Edge] = []
    var moves: [Move] = []
    var switches: [SwitchTargets] = []
    var slots: [StackSlot] = []
    var functions: [FunctionCode] = []
    /// How many of the functions have an address.
    var addressedFunctions = 0
}
