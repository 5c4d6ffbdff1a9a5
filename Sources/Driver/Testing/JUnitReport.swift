// The results of tests as JUnit XML, which continuous integration reads: a suite for each file, a case for each test.

import Support

package enum JUnitReport {
    package static func text(_ results: [TestResult]) -> String {
        let suites = results.map(Suite.init)
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let time = results.reduce(Duration.zero) { $0 + $1.duration }
        text += "<testsuites name=\"hubc\"\(totals(suites)) time=\"\(seconds(time))\">\n"
        for suite in suites { text += suite.text }
        return text + "</testsuites>\n"
    }

    /// A file.
    private struct Suite {
        let result: TestResult
        let cases: [TestCase]
        /// Whether the file as a whole fails beside its tests.
        let hasOwnCase: Bool

        init(_ result: TestResult) {
            self.result = result
            cases = result.framework.cases
            let failed = cases.contains { $0.verdict == .failed || $0.verdict == .timedOut }
            hasOwnCase = cases.isEmpty || (result.failure != nil && !failed)
        }

        /// Failing tests are what a run is meant to have when the file passes.
        func fails(_ test: TestCase) -> Bool {
            result.failure != nil && (test.verdict == .failed || test.verdict == .timedOut)
        }

        var count: Int { cases.count + (hasOwnCase ? 1 : 0) }
        var failures: Int { cases.count(where: fails) }
        var errors: Int { hasOwnCase && result.failure != nil ? 1 : 0 }
        var skipped: Int { cases.count { $0.verdict == .skipped } }

        var text: String {
            let name = escaped(result.path)
            var text = "  <testsuite name=\"\(name)\"\(totals([self])) time=\"\(seconds(result.duration))\">\n"
            for test in cases { text += self.text(test, name) }
            if hasOwnCase {
                text += "    <testcase classname=\"\(name)\" name=\"\(name)\""
                text += " time=\"\(seconds(result.duration))\""
                text +=
                    result.failure.map { ">\n      <error message=\"\(escaped($0))\"/>\n    </testcase>\n" } ?? "/>\n"
            }
            if result.failure != nil { text += "    <system-out>\(escaped(result.output))</system-out>\n" }
            return text + "  </testsuite>\n"
        }

        private func text(_ test: TestCase, _ suite: String) -> String {
            let time = seconds(.microseconds(test.microseconds ?? 0))
            let head = "    <testcase classname=\"\(suite)\" name=\"\(escaped(test.name))\" time=\"\(time)\""
            if test.verdict == .skipped { return head + ">\n      <skipped/>\n    </testcase>\n" }
            guard fails(test) else { return head + "/>\n" }
            let message = test.verdict == .timedOut ? "it took too long" : "it failed"
            return head
                + ">\n      <failure message=\"\(message)\">\(escaped(test.output))</failure>\n    </testcase>\n"
        }
    }

    private static func totals(_ suites: [Suite]) -> String {
        func sum(_ count: (Suite) -> Int) -> Int { suites.reduce(0) { $0 + count($1) } }
        return " tests=\"\(sum(\.count))\" failures=\"\(sum(\.failures))\" errors=\"\(sum(\.errors))\""
            + " skipped=\"\(sum(\.skipped))\""
    }

    /// With three digits behind the point.
    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = Int(duration / .milliseconds(1))
        return "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())"
    }

    /// Text as XML has it; what XML 1.0 cannot hold shows as U+FFFD.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
