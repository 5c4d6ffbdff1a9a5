// The HSX programs of the conformance folder and what the reference measured.

import Foundation
import HSXTestKit
import Support
import Testing

struct HSXCase: CustomTestStringConvertible, Sendable {
    let name: String
    let program: HSXProgram
    let source: [UInt8]
    let r0: UInt32
    let steps: Int
    let stdout: String
    /// SHA-256 of the image that the reference links.
    let imageDigest: String
    /// Whether it is one of the hand-written programs.
    let isHandWritten: Bool

    var behaviour: Behaviour { Behaviour(result: r0, output: Array(stdout.utf8)) }
    var testDescription: String { name }
}

enum Conformance {
    /// The folder that HUBC_CONFORMANCE names, `../shared/conformance` beside the package by default.
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["HUBC_CONFORMANCE"] { return URL(fileURLWithPath: path) }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared/conformance")
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appendingPathComponent("hsx").path) }

    /// All programs of hsx/random and hsx/programs.
    static let hsxPrograms: [HSXCase] = ["programs", "random"].flatMap { group -> [HSXCase] in
        let directory = folder.appendingPathComponent("hsx/\(group)")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return files.filter { $0.hasSuffix(".mvasm") }.sorted().compactMap { file in
            let source = directory.appendingPathComponent(file)
            let record = source.deletingPathExtension().appendingPathExtension("json")
            guard let text = try? Data(contentsOf: source), let json = try? Data(contentsOf: record),
                let tree = try? JSONReader.read(Array(json)), let r0 = tree["r0"]?.integer
            else { return nil }
            return HSXCase(
                name: String(file.dropLast(6)), program: HSXProgram(path: source.path), source: Array(text),
                r0: UInt32(truncatingIfNeeded: r0),
                steps: tree["steps"]?.integer ?? 0, stdout: tree["stdout"]?.string ?? "",
                imageDigest: tree["hxe_sha256"]?.string ?? "",
                isHandWritten: group == "programs")
        }
    }
}
