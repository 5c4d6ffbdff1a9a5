// The harness itself: a harness that always says yes would hide everything else.

import Foundation
import Testing

@Suite struct HarnessTests {
    private func diff(_ old: String, _ new: String) -> String {
        UnifiedDiff.render(old: old, new: new, oldName: "a", newName: "b")
    }

    @Test func diffShowsHunksWithContext() {
        #expect(diff("1\n2\n", "1\n2\n") == "")
        #expect(diff("1\n2\n3\n", "1\nx\n3\n") == "--- a\n+++ b\n@@ -1,3 +1,3 @@\n 1\n-2\n+x\n 3\n")
        #expect(diff("", "1\n") == "--- a\n+++ b\n@@ -1,0 +1,1 @@\n+1\n")
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = old.replacing("\n3\n", with: "\n").replacing("\n18\n", with: "\n18\nx\n")
        #expect(
            diff(old, new) == """
                --- a
                +++ b
                @@ -1,6 +1,5 @@
                 1
                 2
                -3
                 4
                 5
                 6
                @@ -16,5 +15,6 @@
                 16
                 17
                 18
                +x
                 19
                 20

                """)
    }

    @Test func headersAreRead() throws {
        let header = try GoldenHeader(
            "; run: hubc a\n; status: 1\n; run: hubc b\n; files: names\n; note: prose\nx\n; run: hubc c", comment: ";")
        #expect(header.runs.map(\.line) == ["hubc a", "hubc b"])
        #expect(header.runs.map(\.status) == [1, 0])
        #expect(header.files == .names)
        #expect(throws: GoldenHeaderError.self) { try GoldenHeader("; nothing", comment: ";") }
        #expect(throws: GoldenHeaderError.self) { try GoldenHeader("; run: x\n; status: y", comment: ";") }
    }

    @Test func commandsAreSplitIntoWords() {
        #expect(GoldenRunner.words("hubc  run 'a b' --x=\"c d\" ''") == ["hubc", "run", "a b", "--x=c d", ""])
    }

    @Test func outcomesKeepEveryByte() {
        let run = RunOutcome(line: "hubc x", status: 3, output: Data("a\n--- run\nb".utf8), errors: Data())
        let text = GoldenOutcome.render(
            [run], files: [("f", Data([0, 65, 255])), ("g", nil), ("h", Data("t\n".utf8))])
        #expect(
            text == """
                --- run hubc x
                --- stdout
                a
                \\--- run
                b
                \\ no newline at the end
                --- status 3
                --- file f
                000000  00 41 ff                                         |.A.|
                --- file g
                --- file h
                t

                """)
    }
}
