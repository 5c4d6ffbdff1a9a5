// The compiled program of a validation, in a folder, ready to run any of its checks.

import Support

struct SubjectRun {
    private let files: [LinkInput]
    private let host: ProgramHost
    private let folder: TemporaryFolder

    /// How long a batch may take: what the interpreter does in its steps takes compiled code no time.
    private static let timeLimit = Duration.seconds(30)

    struct Seen {
        let output: [UInt8]
        let errors: [UInt8]
        let status: Int32
    }

    /// Throws what writing files throws.
    init(_ files: [LinkInput], on host: ProgramHost, in folder: TemporaryFolder) throws(Diagnostic) {
        (self.files, self.host, self.folder) = (files, host, folder)
        try host.check(files)
        for file in files { try folder.write(file.name, file.bytes, executable: true) }
    }

    /// Runs a range of checks. Throws E9503.
    func run(_ range: Range<Int>) throws(Diagnostic) -> Seen {
        guard let main = files.first else { preconditionFailure("SubjectRun: a program without files") }
        var call = host.call(
            main, in: folder.path, [String(range.lowerBound), String(range.upperBound)], sandbox: nil)
        call.timeLimit = Self.timeLimit
        let result = try ProcessRunner.run(call)
        let (status, errors) = host.outcome(of: result, running: files)
        return Seen(output: result.output, errors: errors, status: status.code)
    }
}
