// The same tree gives the same bytes, wherever it lies and however many jobs build it.

import Driver
import Foundation
import Testing

@Suite struct DeterminismTests {
    @Test(arguments: Sample.hsx, ["-O0", "-O2"])
    func bytesDependOnNothingElse(_ sample: Sample, level: String) throws {
        try check(sample, level, targets: ["hxe"], byproducts: ["ir", "hxo", "asm"])
    }

    private static let missing = [Tool.llvm, .binaryen, .cCompiler].filter { Toolchain.find($0) == nil }.map(\.title)

    @Test(
        .enabled(if: missing.isEmpty, "missing: \(missing.joined(separator: ", "))"),
        arguments: Sample.hsx, ["-O0", "-O2"])
    func hostedBytesDependOnNothingElse(_ sample: Sample, level: String) throws {
        try check(
            sample, level, targets: ["native", "c", "wasm"], byproducts: ["ir", "obj", "asm", "llvm-ir", "wat"])
    }

    private func check(_ sample: Sample, _ level: String, targets: [String], byproducts: [String]) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "hubc-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let options = targets.flatMap { ["--target", $0] } + byproducts.flatMap { ["--emit", $0] }
        let first = try build(sample, options + [level, "-j1"], in: root.appending(path: "here"))
        let second = try build(sample, options + [level, "-j2"], in: root.appending(path: "there/and/deeper"))
        #expect(first.keys.sorted() == second.keys.sorted())
        #expect(!first.isEmpty)
        for (name, bytes) in first.sorted(by: { $0.key < $1.key }) {
            #expect(bytes == second[name], "\(name) differs")
            #expect(bytes.range(of: Data(root.path.utf8)) == nil, "\(name) names the folder it was built in")
        }
    }

    /// Builds a copy of the sample with `options`; answers the files that appeared, by name.
    private func build(_ sample: Sample, _ options: [String], in folder: URL) throws -> [String: Data] {
        let manager = FileManager.default
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        let copy = folder.appending(path: sample.name)
        try manager.copyItem(at: URL(filePath: sample.program.path), to: copy)
        let output = folder.appending(path: "out")
        try manager.createDirectory(at: output, withIntermediateDirectories: true)
        let status = CommandLineTool.run(
            ["build", copy.path, "-g", "-o", output.path] + options)
        try #require(status == .success)
        var files: [String: Data] = [:]
        for name in try manager.contentsOfDirectory(atPath: output.path) {
            files[name] = try Data(contentsOf: output.appending(path: name))
        }
        return files
    }
}
