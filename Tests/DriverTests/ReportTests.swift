// The table of `hubc verify` and the table of `hubc bench`, whose times no golden can hold.

import Driver
import Support
import Testing

@Suite struct ReportTests {
    private func ran(_ way: ExecutionWay, _ status: Int32, _ output: String) -> VerifyReport.Row {
        let seen = Observation(status: status, output: Array(output.utf8), duration: .microseconds(2340))
        return .init(way: way, build: .milliseconds(12), outcome: .success(seen))
    }

    private var report: VerifyReport {
        VerifyReport([
            ran(.interpreter, 0, "one\ntwo\nthree\n"), ran(.machine, 0, "one\ntwo\nthree\n"),
            ran(.native, 1, "one\ntwice\nthree\n"), ran(.c(.gcc), 0, "one\n"),
            .init(way: .wasm(.node), build: .zero, outcome: .failure(.unavailable("Node.js is not on this machine"))),
            .init(way: .wasm(.wasmkit), build: .zero, outcome: .failure(.inexpressible("no f16"))),
        ])
    }

    @Test func verifyTable() {
        #expect(
            report.table == """
                target         status  output  build ms  run ms
                interpreter         0      14      12.0     2.3  ok
                hxe                 0      14      12.0     2.3  ok
                native              1      16      12.0     2.3  differs
                c, gcc              0       4      12.0     2.3  differs
                wasm, node                                       not available: Node.js is not on this machine
                wasm, wasmkit                                    not possible: no f16
                'hubc targets' says what to install

                """)
    }

    @Test func everyDifferenceIsAnError() {
        let errors = report.diagnostics
        #expect(errors.map(\.code) == ["E9505", "E9505"])
        #expect(
            errors[0].notes.map(\.message) == [
                "status 1 instead of 0", "the output differs from line 2 on", "interpreter: 'two'", "native: 'twice'",
            ])
        #expect(
            errors[1].notes.map(\.message) == [
                "the output differs from line 2 on", "interpreter: 'two'", "c, gcc: ''",
            ])
    }

    @Test func passesCountTogetherAndLibrariesApart() {
        var timer = PhaseTimer()
        for name in ["front end", "gvn", "dce", "back end", "LLVM", "link"] { timer.add(name, .milliseconds(2)) }
        #expect(timer.total == .milliseconds(12))
        let phases = BenchFigures.phases(timer)
        #expect(phases.map(\.name) == ["front end", "passes", "back end", "LLVM", "link"])
        #expect(phases.map(\.milliseconds) == [2, 4, 2, 2, 2])
    }

    @Test func benchReportsReadBack() throws {
        let figures = BenchFigures(
            target: "native", phases: [.init("front end", 1.5), .init("back end", 20.25)], size: 16000, runTime: 2.5)
        let report = BenchReport(program: "sieve", level: "-O2", figures: [figures])
        let read = BenchReport(try JSONReader.read(JSONWriter.pretty(report.json)))
        #expect(read == report)
        let faster = BenchFigures(target: "native", phases: [.init("front end", 1.5)], size: 8000, runTime: 1.25)
        let table = BenchReport(program: "sieve", level: "-O2", figures: [faster]).table(baseline: report)
        #expect(
            table == """
                target  compile ms     x  bytes     x  run ms     x
                native        1.50  0.07   8000  0.50    1.25  0.50

                compile ms  front end
                native           1.50

                """)
    }
}
