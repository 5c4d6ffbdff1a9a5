import Driver
import Foundation
import Support
import Testing

@Suite struct FileSystemTests {
    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func failure(_ files: [OutputFile]) -> Diagnostic? {
        do throws(Diagnostic) {
            try FileSystem.write(files)
            return nil
        } catch {
            return error
        }
    }

    @Test func writesAllAndCreatesFolders() throws {
        try withTemporaryFolder { folder in
            try FileSystem.write([
                OutputFile(folder + "/out/deep/a", [1, 2]), OutputFile(folder + "/out/b", [3], isExecutable: true),
            ])
            #expect(try FileSystem.read(folder + "/out/deep/a") == [1, 2])
            #expect(try names(folder + "/out") == ["b", "deep"])
            #expect(FileManager.default.isExecutableFile(atPath: folder + "/out/b"))
            #expect(!FileManager.default.isExecutableFile(atPath: folder + "/out/deep/a"))
        }
    }

    /// When one of several cannot be written, the others are as before and nothing temporary stays.
    @Test func writesNoneWhenOneFails() throws {
        try withTemporaryFolder(["a", "folder/x"]) { folder in
            #expect(failure([OutputFile(folder + "/a", [9]), OutputFile(folder + "/folder", [9])])?.code == "E9107")
            let content = try FileSystem.read(folder + "/a")
            #expect(content == Array("x".utf8))
            #expect(try names(folder) == ["a", "folder"])
        }
    }

    @Test func writesNoneWhenTwoHaveOneName() throws {
        try withTemporaryFolder { folder in
            let files = [OutputFile(folder + "/a.hir", [1]), OutputFile(folder + "/a.hir", [2])]
            #expect(failure(files)?.message == "two of the files to be written have this name")
            let left = try names(folder)
            #expect(left == [])
        }
        try FileSystem.write([OutputFile("/dev/null", [1]), OutputFile("/dev/null", [2])])
    }

    @Test func fileInPlaceOfFolderIsReported() throws {
        try withTemporaryFolder(["a"]) { folder in
            let failure = failure([OutputFile(folder + "/a/b", [9])])
            #expect(failure?.code == "E9108")
            #expect(failure?.path == folder + "/a")
        }
    }

    @Test func sweepsWhatDeadProcessesLeft() throws {
        // No process has the largest number; ours is alive.
        let stale = ".a.hubc-tmp-\(Int32.max)"
        let alive = ".a.hubc-tmp-\(ProcessInfo.processInfo.processIdentifier)"
        try withTemporaryFolder([stale, alive, ".other"]) { folder in
            try FileSystem.write([OutputFile(folder + "/b", [1])])
            #expect(try names(folder) == [alive, ".other", "b"].sorted())
        }
        #expect(TemporaryFiles.owner(of: ".a.hubc-tmp-12") == 12)
        #expect(TemporaryFiles.owner(of: ".a.hubc-tmp-") == nil)
        #expect(TemporaryFiles.owner(of: "12") == nil)
        #expect(Path.folder(TemporaryFiles.name(for: "x/y")) == "x")
    }

    @Test func writesThroughToDevices() throws {
        try FileSystem.write([OutputFile("/dev/null", [1, 2, 3])])
        #expect(try names("/dev").contains("null"))
    }

    @Test func pathsAreTakenApart() {
        #expect(Path.folder("a") == ".")
        #expect(Path.folder("/a") == "/")
        #expect(Path.folder("a/b/") == "a")
        #expect(Path.name("a/b/") == "b")
        #expect(Path.stem("x/a.b.hxe") == "a.b")
        #expect(Path.stem(".hid") == ".hid")
        #expect(Path.suffix("A.HXE") == ".hxe")
        #expect(Path.join(".", "a") == "a")
        #expect(Path.join("a/", "b") == "a/b")
        #expect(Path.join("a", "/b") == "/b")
        #expect(Path.relative("a/b/c", to: "a") == "b/c")
        #expect(Path.relative("a/b/c", to: "a/b/") == "c")
        #expect(Path.relative("./c", to: "./") == "c")
        #expect(Path.relative("c", to: ".") == "c")
        #expect(Path.relative("ab/c", to: "a") == "ab/c")
    }

    @Test func parallelResultsKeepTheirOrder() {
        let numbers = Array(0..<1000)
        for jobs in [1, 2, 7] { #expect(parallelMap(numbers, jobs: jobs) { $0 * $0 } == numbers.map { $0 * $0 }) }
        #expect(parallelMap([Int](), jobs: 4) { $0 } == [])
    }

    @Test func timeReportAddsUp() {
        var timer = PhaseTimer()
        timer.add("parse", .milliseconds(30))
        timer.add("emit", .microseconds(10_005), count: 2)
        let report = TimeReport.render(timer)
        #expect(report.contains("   30.000   75.0%      1  parse\n"))
        #expect(report.contains("   10.005   25.0%      2  emit\n"))
        #expect(report.hasSuffix("   40.005  100.0%         sum\n"))
    }
}
