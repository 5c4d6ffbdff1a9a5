// Finding LLVM: hubc starts without it and loads it when native code is first wanted.

import CLLVM
import Support

/// Why LLVM could not be loaded.
public struct NativeLibraryError: Error {
    /// The file that was tried.
    public let path: String
    /// What is wrong with it.
    public let reason: String

    /// As a diagnostic, which says what to install.
    public var diagnostic: Diagnostic {
        .error(
            "E4301", "LLVM cannot be loaded: \(reason)", path: path,
            notes: [DiagnosticNote("install LLVM 22, or name its library in HUBC_LLVM")])
    }
}

extension NativeBackend {
    /// Where LLVM's library may be, in the order of trying; names without a folder are looked up as the system does.
    public static let libraryPaths = [
        "libLLVM.so.22.1", "libLLVM-22.so", "/usr/lib/llvm-22/lib/libLLVM.so.22.1", "/usr/lib/llvm-22/lib/libLLVM-22.so",
        "/usr/lib64/llvm22/lib64/libLLVM.so.22.1", "/usr/local/lib/libLLVM.so.22.1",
    ]

    /// Loads LLVM from `path`; does nothing when it is loaded already.
    public static func load(path: String) throws(NativeLibraryError) {
        if let reason = hub_load_llvm(path) { throw NativeLibraryError(path: path, reason: String(cString: reason)) }
        _ = targets
    }

    /// Loads LLVM from the first of `paths` that can be; throws the error of the first.
    public static func load(anyOf paths: [String] = libraryPaths) throws(NativeLibraryError) {
        var first: NativeLibraryError?
        for path in paths {
            do { return try load(path: path) } catch { first = first ?? error }
        }
        if let first { throw first }
    }

    /// Makes LLVM's targets known, once. Requires: the library is loaded.
    private static let targets: Void = {
        LLVMInitializeX86TargetInfo()
        LLVMInitializeX86Target()
        LLVMInitializeX86TargetMC()
        LLVMInitializeX86AsmPrinter()
        LLVMInitializeAArch64TargetInfo()
        LLVMInitializeAArch64Target()
        LLVMInitializeAArch64TargetMC()
        LLVMInitializeAArch64AsmPrinter()
        LLVMInitializeRISCVTargetInfo()
        LLVMInitializeRISCVTarget()
        LLVMInitializeRISCVTargetMC()
        LLVMInitializeRISCVAsmPrinter()
    }()

    /// Whether LLVM has been loaded.
    static var isLoaded: Bool { hub_llvm_is_loaded() }
}
