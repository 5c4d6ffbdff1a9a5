// Expressions that wait for their one user to take them in. What they may do decides what they may be moved across.

import IR
import Support

/// What evaluating an expression may do, as far as its place among others matters.
struct TreeEffects: OptionSet {
    let rawValue: UInt8

    static let reads = TreeEffects(rawValue: 1 << 0)
    /// Writes memory, or calls.
    static let writes = TreeEffects(rawValue: 1 << 1)
    /// Stops the program with a line of its own.
    static let traps = TreeEffects(rawValue: 1 << 2)
    /// An access that may lie outside the host's memory; which of several is first makes no difference.
    static let faults = TreeEffects(rawValue: 1 << 3)

    static let call: TreeEffects = [.reads, .writes, .traps]

    /// Whether exchanging expressions with these effects can be noticed.
    func conflicts(with other: TreeEffects) -> Bool {
        if isEmpty || other.isEmpty { return false }
        if contains(.writes) || other.contains(.writes) { return true }
        let stops: TreeEffects = [.traps, .faults]
        return contains(.traps) && !other.isDisjoint(with: stops) || other.contains(.traps) && !isDisjoint(with: stops)
    }
}

/// An expression that no statement holds yet.
struct ExpressionTree {
    let expression: WasmExpression
    let effects: TreeEffects
    let depth: Int
}

/// The trees of a block that wait for their user, and the order of those with effects.
struct WaitingTrees {
    /// Those of one block only, so that the table stays small in large functions.
    private var trees: [ValueID: ExpressionTree] = [:]
    /// The values of the trees with effects, in the order of their evaluation.
    private(set) var ordered: [ValueID] = []

    subscript(value: ValueID) -> ExpressionTree? { trees[value] }

    mutating func add(_ value: ValueID, _ tree: ExpressionTree) {
        trees[value] = tree
        if !tree.effects.isEmpty { ordered.append(value) }
    }

    mutating func take(_ value: ValueID) -> ExpressionTree? {
        guard let tree = trees.removeValue(forKey: value) else { return nil }
        if !tree.effects.isEmpty { ordered.removeAll { $0 == value } }
        return tree
    }

    /// How many of the first trees with effects must be evaluated before a statement with `effects`.
    func countConflicting(with effects: TreeEffects) -> Int {
        guard !ordered.isEmpty, !effects.isEmpty else { return 0 }
        let last = ordered.lastIndex { effects.conflicts(with: trees[$0]?.effects ?? []) }
        return last.map { $0 + 1 } ?? 0
    }

    /// How many of the first trees with effects must be evaluated before `operands` are, in this order, while the other
    /// trees go on waiting.
    func countBefore(_ operands: [ValueID]) -> Int {
        guard !ordered.isEmpty else { return 0 }
        var count = 0
        var passed: TreeEffects = []
        var lastPlace = -1
        for (place, value) in ordered.enumerated() {
            let effects = trees[value]?.effects ?? []
            if let operand = operands.firstIndex(of: value) {
                if operand < lastPlace, effects.conflicts(with: passed) { count = place + 1 }
                passed.formUnion(effects)
                lastPlace = max(lastPlace, operand)
            } else if effects.conflicts(with: passed) {
                count = place + 1
            }
        }
        return count
    }
}
