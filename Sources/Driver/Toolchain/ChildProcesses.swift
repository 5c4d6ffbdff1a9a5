// The programs that hubc runs right now, so that a signal that ends hubc ends them too.

import Glibc
import Synchronization

enum ChildProcesses {
    /// A table of fixed size that the signal handler may read without a lock; 0 is a free place.
    private struct Table: @unchecked Sendable {
        let slots: UnsafeMutableBufferPointer<pid_t>
        init() {
            slots = .allocate(capacity: 256)
            slots.initialize(repeating: 0)
        }
    }

    private static let table = Table()
    private static let lock = Mutex(())

    /// Makes the table, which a signal handler may not do.
    static func prepare() { _ = table }

    /// Enters a process; one too many for the table is merely not told of signals.
    static func add(_ process: pid_t) {
        lock.withLock { _ in
            if let free = table.slots.firstIndex(of: 0) { table.slots[free] = process }
        }
    }

    static func forget(_ process: pid_t) {
        lock.withLock { _ in
            if let place = table.slots.firstIndex(of: process) { table.slots[place] = 0 }
        }
    }

    /// Sends a signal to all; called by the signal handler.
    static func signalAll(_ number: Int32) {
        for process in table.slots where process != 0 { kill(process, number) }
    }
}
