// Every diagnostic code is explained, and shown by a golden test.

import Driver
import Foundation
import Support
import Testing

@Suite struct ExplanationCoverageTests {
    /// Codes that no golden can show, with the reason. An entry goes as soon as a golden shows its code.
    private static let unshown: [String: String] = [
        "E1042": "takes 256 MiB of source",
        "E2101": "every command that links wants an operand or a source",
        "E2730": "only a fault of a pass or back end can bring it about; SmalltalkValidationTests break code for it",
        "W2731": "only a fault of a pass or back end can bring it about; SmalltalkValidationTests break code for it",
        "E3013": "takes a text of a megabyte; IRTests has it",
        "E3101": "no text can say it: only a faulty pass or front end can",
        "E3105": "no text can say it: only a faulty pass or front end can",
        "E3107": "no text can say it: only a faulty pass or front end can",
        "E3111": "no text can say it: only a faulty pass or front end can",
        "E4002": "takes an IR text of some twenty thousand instructions",
        "E4003": "the driver builds such a program as written (W1902)",
        "E4004": "the conventions that a text can name leave enough registers",
        "E4005": "takes a recursive function with more than five hundred values at once",
        "E2590": "an internal error: only a fault of the library can bring it about",
        "E2603": "an internal error: only a fault of LLVM can bring it about",
        "E4205": "an internal error: only a faulty back end or LLVM can bring it about",
        "E4402": "the driver loads Binaryen first, or says that it is missing (E9501)",
        "E4403": "an internal error: only a faulty back end can bring it about",
        "E9401": "an internal error: only a faulty pass or front end can bring it about",
    ]

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
            if let reason = Self.unshown[code] {
                #expect(!Self.shown.contains(code), "\(code) has a golden after all, so not '\(reason)'")
            } else {
                let isShown = Self.shown.contains(code)
                #expect(isShown, "\(code) (\(explanation.title)) has no golden that shows it")
            }
        }
    }

    private static func isExplained(_ code: String) -> Bool { ExplanationRegistry.find(code) != nil }

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
        for code in Self.shown.sorted() { #expect(Self.isExplained(code), "\(code) has no explanation") }
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
