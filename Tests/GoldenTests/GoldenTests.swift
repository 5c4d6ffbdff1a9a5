// Runs every golden case below Tests/golden. HUBC_BLESS=1 rewrites the expectations; HUBC_GOLDEN=PREFIX runs some of
// them.

import Foundation
import Testing

@Suite struct GoldenTests {
    @Test(arguments: GoldenCase.all)
    func golden(_ golden: GoldenCase) throws {
        let headerFile = golden.isFolder ? golden.url.appendingPathComponent("case.txt") : golden.url
        let text = String(decoding: try Data(contentsOf: headerFile), as: UTF8.self)
        let comment = GoldenHeader.comment(for: headerFile.lastPathComponent)
        let outcome: String
        do {
            let result = try GoldenRunner.run(golden, GoldenHeader(text, comment: comment))
            outcome = result.outcome
            for problem in result.problems { Issue.record("\(golden.name): \(problem)") }
        } catch let skip as GoldenSkip {
            print("golden case \(golden.name) was skipped: \(skip.reason)")
            return
        }
        let expectation = try Expectation(golden, text, comment: comment)
        if outcome == expectation.text { return }
        if ProcessInfo.processInfo.environment["HUBC_BLESS"] == "1" {
            try expectation.bless(outcome)
        } else {
            let diff = UnifiedDiff.render(
                old: expectation.text, new: outcome, oldName: "expected \(golden.name)", newName: "actual")
            Issue.record("\(diff)HUBC_BLESS=1 accepts the new outcome.")
        }
    }

    /// An expectation whose case has been renamed or deleted would never fail again.
    @Test func everySidecarHasACase() {
        let sidecars = Set(GoldenCase.all.map(\.sidecar.path))
        guard ProcessInfo.processInfo.environment["HUBC_GOLDEN"] == nil else { return }
        for path in FileManager.default.subpaths(atPath: GoldenCase.root.path) ?? []
        where path.hasSuffix(".golden") && !path.hasPrefix(GoldenCase.programs + "/") {
            #expect(sidecars.contains(GoldenCase.root.appendingPathComponent(path).path), "\(path) has no case")
        }
    }
}

/// The expected outcome of a case: in a sidecar, or in the case itself as comment lines after a line `expect:`.
private struct Expectation {
    let text: String
    private let golden: GoldenCase
    private let comment: String
    /// The case up to and with its `expect:` line; nil when the expectation is in a sidecar.
    private let front: String?

    init(_ golden: GoldenCase, _ caseText: String, comment: String) throws {
        self.golden = golden
        self.comment = comment
        let marker = "\n\(comment) expect:\n"
        if !golden.isFolder, let range = caseText.range(of: marker, options: .backwards) {
            front = String(caseText[..<range.upperBound])
            text = caseText[range.upperBound...].split(separator: "\n").map { line in
                String(line.dropFirst(comment.count + (line.hasPrefix(comment + " ") ? 1 : 0))) + "\n"
            }.joined()
        } else {
            front = nil
            text = (try? String(contentsOf: golden.sidecar, encoding: .utf8)) ?? ""
        }
    }

    func bless(_ outcome: String) throws {
        guard let front else {
            try outcome.write(to: golden.sidecar, atomically: true, encoding: .utf8)
            return
        }
        let lines = outcome.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let body = lines.map { $0.isEmpty ? "\(comment)\n" : "\(comment) \($0)\n" }.joined()
        try (front + body).write(to: golden.url, atomically: true, encoding: .utf8)
    }
}
