// What SIGINT, SIGTERM and SIGHUP do: pass the signal on to the programs that hubc runs, remove what is temporary, and
// end the process as the signal would have without us. Handlers are installed when there is something to clean up.

import Glibc
import Synchronization

enum Interruption {
    private static let isInstalled = Mutex(false)

    /// Installs the handlers, once.
    static func install() {
        isInstalled.withLock { isInstalled in
            guard !isInstalled else { return }
            isInstalled = true
            ChildProcesses.prepare()
            TemporaryFiles.prepare()
            for number in signals where !isIgnored(number) {
                var action = sigaction()
                action.__sigaction_handler.sa_handler = { number in
                    ChildProcesses.signalAll(number)
                    TemporaryFiles.removeAll()
                    signal(number, SIG_DFL)
                    raise(number)
                }
                sigaction(number, &action, nil)
            }
        }
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// A signal that the parent chose to ignore (nohup) stays ignored.
    private static func isIgnored(_ number: Int32) -> Bool {
        var old = sigaction()
        guard sigaction(number, nil, &old) == 0 else { return true }
        return unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Runs `body` with the signals held back on this thread, so that what it begins is entered into the tables first.
    static func holdingSignals<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var held = sigset_t()
        sigemptyset(&held)
        for number in signals { sigaddset(&held, number) }
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &held, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }
}
