// The Wasm back end: a legalised module in SSA form becomes WebAssembly through Binaryen.

import BackendKit
import IR
import Support

/// The back end for WebAssembly through Binaryen.
public enum WasmBackend {
    /// What the IR must look like for this back end.
    public static let capabilities = BackendCapabilities(
        types: [.i1, .i8, .i16, .i32, .i64, .ptr, .f32, .f64], needsStructuredControlFlow: true, hasTailCalls: true,
        stackSlots: .none, hasWideMultiply: false)

    /// The artifacts for `module`; none, with errors in the log, when something cannot be expressed.
    ///
    /// Requires: the module is verified and legal for `capabilities`.
    public static func emit(_ module: Module, options: BackendOptions) -> ([Artifact], DiagnosticLog) {
        var log = DiagnosticLog()
        log.report(.error("E4301", "the wasm back end is being built"))
        return ([], log)
    }
}
