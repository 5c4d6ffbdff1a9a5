// What `hubc test` makes of the output of a test file, and the XML that it writes.

import Driver
import Testing

@Suite struct TestReportTests {
    private static let output = """
        🧪 [4/4] Suite
        ✅ adds....  PASS : in 12(µs)
        ❌ a <b> & "c"...  FAIL : in 3(µs)
        <<<CAPTURED name=a <b> & "c"
        <<<STDOUT
        printed
        >>>STDOUT
        <<<STDERR

        >>>STDERR
        >>>CAPTURED
        ⏰ waits...  TIMEOUT : after 5000ms
        ⏭️  later...  SKIP

        🏁 Test Results: ⏰ 1 timed out, ⏭️  1 skipped, ⚠️  1 passed, 2 failed
        🏁 Test Results: ✨ All 3 tests passed! ✨

        """

    @Test func linesAndSummariesAreUnderstood() {
        let found = FrameworkOutput(Self.output)
        #expect(found.cases.map(\.name) == ["adds", "a <b> & \"c\"", "waits", "later"])
        #expect(found.cases.map(\.verdict) == [.passed, .failed, .timedOut, .skipped])
        #expect(found.cases.map(\.microseconds) == [12, 3, nil, nil])
        #expect(found.cases.map(\.output) == ["", "printed\n", "", ""])
        #expect(found.counts?.text == "4 passed, 2 failed, 1 skipped")
    }

    @Test func otherOutputHasNoCounts() {
        let found = FrameworkOutput("hello\n✅ no verdict here\n<<<CAPTURED name=never closed\n🏁 Test Results: 1 passed")
        #expect(found.cases.isEmpty)
        #expect(found.counts == nil)
    }

    @Test func reportsAreXML() {
        let framework = FrameworkOutput(Self.output)
        let results = [
            TestResult(
                path: "a_test.valk", failure: "status 1", framework: framework, output: "bell \u{7} & <end>\n",
                duration: .milliseconds(1234)),
            TestResult(path: "b_test.valk", failure: nil, framework: FrameworkOutput(""), output: "", duration: .zero),
            TestResult(
                path: "c_test.valk", failure: "it took more than a second", framework: FrameworkOutput(""), output: "",
                duration: .seconds(1)),
        ]
        let text = JUnitReport.text(results)
        #expect(
            text.hasPrefix(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="hubc" tests="6" failures="2" errors="1" skipped="1" time="2.234">
                  <testsuite name="a_test.valk" tests="4" failures="2" errors="0" skipped="1" time="1.234">
                    <testcase classname="a_test.valk" name="adds" time="0.000"/>
                    <testcase classname="a_test.valk" name="a &lt;b&gt; &amp; &quot;c&quot;" time="0.000">
                      <failure message="it failed">printed

                """))
        #expect(text.contains("<system-out>bell \u{FFFD} &amp; &lt;end&gt;\n</system-out>"))
        #expect(text.contains("<testcase classname=\"b_test.valk\" name=\"b_test.valk\" time=\"0.000\"/>"))
        #expect(text.contains("<error message=\"it took more than a second\"/>"))
    }
}
