// Names the lines of the text form, so that remarks can be printed below them.

import Support

/// A line of the text form that remarks can stand below.
struct IRLine: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        case module
        case layout(LayoutID)
        case service(ServiceID)
        case global(GlobalID)
        case root(RootID)
        case function
        case slot(SlotID)
        case variable(VariableID)
        case block(BlockID)
        case instruction(InstructionID)
    }

    /// The function that the line belongs to; nil for the others, and for a function printed alone.
    let function: FunctionID?
    let place: Place
}
