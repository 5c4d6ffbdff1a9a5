// Compiles C to LLVM bitcode with clang: the machine that C is compiled for on every target, the headers that hubc
// brings along, and the flags that make C mean the same everywhere.

import Support

/// How one C file is compiled.
struct CompilerSettings: Sendable {
    var level: OptimizationLevel
    var debug: Bool
    var includePaths: [String]
    var definitions: [Definition]
}

enum ClangCompiler {
    /// The machine: 32 bits, little-endian, with half-precision floats; hubc's own back ends make code of what comes
    /// out, so only sizes, alignments and how arguments travel are RISC-V's.
    private static let machine = ["--target=riscv32-unknown-elf", "-march=rv32im_zfh", "-mabi=ilp32"]

    /// The language: freestanding C11 with GNU extensions, in which signed numbers wrap, char is signed, long double is
    /// double and no product is fused with a sum.
    private static let language = [
        "-std=gnu11", "-ffreestanding", "-fno-builtin", "-fwrapv", "-fsigned-char", "-ffp-contract=off",
        "-fno-exceptions", "-fno-stack-protector", "-fno-ident", "-Xclang", "-mlong-double-64",
        "-D__HSX__=1", "-U__riscv", "-U__riscv_xlen", "-U__riscv_mul", "-U__riscv_div", "-U__riscv_muldiv",
        "-U__riscv_float_abi_soft", "-U__riscv_zfh", "-U__riscv_zfhmin",
    ]

    /// The folder of a `TemporaryFolder` that holds the headers.
    static let headerFolder = "include"

    /// Writes hubc's headers into `folder`.
    static func writeHeaders(_ folder: TemporaryFolder) throws(Diagnostic) {
        for file in RuntimeFiles.libc where file.path.hasPrefix(headerFolder + "/") {
            try folder.write(file.path, file.bytes)
        }
    }

    /// The bitcode of the C file at `path`, and what clang has to say. Throws E9502 and E9503 when clang itself fails.
    static func compile(
        _ path: String, to object: String, with clang: FoundTool, _ settings: CompilerSettings, headers: String
    ) throws(Diagnostic) -> (bitcode: [UInt8]?, messages: [ClangMessage]) {
        var call = ProcessCall(clang, arguments(path, object, settings, headers))
        call.environment = ["LC_ALL": "C"]
        let result = try ProcessRunner.run(call)
        let messages = ClangMessage.parse(result.errors)
        if result.ending == .exited(0) { return (try FileSystem.read(object), messages) }
        guard messages.contains(where: { $0.severity == .error }) else { throw .toolFailed(clang, result) }
        return (nil, messages)
    }

    private static func arguments(
        _ path: String, _ object: String, _ settings: CompilerSettings, _ headers: String
    ) -> [String] {
        // LLVM's passes run over the whole program, later; here only what the level means for clang's own output.
        let level = settings.level == .none ? ["-O0"] : [settings.level.rawValue, "-Xclang", "-disable-llvm-passes"]
        let debug = ["-gdwarf-5", settings.debug ? "-g" : "-gline-tables-only"]
        let includes = settings.includePaths.flatMap { ["-I", $0] }
        let definitions = settings.definitions.map { "-D\($0.name)" + ($0.value.map { "=" + $0 } ?? "") }
        let messages = ["-fno-caret-diagnostics", "-fno-color-diagnostics"]
        return machine + language + level + debug + messages + includes + definitions
            + ["-nostdinc", "-isystem", headers, "-c", "-emit-llvm", "-o", object, "--", path]
    }
}

/// One line of clang's messages.
struct ClangMessage: Hashable, Sendable {
    enum Severity: String, Sendable {
        case error, warning, note
    }

    let severity: Severity
    let text: String
    /// Nil when the message is about no place.
    let file: String?
    let line: Int
    let column: Int

    /// The messages of what clang wrote to standard error; `FILE:LINE:COLUMN: SEVERITY: TEXT`.
    static func parse(_ output: [UInt8]) -> [ClangMessage] {
        String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { parse(line: String($0)) }
    }

    private static func parse(line: String) -> ClangMessage? {
        for (mark, severity) in [
            (": fatal error: ", Severity.error), (": error: ", .error), (": warning: ", .warning), (": note: ", .note),
        ] {
            guard let range = firstRange(of: mark, in: line) else { continue }
            let place = line[..<range.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
            let text = String(line[range.upperBound...])
            guard place.count >= 3, let column = Int(place[place.count - 1]), let row = Int(place[place.count - 2])
            else { return ClangMessage(severity: severity, text: text, file: nil, line: 0, column: 0) }
            let file = place.dropLast(2).joined(separator: ":")
            return ClangMessage(severity: severity, text: text, file: file, line: row, column: column)
        }
        return nil
    }

    private static func firstRange(of mark: String, in line: String) -> Range<String.Index>? {
        var start = line.startIndex
        while start < line.endIndex {
            if line[start...].hasPrefix(mark) { return start..<line.index(start, offsetBy: mark.count) }
            start = line.index(after: start)
        }
        return nil
    }
}
