// Binaryen's shared library: loaded when it is first needed, used by one thread at a time.

import CBinaryen
import Synchronization

/// Why Binaryen cannot be used.
public struct BinaryenLoadError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, in one line, as the system says it.
    public let description: String
}

/// The library. Its pass options are global, so whoever builds a module holds the lock until the module is written.
enum BinaryenLibrary {
    private static let isLoaded = Mutex(false)

    /// Loads the library at `path`; nothing happens when it is loaded already.
    static func load(path: String) throws(BinaryenLoadError) {
        let problem: String? = isLoaded.withLock { isLoaded in
            if let text = hub_load_binaryen(path) { return String(cString: text) }
            isLoaded = true
            return nil
        }
        if let problem { throw BinaryenLoadError(description: problem) }
    }

    /// Runs `body` while no one else uses the library; nil when it is not loaded.
    static func use<Result: Sendable>(_ body: () -> Result) -> Result? {
        isLoaded.withLock { $0 ? body() : nil }
    }
}
