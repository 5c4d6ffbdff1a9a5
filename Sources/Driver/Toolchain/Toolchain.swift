// Finds tools: an environment variable that names one wins, then what `make setup` has put into `.tools`, then PATH and
// the usual folders of libraries. What `.tools` holds is pinned and tested, so it goes before the machine's own.

import Support

/// A tool that is there.
package struct FoundTool: Hashable, Sendable {
    package let tool: Tool
    package let path: String
    /// What stands before all other arguments: CC may hold some.
    package var arguments: [String] = []
}

package enum Toolchain {
    /// Where `tool` is; nil when this machine does not have it.
    package static func find(_ tool: Tool) -> FoundTool? {
        if let variable = tool.variable, let text = System.environment(variable), !text.isEmpty {
            return named(tool, text)
        }
        let folders = tool.isLibrary ? libraryFolders(tool) : programFolders
        for name in tool.names {
            for folder in folders {
                let path = Path.join(folder, name)
                if isThere(path, tool) { return FoundTool(tool: tool, path: path) }
            }
        }
        return nil
    }

    /// The tool, or a diagnostic that says what to install: E9501.
    package static func require(_ tool: Tool, for purpose: String) throws(Diagnostic) -> FoundTool {
        guard let found = find(tool) else { throw .missingTool(tool, for: purpose) }
        return found
    }

    /// The C driver for a triple other than this machine's, such as `aarch64-linux-gnu-gcc`.
    package static func crossCompiler(_ triple: String) -> FoundTool? {
        let parts = triple.split(separator: "-").map(String.init)
        // LLVM's triples may name a vendor, Debian's drivers do not: riscv64-unknown-linux-gnu.
        let spellings = parts.count == 4 ? [triple, ([parts[0]] + parts[2...]).joined(separator: "-")] : [triple]
        for name in spellings.map({ $0 + "-gcc" }) {
            for folder in programFolders where System.isExecutable(Path.join(folder, name)) {
                return FoundTool(tool: .cCompiler, path: Path.join(folder, name))
            }
        }
        return nil
    }

    /// The tool that a variable names: a path, or the name of a program with arguments behind it.
    private static func named(_ tool: Tool, _ text: String) -> FoundTool? {
        if tool.isLibrary { return isThere(text, tool) ? FoundTool(tool: tool, path: text) : nil }
        let words = text.split(separator: " ").map(String.init)
        guard let program = words.first else { return nil }
        let candidates = program.contains("/") ? [program] : programFolders.map { Path.join($0, program) }
        return candidates.first { isThere($0, tool) }.map {
            FoundTool(tool: tool, path: $0, arguments: Array(words.dropFirst()))
        }
    }

    private static func isThere(_ path: String, _ tool: Tool) -> Bool {
        tool.isLibrary ? (try? System.kind(path)) == .regular : System.isExecutable(path)
    }

    // MARK: Folders

    /// The folder `.tools` that `make setup` fills: HUBC_TOOLS, else the nearest one above hubc itself.
    package static let setupFolder: String? = {
        if let folder = System.environment("HUBC_TOOLS") { return FileSystem.isFolder(folder) ? folder : nil }
        guard var folder = System.executablePath.map(Path.folder) else { return nil }
        while folder != "/", folder != "." {
            let candidate = Path.join(folder, ".tools")
            if FileSystem.isFolder(candidate) { return candidate }
            folder = Path.folder(folder)
        }
        return nil
    }()

    private static var programFolders: [String] {
        let path = (System.environment("PATH") ?? "").split(separator: ":").map(String.init)
        return (setupFolder.map { [Path.join($0, "bin")] } ?? []) + path
    }

    private static func libraryFolders(_ tool: Tool) -> [String] {
        let own = setupFolder.map { [Path.join($0, "lib")] } ?? []
        let machines = ["x86_64-linux-gnu", "aarch64-linux-gnu", "riscv64-linux-gnu"].map { "/usr/lib/\($0)" }
        let system = machines + ["/usr/lib", "/usr/lib64", "/usr/local/lib"]
        switch tool {
        case .llvm: return own + ["/usr/lib/llvm-22/lib"] + system
        case .binaryen: return own + pythonPackages.map { Path.join($0, "icpp_binaryen/lib") } + system
        case .cCompiler, .gcc, .clang, .tcc, .opt, .wasmtime, .node, .wasmkit, .wasmTools: return []
        }
    }

    /// The folders in which pip puts packages.
    private static var pythonPackages: [String] {
        let home = System.environment("HOME").map { [Path.join($0, ".local/lib")] } ?? []
        let roots = (System.environment("VIRTUAL_ENV").map { [Path.join($0, "lib")] } ?? []) + home + ["/usr/local/lib"]
        return roots.flatMap { root in
            let versions = (try? System.entries(root))?.map(\.name).filter { $0.hasPrefix("python3") } ?? []
            return versions.flatMap { version in
                ["site-packages", "dist-packages"].map { Path.join(root, "\(version)/\($0)") }
            }
        }
    }
}

// MARK: Diagnostics

extension Diagnostic {
    static func missingTool(_ tool: Tool, for purpose: String) -> Diagnostic {
        var notes = [DiagnosticNote(tool.advice)]
        if let variable = tool.variable, let text = System.environment(variable), !text.isEmpty {
            notes.insert(DiagnosticNote("\(variable) names '\(text)', which is not there"), at: 0)
        }
        return .error("E9501", "\(purpose) needs \(tool.title), which is not on this machine", notes: notes)
    }
}
