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
    static let hsx = all(in: "hsx", suffixes: [".mvasm"])
    /// The samples in C for the machine, by name.
    static let hsxC = all(in: "hsx-c", suffixes: [".c"])
    /// The samples in Lisp, by name.
    static let lisp = all(in: "lisp", suffixes: [".valk"])
    /// The samples in Smalltalk, source and assembly, by name.
    static let smalltalk = all(in: "smalltalk", suffixes: [".st", ".stasm"])

    private static func all(in language: String, suffixes: [String]) -> [Sample] {
        let folder = Sample.folder.appending(path: language)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let url = folder.appending(path: name)
            let isTree = FileManager.default.fileExists(atPath: url.appending(path: "hubc.json").path)
            guard isTree || suffixes.contains(where: { name.hasSuffix($0) }) else { return nil }
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
