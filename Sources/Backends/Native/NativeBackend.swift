// The native back end: a legalised module in SSA form becomes native code through LLVM.

import BackendKit
import IR
import Support

/// The back end for native code through LLVM.
public enum NativeBackend {
    /// What the IR must look like for this back end.
    public static let capabilities = BackendCapabilities(
        types: [.i1, .i8, .i16, .i32, .i64, .ptr, .f32, .f64], needsStructuredControlFlow: false, hasTailCalls: true,
        stackSlots: .host, hasWideMultiply: true)

    /// The artifacts for `module`; none, with errors in the log, when something cannot be expressed.
    ///
    /// Requires: the module is verified and legal for `capabilities`.
    public static func emit(_ module: Module, options: BackendOptions) -> ([Artifact], DiagnosticLog) {
        var log = DiagnosticLog()
        log.report(.error("E4301", "the native back end is being built"))
        return ([], log)
    }
}
