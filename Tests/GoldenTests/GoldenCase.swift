// A golden case: an input whose header says what to run, and the expected outcome. docs/testing.md describes the
// format.

import Driver
import Foundation
import Testing

/// A mistake in the header of a golden case.
struct GoldenHeaderError: Error, CustomStringConvertible {
    let description: String
}

/// One golden case as found on disk; nothing of it has been read but its names.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    /// The path below Tests/golden: "cli/help.txt".
    let name: String
    let isFolder: Bool

    var testDescription: String { name }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("golden")

    /// The folder of C programs, which are no cases: their tests are in ConformanceTests.
    static let programs = "c"

    var url: URL { Self.root.appendingPathComponent(name) }

    /// The expectation of a case that has none inside.
    var sidecar: URL {
        isFolder ? url.appendingPathComponent("case.golden") : url.appendingPathExtension("golden")
    }

    /// Every case, sorted by name; only those whose name begins with `HUBC_GOLDEN` when that is set.
    static let all: [GoldenCase] = {
        let only = ProcessInfo.processInfo.environment["HUBC_GOLDEN"] ?? ""
        var cases: [GoldenCase] = []
        find(in: "", &cases)
        return cases.filter { $0.name.hasPrefix(only) }.sorted { $0.name < $1.name }
    }()

    private static func find(in folder: String, _ cases: inout [GoldenCase]) {
        let url = root.appendingPathComponent(folder)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] {
            let path = folder.isEmpty ? name : folder + "/" + name
            let isFolder = (try? root.appendingPathComponent(path).resourceValues(forKeys: [.isDirectoryKey]))?
                .isDirectory
            if name.hasSuffix(".case") {
                cases.append(GoldenCase(name: path, isFolder: true))
            } else if isFolder == true {
                if path != programs { find(in: path, &cases) }
            } else if !name.hasSuffix(".golden"), !name.hasPrefix(".") {
                cases.append(GoldenCase(name: path, isFolder: false))
            }
        }
    }
}

/// What the header of a case asks for.
struct GoldenHeader {
    /// A command line to run and the status it must end with.
    struct Run {
        let line: String
        var status: Int32 = 0
        /// Where standard output goes instead of the expectation.
        var output: String? = nil
    }

    /// How the files that the commands leave behind are recorded.
    enum Files: String {
        case content, names, none
    }

    var runs: [Run] = []
    var files = Files.content
    /// Files that are not recorded.
    var aside: Set<String> = []
    /// Files that are made unreadable before the first run.
    var unreadable: [String] = []
    /// Files of zeros that are made before the first run, with their sizes.
    var sparse: [(name: String, size: UInt64)] = []
    /// Folders and files that are made before the first run.
    var folders: [String] = []
    /// Files that are made before the first run, with the bytes that each of their directives adds.
    var contents: [(name: String, bytes: [UInt8])] = []
    var empty: [String] = []
    /// The tools that the machine must have; without one the case is skipped.
    var needs: [Tool] = []
    /// Environment variables that the commands get.
    var environment: [String: String] = [:]

    /// Reads the directives in the leading comment of `text`.
    init(_ text: String, comment: String) throws {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix(comment) else { break }
            let body = line.dropFirst(comment.count).trimmingCharacters(in: .whitespaces)
            guard let colon = body.firstIndex(of: ":") else { continue }
            try directive(
                String(body[..<colon]), body[body.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        if runs.isEmpty { throw GoldenHeaderError(description: "the header has no 'run:' line") }
    }

    private mutating func directive(_ name: String, _ value: String) throws {
        switch name {
        case "run": runs.append(Run(line: value))
        case "status":
            guard !runs.isEmpty, let status = Int32(value) else {
                throw GoldenHeaderError(description: "'status: \(value)' must follow a 'run:' line and be a number")
            }
            runs[runs.count - 1].status = status
        case "stdout":
            guard !runs.isEmpty else { throw GoldenHeaderError(description: "'stdout:' must follow a 'run:' line") }
            runs[runs.count - 1].output = value
        case "files":
            guard let files = Files(rawValue: value) else {
                throw GoldenHeaderError(description: "'files:' takes content, names or none")
            }
            self.files = files
        case "aside": aside.insert(value)
        case "unreadable": unreadable.append(value)
        case "folder": folders.append(value)
        case "empty": empty.append(value)
        case "needs":
            guard let tool = Tool(rawValue: value) else {
                throw GoldenHeaderError(description: "'needs:' takes the name of a tool")
            }
            needs.append(tool)
        case "environment":
            let parts = value.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else {
                throw GoldenHeaderError(description: "'environment:' takes a name and a value")
            }
            environment[String(parts[0])] = String(parts[1])
        case "line", "bytes":
            let parts = value.split(separator: " ", maxSplits: 1)
            let text = parts.count > 1 ? String(parts[1]) : ""
            guard let file = parts.first, let bytes = name == "line" ? Array("\(text)\n".utf8) : Self.bytes(text) else {
                throw GoldenHeaderError(description: "'\(name):' takes a name and a line or hexadecimal bytes")
            }
            contents.append((String(file), bytes))
        case "sparse":
            let parts = value.split(separator: " ")
            guard parts.count == 2, let size = UInt64(parts[1]) else {
                throw GoldenHeaderError(description: "'sparse:' takes a name and a size")
            }
            sparse.append((String(parts[0]), size))
        // Prose with a colon in it.
        default: break
        }
    }

    /// The bytes that `text` spells with two hexadecimal digits each, spaces between them where one likes; nil when
    /// it does not.
    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.compactMap { $0 == " " ? nil : $0.hexDigitValue ?? -1 }
        guard digits.count.isMultiple(of: 2), !digits.contains(-1) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// The start of a comment in a file of this name.
    static func comment(for name: String) -> String {
        switch (name as NSString).pathExtension {
        case "mvasm", "hir", "ll", "valk": ";"
        case "c", "json", "json5": "//"
        default: "#"
        }
    }
}
