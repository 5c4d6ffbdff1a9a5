// Every run test, every sample and every recorded program gives the same output, status and fault on all targets, at
// -O0 and -O2. A target whose tools are missing is skipped, visibly.

import Driver
import Testing

extension Column {
    /// Skips a test where the column's tools are missing.
    var isHere: some TestTrait {
        ConditionTrait.enabled(
            if: missing.isEmpty, "missing: \(missing.map(\.title).joined(separator: ", ")); 'make setup' installs it")
    }
}

/// Says what differs, or nothing.
func check(_ cases: [MatrixCase], _ column: Column, _ level: String) {
    for failure in Matrix.failures(cases, column, [level]) { Issue.record("\(failure)") }
}

@Suite struct MatrixTests {
    private static let cases = MatrixCase.runTests + MatrixCase.samples

    @Test func programsAreFound() {
        #expect(MatrixCase.runTests.count >= 25)
        #expect(MatrixCase.samples.count >= 6)
    }

    @Test(arguments: ["-O0", "-O2"])
    func machine(level: String) { check(Self.cases, .machine, level) }

    @Test(Column.native.isHere, arguments: ["-O0", "-O2"])
    func native(level: String) { check(Self.cases, .native, level) }

    @Test(Column.stressed.isHere, arguments: ["-O0", "-O2"])
    func stressed(level: String) { check(Self.cases, .stressed, level) }

    @Test(Column.divided.isHere, arguments: ["-O0", "-O2"])
    func divided(level: String) { check(Self.cases, .divided, level) }

    @Test(Column.c(.gcc).isHere, arguments: ["-O0", "-O2"])
    func gcc(level: String) { check(Self.cases, .c(.gcc), level) }

    @Test(Column.c(.clang).isHere, arguments: ["-O0", "-O2"])
    func clang(level: String) { check(Self.cases, .c(.clang), level) }

    @Test(Column.wasm(.wasmtime).isHere, arguments: ["-O0", "-O2"])
    func wasmtime(level: String) { check(Self.cases, .wasm(.wasmtime), level) }

    @Test(Column.wasm(.node).isHere, arguments: ["-O0", "-O2"])
    func node(level: String) { check(Self.cases, .wasm(.node), level) }

    /// All but the sample that sleeps, which this runtime cannot do.
    @Test(Column.wasm(.wasmkit).isHere)
    func wasmkit() { check(Self.cases.filter { $0.name != "blinky" }, .wasm(.wasmkit), "-O2") }
}

@Suite(.enabled(if: !MatrixCase.conformance.isEmpty, "no conformance folder"))
struct MatrixConformanceTests {
    @Test(Column.native.isHere, arguments: ["-O0", "-O2"])
    func native(level: String) { check(MatrixCase.conformance, .native, level) }

    @Test(Column.c(.gcc).isHere, arguments: ["-O0", "-O2"])
    func gcc(level: String) { check(MatrixCase.conformance, .c(.gcc), level) }

    @Test(Column.c(.clang).isHere, arguments: ["-O0", "-O2"])
    func clang(level: String) { check(MatrixCase.conformance, .c(.clang), level) }

    @Test(Column.wasm(.wasmtime).isHere, arguments: ["-O0", "-O2"])
    func wasmtime(level: String) { check(MatrixCase.conformance, .wasm(.wasmtime), level) }

    @Test(Column.wasm(.node).isHere, arguments: ["-O0", "-O2"])
    func node(level: String) { check(MatrixCase.conformance, .wasm(.node), level) }
}
