// Finds the conformance kit: the folder that HUBC_CONFORMANCE names, relative to the package root, by default
// ../shared/conformance. Suites that need it are skipped, visibly, where it is absent.

import Foundation

enum Conformance {
    static let missing = "conformance kit absent (set HUBC_CONFORMANCE)"

    static let hsx: URL = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let root = tests.deletingLastPathComponent()
        let folder = ProcessInfo.processInfo.environment["HUBC_CONFORMANCE"] ?? "../shared/conformance"
        return URL(filePath: folder, relativeTo: URL(filePath: root.path + "/")).appending(path: "hsx")
    }()

    static func exists(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: hsx.appending(path: folder).path)
    }

    /// Reads the kit's JSON, whose keys are in snake case.
    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    /// The files of a folder with one extension, in order of their names.
    static func files(_ folder: String, _ ext: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: hsx.appending(path: folder).path)
        return (names ?? []).filter { $0.hasSuffix("." + ext) }.sorted()
    }

    static func data(_ folder: String, _ name: String) throws -> Data {
        try Data(contentsOf: hsx.appending(path: folder).appending(path: name))
    }
}
