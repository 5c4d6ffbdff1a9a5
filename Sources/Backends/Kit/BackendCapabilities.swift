// What a back end can take: the driver picks the legalising passes from it.

import IR

/// The demands of a back end on the IR that it is given.
public struct BackendCapabilities: Sendable {
    /// Where the slots of a function's frame can live.
    public enum StackSlots: Sendable {
        /// On the machine's own stack, which lies in linear memory, as on HSX.
        case machine
        /// On the host's stack, when linear memory is the host's own (size 0); else `lower-stack` puts them into linear
        /// memory.
        case host
        /// Nowhere: `lower-stack` always runs.
        case none
    }

    /// The types that values may have; `lower-float`, `lower-half` and `lower-wide` remove f32 and f64, f16, and i64.
    public var types: [Type]
    /// Whether dynamic values and objects stay in the IR until the back end.
    public var hasDynamicValues: Bool
    /// Whether control flow must be put into nested blocks and loops (`ControlStructurer`).
    public var needsStructuredControlFlow: Bool
    /// Whether tail calls take no stack.
    public var hasTailCalls: Bool
    public var stackSlots: StackSlots
    /// Whether `umulh.i64` and `smulh.i64` are there; else `lower-multiply-high` expands them.
    public var hasWideMultiply: Bool
    /// Whether `switch` is there; else `lower-switch` makes comparisons of it.
    public var hasSwitch: Bool
    /// Whether a call through an address checks what it calls; else `check-calls` does.
    public var checksCalls: Bool
    /// Whether every NaN that the target computes is the canonical one; else `settle-floats` prepares for others.
    public var hasCanonicalNaNs: Bool

    public init(
        types: [Type], hasDynamicValues: Bool = false, needsStructuredControlFlow: Bool = false,
        hasTailCalls: Bool = false, stackSlots: StackSlots = .none, hasWideMultiply: Bool = true, hasSwitch: Bool = true,
        checksCalls: Bool = true, hasCanonicalNaNs: Bool = false
    ) {
        self.types = types
        self.hasDynamicValues = hasDynamicValues
        self.needsStructuredControlFlow = needsStructuredControlFlow
        self.hasTailCalls = hasTailCalls
        self.stackSlots = stackSlots
        self.hasWideMultiply = hasWideMultiply
        self.hasSwitch = hasSwitch
        self.checksCalls = checksCalls
        self.hasCanonicalNaNs = hasCanonicalNaNs
    }
}
