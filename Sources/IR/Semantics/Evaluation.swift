// What evaluating an instruction on constants gives.

/// The outcome of evaluating one instruction; bits are zero-extended from the width of the result type.
public enum Evaluation: Hashable, Sendable {
    case value(UInt64)
    /// The result and the carry or borrow.
    case valueAndFlag(UInt64, Bool)
    /// The operation stops the program.
    case trap(TrapCode)
    /// The operands alone do not decide the result.
    case notPure

    /// The bits of a single result; nil for every other outcome.
    public var value: UInt64? {
        if case .value(let bits) = self { bits } else { nil }
    }
}
