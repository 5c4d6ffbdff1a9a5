// Runs a golden case in a folder of its own and gathers what happened.

import Driver
import Foundation

/// The case cannot be run on this machine.
struct GoldenSkip: Error {
    let reason: String
}

struct GoldenRunner {
    private let name: String
    private let isFolder: Bool
    private let url: URL
    private let header: GoldenHeader
    private let folder: URL

    private init(_ golden: GoldenCase, _ header: GoldenHeader) {
        name = golden.url.lastPathComponent
        isFolder = golden.isFolder
        url = golden.url
        self.header = header
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("hubc-golden-\(UUID().uuidString)")
    }

    /// The outcome of `golden` as text, and a message for each command that ended with another status than its header
    /// says.
    static func run(_ golden: GoldenCase, _ header: GoldenHeader) throws -> (outcome: String, problems: [String]) {
        for tool in header.needs where Toolchain.find(tool) == nil {
            throw GoldenSkip(reason: "this machine does not have \(tool.title)")
        }
        let runner = GoldenRunner(golden, header)
        try runner.prepare()
        defer { runner.cleanUp() }
        let before = try runner.contents()
        var problems: [String] = []
        var outcomes: [RunOutcome] = []
        for run in header.runs {
            let outcome = try runner.execute(run)
            if outcome.status != run.status {
                problems.append("'\(run.line)' ended with status \(outcome.status) instead of \(run.status)")
            }
            for stream in [outcome.output, outcome.errors] where stream.range(of: Data(runner.folder.path.utf8)) != nil
            {
                problems.append("'\(run.line)' printed the absolute path of the folder it ran in")
            }
            outcomes.append(outcome)
        }
        var files: [(String, Data?)] = []
        if header.files != .none {
            for (name, content) in try runner.contents().sorted(by: { $0.key < $1.key })
            where before[name] != content && !header.aside.contains(name) {
                files.append((name, header.files == .content ? content : nil))
            }
        }
        return (GoldenOutcome.render(outcomes, files: files), problems)
    }

    // MARK: The folder

    private func prepare() throws {
        let manager = FileManager.default
        if isFolder {
            try manager.copyItem(at: url, to: folder)
            for name in ["case.txt", "case.golden"] { try? manager.removeItem(at: folder.appendingPathComponent(name)) }
        } else {
            try manager.createDirectory(at: folder, withIntermediateDirectories: true)
            try manager.copyItem(at: url, to: folder.appendingPathComponent(name))
        }
        for name in header.folders {
            try manager.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        for name in header.empty { try Data().write(to: folder.appendingPathComponent(name)) }
        for (name, bytes) in header.contents {
            let path = folder.appendingPathComponent(name)
            let before = (try? Data(contentsOf: path)) ?? Data()
            try (before + bytes).write(to: path)
        }
        for (name, size) in header.sparse {
            let path = folder.appendingPathComponent(name)
            try Data().write(to: path)
            let handle = try FileHandle(forWritingTo: path)
            try handle.truncate(atOffset: size)
            try handle.close()
        }
        for name in header.unreadable {
            try manager.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.appendingPathComponent(name).path)
        }
    }

    private func cleanUp() {
        for name in header.unreadable {
            let path = folder.appendingPathComponent(name).path
            try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        }
        try? FileManager.default.removeItem(at: folder)
    }

    /// The files of the folder by their paths below it.
    private func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let isMade = header.unreadable.contains(path) || header.sparse.contains { $0.name == path }
            var isFolder: ObjCBool = false
            let url = folder.appendingPathComponent(path)
            guard !isMade, FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue
            else { continue }
            contents[path] = try Data(contentsOf: url)
        }
        return contents
    }

    // MARK: Commands

    /// hubc, which the build leaves beside the tests.
    private static let hubc = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("hubc")

    private static let timeLimit = 120

    private func execute(_ run: GoldenHeader.Run) throws -> RunOutcome {
        var words = Self.words(run.line).map { $0.replacingOccurrences(of: "%s", with: isFolder ? "." : name) }
        guard words.first == "hubc" else {
            throw GoldenHeaderError(description: "a 'run:' line must begin with 'hubc': \(run.line)")
        }
        words[0] = Self.hubc.path
        if !header.unreadable.isEmpty, getuid() == 0 { words = try Self.withoutRootsRights(words) }

        // Streams go to files, since a pipe that nobody empties would stop the command.
        let streams = folder.appendingPathExtension("streams")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: streams) }
        let output = streams.appendingPathComponent("out")
        let errors = streams.appendingPathComponent("err")
        for url in [output, errors] { try Data().write(to: url) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C",
        ].merging(header.environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let handles = try [run.output.map { URL(fileURLWithPath: $0) } ?? output, errors].map {
            try FileHandle(forWritingTo: $0)
        }
        // Process keeps them open, and Foundation does not survive thousands.
        defer { for handle in handles { try? handle.close() } }
        (process.standardOutput, process.standardError) = (handles[0], handles[1])
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        if ended.wait(timeout: .now() + .seconds(Self.timeLimit)) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
            throw GoldenHeaderError(description: "'\(run.line)' did not end within \(Self.timeLimit) s")
        }
        let signalled = process.terminationReason == .uncaughtSignal
        return RunOutcome(
            line: run.line, status: signalled ? 128 + process.terminationStatus : process.terminationStatus,
            output: try Data(contentsOf: output), errors: try Data(contentsOf: errors))
    }

    /// A command line under which root obeys file permissions.
    private static func withoutRootsRights(_ words: [String]) throws -> [String] {
        let tool = "/usr/bin/setpriv"
        let rights = ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
        let probe = Process()
        probe.executableURL = URL(fileURLWithPath: tool)
        probe.arguments = rights + ["/bin/true"]
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else {
            throw GoldenSkip(reason: "root reads everything and there is no setpriv")
        }
        probe.waitUntilExit()
        guard probe.terminationStatus == 0 else { throw GoldenSkip(reason: "root reads everything here") }
        return [tool] + rights + words
    }

    /// Splits at spaces; single and double quotes keep words together.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String? = nil
        var quote: Character? = nil
        for character in line {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character == " " {
                if let complete = word { words.append(complete) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
