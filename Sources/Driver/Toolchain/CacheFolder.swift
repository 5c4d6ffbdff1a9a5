// A folder of files that can be made again: each has a name for all that it depends on, and begins with the digest of
// the rest. What has not been used for longest goes when there is too much. Processes and threads share it: files are
// put in place whole, and one that is gone or broken is none.

import Support

package struct CacheFolder: Sendable {
    package let path: String
    /// How many bytes and files there may be.
    package var (mostBytes, mostFiles) = (1 << 30, 2000)

    package init(_ path: String) { self.path = path }

    /// The bytes kept under `key`; nil when they are not there or not whole.
    package func find(_ key: String) -> [UInt8]? {
        let file = file(key)
        guard let bytes = try? System.read(file, limit: FileSystem.largestInput), bytes.count > Self.digestBytes else {
            return nil
        }
        let content = Array(bytes[Self.digestBytes...])
        guard SHA256.digest(content).elementsEqual(bytes[..<Self.digestBytes]) else { return nil }
        System.touch(file)
        return content
    }

    /// Keeps `bytes` under `key`. A folder that cannot be written costs time, and is no fault.
    package func keep(_ key: String, _ bytes: [UInt8]) {
        try? FileSystem.write([OutputFile(file(key), SHA256.digest(bytes) + bytes)])
        trim()
    }

    /// Removes what has not been used for longest, a quarter more than needed, so that it is not done each time.
    private func trim() {
        var files = ((try? System.entries(path)) ?? []).compactMap { entry -> (path: String, use: FileUse)? in
            guard !entry.isFolder, Self.isFile(entry.name) else { return nil }
            let path = Path.join(path, entry.name)
            return System.use(path).map { (path, $0) }
        }
        var bytes = files.reduce(0) { $0 + $1.use.bytes }
        guard bytes > mostBytes || files.count > mostFiles else { return }
        files.sort { $0.use.modified > $1.use.modified }
        while let oldest = files.last, bytes > mostBytes / 4 * 3 || files.count > mostFiles / 4 * 3 {
            System.remove(oldest.path)
            bytes -= oldest.use.bytes
            files.removeLast()
        }
    }

    private func file(_ key: String) -> String { Path.join(path, key + Self.suffix) }

    /// Whether a name is that of a file of ours.
    private static func isFile(_ name: String) -> Bool {
        name.hasSuffix(suffix) && name.utf8.count == 2 * digestBytes + suffix.utf8.count
    }

    private static let digestBytes = 32
    private static let suffix = ".o"
}
