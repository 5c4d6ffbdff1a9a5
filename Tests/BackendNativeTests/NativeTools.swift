// What the tests of the native back end need of the machine: LLVM, a C compiler, folders and processes.

import BackendKit
import BackendNative
import CLLVM
import Driver
import Foundation
import IR
import Support
import Testing

/// What a run left behind.
struct ProcessResult: Equatable {
    /// The exit status; 128 and the signal's number after a signal.
    var status: Int32
    var output: String
    var errors: String
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String
}

enum NativeTools {
    /// Whether native code can be made here.
    static let hasLLVM: Bool = {
        guard let library = Toolchain.find(.llvm) else { return false }
        return hub_load_llvm(library.path) == nil
    }()

    static let compiler = find("cc")
    static let canRun = hasLLVM && compiler != nil

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

    static func run(_ tool: String, _ arguments: [String], in folder: URL) throws -> ProcessResult {
        var call = ProcessCall(tool, arguments)
        call.folder = folder.path
        call.timeLimit = .seconds(120)
        let result = try ProcessRunner.run(call)
        let status: Int32 =
            switch result.ending {
            case .exited(let status): status
            case .signalled(let signal): 128 + signal
            case .timeLimit, .outputLimit: throw TestFailure(description: "\(tool) was stopped: \(result.ending)")
            }
        return ProcessResult(
            status: status, output: String(decoding: result.output, as: UTF8.self),
            errors: String(decoding: result.errors, as: UTF8.self))
    }

    /// The module that `text` says.
    static func module(_ text: String) throws -> Module {
        let file = SourceFile(name: "test.hir", text)
        let (module, log) = IRParser.parse(file, id: SourceFileID(rawValue: 0))
        guard let module, !log.hasErrors else { throw TestFailure(description: "\(log.diagnostics)") }
        let errors = Verifier.verify(module)
        guard errors.isEmpty else { throw TestFailure(description: "\(errors)") }
        return module
    }

    /// The artifacts of `module`.
    static func emit(_ module: Module, _ options: BackendOptions) throws -> [Artifact] {
        let (artifacts, log) = NativeBackend.emit(module, options: options)
        guard !log.hasErrors else { throw TestFailure(description: "\(log.diagnostics)") }
        return artifacts
    }

    /// Links the code of `module` with the C program `main` and runs it.
    static func run(_ module: Module, _ level: OptimizationLevel, main: String) throws -> ProcessResult {
        if let fault = NativeBackend.check(module, options: BackendOptions(name: "test", level: level)) {
            throw TestFailure(description: fault)
        }
        let object = try emit(module, BackendOptions(name: "test", level: level))[0]
        return try withFolder { folder in
            try Data(object.bytes).write(to: folder.appendingPathComponent("test.o"))
            try Data((prelude + main).utf8).write(to: folder.appendingPathComponent("main.c"))
            let flags = ["-O1", "-w", "-o", "program", "main.c", "test.o"]
            let linked = try run(try #require(compiler), flags, in: folder)
            guard linked.status == 0 else { throw TestFailure(description: linked.errors) }
            return try run(folder.appendingPathComponent("program").path, [], in: folder)
        }
    }

    /// A runtime for tests: traps go back to where `setjmp(trapped)` was called.
    private static let prelude = """
        #include <setjmp.h>
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        static jmp_buf trapped;
        static uint32_t trap_code;
        _Noreturn void hub_trap(uint32_t code, const char *where) { trap_code = code; longjmp(trapped, 1); }
        void hub_breakpoint(uint32_t number) { printf("breakpoint %u\\n", number); }

        """
}
