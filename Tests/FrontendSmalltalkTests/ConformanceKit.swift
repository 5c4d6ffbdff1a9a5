// The kit of images and decoded methods: env HUBC_CONFORMANCE, else beside the package.

import Foundation
import Support

enum ConformanceKit {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let folder: URL = {
        let named = ProcessInfo.processInfo.environment["HUBC_CONFORMANCE"]
        return URL(filePath: named ?? "../shared/conformance", relativeTo: package).appending(path: "smalltalk")
    }()

    static let isPresent = FileManager.default.fileExists(atPath: folder.path)
    static let missing = "no conformance kit; set HUBC_CONFORMANCE"

    /// All images of the kit, and that of Debian's package scratch where it is installed.
    static let images: [String] = {
        let inFolder = ["cases.image"].map { folder.appending(path: $0).path }
        let others = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "images").path)) ?? []
        let images = others.filter { $0.hasSuffix(".image") }.sorted().map {
            folder.appending(path: "images/\($0)").path
        }
        let scratch = "/usr/share/scratch/Scratch.image"
        return (inFolder + images + [scratch]).filter { FileManager.default.fileExists(atPath: $0) }
    }()

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    /// The lines of a file of the kit, each of which is an object.
    static func lines(_ name: String) throws -> [JSONValue] {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONReader.read(Array($0.utf8)) }
    }
}
