// Debug information: clean to LLVM's own checker, and good enough for gdb to stop at a line and show a register's value.

import BackendKit
import BackendNative
import Driver
import Foundation
import IR
import Support
import Testing

@Suite struct DebugTests {
    private static let dumper = NativeTools.find("llvm-dwarfdump-22")
    private static let debugger = NativeTools.find("gdb")
    private static let hubc = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("hubc")
    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("samples/hsx")

    @Test(
        .enabled(if: NativeTools.canRun && dumper != nil, "LLVM 22, llvm-dwarfdump-22 or a C compiler are missing"),
        arguments: ["-O0", "-O2"])
    func dwarfOfEverySampleIsClean(_ level: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.samples.path).sorted()
        for name in names where !name.hasSuffix(".txt") {
            try NativeTools.withFolder { folder in
                let source = Self.samples.appendingPathComponent(name).path
                let arguments = ["build", source, "--target", "native", level, "-g", "-o", "program"]
                let built = try NativeTools.run(Self.hubc.path, arguments, in: folder)
                #expect(built.status == 0, "\(name): \(built.errors)")
                let dumper = try #require(Self.dumper)
                let verified = try NativeTools.run(dumper, ["--verify", "program"], in: folder)
                #expect(verified.status == 0, "\(name): \(verified.output)")
                let lines = try NativeTools.run(dumper, ["--debug-line", "program"], in: folder)
                #expect(lines.output.contains(".mvasm"), "\(name) has no lines")
            }
        }
    }

    private static let program = """
        .entry main
        .text
        main:
            LDI R1, 41
            CALL thrice
            RET
        thrice:
            ADD R0, R1, R1
            ADD R0, R0, R1
            RET

        """

    @Test(.enabled(if: NativeTools.canRun && debugger != nil, "LLVM 22, gdb or a C compiler are missing"))
    func gdbStopsAtALineAndShowsARegister() throws {
        try NativeTools.withFolder { folder in
            try Data(Self.program.utf8).write(to: folder.appendingPathComponent("thrice.mvasm"))
            let session = try debug("thrice.mvasm", "-O0", ["break thrice.mvasm:9", "run", "print r1", "backtrace"], folder)
            #expect(session.contains("thrice.mvasm:9"), "\(session)")
            #expect(session.contains("$1 = 41"), "\(session)")
            #expect(session.contains("in main () at ./thrice.mvasm:5"), "\(session)")
        }
    }

    @Test(.enabled(if: NativeTools.canRun && debugger != nil, "LLVM 22, gdb or a C compiler are missing"))
    func gdbShowsARegisterOfOptimisedCode() throws {
        try NativeTools.withFolder { folder in
            let source = Self.samples.appendingPathComponent("sort.mvasm")
            try FileManager.default.copyItem(at: source, to: folder.appendingPathComponent("sort.mvasm"))
            let session = try debug("sort.mvasm", "-O2", ["break quicksort", "run", "print/x r1", "print/x r2"], folder)
            #expect(session.contains("quicksort (r15=32768, r1=16384, r2=16444"), "\(session)")
            #expect(session.contains("$1 = 0x4000"), "\(session)")
            #expect(session.contains("$2 = 0x403c"), "\(session)")
        }
    }

    /// What gdb prints for `commands` on the program in `source`.
    private func debug(_ source: String, _ level: String, _ commands: [String], _ folder: URL) throws -> String {
        let arguments = ["build", source, "--target", "native", level, "-g", "-o", "program"]
        let built = try NativeTools.run(Self.hubc.path, arguments, in: folder)
        #expect(built.status == 0, "\(built.errors)")
        let start = ["-nx", "-batch", "-iex", "set debuginfod enabled off"]
        let session = try NativeTools.run(
            try #require(Self.debugger), start + commands.flatMap { ["-ex", $0] } + ["program"], in: folder)
        return session.output + session.errors
    }
}
