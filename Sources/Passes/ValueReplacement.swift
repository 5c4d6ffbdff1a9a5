// Which values stand for others: a pass collects replacements while it looks, and applies them in one walk over the
// function.

import IR
import Support

/// Replacements of values by values, chains included.
struct ValueReplacement: Sendable {
    private var targets: SecondaryMap<ValueID, UInt32>
    private(set) var isEmpty = true

    init(_ function: Function) { targets = SecondaryMap(initial: .max, count: function.values.count) }

    /// From now on `value` is `replacement`; nothing happens where that is `value` already, as in loops of unreachable
    /// code.
    mutating func replace(_ value: ValueID, by replacement: ValueID) {
        let final = resolve(replacement)
        guard final != value else { return }
        targets[value] = final.rawValue
        isEmpty = false
    }

    /// The value to use instead of `value`, which is often itself.
    func resolve(_ value: ValueID) -> ValueID {
        var current = value
        while targets[current] != .max { current = ValueID(rawValue: targets[current]) }
        return current
    }

    /// Rewrites all operands in the layout, and what debug variables are bound to.
    func apply(to function: inout Function) {
        guard !isEmpty else { return }
        function.replaceValues(resolve)
    }
}
