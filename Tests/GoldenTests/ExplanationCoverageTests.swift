// Every diagnostic code is explained, and shown by a golden test.

import Driver
import Foundation
import Support
import Testing

@Suite struct ExplanationCoverageTests {
    /// Codes that no command can bring about yet. An entry goes as soon as a golden shows its code.
    /// E3101, E3105, E3107, E3111: malformed IR that no text can hold. E3013: a text of a megabyte; IRTests has it.
    private static let pending: Set<String> = ["E3013", "E3101", "E3105", "E3107", "E3111", "E9107", "E9108"]

    /// The codes in brackets in any expectation, "[E9101]".
    private static let shown: Set<String> = {
        var codes: Set<String> = []
        for path in FileManager.default.subpaths(atPath: GoldenCase.root.path) ?? [] {
            let url = GoldenCase.root.appendingPathComponent(path)
            guard let data = try? Data(contentsOf: url) else { continue }
            for match in String(decoding: data, as: UTF8.self).matches(of: /\[([EWR][0-9]{4})\]/) {
                codes.insert(String(match.1))
            }
        }
        return codes
    }()

    @Test func everyCodeHasAGolden() {
        for explanation in ExplanationRegistry.all {
            let code = explanation.code
            if Self.pending.contains(code) {
                #expect(!Self.shown.contains(code), "\(code) has a golden and is pending no more")
            } else {
                #expect(Self.shown.contains(code), "\(code) (\(explanation.title)) has no golden that shows it")
            }
        }
    }

    /// The first letters of codes whose modules have not contributed their explanations yet; an entry goes when they do.
    private static let unexplained = ["E1", "E2"]

    private static func isExplained(_ code: String) -> Bool {
        ExplanationRegistry.find(code) != nil || unexplained.contains { code.hasPrefix($0) }
    }

    @Test func everyCodeInTheSourcesIsExplained() throws {
        let sources = GoldenCase.root.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources")
        for path in FileManager.default.subpaths(atPath: sources.path) ?? [] where path.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            for match in text.matches(of: /"([EWR][0-9]{4})"/) {
                let code = String(match.1)
                #expect(Self.isExplained(code), "\(code) of \(path) has no explanation")
            }
        }
    }

    @Test func everyCodeInAGoldenIsExplained() {
        for code in Self.shown.sorted() { #expect(Self.isExplained(code)) }
    }

    @Test func codesAreUniqueAndWellFormed() {
        let all = ExplanationRegistry.all
        for (left, right) in zip(all, all.dropFirst()) {
            #expect(left.code < right.code, "\(left.code) is there twice")
        }
        for explanation in all {
            let isWellFormed = explanation.code.wholeMatch(of: /[EWR][0-9]{4}/) != nil
            #expect(isWellFormed, "\(explanation.code)")
            #expect(!explanation.title.hasSuffix("."))
            for line in explanation.text.split(separator: "\n") {
                #expect(line.count <= 80, "\(explanation.code): \(line)")
            }
        }
    }
}
