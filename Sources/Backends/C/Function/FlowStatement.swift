// Control flow as C has it: what the structured control flow of a function becomes before it is written.

import BackendKit
import IR

/// One statement, or the statements of one block.
indirect enum FlowStatement {
    /// The instructions of a block but for its terminator.
    case body(BlockID)
    /// The parameters of a block get the arguments of a block call.
    case transfer(BlockCallID)
    /// The parameters of the function get the arguments of a tail call of itself.
    case restart(InstructionID)
    /// A condition that decides nothing, evaluated for its effects.
    case evaluate(ValueID)
    case conditional(FlowCondition, [FlowStatement], else: [FlowStatement])
    /// `while (condition) { … }`
    case whileLoop(FlowCondition, [FlowStatement])
    /// `for (;;) { … }`
    case forever([FlowStatement])
    case choose(InstructionID, cases: [(values: [UInt64], body: [FlowStatement])], default: [FlowStatement])
    case dispatch(DispatchVariable, [[FlowStatement]])
    case select(DispatchVariable, Int)
    /// A terminator that leaves the function.
    case leave(InstructionID)
    case breakOut
    case continueLoop
    case goto(Int)
    /// The place that `goto` names.
    case label(Int)
}

/// A condition, as it is or inverted.
struct FlowCondition {
    let value: ValueID
    let isInverted: Bool

    var inverted: FlowCondition { FlowCondition(value: value, isInverted: !isInverted) }
}
