// The runtime's files, which travel inside hubc.

import RuntimeBundle

/// A file of the runtime.
package struct RuntimeFile: Sendable {
    /// The path below Runtime/, for example "hsx/mailbox.c".
    package let path: String
    package let bytes: [UInt8]
}

package enum RuntimeFiles {
    /// All of them, in the order of their paths.
    package static let all: [RuntimeFile] = {
        var count = 0
        return files(hub_bundled_files(&count), count)
    }()

    /// Those of the C library; paths are below Runtime/libc/.
    package static let libc: [RuntimeFile] = {
        var count = 0
        return files(hub_bundled_libc_files(&count), count)
    }()

    /// The library of Lisp; paths are below Runtime/lisp/.
    package static let lisp: [RuntimeFile] = {
        var count = 0
        return files(hub_bundled_lisp_files(&count), count)
    }()

    /// The kernel of Smalltalk; paths are below Runtime/smalltalk/.
    package static let smalltalk: [RuntimeFile] = {
        var count = 0
        return files(hub_bundled_smalltalk_files(&count), count)
    }()

    private static func files(_ table: UnsafePointer<hub_bundled_file>?, _ count: Int) -> [RuntimeFile] {
        UnsafeBufferPointer(start: table, count: count).map { file in
            RuntimeFile(
                path: String(cString: file.path), bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
            )
        }
    }

    /// The bytes of the file at `path`; nil when there is none.
    package static func bytes(_ path: String) -> [UInt8]? { all.first { $0.path == path }?.bytes }

    /// The same as text.
    package static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }
}
