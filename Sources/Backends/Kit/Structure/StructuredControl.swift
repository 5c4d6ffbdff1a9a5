// Control flow as nested statements, for the targets that have no jumps: what `ControlStructurer` makes of a function.

import IR

/// A labelled statement: leaving it (`exit`) or, for a loop, going round again (`repeat`) names its label.
public struct ControlLabel: Hashable, Sendable {
    public let number: Int

    public init(number: Int) { self.number = number }
}

/// One statement of structured control flow. Block parameters are passed by the target as it likes, at the block calls:
/// every `transfer` says which block call it stands for.
public indirect enum ControlStatement: Sendable {
    /// The instructions of the block but for its terminator, which the statements that follow stand for.
    case body(BlockID)
    /// The arguments of a block call become the parameters of its block.
    case transfer(BlockCallID)
    /// Statements; `exit(label)` inside goes behind them.
    case block(ControlLabel, [ControlStatement])
    /// Statements that start again at `repeat(label)`; reaching their end leaves the loop.
    case loop(ControlLabel, [ControlStatement])
    /// Two ways, by a value of type i1.
    case branch(ValueID, [ControlStatement], [ControlStatement])
    /// One way for each distinct target, by the value of a switch; no way falls into the next.
    case choose(InstructionID, cases: [(values: [UInt64], body: [ControlStatement])], default: [ControlStatement])
    case exit(ControlLabel)
    case `repeat`(ControlLabel)
    /// A terminator that leaves the function: return, tail call, trap, unreachable.
    case leave(InstructionID)
    /// Sets the dispatch variable of an irreducible region to `value`; then the region's loop goes round.
    case select(DispatchVariable, value: Int)
    /// The head of an irreducible region: one way for each of its entries.
    case dispatch(DispatchVariable, [[ControlStatement]])
}

/// A 32-bit variable that says where an irreducible region goes on.
public struct DispatchVariable: Hashable, Sendable {
    public let number: Int

    public init(number: Int) { self.number = number }
}

/// A function's control flow as statements.
public struct StructuredControl: Sendable {
    public let statements: [ControlStatement]
    public let labelCount: Int
    public let dispatchVariableCount: Int

    public init(statements: [ControlStatement], labelCount: Int, dispatchVariableCount: Int) {
        self.statements = statements
        self.labelCount = labelCount
        self.dispatchVariableCount = dispatchVariableCount
    }
}
