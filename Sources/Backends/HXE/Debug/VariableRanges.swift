// Collects, while a function is emitted, over which stretches of code its variables are where.

import HSXMachine
import IR
import Support

/// The ranges of a function's variables.
struct VariableRanges {
    private var ranges: SecondaryMap<DebugVariableID, [HSXVariableRange]>
    private var open: [VariableLocation] = []
    private var start: UInt32 = 0

    init(_ function: Function) {
        ranges = SecondaryMap(initial: [], count: function.debugVariables.count)
    }

    /// From `offset` on the variables are at `locations`.
    mutating func change(to locations: [VariableLocation], at offset: UInt32) {
        guard locations != open else { return }
        close(at: offset)
        (open, start) = (locations, offset)
    }

    /// Nothing is known from `offset` on.
    mutating func close(at offset: UInt32) {
        if offset > start {
            for variable in Set(open.map(\.variable)).sorted() {
                append(open.filter { $0.variable == variable }.map(\.piece), of: variable, until: offset)
            }
        }
        open = []
    }

    private mutating func append(_ pieces: [HSXVariablePiece], of variable: DebugVariableID, until end: UInt32) {
        if let last = ranges[variable].last, last.end == start, last.pieces == pieces {
            ranges[variable][ranges[variable].count - 1].end = end
        } else {
            ranges[variable].append(HSXVariableRange(start: start, end: end, pieces: pieces))
        }
    }

    subscript(variable: DebugVariableID) -> [HSXVariableRange] { ranges[variable] }
}
