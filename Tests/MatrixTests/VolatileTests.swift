// The optimiser keeps the volatile accesses of C programs: their number, order, widths and values. The interpreter
// records those of the program as clang has it and of the optimised one.

import Driver
import Foundation
import IR
import Interpreter
import Passes
import Support
import Testing

@Suite(
    .enabled(
        if: Toolchain.find(.clang) != nil && Toolchain.find(.llvm) != nil,
        "missing: clang 22 or LLVM 22; 'make setup' installs them"))
struct VolatileTests {
    /// hubc, which the build leaves beside the tests.
    private static let hubc = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "hubc").path
    private static let stepLimit: UInt64 = 20_000_000

    /// The C programs with volatile objects, but for one whose values are addresses of functions: passes remove
    /// functions, which numbers the others anew.
    private static let programs: [URL] = {
        let folder = MatrixCase.package.appending(path: "Tests/golden/c")
        let names = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { $0.hasSuffix(".c") }.sorted()
        let chosen = names.filter { $0 != "pointers/indirect-signatures.c" }
        return chosen.map { folder.appending(path: $0) }.filter {
            (try? String(contentsOf: $0, encoding: .utf8))?.contains("volatile") == true
        }
    }()

    @Test func programsAreFound() { #expect(Self.programs.count >= 30) }

    @Test(arguments: ["-O1", "-O2", "-Os"])
    func accessesStay(_ level: String) throws {
        for program in Self.programs {
            let name = program.lastPathComponent
            let plain = try Self.module(program, "-O0")
            let expected = try Self.trace(plain)
            #expect(!expected.isEmpty || name != "volatile.c", "\(name) makes no volatile access")
            let actual = try Self.trace(try Self.module(program, level))
            #expect(actual == expected, "\(name) \(level)\n\(actual)\n--- at -O0\n\(expected)")
        }
    }

    @Test func everyPassKeepsThem() throws {
        for program in Self.programs where program.lastPathComponent == "volatile.c" {
            var module = try Self.module(program, "-O0")
            let expected = try Self.trace(module)
            var report = PassReport()
            var failure: (any Error)?
            PassRunner.run(Pipeline.passes(for: .standard), on: &module, report: &report) { pass, module, change in
                guard change.isAnything else { return true }
                do {
                    let actual = try Self.trace(module)
                    #expect(
                        actual == expected, "\(program.path) after \(pass.name)\n\(actual)\n--- before\n\(expected)")
                    return actual == expected
                } catch {
                    failure = error
                    return false
                }
            }
            if let failure { throw failure }
        }
    }

    /// The IR of a program at a level.
    private static func module(_ source: URL, _ level: String) throws -> Module {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hubc-volatile-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "program").path
        let call = ProcessCall(
            hubc, ["build", source.path, "--target", "hxe", level, "--emit", "ir", "-o", output + ".hxe"])
        let result = try ProcessRunner.run(call)
        try #require(result.ending == .exited(0), "\(source.path): \(String(decoding: result.errors, as: UTF8.self))")
        let text = try Data(contentsOf: URL(filePath: output + ".hir"))
        let file = SourceFile(name: "program.hir", text: Array(text))
        let (module, log) = IRParser.parse(file, id: SourceFileID(rawValue: 0))
        return try #require(module, "\(source.path): \(log.diagnostics.map(\.message))")
    }

    private static func trace(_ module: Module) throws -> VolatileTrace {
        let host = try #require(HSXHost(output: { _ in }))
        let entry = try #require(module.entry)
        var options = InterpreterOptions()
        options.stepLimit = stepLimit
        options.volatileLimit = 1_000_000
        var interpreter = Interpreter(module, host: host.serviceHost(), options: options)
        let outcome = interpreter.run(entry)
        switch outcome.ending {
        case .returned, .exited: break
        case .trapped, .stepLimit, .breakpoint, .unsupported:
            Issue.record("\(module.name): the interpreter stopped: \(outcome.ending)")
        }
        return VolatileTrace(interpreter.volatileAccesses, module)
    }
}
