// Gives each way into a short block that returns a return of its own: no jump to it is needed, and paths that need no
// frame, such as the base case of a recursion, can leave before there is one.
// Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Copies short returning blocks to where they are jumped to from.
    public static let duplicateReturns = Pass(
        name: "duplicate-returns", summary: "Give each way to a short return a return of its own",
        appliesTo: { $0.blocks.count > 1 }
    ) { function, cache in
        var count = 0
        let incoming = function.incomingCalls()
        for block in function.layout.blocks where block != function.entry {
            guard ReturnCopy.isShort(block, function) else { continue }
            let calls = incoming[block]
            guard calls.count > 1, calls.count <= ReturnCopy.entryLimit else { continue }
            // The first way in keeps the block.
            for call in calls.dropFirst() { ReturnCopy.split(call, from: block, &function) }
            count += calls.count - 1
        }
        cache.counters.count("returns", count)
        return count > 0
    }
}

/// The copy of a block that returns.
private enum ReturnCopy {
    /// The most ways into a block that get copies.
    static let entryLimit = 4
    /// The most instructions in front of the return.
    private static let instructionLimit = 3

    /// Whether `block` does little, and nothing that others could do for it, before it returns.
    static func isShort(_ block: BlockID, _ function: Function) -> Bool {
        guard let last = function.terminator(block), function[last].opcode == .ret else { return false }
        let instructions = function.layout.instructions(block)
        return instructions.count <= instructionLimit + 1
            && instructions.dropLast().allSatisfy { function[$0].opcode.isPure }
    }

    /// Leads `call` to a copy of `block`, which has no parameters.
    static func split(_ call: BlockCallID, from block: BlockID, _ function: inout Function) {
        let new = function.makeBlock()
        function.layout.insert(new, after: block)
        var values = SecondaryMap<ValueID, ValueID>(initial: ValueID(rawValue: .max), count: function.values.count)
        for value in function.values.ids { values[value] = value }
        for (parameter, argument) in zip(function.parameters(block), function.arguments(call)) {
            values[parameter] = argument
        }
        for instruction in function.layout.instructions(block) {
            let location = function.location(instruction)
            let copy = DetachedInstruction(instruction, of: function).append(
                to: new, of: &function, location: location)
            function.mapOperands(copy) { values[$0] }
            function.replaceBoundValues(before: copy) { values[$0] }
            for (old, result) in zip(function.results(instruction), function.results(copy)) { values[old] = result }
        }
        function.blockCalls[call] = BlockCall(block: new)
    }
}
