// Folders and processes for the tests of the C library.

import Foundation

/// What a run left behind.
struct ProcessResult: Equatable {
    var status: Int32
    /// Standard output, then standard error.
    var output: String
}

enum Workshop {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The path of a tool of this machine.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
    }

    /// A folder that is removed behind `body`.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hub-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    static func run(_ tool: String, _ arguments: [String], in folder: URL) throws -> ProcessResult {
        let process = Process()
        process.executableURL = URL(filePath: find(tool) ?? folder.appending(path: tool).path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let file = folder.appending(path: "output-" + UUID().uuidString)
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        let status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        return ProcessResult(status: status, output: String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    /// The files below a folder with this extension (all without one), by their paths from there, sorted.
    static func files(below folder: URL, extension suffix: String? = nil) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { path in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: folder.appending(path: path).path, isDirectory: &isFolder)
                return !isFolder.boolValue && (suffix == nil || path.hasSuffix(".\(suffix!)"))
            }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
