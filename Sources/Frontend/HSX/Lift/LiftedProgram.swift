// The outcome of lifting: the module, and the original code where some function had to be kept as written.

import HSXMachine
import IR
import Support

/// A program in the IR.
public struct LiftedProgram: Sendable {
    public let module: Module
    /// The original program's code at address 0, with the kept functions exported; nil when nothing was kept.
    public let verbatim: HSXObject?
    /// Whether the program's first function was kept, so that nothing is lifted at all.
    public let isEntryKept: Bool
}

extension Diagnostic {
    /// A function that stays machine code.
    static func keptAsWritten(
        _ name: String, _ reason: KeptReason, place: String?, at span: SourceSpan?
    ) -> Diagnostic {
        let why: String
        switch reason {
        case .indirectCall: why = "it calls through a register"
        case .codeAddress: why = "it takes the address of code"
        case .unbalancedStack: why = "its pushes and pops do not balance on every path"
        case .returnAddress: why = "it reads or changes its return address"
        case .callerFrame: why = "it reaches into the stack above its own frame"
        case .stackNumber: why = "it computes with the number of the stack pointer"
        case .misalignedJump: why = "it jumps to an address that is no multiple of four"
        case .flagsAcrossCall:
            why = "it uses flags that a kept function leaves behind, or no register is free to carry its own"
        case .callsKept: why = "a kept function reaches into its frame"
        }
        let message = "'\(name)' is kept as written: \(why)" + (place.map { " (\($0))" } ?? "")
        return .warning(
            "W1901", message, at: span,
            notes: [DiagnosticNote("the optimiser leaves this function and everything it calls alone")])
    }
}
