// Modules as tests see them: compiled to WebAssembly in memory, run by a WebAssembly runtime in a folder of their own.

import BackendKit
import BackendWasm
import Driver
import Foundation
import IR
import Support
import Testing

/// What a run left behind.
struct WasmRun: Equatable {
    var status: Int32
    var output: [UInt8]
    var errors: String
}

/// A module as WebAssembly.
struct WasmProgram {
    let artifacts: [Artifact]

    /// Whether Binaryen is here; says so once when it is not.
    static let isAvailable: Bool = {
        guard let library = Toolchain.find(.binaryen) else {
            print("skipped: this machine has no Binaryen")
            return false
        }
        do throws(BinaryenLoadError) { try WasmBackend.load(path: library.path) } catch {
            Issue.record("Binaryen: \(error)")
            return false
        }
        return true
    }()

    /// Compiles `module` as it is: no pass runs before.
    init(
        _ module: Module, level: OptimizationLevel = .standard, debug: Bool = false,
        byproducts: Set<ArtifactKind> = []
    ) throws {
        let options = BackendOptions(name: "program", level: level, debug: debug, byproducts: byproducts)
        let (artifacts, log) = WasmBackend.emit(module, options: options)
        try #require(!log.hasErrors, "\(log.diagnostics.map(\.message))")
        self.artifacts = artifacts
    }

    func bytes(_ kind: ArtifactKind) throws -> [UInt8] {
        try #require(artifacts.first { $0.kind == kind }, "no artifact of kind \(kind)").bytes
    }

    /// Runs the program in `tool`, node or wasmtime.
    func run(_ tool: FoundTool, _ arguments: [String] = []) throws -> WasmRun {
        try inFolder { folder in
            let program = folder.file(tool.tool == .node ? "program.mjs" : "program.wasm")
            let options = tool.tool == .node ? [] : ["run"]
            return try Self.run(ProcessCall(tool, options + [program] + arguments))
        }
    }

    /// Runs `script`, an ES module beside the program and its loader, in Node.
    func run(script: String, in node: FoundTool) throws -> WasmRun {
        try inFolder { folder in
            try folder.write("script.mjs", Array(script.utf8))
            return try Self.run(ProcessCall(node, [folder.file("script.mjs")]))
        }
    }

    /// The loader as the driver hands it out.
    private var loader: String {
        let hasObjects = artifacts.contains { $0.kind == .wasm && WasmInspection.hasObjects($0.bytes) }
        let text = RuntimeFiles.text("wasm/loader.mjs") ?? ""
        return text.replacing("const hasObjects = false;", with: "const hasObjects = \(hasObjects);")
    }

    func inFolder<Result>(_ body: (TemporaryFolder) throws -> Result) throws -> Result {
        let outcome: Swift.Result<Result, any Error> = try TemporaryFolder.with { folder throws(Diagnostic) in
            for artifact in artifacts { try folder.write(artifact.name, artifact.bytes) }
            try folder.write("program.mjs", Array(loader.utf8))
            return Swift.Result { try body(folder) }
        }
        return try outcome.get()
    }

    static func run(_ call: ProcessCall) throws -> WasmRun {
        let result = try ProcessRunner.run(call)
        guard case .exited(let status) = result.ending else {
            throw TestProblem("\(call.program) ended by \(result.ending)")
        }
        return WasmRun(status: status, output: result.output, errors: String(decoding: result.errors, as: UTF8.self))
    }
}

/// What went wrong, for a person to read.
struct TestProblem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The tool, if it is here; says so when it is not.
func find(_ tool: Tool) -> FoundTool? {
    guard let found = Toolchain.find(tool) else {
        print("skipped: this machine has no \(tool.title)")
        return nil
    }
    return found
}

/// The module that a text in the IR's form says.
func parse(_ text: String) throws -> Module {
    let (module, log) = IRParser.parse(SourceFile(name: "test.hir", text), id: SourceFileID(rawValue: 0))
    return try #require(module, "\(log.diagnostics.map(\.message))")
}
