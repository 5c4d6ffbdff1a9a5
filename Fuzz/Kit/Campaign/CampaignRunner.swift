// Runs a campaign in child processes: a child that dies or hangs tells which input it was at, and the next child goes
// on behind it.

import Glibc

/// The parent's side and the child's side of a campaign.
public struct CampaignRunner {
    /// How a campaign is run.
    public struct Options: Sendable {
        public var kind = CampaignKind.mvasm
        public var seed: UInt64 = 1
        public var first: UInt64 = 0
        public var count: UInt64 = 1000
        public var jobs = 1
        public var sample = 8
        public var crashFolder = "Fuzz/crashes"
        public var corpusFolders: [String] = []
        /// The names of the targets to run on; empty for all.
        public var targets: [String] = []
        /// The kinds of input to damage; empty for the usual ones.
        public var inputs: [InputKind] = []

        var campaign: Campaign {
            Campaign(
                kind: kind, seed: seed, corpusFolders: corpusFolders, inputs: inputs.isEmpty ? InputKind.usual : inputs)
        }
        /// Findings after which it stops.
        public var maximumFindings = 20
        /// How long one input may take.
        public var seconds = 20

        public init() {}
    }

    /// The bound of a child's address space.
    private static let memoryLimit: UInt64 = 4 << 30
    private let options: Options
    private var tags: [(tag: String, count: Int)] = []
    private var runs: [String: Int] = [:]
    private var findings = 0

    public init(_ options: Options) { self.options = options }

    // MARK: The child

    /// Runs the inputs in this process and reports on standard output.
    public static func work(_ options: Options) {
        // The runtimes of WebAssembly reserve more address space than that.
        WorkerProcess.limit(memory: options.kind.batchSize == nil ? memoryLimit : nil)
        var campaign = options.campaign
        campaign.sample = options.sample
        campaign.targets = options.targets
        campaign.progress = { say("busy") }
        for index in options.first..<options.first + options.count {
            say("at \(index)")
            let result = campaign.check(index)
            if let finding = result.finding {
                let name = "\(options.kind.rawValue)-\(options.seed)-\(index)"
                let path = CrashFile.write(finding, name: name, folder: options.crashFolder) ?? "(not written)"
                say("found \(path) \(finding.title.split(separator: "\n").joined(separator: " "))")
            }
            for run in result.runs { say("ran \(run.count) \(run.target)") }
            say("done \(result.tag)")
        }
    }

    /// Judges the file in this process; the status is 1 when something is wrong with it.
    public static func replay(_ path: String) -> Int32 {
        let name = path.split(separator: "/").last ?? ""
        WorkerProcess.limit(memory: name.hasPrefix("targets") || name.hasPrefix("lisp") ? nil : memoryLimit)
        guard let bytes = FileTree.read(path) else { return 2 }
        let suffix = path.split(separator: ".").last.map { String($0) } ?? ""
        let verdict = CrashFile(path: path, suffix: suffix, bytes: bytes).judge()
        say("\(path): \(verdict)")
        if case .mismatch = verdict { return 1 }
        return 0
    }

    private static func say(_ line: String) { FileTree.say(line + "\n", on: STDOUT_FILENO) }

    // MARK: The parent

    /// Runs everything; answers whether nothing was found.
    public mutating func run() -> Bool {
        let start = ContinuousClock.now
        let batch: UInt64 = options.kind.batchSize == nil ? 2000 : 50
        var next = options.first
        let end = options.first + options.count
        while next < end, findings < options.maximumFindings {
            let size = min(batch, end - next)
            next = runBatch(next, size)
            let seconds = (ContinuousClock.now - start).components.seconds
            complain(
                "\(options.kind.rawValue): \(next - options.first)/\(options.count), \(findings) findings, \(seconds) s"
            )
        }
        let summary = tags.sorted { $0.tag < $1.tag }.map { "\($0.count) \($0.tag)" }.joined(separator: ", ")
        let title = "\(options.kind.rawValue) seed \(options.seed)"
        complain("\(title): \(next - options.first) inputs: \(summary); \(findings) findings")
        if !runs.isEmpty {
            let counts = runs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            complain("\(title): runs compared with the interpreter: \(counts)")
        }
        return findings == 0
    }

