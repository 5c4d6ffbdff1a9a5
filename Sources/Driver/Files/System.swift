// The calls of the C library that the driver makes, each wrapped once: file descriptors are closed here and no raw
// pointer leaves. Everything fails with the `errno` value; whoever calls turns that into a diagnostic.

import Glibc

/// An `errno` value.
struct SystemError: Error, Hashable {
    let code: Int32

    /// The error that the last failed call left behind.
    static var last: SystemError { SystemError(code: errno) }

    static let noSuchFile = SystemError(code: ENOENT)
    static let notAFolder = SystemError(code: ENOTDIR)
    static let notPermitted = SystemError(code: EACCES)
    static let isAFolder = SystemError(code: EISDIR)
    static let tooLarge = SystemError(code: EFBIG)

    /// The C library's words for it, with a small first letter.
    var message: String {
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

/// What a name in the file system stands for.
enum FileKind {
    case regular, folder
    /// A pipe, a device, a socket.
    case other
}

/// How much room a file takes, and when it was used.
struct FileUse: Hashable {
    let bytes: Int
    /// Nanoseconds since 1970.
    let modified: Int
}

/// An entry of a folder.
struct FolderEntry: Hashable {
    let name: String
    /// True for a folder itself, false for a link to one.
    let isFolder: Bool
}

enum System {
    // MARK: Files

    static func kind(_ path: String) throws(SystemError) -> FileKind {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .last }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .regular
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// A text that changes when the file behind `path` does: its size and when it was written. Nil without a file.
    static func stamp(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }

    /// How large a file is and when it was written or touched; nil without a file.
    static func use(_ path: String) -> FileUse? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
        return FileUse(bytes: Int(status.st_size), modified: modified)
    }

    /// Says that a file was used just now, if it may.
    static func touch(_ path: String) { _ = utimensat(AT_FDCWD, path, nil, 0) }

    /// The bytes of a file, pipe or device; throws `tooLarge` past `limit`.
    static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        if status.st_mode & S_IFMT == S_IFDIR { throw .isAFolder }
        if status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) > limit { throw .tooLarge }
        var bytes: [UInt8] = []
        // One more than the size, so that the usual file is read in two calls, the second of which finds the end.
        var room = max(4096, min(Int(status.st_size), limit) + 1)
        while true {
            let chunk = try readChunk(descriptor, room)
            if chunk.isEmpty { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes.append(contentsOf: chunk) }
            if bytes.count > limit { throw .tooLarge }
            room = 1 << 16
        }
    }

    private static func readChunk(_ descriptor: Int32, _ room: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError? = nil
        let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            var got = Glibc.read(descriptor, buffer.baseAddress, room)
            while got < 0, errno == EINTR { got = Glibc.read(descriptor, buffer.baseAddress, room) }
            if got < 0 { failure = .last }
            count = max(0, got)
        }
        if let failure { throw failure }
        return chunk
    }

    /// Creates or empties `path` and writes `bytes` to it. Never follows a link in the last part of the path when
    /// `isNew`.
    static func write(_ bytes: [UInt8], to path: String, executable: Bool, isNew: Bool) throws(SystemError) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | (isNew ? O_NOFOLLOW : 0)
        let descriptor = open(path, flags, executable ? 0o777 : 0o666)
        guard descriptor >= 0 else { throw .last }
        do {
            try write(bytes, to: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw .last }
    }

    /// Writes all of `bytes` to an open descriptor.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            done += count
        }
    }

    static func rename(_ path: String, to newPath: String) throws(SystemError) {
        guard Glibc.rename(path, newPath) == 0 else { throw .last }
    }

    static func remove(_ path: String) { unlink(path) }

    /// Whether `path` is a file that may be run.
    static func isExecutable(_ path: String) -> Bool {
        (try? kind(path)) == .regular && access(path, X_OK) == 0
    }

    // MARK: Folders

    /// Creates `path` and the folders above it that are missing.
    static func createFolder(_ path: String) throws(SystemError) {
        if mkdir(path, 0o777) == 0 { return }
        let failure = SystemError.last
        switch failure.code {
        case EEXIST:
            guard try kind(path) == .folder else { throw .notAFolder }
        case ENOENT:
            let above = Path.folder(path)
            guard above != path, above != "." else { throw failure }
            try createFolder(above)
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .last }
        default: throw failure
        }
    }

    /// Creates `path`, which must not be there yet and which nobody else may look into.
    static func createPrivateFolder(_ path: String) throws(SystemError) {
        guard mkdir(path, 0o700) == 0 else { throw .last }
    }

    /// Removes a folder and all that is in it; links are removed, not followed.
    static func removeTree(_ path: String) {
        for entry in (try? entries(path)) ?? [] {
            let inside = Path.join(path, entry.name)
            if entry.isFolder { removeTree(inside) } else { remove(inside) }
        }
        rmdir(path)
    }

    /// Copies the files and folders of `path` to the new folder `copy`.
    static func copyTree(_ path: String, to copy: String) throws(SystemError) {
        try createFolder(copy)
        for entry in try entries(path) {
            let (from, to) = (Path.join(path, entry.name), Path.join(copy, entry.name))
            if entry.isFolder {
                try copyTree(from, to: to)
            } else if try kind(from) == .regular {
                try write(try read(from, limit: FileSystem.largestInput), to: to, executable: false, isNew: true)
            }
        }
    }

    /// The entries of folder `path` but `.` and `..`, sorted by the bytes of their names.
    static func entries(_ path: String) throws(SystemError) -> [FolderEntry] {
        guard let folder = opendir(path) else { throw .last }
        defer { closedir(folder) }
        var entries: [FolderEntry] = []
        errno = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            var isFolder = Int32(entry.pointee.d_type) == Int32(DT_DIR)
            if Int32(entry.pointee.d_type) == Int32(DT_UNKNOWN) {
                var status = stat()
                isFolder = lstat(Path.join(path, name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            }
            if name != ".", name != ".." { entries.append(FolderEntry(name: name, isFolder: isFolder)) }
            errno = 0
        }
        guard errno == 0 else { throw .last }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// `path` from the root.
    static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return Path.join(String(cString: folder), path)
    }

    // MARK: The process

    static var processID: Int32 { getpid() }

    /// Whether a process with this number is running.
    static func isRunning(_ processID: Int32) -> Bool { kill(processID, 0) == 0 || errno != ESRCH }

    /// The file that this process runs.
    static var executablePath: String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// "signal 11 (segmentation fault)".
    static func signalName(_ number: Int32) -> String {
        let name = strsignal(number).map { String(cString: $0) } ?? ""
        return "signal \(number) (\(name.lowercased()))"
    }

    /// Waits.
    static func sleep(milliseconds: UInt32) {
        var time = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        var rest = timespec()
        while nanosleep(&time, &rest) != 0, errno == EINTR { time = rest }
    }

    static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}
