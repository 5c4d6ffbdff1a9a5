// The largest values of counters: parameters of a block that start with constants and grow by constants, where the
// branch that passes the next value on has compared it with a bound. Requires: the function is in SSA form.

import Support

/// What is known of the block parameters of a function that count.
public struct CounterBounds: Sendable {
    private var counters: SecondaryMap<ValueID, KnownBits?>

    public init(_ function: Function) {
        counters = SecondaryMap(initial: nil, count: function.values.count)
        var arrivals = SecondaryMap<BlockID, [Arrival]>(initial: [], count: function.blocks.count)
        for block in function.layout.blocks {
            guard let branch = function.layout.last(in: block) else { continue }
            for (place, call) in function.blockCallIDs(branch).enumerated() {
                arrivals[function.blockCalls[call].block].append(Arrival(branch: branch, call: call, place: place))
            }
        }
        for block in function.layout.blocks where arrivals[block].count > 1 {
            for (index, parameter) in function.parameters(block).enumerated() {
                let type = function.type(parameter)
                guard type.isInteger, let width = type.bits, width > 1 else { continue }
                counters[parameter] = CounterBounds.known(parameter, index, width, arrivals[block], function)
            }
        }
    }

    /// What is known of a parameter that counts; nil for other values.
    public subscript(value: ValueID) -> KnownBits? { counters[value] }

    /// A way to a block: place number `place` of a branch.
    private struct Arrival {
        let branch: InstructionID
        let call: BlockCallID
        let place: Int
    }

    private static func known(
        _ parameter: ValueID, _ index: Int, _ width: Int, _ arrivals: [Arrival], _ function: Function
    ) -> KnownBits? {
        var starts: [UInt64] = []
        var steps: [(arrival: Arrival, next: ValueID, step: UInt64)] = []
        for arrival in arrivals {
            let value = function.lists.elements(function.blockCalls[arrival.call].arguments)[index]
            if let start = constant(value, function) {
                starts.append(start)
            } else if let add = function.definingInstruction(value), function[add].opcode == .add,
                function[add].valueA == parameter, let step = constant(function[add].valueB, function)
            {
                steps.append((arrival, value, step))
            } else {
                return nil
            }
        }
        guard let least = starts.min(), var largest = starts.max(), !steps.isEmpty else { return nil }
        var low = starts.reduce(into: 0) { $0 |= $1 }
        // The one value that it counts up from in steps of one size.
        let start = least == largest && steps.count == 1 ? least : nil
        for (arrival, next, step) in steps {
            guard let most = largestPassed(arrival, next, step, start, function) else {
                return nil
            }
            largest = max(largest, most)
            low |= step
        }
        return KnownBits(atMost: largest, multipleOf: low.trailingZeroBitCount, width: width)
    }

    /// The largest of the values `next` that a branch passes on; nil when it does not say.
    private static func largestPassed(
        _ arrival: Arrival, _ next: ValueID, _ step: UInt64, _ start: UInt64?, _ function: Function
    ) -> UInt64? {
        guard function[arrival.branch].opcode == .branch,
            let compare = function.definingInstruction(function[arrival.branch].valueA),
            function[compare].opcode == .icmp, function[compare].valueA == next,
            let bound = constant(function[compare].valueB, function)
        else { return nil }
        let test = function[compare].integerCondition
        switch arrival.place == 0 ? test : test.inverted {
        case .ult: return bound == 0 ? nil : bound - 1
        case .ule: return bound
        // It meets the bound, from below and in whole steps.
        case .ne:
            guard let start, step != 0, start < bound, (bound - start) % step == 0 else { return nil }
            return bound - step
        case .eq, .ugt, .uge, .slt, .sle, .sgt, .sge: return nil
        }
    }

    private static func constant(_ value: ValueID, _ function: Function) -> UInt64? {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == .iconst else {
            return nil
        }
        return function[instruction].immediate
    }
}
