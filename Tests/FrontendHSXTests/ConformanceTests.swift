import Foundation
import FrontendHSX
import HSXMachine
import Support
import Testing

/// The kit of measured programs: env HUBC_CONFORMANCE, else beside the package.
enum ConformanceKit {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["HUBC_CONFORMANCE"] { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../shared/conformance"
        )
        .standardizedFileURL
    }()

    static func programs(_ group: String) -> [URL] {
        let path = folder.appendingPathComponent("hsx/\(group)")
        let files = (try? FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "mvasm" }.sorted { $0.path < $1.path }
    }

    static var isPresent: Bool { !programs("programs").isEmpty }
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}

@Suite("HSX Conformance", .enabled(if: ConformanceKit.isPresent, "no conformance kit; set HUBC_CONFORMANCE"))
struct HSXConformanceTests {
    @Test(arguments: ["programs", "random"], [true, false])
    func imagesAreTheReferences(group: String, isCompatible: Bool) throws {
        for url in ConformanceKit.programs(group) {
            let text = Array(try Data(contentsOf: url))
            let record = try JSONReader.read(
                Array(try Data(contentsOf: url.deletingPathExtension().appendingPathExtension("json"))))
            let stem = url.deletingPathExtension().lastPathComponent
            let assembled = MVASMAssembler.assemble(
                MVASMSource(file: SourceFileID(rawValue: 0), name: stem, text: text),
                options: MVASMOptions(isCompatible: isCompatible))
            let object = assembled.object
            var log = assembled.log
            #expect(log.diagnostics.isEmpty, "\(stem): \(log.diagnostics)")
            var options = HSXLinkOptions()
            options.isCompatible = isCompatible
            options.appName = stem
            let linked = HSXImage.link([object], options: options, log: &log)
            let image = try #require(linked, "\(stem): \(log.diagnostics)").image
            let bytes = image.encoded()
            let code = image.code.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
            #expect(hex(code) == record["code"]?.string?.uppercased(), "\(stem)")
            #expect(hex(image.data) == record["rodata"]?.string?.uppercased(), "\(stem)")
            #expect(Int(image.entry) == record["entry"]?.integer, "\(stem)")
            #expect(bytes.count == record["hxe_size"]?.integer, "\(stem)")
            #expect(SHA256.hexDigest(bytes) == record["hxe_sha256"]?.string, "\(stem)")
        }
    }
}
