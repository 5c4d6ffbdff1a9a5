// What programs in Smalltalk say of the methods that they were in when they ended, and what `--stats` says of builds.

import Driver
import Foundation
import Support
import Testing

@Suite struct SmalltalkTraceTests {
    /// hubc, which the build leaves beside the tests.
    private static let hubc = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "hubc").path
    private static let program = MatrixCase.package.appending(path: "Tests/programs/traces/account.st").path

    private static let trace = """
        hubc: trap user
          Account>>refuse: (account.st:30)
          Account>>withdraw: (account.st:26)
          [] in Account>>run (account.st:35)
          Array>>do: (account.st:18)
          Account>>run (account.st:34)
          Main class>>main (account.st:44)

        """

    /// What `hubc` writes to standard error; natively it runs the program, else Node.js does.
    private static func errors(_ column: Column, _ options: [String]) throws -> (ending: ProcessEnding, text: String) {
        let result = try TemporaryFolder.with { folder throws(Diagnostic) in
            guard case .wasm(let tool) = column, let node = Toolchain.find(tool) else {
                return try ProcessRunner.run(ProcessCall(hubc, ["run", program] + options))
            }
            let path = folder.file("account.wasm")
            let built = try ProcessRunner.run(
                ProcessCall(hubc, ["build", program, "--target", "wasm", "-o", path] + options))
            guard built.ending == .exited(0) else { return built }
            return try ProcessRunner.run(ProcessCall(node, [folder.file("account.mjs")]))
        }
        return (result.ending, String(decoding: result.errors, as: UTF8.self))
    }

    private static func checkPlaces(_ column: Column) throws {
        let (ending, text) = try errors(column, ["-O0"])
        #expect(ending == .exited(70))
        #expect(text == trace)
        let deep = try errors(column, ["-O0", "--entry", "Main class>>deep"]).text.split(separator: "\n")
        #expect(deep.count == 52)
        #expect(deep.last == "  and 12 more")
    }

    @Test(Column.native.isHere) func native() throws {
        try Self.checkPlaces(.native)
        // Names alone, and of calls that are left.
        let (ending, text) = try Self.errors(.native, ["-O2"])
        #expect(ending == .exited(70))
        #expect(text.contains("\n  [] in Account>>run\n"))
        let endless = try Self.errors(.native, ["-O1", "--entry", "Main class>>endless: 1"]).text
        #expect(endless.hasPrefix("hubc: trap "))
        #expect(endless.contains("\n  Main class>>endless:\n"))
    }

    @Test(Column.wasm(.node).isHere) func node() throws { try Self.checkPlaces(.wasm(.node)) }

    @Test(Column.native.isHere, .enabled(if: FileManager.default.fileExists(atPath: image), "no conformance folder"))
    func imagesAreLocatedByBytes() throws {
        let result = try ProcessRunner.run(
            ProcessCall(Self.hubc, ["run", Self.image, "--entry", "Object>>halt", "--receiver", "3", "-O0"]))
        let lines = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").dropFirst()
        #expect(lines == ["  Debugger class>>openContext:label:contents: pc 0", "  Object>>halt pc 5"])
    }

    /// The code that goes on behind a switch is called like the method.
    @Test(Column.native.isHere) func resumed() throws {
        let program = """
            Object subclass: Main [
                Main class >> main [ [Processor yield] fork. self wait. ^nil ]
                Main class >> wait [ Processor yield. ^self failing + 1 ]
                Main class >> failing [ Processor yield. ^self error: 'no' ]
            ]
            """
        let result = try TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("wait.st", Array(program.utf8))
            return try ProcessRunner.run(ProcessCall(Self.hubc, ["run", folder.file("wait.st"), "-O0"]))
        }
        let text = String(decoding: result.errors, as: UTF8.self)
        #expect(text.contains("  Main class>>failing"))
        #expect(!text.contains("resumed"))
    }

    /// Nobody is left who could signal.
    @Test(Column.native.isHere, arguments: ["", "[Processor yield] fork. "])
    func deadlock(before: String) throws {
        let program = "Object subclass: Main [ Main class >> main [ \(before)Semaphore new wait ] ]"
        let result = try TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("wait.st", Array(program.utf8))
            return try ProcessRunner.run(ProcessCall(Self.hubc, ["run", folder.file("wait.st"), "-O0"]))
        }
        #expect(result.ending == .exited(70))
        #expect(String(decoding: result.output, as: UTF8.self) == "deadlock: every process waits\n")
        #expect(String(decoding: result.errors, as: UTF8.self).hasPrefix("hubc: trap user"))
    }

    private static let image = MatrixCase.conformanceFolder.appending(path: "smalltalk/cases.image").path

    @Test(Column.native.isHere) func statistics() throws {
        let result = try TemporaryFolder.with { folder throws(Diagnostic) in
            try ProcessRunner.run(
                ProcessCall(
                    Self.hubc, ["build", Self.program, "-O0", "-o", folder.file("account"), "--stats", "json"]))
        }
        #expect(result.ending == .exited(0))
        let statistics = try JSONReader.read(result.output)
        let smalltalk = try #require(statistics["smalltalk"])
        let expected = """
            {"imageMethods":19,"methods":15,"replaced":[],"leaving":[],"resumable":0,"blocks":1,"classes":9,"objects":5,"selectors":17,\
            "sends":{"direct":4,"narrowed":3,"dispatched":0,"short":8,"super":0,"perform":0},"functions":26}
            """
        #expect(String(decoding: JSONWriter.compact(smalltalk), as: UTF8.self) == expected)
        #expect(statistics["artifacts"]?.array?.first?["file"]?.string == "account")
        #expect(statistics["phases"]?.array?.contains { $0["phase"]?.string == "link" } == true)
    }
}
