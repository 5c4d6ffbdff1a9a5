// The same tree gives the same bytes, wherever it lies and however many jobs build it.

import Driver
import Foundation
import Testing

@Suite struct DeterminismTests {
    @Test(arguments: Sample.hsx, ["-O0", "-O2"])
    func bytesDependOnNothingElse(_ sample: Sample, level: String) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "hubc-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let first = try build(sample, level, jobs: 1, in: root.appending(path: "here"))
        let second = try build(sample, level, jobs: 2, in: root.appending(path: "there/and/deeper"))
        #expect(first.keys.sorted() == second.keys.sorted())
        #expect(!first.isEmpty)
        for (name, bytes) in first.sorted(by: { $0.key < $1.key }) {
            #expect(bytes == second[name], "\(name) differs")
            #expect(bytes.range(of: Data(root.path.utf8)) == nil, "\(name) names the folder it was built in")
        }
    }

    /// Builds a copy of the sample with all by-products; answers the files that appeared, by name.
    private func build(_ sample: Sample, _ level: String, jobs: Int, in folder: URL) throws -> [String: Data] {
        let manager = FileManager.default
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        let copy = folder.appending(path: sample.name)
        try manager.copyItem(at: URL(filePath: sample.program.path), to: copy)
        let output = folder.appending(path: "out")
        try manager.createDirectory(at: output, withIntermediateDirectories: true)
        let status = CommandLineTool.run(
            ["build", copy.path, level, "-g", "-j\(jobs)", "-o", output.path]
                + ["ir", "hxo", "asm"].flatMap { ["--emit", $0] })
        try #require(status == .success)
        var files: [String: Data] = [:]
        for name in try manager.contentsOfDirectory(atPath: output.path) {
            files[name] = try Data(contentsOf: output.appending(path: name))
        }
        return files
    }
}
