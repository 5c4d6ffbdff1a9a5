// Runs other programs: no shell, nothing inherited but the streams that are asked for, output captured without
// deadlock, and no process left behind. ProcessOutput.swift reads the pipes.

import CSystem
import Glibc
import Support

/// A program to run.
package struct ProcessCall: Sendable {
    /// What a stream of the program is joined to.
    package enum Stream: Sendable {
        /// hubc's own.
        case inherited
        /// Kept and handed back.
        case captured
        /// Nothing: end of file to read, lost when written.
        case none
    }

    /// The path of the program.
    package var program: String
    package var arguments: [String]
    /// The folder to run in; nil: hubc's own.
    package var folder: String?
    /// Variables beside, or instead of, hubc's own.
    package var environment: [String: String] = [:]
    /// `captured` is the same as `none` here.
    package var input = Stream.none
    package var output = Stream.captured
    package var errors = Stream.captured
    /// After this time the program is killed.
    package var timeLimit: Duration?
    /// After this many captured bytes the program is killed.
    package var outputLimit = 1 << 28

    package init(_ program: String, _ arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    package init(_ tool: FoundTool, _ arguments: [String]) { self.init(tool.path, tool.arguments + arguments) }
}

/// How a program ended.
package enum ProcessEnding: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    case timeLimit
    case outputLimit
}

/// What a program did.
package struct ProcessResult: Sendable {
    package let ending: ProcessEnding
    package let output: [UInt8]
    package let errors: [UInt8]
    package let duration: Duration

    package init(ending: ProcessEnding, output: [UInt8], errors: [UInt8], duration: Duration) {
        self.ending = ending
        self.output = output
        self.errors = errors
        self.duration = duration
    }
}

package enum ProcessRunner {
    /// Runs `call` to its end. Throws E9503 when it cannot be started.
    package static func run(_ call: ProcessCall) throws(Diagnostic) -> ProcessResult {
        let start = ContinuousClock.now
        do {
            var pipes = ProcessOutput()
            var call = call
            // The program is looked for from its own folder.
            if call.folder != nil { call.program = System.absolute(call.program) }
            let process = try spawn(call, &pipes)
            defer { ChildProcesses.forget(process) }
            let stopped = pipes.drain(process, deadline: call.timeLimit.map { start + $0 }, limit: call.outputLimit)
            let status = wait(process)
            return ProcessResult(
                ending: stopped ?? ending(status), output: pipes.output, errors: pipes.errors,
                duration: ContinuousClock.now - start)
        } catch {
            throw .cannotStart(call.program, error)
        }
    }

    private static func ending(_ status: Int32) -> ProcessEnding {
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    private static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    // MARK: Starting

    private static func spawn(_ call: ProcessCall, _ pipes: inout ProcessOutput) throws(SystemError) -> pid_t {
        Interruption.install()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let folder = call.folder { hub_spawn_in_folder(&actions, folder) }
        if call.input != .inherited { posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) }
        defer { pipes.closeWritingEnds() }
        for (stream, descriptor) in [(call.output, STDOUT_FILENO), (call.errors, STDERR_FILENO)] {
            switch stream {
            case .inherited: break
            case .none: posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
            case .captured: posix_spawn_file_actions_adddup2(&actions, try pipes.open(for: descriptor), descriptor)
            }
        }
        // What other code of this process opened without close-on-exec stays here.
        _ = closeFrom?(&actions, STDERR_FILENO + 1)
        return try spawn(call, &actions)
    }

    /// `posix_spawn_file_actions_addclosefrom_np` of glibc 2.34 and later, which Swift's headers of it leave out.
    private static let closeFrom: CloseFrom? = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
        unsafeBitCast($0, to: CloseFrom.self)
    }
    private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    private static func spawn(
        _ call: ProcessCall, _ actions: inout posix_spawn_file_actions_t
    ) throws(SystemError) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // hubc's handlers and mask are its own business.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([call.program] + call.arguments).map { strdup($0) } + [nil]
        var variables = environment(call.environment).map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        return try Interruption.holdingSignals { () throws(SystemError) -> pid_t in
            var process = pid_t()
            var status: Int32
            var attempts = 0
            // Another thread's child may still hold the program open for writing, for as long as its start takes.
            repeat {
                if attempts > 0 { System.sleep(milliseconds: 5) }
                attempts += 1
                status = posix_spawn(&process, call.program, &actions, &attributes, &words, &variables)
            } while status == ETXTBSY && attempts < 200
            guard status == 0 else { throw SystemError(code: status) }
            ChildProcesses.add(process)
            return process
        }
    }

    /// hubc's environment with `changes`, as `NAME=VALUE`.
    private static func environment(_ changes: [String: String]) -> [String] {
        var variables: [String] = []
        var next = hub_environment()
        while let entry = next?.pointee {
            let text = String(cString: entry)
            if changes[String(text.prefix { $0 != "=" })] == nil { variables.append(text) }
            next = next?.successor()
        }
        return variables + changes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
}

// MARK: Diagnostics

extension Diagnostic {
    static func cannotStart(_ program: String, _ error: SystemError) -> Diagnostic {
        .error("E9503", "'\(program)' cannot be started (\(error.message))")
    }
}
