// Running other programs: streams, statuses, limits, and what a signal that ends hubc does.

import Driver
import Foundation
import Support
import Testing

@Suite struct ProcessTests {
    private func shell(_ script: String, _ change: (inout ProcessCall) -> Void = { _ in }) throws -> ProcessResult {
        var call = ProcessCall("/bin/sh", ["-c", script])
        change(&call)
        return try ProcessRunner.run(call)
    }

    @Test func bothStreamsAndTheStatusComeBack() throws {
        let result = try shell("echo out; echo err >&2; exit 3")
        #expect(result.ending == .exited(3))
        #expect(result.output == Array("out\n".utf8))
        #expect(result.errors == Array("err\n".utf8))
    }

    @Test func largeOutputOnBothStreamsDoesNotBlock() throws {
        let result = try shell("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2")
        #expect(result.output.count == 3_000_000)
        #expect(result.errors.count == 3_000_000)
    }

    @Test func aSignalIsNoStatus() throws {
        #expect(try shell("kill -SEGV $$").ending == .signalled(SIGSEGV))
    }

    @Test func limitsEndTheProgram() throws {
        #expect(try shell("sleep 60") { $0.timeLimit = .milliseconds(50) }.ending == .timeLimit)
        let quiet = try shell("exec >/dev/null 2>&1; sleep 60") { $0.timeLimit = .milliseconds(50) }
        #expect(quiet.ending == .timeLimit)
        #expect(try shell("yes") { $0.outputLimit = 100_000 }.ending == .outputLimit)
    }

    @Test func nothingIsInheritedThatIsNotAskedFor() throws {
        let result = try shell("cat; pwd; echo $HUBC_TEST; ls -l /proc/self/fd | wc -l") {
            $0.folder = "/"
            $0.environment["HUBC_TEST"] = "changed"
        }
        // The list of descriptors: three streams, the folder that ls reads, and the line of the total.
        #expect(String(decoding: result.output, as: UTF8.self) == "/\nchanged\n5\n")
    }

    @Test func aMissingProgramIsADiagnostic() {
        #expect(throws: (any Error).self) { try ProcessRunner.run(ProcessCall("/nowhere/program", [])) }
    }

    @Test func temporaryFoldersGo() throws {
        var path = ""
        try Driver.TemporaryFolder.with { folder throws(Diagnostic) in
            path = folder.path
            try folder.write("deep/inside/file", [1, 2, 3])
            #expect(FileManager.default.fileExists(atPath: folder.file("deep/inside/file")))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// The C compiler is a script that interrupts hubc while it waits.
    @Test(arguments: ["INT", "TERM", "HUP"])
    func aSignalRemovesTheFolderAndEndsTheChild(signal: String) throws {
        try Driver.TemporaryFolder.with { folder throws(Diagnostic) in
            let source = """
                module "m"
                memory size 65536 stack 4096 pointer 4
                func @main () -> () entry {
                block0:
                    ret
                }
                """
            try folder.write("m.hir", Array(source.utf8))
            try folder.write("tmp/empty", [])
            try folder.write("cc", Array("#!/bin/sh\nkill -\(signal) $PPID\nsleep 60\n".utf8), executable: true)
            var call = ProcessCall(Self.hubc, ["run", "--target", "c", "m.hir"])
            call.folder = folder.path
            call.environment = ["CC": folder.file("cc"), "TMPDIR": folder.file("tmp")]
            call.timeLimit = .seconds(30)
            let result = try ProcessRunner.run(call)
            let number = ["INT": SIGINT, "TERM": SIGTERM, "HUP": SIGHUP][signal]
            #expect(result.ending == number.map { .signalled($0) })
            #expect((try? FileManager.default.contentsOfDirectory(atPath: folder.file("tmp"))) == ["empty"])
        }
    }

    /// hubc, which the build leaves beside the tests.
    private static let hubc = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "hubc").path
}
