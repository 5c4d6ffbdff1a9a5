// The pipes through which hubc reads what a program prints.

import CSystem
import Glibc

/// Up to two pipes, one for each output stream of a program that is captured, and what has come out of them.
struct ProcessOutput: ~Copyable {
    private struct Pipe {
        /// The program's descriptor, 1 or 2.
        let stream: Int32
        let reading: Int32
        var writing: Int32?
        var isOpen = true
        var bytes: [UInt8] = []
    }

    private var pipes: [Pipe] = []

    deinit {
        for pipe in pipes {
            if let writing = pipe.writing { close(writing) }
            close(pipe.reading)
        }
    }

    var output: [UInt8] { bytes(of: STDOUT_FILENO) }
    var errors: [UInt8] { bytes(of: STDERR_FILENO) }

    private func bytes(of stream: Int32) -> [UInt8] { pipes.first { $0.stream == stream }?.bytes ?? [] }

    /// Makes the pipe for a stream; answers the end that the program writes to.
    mutating func open(for stream: Int32) throws(SystemError) -> Int32 {
        var ends: [Int32] = [0, 0]
        let failure = hub_pipe(&ends)
        guard failure == 0 else { throw SystemError(code: failure) }
        pipes.append(Pipe(stream: stream, reading: ends[0], writing: ends[1]))
        return ends[1]
    }

    /// Once the program runs, only it must hold the writing ends, or their end would never be seen.
    mutating func closeWritingEnds() {
        for place in pipes.indices {
            if let writing = pipes[place].writing { close(writing) }
            pipes[place].writing = nil
        }
    }

    /// Reads until the program has closed its streams, or kills it when it takes too long or prints too much; then it
    /// answers which. Without pipes it waits only where there is a deadline.
    mutating func drain(_ process: pid_t, deadline: ContinuousClock.Instant?, limit: Int) -> ProcessEnding? {
        while pipes.contains(where: \.isOpen) || deadline != nil {
            var waiting = pipes.map { pollfd(fd: $0.isOpen ? $0.reading : -1, events: Int16(POLLIN), revents: 0) }
            let rest = deadline.map { max(.zero, $0 - ContinuousClock.now) }
            let milliseconds = rest.map { Int32(min($0 / .milliseconds(1), 1e6).rounded(.up)) } ?? -1
            // With no pipe left to tell of the end, the process is looked at from time to time.
            let isBlind = !pipes.contains(where: \.isOpen)
            if isBlind, hasEnded(process) { return nil }
            poll(&waiting, nfds_t(waiting.count), isBlind ? min(milliseconds, 2) : milliseconds)
            for place in pipes.indices where waiting[place].revents != 0 { read(place) }
            let count = pipes.reduce(0) { $0 + $1.bytes.count }
            let ending: ProcessEnding? = count > limit ? .outputLimit : rest == .zero ? .timeLimit : nil
            if let ending {
                kill(process, SIGKILL)
                return ending
            }
        }
        return nil
    }

    /// Whether the process has ended; it stays there to be waited for.
    private func hasEnded(_ process: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_signo == SIGCHLD
    }

    private mutating func read(_ place: Int) {
        let reading = pipes[place].reading
        let room = 1 << 16
        var isAtEnd = false
        let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            let got = Glibc.read(reading, buffer.baseAddress, room)
            // An interrupted read is tried again when `poll` next finds the pipe readable.
            isAtEnd = got == 0 || (got < 0 && errno != EINTR)
            count = max(0, got)
        }
        if isAtEnd { pipes[place].isOpen = false }
        pipes[place].bytes += chunk
    }
}
