// Which files are tests: those that are named, and below folders those whose names say so.

import Support

enum TestFiles {
    /// What the help and diagnostics say of names.
    static let patterns = "test_*.valk, *_test.valk and *-test.valk"

    /// The tests that `operands` name, in that order, each once; those below a folder are sorted by their paths. Hidden
    /// folders are left out. Throws E9101 for what is not there, E9320 for a folder without tests.
    static func find(_ operands: [String]) throws(Diagnostic) -> [String] {
        var files: [String] = []
        for operand in operands.isEmpty ? ["."] : operands {
            var found = [operand]
            if FileSystem.isFolder(operand) {
                found = tests(below: operand)
                if found.isEmpty { throw .noTests(operand) }
            } else {
                // Says what is wrong with a file that is not there.
                _ = try FileSystem.read(operand)
            }
            for file in found where !files.contains(file) { files.append(file) }
        }
        return files
    }

    /// Whether a file of this name is a test.
    static func isTest(_ name: String) -> Bool {
        guard Path.suffix(name) == ".valk", !name.hasPrefix(".") else { return false }
        let stem = Path.stem(name)
        return stem.hasPrefix("test_") || stem.hasSuffix("_test") || stem.hasSuffix("-test")
    }

    private static func tests(below folder: String) -> [String] {
        var files: [String] = []
        for entry in (try? System.entries(folder)) ?? [] where !entry.name.hasPrefix(".") {
            let path = Path.join(folder, entry.name)
            if entry.isFolder {
                files += tests(below: path)
            } else if isTest(entry.name), !FileSystem.isFolder(path) {
                files.append(path)
            }
        }
        return files
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func noTests(_ folder: String) -> Diagnostic {
        .error(
            "E9320", "there are no tests in this folder or below it", path: folder,
            notes: [DiagnosticNote("tests are files named \(TestFiles.patterns)")])
    }
}
