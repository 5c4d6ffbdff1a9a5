import Support
import Testing

@Suite struct DiagnosticRendererTests {
    private func render(
        _ text: String, _ start: Int, _ end: Int, format: DiagnosticRenderer.Format = .human, color: Bool = false,
        notes: [(String, Int, Int)] = [], fix: String? = nil
    ) -> String {
        var sources = SourceMap()
        let file = sources.add(SourceFile(name: "a.s", text))
        let span = SourceSpan(file: file, start: start, end: end)
        let diagnostic = Diagnostic.error(
            "E1", "bad", at: span,
            notes: notes.map { DiagnosticNote($0.0, at: SourceSpan(file: file, start: $0.1, end: $0.2)) },
            fixIts: fix.map { [FixIt(replace: span, with: $0)] } ?? [])
        return DiagnosticRenderer(sources: sources, format: format, color: color).render(diagnostic)
    }

    @Test func underlinesTheSpan() {
        #expect(render("one\n  two x\n", 6, 9) == "a.s:2:3: error: bad [E1]\n 2 |   two x\n   |   ^~~\n")
        #expect(render("one", 3, 3) == "a.s:1:4: error: bad [E1]\n 1 | one\n   |    ^\n")
        #expect(render("", 0, 0) == "a.s:1:1: error: bad [E1]\n")
    }

    @Test func spanOfSeveralLinesStopsAtTheLineEnd() {
        #expect(render("ab\ncd\n", 1, 5) == "a.s:1:2: error: bad [E1]\n 1 | ab\n   |  ^\n")
        #expect(render("abc\r\n", 0, 5) == "a.s:1:1: error: bad [E1]\n 1 | abc\n   | ^~~\n")
    }

    @Test func tabsAndWideCharactersLineUp() {
        #expect(render("\tx\ty", 3, 4) == "a.s:1:4: error: bad [E1]\n 1 |     x   y\n   |         ^\n")
        #expect(render("é漢e\u{301}x", 8, 9) == "a.s:1:9: error: bad [E1]\n 1 | é漢e\u{301}x\n   |     ^\n")
    }

    @Test func controlCharactersDoNotReachTheTerminal() {
        #expect(render("a\u{1B}[2Jb", 5, 6).contains(" 1 | a\u{FFFD}[2Jb\n   |      ^\n"))
        #expect(!render("\u{9B}\u{202E}x", 0, 1).contains("\u{202E}"))
    }

    @Test func longLinesAreCutAroundTheMark() {
        let line = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
        let lines = render(line, 500, 501).split(separator: "\n")
        #expect(lines[1].hasPrefix(" 1 | ...aaa"))
        #expect(lines[1].hasSuffix("bbb..."))
        #expect(lines[1].count < 120)
        let column = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
        #expect(column == lines[1].firstIndex(of: "X").map { lines[1].distance(from: lines[1].startIndex, to: $0) })
        #expect(render(String(repeating: "a", count: 3_000_000), 2_999_999, 3_000_000).utf8.count < 500)
    }

    @Test func notesAndFixItsFollow() {
        let text = render("mvo r1\nmov", 0, 3, notes: [("see", 7, 10)], fix: "mov")
        #expect(
            text == """
                a.s:1:1: error: bad [E1]
                 1 | mvo r1
                   | ^~~
                a.s:2:1: note: see
                 2 | mov
                   | ^~~
                a.s:1:1: fix-it: replace 'mvo' with 'mov'

                """)
        #expect(render("ab", 1, 1, fix: ",").hasSuffix("a.s:1:2: fix-it: insert ','\n"))
        #expect(render("ab", 1, 2, fix: "").hasSuffix("a.s:1:2: fix-it: remove 'b'\n"))
    }

    @Test func json() {
        #expect(
            render("a\nbc", 2, 4, format: .json, notes: [("n", 0, 1)])
                == #"{"severity": "error", "code": "E1", "message": "bad", "file": "a.s", "line": 2, "column": 1, "#
                + #""endLine": 2, "endColumn": 3, "notes": [{"message": "n", "file": "a.s", "line": 1, "column": 1, "#
                + #""endLine": 1, "endColumn": 2}]}"# + "\n")
    }

    @Test func colour() {
        let text = render("x", 0, 1, color: true)
        #expect(text.hasPrefix("\u{1B}[1ma.s:1:1: \u{1B}[0m\u{1B}[1;31merror: \u{1B}[0m"))
    }

    @Test func withoutPlace() {
        let renderer = DiagnosticRenderer(sources: SourceMap())
        #expect(renderer.render(.warning("W1", "odd", path: "x/y")) == "x/y: warning: odd [W1]\n")
        #expect(renderer.render(.error("E1", "bad")) == "hubc: error: bad [E1]\n")
    }

    @Test func summary() {
        let error = Diagnostic.error("E1", "bad")
        let warning = Diagnostic.warning("W1", "odd")
        #expect(DiagnosticRenderer.summary([error, warning, error]) == "2 errors, 1 warning\n")
        #expect(DiagnosticRenderer.summary([warning]) == "1 warning\n")
        #expect(DiagnosticRenderer.summary([]) == "")
    }

    @Test func nearNames() {
        #expect(NearestName.find("tagret", among: ["emit", "target"]) == "target")
        #expect(NearestName.find("SOURCES", among: ["sources"]) == "sources")
        #expect(NearestName.find("-x", among: ["-g", "-v"]) == nil)
        #expect(NearestName.find("flavour", among: ["name", "version"]) == nil)
        #expect(NearestName.find("", among: ["a"]) == nil)
    }
}
