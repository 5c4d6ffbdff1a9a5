// Loads the libraries of the back ends when a build first needs them.

import BackendWasm
import CLLVM
import Support

enum BackendLibraries {
    /// Makes sure that the back end of `target` can work; throws E9501 or E9504.
    static func load(for target: TargetName) throws(Diagnostic) {
        switch target {
        case .hxe, .c: break
        case .native: try loadLLVM(for: "the target 'native'")
        case .wasm:
            try load(.binaryen, for: "the target 'wasm'") { path in
                do throws(BinaryenLoadError) { try WasmBackend.load(path: path) } catch { return error.description }
                return nil
            }
        }
    }

    /// Makes sure that LLVM is there for `purpose`; throws as `load`.
    static func loadLLVM(for purpose: String) throws(Diagnostic) {
        try load(.llvm, for: purpose) { path in hub_load_llvm(path).map { String(cString: $0) } }
    }

    private static func load(
        _ tool: Tool, for purpose: String, _ loader: (String) -> String?
    ) throws(Diagnostic) {
        let library = try Toolchain.require(tool, for: purpose)
        if let message = loader(library.path) { throw .badLibrary(tool, library.path, message) }
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func badLibrary(_ tool: Tool, _ path: String, _ message: String) -> Diagnostic {
        .error(
            "E9504", "\(tool.title) cannot be used: \(message)", path: path, notes: [DiagnosticNote(tool.advice)])
    }
}
