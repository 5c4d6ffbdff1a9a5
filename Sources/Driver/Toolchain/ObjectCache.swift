// Objects kept from build to build: those of hubc's own C sources, since compiling the runtime takes longer than
// everything else in the build of a small program, and the parts of large native programs, of which most stay as they
// are when one function changes. They lie in `hubc` in the user's cache folder. HUBC_CACHE names another folder; when it
// is set to nothing, or there is no such folder, every build compiles anew, with the same bytes.

import BackendKit
import Support

package enum ObjectCache {
    /// The bytes of the object that `compiler` makes of one .c file with `flags`. Throws E9502.
    package static func object(
        of unit: LinkInput, with compiler: FoundTool, flags: [String], folder: String? = ObjectCache.folder
    ) throws(Diagnostic) -> [UInt8] {
        guard let folder = folder.map(CacheFolder.init), let key = key(unit, compiler, flags) else {
            return try ExecutableLinker.compile(unit, with: compiler, flags: flags)
        }
        if let object = folder.find(key) { return object }
        let object = try ExecutableLinker.compile(unit, with: compiler, flags: flags)
        folder.keep(key, object)
        return object
    }

    /// The place for the parts of native programs; nil when nothing is kept, or hubc or LLVM cannot be known.
    package static func parts(folder: String? = ObjectCache.folder) -> ObjectStore? {
        guard let folder = folder.map(CacheFolder.init), let llvm = Toolchain.find(.llvm)?.path else { return nil }
        guard let own = System.executablePath.flatMap(System.stamp), let version = System.stamp(llvm) else {
            return nil
        }
        return ObjectStore(
            maker: [own, llvm, version].joined(separator: "\0"), find: folder.find, keep: folder.keep)
    }

    /// The user's folder for objects; nil when there is none.
    package static var folder: String? {
        if let folder = System.environment("HUBC_CACHE") { return folder.isEmpty ? nil : folder }
        let folders = System.environment("XDG_CACHE_HOME") ?? System.environment("HOME").map { Path.join($0, ".cache") }
        // The standard wants relative ones ignored.
        guard let folders, folders.hasPrefix("/") else { return nil }
        return Path.join(folders, "hubc")
    }

    /// A name for all that the object depends on; nil when the compiler is gone.
    private static func key(_ unit: LinkInput, _ compiler: FoundTool, _ flags: [String]) -> String? {
        guard let version = System.stamp(compiler.path) else { return nil }
        let searched = ["CPATH", "C_INCLUDE_PATH"].map { System.environment($0) ?? "" }
        let words = [compiler.path, version] + compiler.arguments + [""] + flags + [""] + searched + [unit.name]
        return SHA256.hexDigest(Array(words.joined(separator: "\0").utf8) + [0] + unit.bytes)
    }
}
