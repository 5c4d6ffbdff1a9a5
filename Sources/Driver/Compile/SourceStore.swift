// The sources of a build while several threads read them. Ids depend on who was first, but nothing that is printed or
// written shows an id.

import Support
import Synchronization

/// A source map that threads share; a class for that reason.
final class SourceStore: Sendable {
    private let map: Mutex<SourceMap>

    init(_ map: SourceMap) { self.map = Mutex(map) }

    /// Reads `path`; throws what is wrong with it.
    func load(_ path: String, allowEmpty: Bool = true) throws(Diagnostic) -> (id: SourceFileID, file: SourceFile) {
        let file = SourceFile(name: path, text: try FileSystem.read(path, allowEmpty: allowEmpty))
        return (map.withLock { $0.add(file) }, file)
    }

    /// Adds a text that is in no file.
    func add(_ file: SourceFile) -> SourceFileID { map.withLock { $0.add(file) } }

    /// The files so far.
    var contents: SourceMap { map.withLock { $0 } }
}
