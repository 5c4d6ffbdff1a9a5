// How a run ends.

import IR

/// Why a run stopped.
public enum Ending: Hashable, Sendable {
    /// The entry function returned these bits, zero-extended from the width of its result types.
    case returned([UInt64])
    /// A service ended the program.
    case exited(UInt32)
    case trapped(TrapCode)
    /// The step limit was reached.
    case stepLimit
    /// A `breakpoint` with this number was passed; the run can be resumed.
    case breakpoint(UInt32)
    /// The interpreter cannot do what the program asks; the text says what.
    case unsupported(String)
}

/// An instruction of a module.
public struct CodePlace: Hashable, Sendable {
    public let function: FunctionID
    public let instruction: InstructionID
}

/// The end of a run and what it took.
public struct Outcome: Hashable, Sendable {
    public let ending: Ending
    /// The instruction that stopped the program; nil if it ended before its first one.
    public let place: CodePlace?
    /// The number of IR instructions that ran, the one that stopped the program included.
    public let steps: UInt64
}

/// Leaves the execution loop.
struct Stop: Error {
    let ending: Ending

    init(_ ending: Ending) { self.ending = ending }

    static func trap(_ code: TrapCode) -> Stop { Stop(.trapped(code)) }
    static func unsupported(_ what: String) -> Stop { Stop(.unsupported(what)) }
}
