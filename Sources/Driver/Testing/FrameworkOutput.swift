// What the test framework of Lisp prints (src/modules/test.valk), taken apart: a line for each test with its verdict,
// what failing ones printed, and a summary at the end of each run.

import Support

/// One test of a file.
package struct TestCase: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable { case passed, failed, timedOut, skipped }

    package let name: String
    package let verdict: Verdict
    /// How long it took by the program's clock, in microseconds, where it says so.
    package let microseconds: Int?
    /// What it printed, of tests that do not pass.
    package var output = ""
}

/// How many tests ended how.
package struct TestCounts: Hashable, Sendable {
    package var passed = 0
    /// With those that took too long.
    package var failed = 0
    package var skipped = 0

    /// "3 passed, 1 failed".
    package var text: String {
        var parts = ["\(passed) passed"]
        if failed > 0 { parts.append("\(failed) failed") }
        if skipped > 0 { parts.append("\(skipped) skipped") }
        return parts.joined(separator: ", ")
    }

    static func + (left: TestCounts, right: TestCounts) -> TestCounts {
        TestCounts(
            passed: left.passed + right.passed, failed: left.failed + right.failed,
            skipped: left.skipped + right.skipped)
    }
}

/// The runs of the framework that a program's output shows.
package struct FrameworkOutput: Hashable, Sendable {
    package private(set) var cases: [TestCase] = []
    /// From the summaries; nil when there is none.
    package private(set) var counts: TestCounts?
    private var isCapturing = false

    package init(_ output: String) {
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) { take(line) }
    }

    private static let marks: [(text: String, verdict: TestCase.Verdict, word: String)] = [
        ("✅ ", .passed, "  PASS : in "), ("❌ ", .failed, "  FAIL : in "), ("⏰ ", .timedOut, "  TIMEOUT : after "),
        ("⏭️  ", .skipped, "  SKIP"),
    ]
    private static let summary = "🏁 Test Results: "

    private mutating func take(_ line: Substring) {
        if isCapturing {
            isCapturing = line != ">>>CAPTURED"
            let isFrame = line.hasPrefix("<<<STD") || line.hasPrefix(">>>STD") || !isCapturing
            if !isFrame, !line.isEmpty, let last = cases.indices.last { cases[last].output += line + "\n" }
            return
        }
        if line.hasPrefix("<<<CAPTURED name=") {
            isCapturing = true
        } else if line.hasPrefix(Self.summary) {
            counts = (counts ?? TestCounts()) + Self.counts(line.dropFirst(Self.summary.count))
        } else if let found = Self.test(line) {
            cases.append(found)
        }
    }

    /// `✅ NAME....  PASS : in 12(µs)`
    private static func test(_ line: Substring) -> TestCase? {
        for mark in marks where line.hasPrefix(mark.text) {
            guard let place = lastRange(of: mark.word, in: line) else { continue }
            var name = line[..<place.lowerBound].dropFirst(mark.text.count)
            while name.last == "." { name.removeLast() }
            let time = line[place.upperBound...].prefix { $0.isNumber }
            let isTimed = mark.verdict == .passed || mark.verdict == .failed
            return TestCase(name: String(name), verdict: mark.verdict, microseconds: isTimed ? Int(time) : nil)
        }
        return nil
    }

    private static func lastRange(of word: String, in line: Substring) -> Range<Substring.Index>? {
        var start = line.endIndex
        while start > line.startIndex {
            start = line.index(before: start)
            if line[start...].hasPrefix(word) { return start..<line.index(start, offsetBy: word.count) }
        }
        return nil
    }

    /// `⏰ 1 timed out, ⏭️  2 skipped, ✨ All 3 tests passed! ✨` or `⚠️  3 passed, 1 failed`, which counts those that
    /// took too long.
    private static func counts(_ text: Substring) -> TestCounts {
        var counts = TestCounts()
        for part in text.split(separator: ",") {
            let words = part.split(separator: " ")
            for (word, next) in zip(words, words.dropFirst()) {
                guard let number = Int(word) else { continue }
                switch next {
                case "tests", "passed": counts.passed = number
                case "failed": counts.failed = number
                case "skipped": counts.skipped = number
                default: break
                }
            }
        }
        return counts
    }
}
