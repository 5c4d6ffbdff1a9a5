// The samples: every folder with a manifest and every source file directly in samples/LANGUAGE, with what a run of it
// shows.

import Foundation
import HSXTestKit
import Testing

struct Sample: CustomTestStringConvertible, Sendable {
    let name: String
    let program: HSXProgram
    /// Where the expected standard output is, followed by a last line `--- status N`.
    let expectation: URL

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "samples")

    /// The samples in HSX assembly, by name.
    static let hsx = all(in: "hsx", suffix: ".mvasm")
    /// The samples in C for the machine, by name.
    static let hsxC = all(in: "hsx-c", suffix: ".c")
    /// The samples in Lisp, by name.
    static let lisp = all(in: "lisp", suffix: ".valk")

    private static func all(in language: String, suffix: String) -> [Sample] {
        let folder = Sample.folder.appending(path: language)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let url = folder.appending(path: name)
            let isTree = FileManager.default.fileExists(atPath: url.appending(path: "hubc.json").path)
            guard isTree || name.hasSuffix(suffix) else { return nil }
            let stem = url.deletingPathExtension()
            let expectation =
                isTree
                ? url.appending(path: "expected.txt") : URL(filePath: stem.path + ".expected.txt")
            return Sample(name: name, program: HSXProgram(path: url.path), expectation: expectation)
        }
    }

    /// What the expectation's file would say of `behaviour`.
    static func record(_ behaviour: Behaviour) -> String {
        var text = String(decoding: behaviour.output, as: UTF8.self)
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        return text + "--- status \(behaviour.result & 0xFF)\n"
    }
}
