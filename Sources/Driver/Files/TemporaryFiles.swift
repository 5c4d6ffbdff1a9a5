// The temporary files that exist right now, so that an interrupted build removes them. SIGINT, SIGTERM and SIGHUP
// unlink every file of the table and then end the process as they would have without us. What a SIGKILL leaves behind
// is told by its name, `.NAME.hubc-tmp-PID`, and swept by the next build that writes to the folder.

import Glibc
import Synchronization

package enum TemporaryFiles {
    private static let marker = ".hubc-tmp-"

    /// The temporary name of `path` for this process: in the same folder, so that a rename can put it in place.
    package static func name(for path: String) -> String {
        Path.join(Path.folder(path), ".\(Path.name(path))\(marker)\(System.processID)")
    }

    /// Removes the temporary files in `folder` that processes left which no longer run.
    static func sweep(_ folder: String) {
        guard let entries = try? System.entries(folder) else { return }
        for entry in entries where entry.name.hasPrefix(".") {
            guard let owner = owner(of: entry.name), !System.isRunning(owner) else { continue }
            System.remove(Path.join(folder, entry.name))
        }
    }

    /// The process that made the temporary file called `name`; nil for any other file.
    package static func owner(of name: String) -> Int32? {
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
        let front = name.dropLast(digits)
        return digits > 0 && front.hasSuffix(marker) ? Int32(name.suffix(digits)) : nil
    }

    // MARK: The table

    /// The signal handler may not take a lock, so it reads a table of fixed size whose entries are C strings or null.
    /// Slots are written under `lock`. A string is never freed, since the handler may be reading it on another thread.
    private struct Table: @unchecked Sendable {
        let slots: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>
        init() {
            slots = .allocate(capacity: 256)
            slots.initialize(repeating: nil)
        }
    }

    private static let table = Table()
    private static let lock = Mutex(false)

    /// Enters `path`; a file too many for the table is merely not removed on a signal.
    static func add(_ path: String) {
        lock.withLock { handlersInstalled in
            let slots = table.slots
            if !handlersInstalled {
                installHandlers()
                handlersInstalled = true
            }
            if let free = slots.firstIndex(where: { $0 == nil }) { slots[free] = strdup(path) }
        }
    }

    static func forget(_ path: String) {
        lock.withLock { _ in
            let slots = table.slots
            for slot in slots.indices {
                guard let entry = slots[slot], String(cString: entry) == path else { continue }
                slots[slot] = nil
                return
            }
        }
    }

    private static func installHandlers() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var old = sigaction()
            // A signal that the parent chose to ignore (nohup) stays ignored.
            if sigaction(number, nil, &old) == 0, isIgnored(old) { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                for entry in TemporaryFiles.table.slots { if let entry { unlink(entry) } }
                signal(number, SIG_DFL)
                raise(number)
            }
            sigaction(number, &action, nil)
        }
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
