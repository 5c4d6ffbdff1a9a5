// The WebAssembly back end: a legalised module in SSA form becomes WebAssembly through Binaryen.

import BackendKit
import IR
import Support
import Synchronization

/// The back end for WebAssembly through Binaryen.
public enum WasmBackend {
    /// What the IR must look like for this back end.
    public static let capabilities = BackendCapabilities(
        types: [.i1, .i8, .i16, .i32, .i64, .ptr, .f32, .f64, .any], hasDynamicValues: true,
        needsStructuredControlFlow: true, hasTailCalls: true, stackSlots: .none, hasWideMultiply: false)

    /// Binaryen keeps its levels in global variables, so modules come one after the other.
    private static let turn = Mutex(())

    /// Loads Binaryen 116 from `path`, a file name or a path; nothing happens when it is loaded already.
    public static func load(path: String) throws(BinaryenLoadError) { try BinaryenLibrary.load(path: path) }

    /// The artifacts for `module`: NAME.wasm, with debug metadata NAME.wasm.map, and NAME.wat when asked for; none,
    /// with errors in the log, when something cannot be expressed.
    ///
    /// `library` books the time that Binaryen's passes, its checks and its writing take.
    ///
    /// Requires: the module is verified and legal for `capabilities`; the library is loaded.
    public static func emit(
        _ module: Module, options: BackendOptions, library: inout PhaseTimer
    ) -> ([Artifact], DiagnosticLog) {
        turn.withLock { _ in ModuleEmitter(module, options).emit(&library) }
    }

    /// As `emit(_:options:library:)`, for those who do not want to know.
    public static func emit(_ module: Module, options: BackendOptions) -> ([Artifact], DiagnosticLog) {
        var library = PhaseTimer()
        return emit(module, options: options, library: &library)
    }
}
