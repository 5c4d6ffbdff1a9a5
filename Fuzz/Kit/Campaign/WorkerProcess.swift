// A child process that runs a part of a campaign, and the pipe on which it reports. The only file that handles
// processes.

import Glibc

/// A child that has been started. Requires: `wait` or `kill` is called once it is of no more use.
struct WorkerProcess {
    private let process: pid_t
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// How reading ended.
    enum Event {
        case line(String)
        case silent
        case closed
    }

    /// Runs this program again with `arguments`; nil when that fails.
    init?(_ arguments: [String]) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var words: [UnsafeMutablePointer<CChar>?] = (["hubc-fuzz"] + arguments).map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = WorkerProcess.environment.map { strdup($0) } + [nil]
        defer { for word in words + settings { free(word) } }
        var process = pid_t()
        guard posix_spawn(&process, "/proc/self/exe", &actions, nil, &words, &settings) == 0 else {
            close(ends[0])
            close(ends[1])
            return nil
        }
        close(ends[1])
        self.process = process
        descriptor = ends[0]
    }

    /// What children need to find tools, and no backtraces, which take long.
    private static var environment: [String] {
        let names = ["PATH", "HOME", "TMPDIR", "CC", "HUBC_TOOLS", "HUBC_LLVM", "HUBC_BINARYEN"]
        return ["SWIFT_BACKTRACE=enable=no"]
            + names.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } }
    }

    /// The next line that the child writes, `silent` when there is none for `seconds`.
    mutating func next(seconds: Int) -> Event {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                return .line(line)
            }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(seconds * 1000)) > 0 else { return .silent }
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return .closed }
            buffer += chunk[..<count]
        }
    }

    /// Waits for the end; answers the number of the signal that killed it, or the exit status negated.
    func wait() -> (signal: Int32, status: Int32) {
        close(descriptor)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return (status & 0x7F, status >> 8 & 0xFF)
    }

    /// Ends the child by force.
    func kill() -> (signal: Int32, status: Int32) {
        _ = Glibc.kill(process, SIGKILL)
        return wait()
    }

    /// Bounds the calling process: address space in bytes unless it is nil, and no core files.
    static func limit(memory: UInt64?) {
        if let memory {
            var space = rlimit(rlim_cur: rlim_t(memory), rlim_max: rlim_t(memory))
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
        }
        var core = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
    }
}
