// C compilers for tests: modules become C in a folder of their own, are compiled without warnings, and run.

import BackendC
import BackendKit
import Driver
import Foundation
import IR
import Support
import Testing

/// A way to compile C.
struct CCompiler: Sendable, CustomTestStringConvertible {
    let name: String
    let flags: [String]

    var testDescription: String { ([name] + flags).joined(separator: " ") }

    static let warnings = ["-std=c11", "-Wall", "-Wextra", "-pedantic", "-Werror"]
    static let sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]

    /// The compilers that must agree, each with and without optimisation, and once with sanitizers.
    static let all = ["gcc", "clang-22"].flatMap { name in
        [["-O0"], ["-O2"], ["-O1"] + sanitizers].map { CCompiler(name: name, flags: $0) }
    }

    var path: String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
    }

    var isThere: Bool { path != nil }
}

/// What a run left behind.
struct CRun: Equatable {
    var status: Int32
    var output: [UInt8]
    var errors: String
}

/// A folder with a C program.
struct CFolder {
    let url: URL

    /// Runs `body` with a folder that holds the header and the C source of `module`, called `program.c`.
    static func with<Result>(
        _ module: Module, debug: Bool = false, _ body: (CFolder) throws -> Result
    ) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("hub-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        let folder = CFolder(url: url)
        let header = RuntimeSources.header()
        try Data(header.bytes).write(to: url.appendingPathComponent(header.name))
        try Data(source(module, debug: debug)).write(to: url.appendingPathComponent("program.c"))
        return try body(folder)
    }

    /// The C source of `module`.
    static func source(_ module: Module, debug: Bool = false) throws -> [UInt8] {
        let (artifacts, log) = CBackend.emit(module, options: BackendOptions(name: "program", debug: debug))
        let source = try #require(artifacts.first { $0.kind == .cSource }, "\(log.diagnostics.map(\.message))")
        return source.bytes
    }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
    }

    /// Compiles a source of the folder to an executable of the name without suffix.
    func compile(_ compiler: CCompiler, _ source: String = "program.c") throws {
        let program = (source as NSString).deletingPathExtension
        let run = try self.run(compiler.path ?? "", compiler.flags + CCompiler.warnings + [source, "-o", program])
        let isClean = run.status == 0 && run.errors.isEmpty
        #expect(isClean, "\(compiler.testDescription): \(run.errors.prefix(2000))")
    }

    func run(_ tool: String, _ arguments: [String] = []) throws -> CRun {
        let process = Process()
        process.executableURL = tool.hasPrefix("/") ? URL(fileURLWithPath: tool) : url.appendingPathComponent(tool)
        process.arguments = arguments
        process.currentDirectoryURL = url
        let files = ["out", "err"].map { url.appendingPathComponent("std\($0)-" + UUID().uuidString) }
        for file in files { try Data().write(to: file) }
        let streams = try files.map { try FileHandle(forWritingTo: $0) }
        defer { for stream in streams { try? stream.close() } }
        (process.standardOutput, process.standardError) = (streams[0], streams[1])
        try process.run()
        process.waitUntilExit()
        // A signal shows as 128 and its number, as in a shell.
        let status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        let contents = try files.map { Array(try Data(contentsOf: $0)) }
        return CRun(status: status, output: contents[0], errors: String(decoding: contents[1], as: UTF8.self))
    }
}

/// Modules as text.
enum IRText {
    /// The module that `text` says.
    static func module(_ text: String) throws -> Module {
        let (module, log) = IRParser.parse(SourceFile(name: "test.hir", text), id: SourceFileID(rawValue: 0))
        return try #require(module, "\(log.diagnostics.map(\.message))")
    }
}
