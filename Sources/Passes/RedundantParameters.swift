// Removes the block parameters that are always one value: all branches pass that value, or the parameter itself.
// Source: the trivial phis of Braun et al., CC 2013. Requires: no unreachable blocks.

import IR
import Support

enum RedundantParameters {
    /// Removes them all; answers how many there were.
    static func remove(_ function: inout Function) -> Int {
        let incoming = function.incomingCalls()
        let candidates = function.layout.blocks.filter { $0 != function.entry && !function.parameters($0).isEmpty }
        guard !candidates.isEmpty else { return 0 }
        var replacement = ValueReplacement(function)
        var isRedundant = EntitySet<ValueID>(capacity: function.values.count)
        var removed = 0
        var changed = true
        while changed {
            changed = false
            for block in candidates {
                for (position, parameter) in function.parameters(block).enumerated()
                where !isRedundant.contains(parameter) {
                    guard let value = onlyArgument(position, parameter, incoming[block], replacement, function) else {
                        continue
                    }
                    replacement.replace(parameter, by: value)
                    isRedundant.insert(parameter)
                    removed += 1
                    changed = true
                }
            }
        }
        guard removed > 0 else { return 0 }
        for block in candidates {
            let isDropped = function.parameters(block).map(isRedundant.contains)
            if isDropped.contains(true) { function.dropParameters(block, isDropped, incoming: incoming[block]) }
        }
        replacement.apply(to: &function)
        return removed
    }

    private static func onlyArgument(
        _ position: Int, _ parameter: ValueID, _ incoming: [BlockCallID], _ replacement: ValueReplacement,
        _ function: Function
    ) -> ValueID? {
        var only: ValueID?
        for call in incoming {
            let argument = replacement.resolve(function.lists[function.blockCalls[call].arguments, position])
            if argument == parameter || argument == only { continue }
            if only != nil { return nil }
            only = argument
        }
        return only
    }
}
