// Makes executables with the system's C driver, in a temporary folder: of an object and the runtime's sources, or of a
// C program. Only relative names reach the driver, so that no folder of this machine reaches the executable.

import Support

/// A file for the C driver: its name in the folder it works in, and its bytes.
package struct LinkInput: Sendable {
    package let name: String
    package let bytes: [UInt8]

    package init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

package enum ExecutableLinker {
    /// The bytes of the executable that `compiler` makes of `inputs`: .c files are compiled with `flags`, .o files
    /// linked, and the rest is there to be included. Throws E9502 when the driver fails.
    package static func link(
        _ inputs: [LinkInput], with compiler: FoundTool, flags: [String]
    ) throws(Diagnostic) -> [UInt8] {
        try TemporaryFolder.with { folder throws(Diagnostic) in
            for input in inputs { try folder.write(input.name, input.bytes) }
            let program = "program.out"
            var call = ProcessCall(compiler, arguments(inputs, program, flags, for: compiler))
            call.folder = folder.path
            // The driver's own temporary files go where they are removed with the rest.
            call.environment = ["TMPDIR": folder.path, "LC_ALL": "C"]
            let result = try ProcessRunner.run(call)
            guard result.ending == .exited(0) else { throw .toolFailed(compiler, result) }
            return try FileSystem.read(folder.file(program))
        }
    }

    /// The bytes of the object that `compiler` makes of one .c file with `flags`. Throws E9502.
    package static func compile(
        _ unit: LinkInput, with compiler: FoundTool, flags: [String]
    ) throws(Diagnostic) -> [UInt8] {
        try link([unit], with: compiler, flags: flags + ["-c"])
    }

    private static func arguments(
        _ inputs: [LinkInput], _ program: String, _ flags: [String], for compiler: FoundTool
    ) -> [String] {
        let units = inputs.map(\.name).filter { $0.hasSuffix(".c") || $0.hasSuffix(".o") }
        // tcc writes no build id, and does not know the option.
        let identity = Path.name(compiler.path) == "tcc" ? [] : ["-Wl,--build-id=none"]
        let linking = flags.contains("-c") ? [] : ["-lm"] + identity
        return flags + ["-I.", "-o", program] + units + linking
    }

    /// How the runtime is compiled for native programs: a collector is worth the time.
    package static func runtimeFlags(_ parts: RuntimeParts) -> [String] {
        ["-std=c11", parts.contains(.objects) ? "-O2" : "-O1"]
    }

    /// How a C program of hubc's is compiled.
    package static func programFlags(_ level: OptimizationLevel, debug: Bool) -> [String] {
        ["-std=c11", level.rawValue, "-ffp-contract=off"] + (debug ? ["-g", "-fdebug-prefix-map=/proc/self/cwd=."] : [])
    }
}

// MARK: Diagnostics

extension Diagnostic {
    /// What a program of others said, cut to the lines that matter.
    static func toolFailed(_ tool: FoundTool, _ result: ProcessResult) -> Diagnostic {
        let said = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").prefix(8).map(String.init)
        let how: String =
            switch result.ending {
            case .exited(let status): "with status \(status)"
            case .signalled(let number): "by \(System.signalName(number))"
            case .timeLimit: "by the time limit"
            case .outputLimit: "by the limit of its output"
            }
        return .error(
            "E9502", "'\(Path.name(tool.path))' ended \(how)", notes: said.map { DiagnosticNote($0) })
    }
}
