// Where the parts of a module stand in the text it was parsed from, so that the verifier can point at lines of a .hir
// file.

import Support

/// The places of the declarations, blocks and instructions of a parsed module.
public struct IRSpans: Sendable {
    /// The places in one function.
    struct Body: Sendable {
        var variables = SecondaryMap<VariableID, SourceSpan?>(initial: nil)
        var slots = SecondaryMap<SlotID, SourceSpan?>(initial: nil)
        var blocks = SecondaryMap<BlockID, SourceSpan?>(initial: nil)
        var instructions = SecondaryMap<InstructionID, SourceSpan?>(initial: nil)
    }

    var module: SourceSpan?
    var memory: SourceSpan?
    var layouts = SecondaryMap<LayoutID, SourceSpan?>(initial: nil)
    var services = SecondaryMap<ServiceID, SourceSpan?>(initial: nil)
    var globals = SecondaryMap<GlobalID, SourceSpan?>(initial: nil)
    var roots = SecondaryMap<RootID, SourceSpan?>(initial: nil)
    var functions = SecondaryMap<FunctionID, SourceSpan?>(initial: nil)
    var bodies = SecondaryMap<FunctionID, Body>(initial: Body())

    init() {}

    /// The line that declares the function.
    public func span(_ function: FunctionID) -> SourceSpan? { functions[function] }

    /// The name that starts the block.
    public func span(_ block: BlockID, in function: FunctionID) -> SourceSpan? { bodies[function].blocks[block] }

    /// The instruction, from its first result to its last operand.
    public func span(_ instruction: InstructionID, in function: FunctionID) -> SourceSpan? {
        bodies[function].instructions[instruction]
    }

    /// The name in the declaration of the global.
    public func span(_ global: GlobalID) -> SourceSpan? { globals[global] }
}
