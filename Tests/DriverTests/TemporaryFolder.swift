import Foundation

/// Runs `body` with the path of a fresh folder that holds `files`, and removes the folder afterwards.
func withTemporaryFolder<Result>(_ files: [String] = [], _ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("hubc-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    for file in files {
        let path = url.appendingPathComponent(file)
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("x".utf8).write(to: path)
    }
    return try body(url.path)
}