    /// Runs inputs from `first` on in children; answers the next input.
    private mutating func runBatch(_ first: UInt64, _ count: UInt64) -> UInt64 {
        let jobs = UInt64(max(1, min(options.jobs, 8)))
        let share = (count + jobs - 1) / jobs
        var parts: [(next: UInt64, end: UInt64, worker: WorkerProcess?)] = []
        for job in 0..<jobs where job * share < count {
            let start = first + job * share
            parts.append((start, min(start + share, first + count), nil))
        }
        for place in parts.indices { parts[place].worker = spawn(parts[place].next, parts[place].end) }
        for place in parts.indices {
            while parts[place].next < parts[place].end, findings < options.maximumFindings {
                guard var worker = parts[place].worker else { break }
                let reached = follow(&worker, from: parts[place].next)
                parts[place].next = reached
                parts[place].worker = reached < parts[place].end ? spawn(reached, parts[place].end) : nil
            }
            if let worker = parts[place].worker { _ = worker.kill() }
        }
        return findings < options.maximumFindings ? first + count : parts.map(\.next).min() ?? first
    }

    private func spawn(_ first: UInt64, _ end: UInt64) -> WorkerProcess? {
        var arguments = [
            "worker", options.kind.rawValue, "--seed", "\(options.seed)", "--first", "\(first)", "--count",
            "\(end - first)",
            "--sample", "\(options.sample)", "--crashes", options.crashFolder,
        ]
        for folder in options.corpusFolders { arguments += ["--corpus", folder] }
        for target in options.targets { arguments += ["--target", target] }
        for input in options.inputs { arguments += ["--kind", input.rawValue] }
        return WorkerProcess(arguments)
    }

    /// Reads what a child reports until it ends; answers the input to go on with.
    private mutating func follow(_ worker: inout WorkerProcess, from first: UInt64) -> UInt64 {
        var current = first
        var isBusy = false
        while true {
            switch worker.next(seconds: options.seconds) {
            case .line(let line):
                let words = line.split(separator: " ", maxSplits: 1).map { String($0) }
                switch words.first {
                case "at":
                    current = words.count > 1 ? UInt64(words[1]) ?? current : current
                    isBusy = true
                case "done":
                    count(words.count > 1 ? words[1] : "")
                    isBusy = false
                    current += 1
                case "busy": break
                case "ran": countRuns(words[1])
                default:
                    findings += 1
                    complain(line)
                }
            case .silent:
                _ = worker.kill()
                return record(current, "hangs: more than \(options.seconds) s")
            case .closed:
                let end = worker.wait()
                if end.signal == 0, end.status == 0, !isBusy { return current }
                return record(current, "crashes: signal \(end.signal), status \(end.status)")
            }
        }
    }

    /// Saves an input that ended its child, made smaller with a child for each try.
    private mutating func record(_ index: UInt64, _ what: String) -> UInt64 {
        count("CRASH")
        findings += 1
        let campaign = options.campaign
        let (bytes, suffix) = campaign.input(index)
        let name = "\(options.kind.rawValue)-\(options.seed)-\(index)"
        let scratch = "\(options.crashFolder)/\(options.kind.rawValue)-scratch-\(getpid()).\(suffix)"
        let seconds = options.seconds
        let isCrash = { (candidate: [UInt8]) -> Bool in
            guard FileTree.write(candidate, scratch), var worker = WorkerProcess(["replay", scratch]) else {
                return false
            }
            while true {
                switch worker.next(seconds: seconds) {
                case .line: continue
                case .silent:
                    _ = worker.kill()
                    return true
                case .closed: return worker.wait().signal != 0
                }
            }
        }
        var reduced = bytes
        if isCrash(bytes), !what.hasPrefix("hangs") {
            reduced = Reducer.reduceLines(bytes, tries: 400, isInteresting: isCrash)
            if options.kind == .mutate, reduced.count < 4000 {
                reduced = Reducer.reduce(reduced, tries: 300, isInteresting: isCrash)
            }
        }
        unlink(scratch)
        let finding = Finding(title: what, suffix: suffix, input: reduced)
        let path = CrashFile.write(finding, name: name, folder: options.crashFolder) ?? "(not written)"
        complain("found \(path) \(what)")
        return index + 1
    }

    private mutating func count(_ tag: String) {
        if let place = tags.firstIndex(where: { $0.tag == tag }) {
            tags[place].count += 1
        } else {
            tags.append((tag, 1))
        }
    }

    /// `text` is a number and a target.
    private mutating func countRuns(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let count = Int(words[0]) else { return }
        runs[String(words[1]), default: 0] += count
    }

    private func complain(_ line: String) { FileTree.say(line + "\n", on: STDERR_FILENO) }
}
