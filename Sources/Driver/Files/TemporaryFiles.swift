// The temporary files and folders that exist right now, so that an interrupted build removes them (Interruption.swift).
// What a SIGKILL leaves behind is told by its name, `.NAME.hubc-tmp-PID`, and swept by the next build that writes to the
// folder.

import Glibc
import Synchronization

package enum TemporaryFiles {
    private static let marker = ".hubc-tmp-"

    /// The temporary name of `path` for this process: in the same folder, so that a rename can put it in place.
    package static func name(for path: String) -> String {
        Path.join(Path.folder(path), ".\(Path.name(path))\(marker)\(System.processID)")
    }

    /// Removes the temporary files and folders in `folder` that processes left which no longer run.
    static func sweep(_ folder: String) {
        guard let entries = try? System.entries(folder) else { return }
        for entry in entries where entry.name.hasPrefix(".") {
            guard let owner = owner(of: entry.name), !System.isRunning(owner) else { continue }
            let path = Path.join(folder, entry.name)
            if entry.isFolder { System.removeTree(path) } else { System.remove(path) }
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
    private static let lock = Mutex(())

    /// Makes the tables, which a signal handler may not do.
    static func prepare() { _ = (table, removeCommand) }

    /// Enters `path`, which ends in "/" if it is a folder; one too many for the table is merely not removed on a signal.
    static func add(_ path: String) {
        Interruption.install()
        lock.withLock { _ in
            let slots = table.slots
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

    /// Removes all that the table holds; called by the signal handler, so it allocates nothing and takes no lock.
    static func removeAll() {
        for entry in table.slots {
            guard let entry else { continue }
            let length = strlen(entry)
            if length > 0, entry[length - 1] == CChar(bitPattern: UInt8(ascii: "/")) {
                removeTree(entry)
            } else {
                unlink(entry)
            }
        }
    }

    /// The words before the folder in the command that removes one; made beforehand for the signal handler.
    private struct RemoveCommand: @unchecked Sendable {
        let words: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>
        init() {
            words = .allocate(capacity: 5)
            words.initialize(repeating: nil)
            for (place, word) in ["/bin/rm", "-rf", "--"].enumerated() { words[place] = strdup(word) }
        }
    }

    private static let removeCommand = RemoveCommand()

    /// Removes a folder from within a signal handler: reading folders allocates, starting a program does not.
    private static func removeTree(_ path: UnsafeMutablePointer<CChar>) {
        let words = removeCommand.words
        words[3] = path
        var child = pid_t()
        guard let command = words.baseAddress, let program = command[0],
            posix_spawn(&child, program, nil, nil, command, nil) == 0
        else { return }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
    }
}
