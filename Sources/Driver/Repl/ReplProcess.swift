// The process that evaluates for `hubc repl`: hubc's evaluator as a native program (Runtime/lisp/session.valk,
// Runtime/hosted/session.c). It evaluates each text in a copy of itself, so that nothing is lost when that dies.

import CSystem
import Glibc
import Support

/// How an evaluation ended.
enum ReplEnding {
    case done
    /// The copy that evaluated died by this signal; what was there before is still there.
    case signalled(Int32)
    /// It ended by itself, with this status.
    case exited(Int32)
    /// The system gave no process to evaluate in.
    case noCopy(SystemError)
    /// The session is gone with all that it knew.
    case lost
}

/// What becomes of the value of a text.
enum ReplAnswer: UInt8 {
    case value = 0x65
    case type = 0x74
    /// Only errors are shown.
    case errors = 0x6C
}

struct ReplProcess: ~Copyable {
    private let input: Int32
    private let reports: Int32
    /// The process that was started, whose number is that of the group of all that follow it.
    private let group: pid_t

    /// The stack of the evaluator, where the environment does not say.
    private static let stackBytes = 64 << 20

    /// Starts `program`, and waits until it can take a text. Its output is hubc's. Throws E9503.
    static func start(_ program: String) throws(Diagnostic) -> ReplProcess {
        var inputEnds: [Int32] = [0, 0]
        var reportEnds: [Int32] = [0, 0]
        var failure = hub_pipe(&inputEnds)
        if failure == 0 { failure = hub_pipe(&reportEnds) }
        guard failure == 0 else { throw .cannotStart("the evaluator", SystemError(code: failure)) }
        // A recursion without end is to be noticed soon; who wants to go deeper says so.
        setenv("HUB_STACK_LIMIT", String(stackBytes), 0)
        let group: pid_t
        do {
            group = try spawn(program, input: inputEnds[0], reports: reportEnds[1])
        } catch {
            throw .cannotStart("the evaluator", error)
        }
        close(inputEnds[0])
        close(reportEnds[1])
        let process = ReplProcess(input: inputEnds[1], reports: reportEnds[0], group: group)
        guard process.record()?.letter == UInt8(ascii: "R") else {
            throw .cannotStart("the evaluator", SystemError(code: ECHILD))
        }
        return process
    }

    private init(input: Int32, reports: Int32, group: pid_t) {
        self.input = input
        self.reports = reports
        self.group = group
        // Writing to a session that is gone is an error, not the end of hubc.
        signal(SIGPIPE, SIG_IGN)
        hub_adopt_orphans()
        ChildProcesses.add(-group)
        hub_watch_interrupts(group)
    }

    private static func spawn(_ program: String, input: Int32, reports: Int32) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // In this order: `input` may be 3 itself.
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, reports, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var process = pid_t()
        var words: [UnsafeMutablePointer<CChar>?] = [strdup(program), nil]
        defer { free(words[0]) }
        let status = posix_spawn(&process, program, &actions, &attributes, &words, hub_environment())
        guard status == 0 else { throw SystemError(code: status) }
        return process
    }

    deinit {
        close(input)
        close(reports)
        ChildProcesses.forget(-group)
        hub_watch_interrupts(0)
        while waitpid(-1, nil, WNOHANG) > 0 {}
    }

    /// Evaluates a text of one form; its output and its value go to standard output. Requires: the session is ready,
    /// and will be again unless it is lost.
    func evaluate(_ text: [UInt8], _ answer: ReplAnswer) -> ReplEnding {
        let message = [answer.rawValue] + text
        let length = (0..<4).map { UInt8(truncatingIfNeeded: message.count >> ($0 * 8)) }
        do { try System.write(length + message, to: input) } catch { return .lost }
        var ending = ReplEnding.done
        while let record = record() {
            switch record.letter {
            case UInt8(ascii: "R"):
                // Those that their copies have followed.
                while waitpid(-1, nil, WNOHANG) > 0 {}
                return ending
            case UInt8(ascii: "D"):
                let signal = record.number & 0x7F
                ending = signal == 0 ? .exited(record.number >> 8 & 0xFF) : .signalled(signal)
            default: ending = .noCopy(SystemError(code: record.number))
            }
        }
        return .lost
    }

    /// The next report of the session; nil when it is gone.
    private func record() -> (letter: UInt8, number: Int32)? {
        hub_await_group(reports)
        var bytes: [UInt8] = []
        while bytes.count < 5 {
            var byte: UInt8 = 0
            let count = read(reports, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            bytes.append(byte)
        }
        let number = bytes.dropFirst().reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return (bytes[0], Int32(bitPattern: number))
    }
}
