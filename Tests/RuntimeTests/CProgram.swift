// C programs on the hosted runtime for tests: written to a folder of their own, compiled by the system's compilers,
// run.

import Driver
import Foundation

/// What a run left behind.
struct ProcessResult: Equatable {
    var status: Int32
    var output = ""
    var errors = ""
}

/// What a compiler that failed said.
struct CompilerFailure: Error, CustomStringConvertible {
    let description: String
}

/// Folders and processes.
enum Workshop {
    /// The C compilers of this machine, by path.
    static let compilers = ["gcc", "clang-22"].compactMap(find)

    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
    }

    /// A folder that is removed behind `body`.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hub-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    static func run(
        _ tool: String, _ arguments: [String], in folder: URL, environment: [String: String] = [:]
    ) throws -> ProcessResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let files = ["out", "err"].map { folder.appendingPathComponent("std\($0)-" + UUID().uuidString) }
        for file in files { try Data().write(to: file) }
        let streams = try files.map { try FileHandle(forWritingTo: $0) }
        defer { for stream in streams { try? stream.close() } }
        (process.standardOutput, process.standardError) = (streams[0], streams[1])
        try process.run()
        process.waitUntilExit()
        // A signal shows as 128 and its number, as in a shell.
        let status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return ProcessResult(status: status, output: texts[0], errors: texts[1])
    }
}

/// A program whose entry is C code that calls the runtime.
struct CProgram {
    /// The statements of the entry, which has `a` (arguments) and `regs`, and may return a result.
    var body: String
    var parameters = 0
    var memorySize = 0x10000
    var parts: RuntimeParts = []
    /// Words of kept machine code.
    var code: [UInt32] = []
    /// Declarations before the entry.
    var declarations = ""

    private var source: String {
        let bytes = code.flatMap { word in withUnsafeBytes(of: word.bigEndian) { $0.map { "\($0)" } } }
        return """
            #include "hub_program.h"
            static uint8_t memory[\(max(memorySize, 1))];
            static const uint8_t code[] = {\(bytes.isEmpty ? "0" : bytes.joined(separator: ", "))};
            static const uint8_t text[] = "hello\\n";
            static const hub_segment segments[] = {{0x4000, 6, text}};
            \(declarations)
            static uint64_t entry(const uint64_t *a) {
                uint32_t regs[16] = {0};
                (void)a;
                (void)regs;
                \(body)
                return 0;
            }
            static const hub_program program = {
                .name = "test", .memory = \(memorySize > 0 ? "memory" : "0"), .memory_size = \(memorySize),
                .segments = segments, .segment_count = \(memorySize > 0x4000 ? 1 : 0), .code = code,
                .code_size = \(4 * code.count), .parameter_count = \(parameters), .entry = entry,
            };
            int main(int argc, char **argv) {
                (void)memory;
                return hub_main(&program, argc, argv);
            }

            """
    }

    private func write(to folder: URL) throws {
        let macros = parts.macros.map { "#define \($0)\n" }.joined()
        try Data((macros + source).utf8).write(to: folder.appendingPathComponent("app.c"))
        let header = RuntimeSources.header()
        try Data(header.bytes).write(to: folder.appendingPathComponent(header.name))
    }

    /// Compiles the program as one file with `compiler`, then runs it on each list of arguments.
    func run(
        _ compiler: String, flags: [String] = ["-O1"], _ lists: [[String]] = [[]], environment: [String: String] = [:]
    ) throws -> [ProcessResult] {
        try Workshop.withFolder { folder in
            try write(to: folder)
            let strict = ["-std=c11", "-Wall", "-Wextra", "-pedantic", "-Werror"]
            let made = try Workshop.run(compiler, strict + flags + ["app.c", "-o", "app"], in: folder)
            guard made.status == 0 else { throw CompilerFailure(description: made.errors) }
            let app = folder.appendingPathComponent("app").path
            return try lists.map { try Workshop.run(app, $0, in: folder, environment: environment) }
        }
    }
}
