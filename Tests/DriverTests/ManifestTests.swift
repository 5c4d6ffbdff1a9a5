import Driver
import Foundation
import Support
import Testing

@Suite struct ManifestTests {
    private func read(_ text: String, files: [String] = ["main.mvasm"]) throws -> (Manifest?, DiagnosticLog) {
        try withTemporaryFolder(files) { folder in
            try text.write(toFile: folder + "/hubc.json", atomically: false, encoding: .utf8)
            var sources = SourceMap()
            var log = DiagnosticLog()
            guard var manifest = ManifestReader.read(folder: folder, sources: &sources, log: &log) else {
                return (nil, log)
            }
            manifest.sources = manifest.sources.map { String($0.dropFirst(folder.count + 1)) }
            manifest.includePaths = manifest.includePaths.map { String($0.dropFirst(folder.count + 1)) }
            return (manifest, log)
        }
    }

    @Test func everyKeyIsRead() throws {
        let (manifest, log) = try read(
            """
            // a comment
            {
              name: 'blinky', "version": "1.0.0",
              sources: ["src/*.mvasm", "main.mvasm", "**/*.mvasm"],
              entry: "main", targets: ["hxe", "native"], optimize: "-Os", debug: false,
              includePaths: ["include"],
              hsx: { appName: "b", allowMultiple: true, requiredCapabilities: 0x10 },
              provisioning: { bundle: true, },
            }
            """, files: ["main.mvasm", "src/b.mvasm", "src/a.mvasm"])
        #expect(log.diagnostics.isEmpty)
        #expect(manifest?.name == "blinky")
        #expect(manifest?.version == "1.0.0")
        #expect(manifest?.sources == ["src/a.mvasm", "src/b.mvasm", "main.mvasm"])
        #expect(manifest?.entry?.value == "main")
        #expect(manifest?.targets.map(\.value) == [.hxe, .native])
        #expect(manifest?.optimization == .size)
        #expect(manifest?.debug == false)
        #expect(manifest?.includePaths == ["include"])
        #expect(manifest?.hsx.appName == "b")
        #expect(manifest?.hsx.allowMultiple == true)
        #expect(manifest?.hsx.requiredCapabilities == 16)
        #expect(manifest?.bundle == true)
    }

    @Test func allMistakesAreReported() throws {
        let (manifest, log) = try read("{ nmae: 1, sources: ['*.x'], debug: 3 }")
        #expect(manifest == nil)
        #expect(log.diagnostics.map(\.code).sorted() == ["E9202", "E9203", "E9205", "E9206"])
    }
}
