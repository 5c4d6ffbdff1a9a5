// A folder for the files that other programs read and write for hubc: a linker's inputs, a program that runs once. It
// goes when the work is done, and when a signal ends hubc; what a SIGKILL leaves is swept by the next one.

import Support
import Synchronization

package struct TemporaryFolder: Sendable {
    package let path: String

    /// How many folders this process has made; their names must differ.
    private static let count = Mutex(0)

    /// Makes a folder, hands it to `body` and removes it with all that is in it. Throws E9108 when it cannot be made.
    package static func with<Result>(
        _ body: (TemporaryFolder) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        let folder = try make()
        defer {
            System.removeTree(folder.path)
            TemporaryFiles.forget(folder.path + "/")
        }
        return try body(folder)
    }

    private static func make() throws(Diagnostic) -> TemporaryFolder {
        let place = System.absolute(System.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp")
        let number = count.withLock { count in
            if count == 0 { TemporaryFiles.sweep(place) }
            count += 1
            return count
        }
        let path = TemporaryFiles.name(for: Path.join(place, "hubc-\(number)"))
        do {
            try System.createPrivateFolder(path)
        } catch {
            throw .cannotCreateFolder(path, error)
        }
        TemporaryFiles.add(path + "/")
        return TemporaryFolder(path: path)
    }

    /// The path of the file `name` in the folder.
    package func file(_ name: String) -> String { Path.join(path, name) }

    /// Writes `bytes` to the file `name`, in folders of the folder when its name has some. Throws E9107 and E9108.
    package func write(_ name: String, _ bytes: [UInt8], executable: Bool = false) throws(Diagnostic) {
        let path = file(name)
        do {
            try System.createFolder(Path.folder(path))
            try System.write(bytes, to: path, executable: executable, isNew: true)
        } catch {
            throw .cannotWrite(path, error)
        }
    }
}
