// The driver's only way to files: reading inputs with a diagnostic for all that can go wrong, writing artifacts so
// that none is ever seen half written. Paths in diagnostics are the ones given, never made absolute.

import Support

/// A file that a command wants written.
package struct OutputFile: Hashable, Sendable {
    package let path: String
    package let bytes: [UInt8]
    package let isExecutable: Bool

    package init(_ path: String, _ bytes: [UInt8], isExecutable: Bool = false) {
        self.path = path
        self.bytes = bytes
        self.isExecutable = isExecutable
    }
}

package enum FileSystem {
    /// The largest input that is read; spans hold 32-bit offsets.
    package static let largestInput = 1 << 30

    // MARK: Reading

    /// The bytes of `path`. Throws E9101 to E9106.
    package static func read(
        _ path: String, allowEmpty: Bool = true, limit: Int = largestInput
    ) throws(Diagnostic) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try System.read(path, limit: limit)
        } catch {
            switch error {
            case .noSuchFile, .notAFolder: throw missing(path)
            case .notPermitted: throw .unreadable(path)
            case .isAFolder: throw .folderNotFile(path)
            case .tooLarge: throw .tooLarge(path, limit: limit)
            default: throw .cannotRead(path, error)
            }
        }
        if bytes.isEmpty, !allowEmpty { throw .emptyFile(path) }
        return bytes
    }

    /// Reads `path` into `sources` under the name given.
    package static func load(
        _ path: String, into sources: inout SourceMap, allowEmpty: Bool = true
    ) throws(Diagnostic) -> SourceFileID {
        sources.add(SourceFile(name: path, text: try read(path, allowEmpty: allowEmpty)))
    }

    package static func exists(_ path: String) -> Bool { (try? System.kind(path)) != nil }

    package static func isFile(_ path: String) -> Bool { (try? System.kind(path)) == .regular }

    package static func isFolder(_ path: String) -> Bool { (try? System.kind(path)) == .folder }

    /// A missing file, with a note that names a file of nearly that name in the same folder.
    private static func missing(_ path: String) -> Diagnostic {
        let folder = Path.folder(path)
        let names = (try? System.entries(folder))?.map(\.name) ?? []
        let near = NearestName.find(Path.name(path), among: names).map { Path.join(folder, $0) }
        return .missingFile(path, near: near)
    }

    // MARK: Writing

    /// Writes all of `files` or none: each to a temporary name beside its own, then all are renamed. Folders are
    /// created as needed. Throws E9107 and E9108.
    package static func write(_ files: [OutputFile]) throws(Diagnostic) {
        var folders: [String] = [], paths: Set<String> = []
        for file in files {
            // What is written to a device comes one after the other.
            if !paths.insert(file.path).inserted, (try? System.kind(file.path)) != .other {
                throw .cannotWriteTwice(file.path)
            }
            let folder = Path.folder(file.path)
            if !folders.contains(folder) { folders.append(folder) }
        }
        for folder in folders {
            do { try System.createFolder(folder) } catch { throw .cannotCreateFolder(folder, error) }
            TemporaryFiles.sweep(folder)
        }

        var pending: [(temporary: String, path: String)] = []
        defer { for file in pending { discard(file.temporary) } }
        for file in files {
            let kind = try? System.kind(file.path)
            if kind == .folder { throw .cannotWrite(file.path, .isAFolder) }
            do {
                // A device or a pipe cannot be replaced by a rename.
                if kind == .other {
                    try System.write(file.bytes, to: file.path, executable: false, isNew: false)
                    continue
                }
                let temporary = TemporaryFiles.name(for: file.path)
                pending.append((temporary, file.path))
                TemporaryFiles.add(temporary)
                try System.write(file.bytes, to: temporary, executable: file.isExecutable, isNew: true)
            } catch {
                throw .cannotWrite(file.path, error)
            }
        }
        while let file = pending.first {
            do { try System.rename(file.temporary, to: file.path) } catch { throw .cannotWrite(file.path, error) }
            TemporaryFiles.forget(file.temporary)
            pending.removeFirst()
        }
    }

    private static func discard(_ temporary: String) {
        System.remove(temporary)
        TemporaryFiles.forget(temporary)
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func missingFile(_ path: String, near: String?) -> Diagnostic {
        .error(
            "E9101", "there is no such file", path: path,
            notes: near.map { [DiagnosticNote("did you mean '\($0)'?")] } ?? [])
    }

    fileprivate static func unreadable(_ path: String) -> Diagnostic {
        .error("E9102", "the file may not be read (permission denied)", path: path)
    }

    fileprivate static func folderNotFile(_ path: String) -> Diagnostic {
        .error("E9103", "this is a folder where a file is wanted", path: path)
    }

    fileprivate static func emptyFile(_ path: String) -> Diagnostic {
        .error("E9104", "the file is empty", path: path)
    }

    fileprivate static func tooLarge(_ path: String, limit: Int) -> Diagnostic {
        .error("E9105", "the file is larger than \(limit) bytes", path: path)
    }

    fileprivate static func cannotRead(_ path: String, _ error: SystemError) -> Diagnostic {
        .error("E9106", "the file cannot be read (\(error.message))", path: path)
    }

    fileprivate static func cannotWriteTwice(_ path: String) -> Diagnostic {
        .error(
            "E9107", "two of the files to be written have this name", path: path,
            notes: [DiagnosticNote("'-o' can give the main one another name")])
    }

    static func cannotWrite(_ path: String, _ error: SystemError) -> Diagnostic {
        .error("E9107", "the file cannot be written (\(error.message))", path: path)
    }

    static func cannotCreateFolder(_ path: String, _ error: SystemError) -> Diagnostic {
        .error("E9108", "the folder cannot be created (\(error.message))", path: path)
    }
}
