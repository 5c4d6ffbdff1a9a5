// Objects of hubc's own C sources, kept from build to build: compiling the runtime takes longer than everything else in
// the build of a small program. They lie in `hubc` in the user's cache folder. HUBC_CACHE names another folder; when it
// is set to nothing, or there is no such folder, every build compiles anew, with the same bytes.

import Support

package enum ObjectCache {
    /// The bytes of the object that `compiler` makes of one .c file with `flags`. Throws E9502.
    package static func object(
        of unit: LinkInput, with compiler: FoundTool, flags: [String], folder: String? = ObjectCache.folder
    ) throws(Diagnostic) -> [UInt8] {
        guard let path = path(unit, compiler, flags, folder) else {
            return try ExecutableLinker.compile(unit, with: compiler, flags: flags)
        }
        if let object = entry(at: path) { return object }
        let object = try ExecutableLinker.compile(unit, with: compiler, flags: flags)
        // A cache that cannot be written costs time, and is no fault.
        try? FileSystem.write([OutputFile(path, SHA256.digest(object) + object)])
        return object
    }

    /// The user's folder for objects; nil when there is none.
    package static var folder: String? {
        if let folder = System.environment("HUBC_CACHE") { return folder.isEmpty ? nil : folder }
        let folders = System.environment("XDG_CACHE_HOME") ?? System.environment("HOME").map { Path.join($0, ".cache") }
        // The standard wants relative ones ignored.
        guard let folders, folders.hasPrefix("/") else { return nil }
        return Path.join(folders, "hubc")
    }

    /// What an entry holds: the digest of the object, then the object. Nil when it is not there or not whole.
    private static func entry(at path: String) -> [UInt8]? {
        guard let bytes = try? System.read(path, limit: FileSystem.largestInput), bytes.count > digestBytes else {
            return nil
        }
        let object = Array(bytes[digestBytes...])
        return SHA256.digest(object).elementsEqual(bytes[..<digestBytes]) ? object : nil
    }

    private static let digestBytes = 32

    /// Where the object is kept: a name for all that it depends on. Nil when there is no cache, or no compiler.
    private static func path(
        _ unit: LinkInput, _ compiler: FoundTool, _ flags: [String], _ folder: String?
    ) -> String? {
        guard let folder, let version = System.stamp(compiler.path) else { return nil }
        let searched = ["CPATH", "C_INCLUDE_PATH"].map { System.environment($0) ?? "" }
        let words = [compiler.path, version] + compiler.arguments + [""] + flags + [""] + searched + [unit.name]
        let key = SHA256.hexDigest(Array(words.joined(separator: "\0").utf8) + [0] + unit.bytes)
        return Path.join(folder, "\(key).o")
    }
}
