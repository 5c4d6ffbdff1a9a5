// Programs in Lisp: those of the conformance folder give the recorded status and output on every target, and the samples
// show what the interpreter shows of them.

import Driver
import Foundation
import Testing

extension MatrixCase {
    /// The programs of valkyria with what the reference shows of them; empty without the folder. Left out are those that
    /// pin defects of the reference: the list beside them, and one whose text is cut off at 256 bytes.
    static let lispConformance: [MatrixCase] = {
        let folder = conformanceFolder.appending(path: "valkyria")
        let list = (try? String(contentsOf: folder.appending(path: "upstream-bugs.txt"), encoding: .utf8)) ?? ""
        let defects = list.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        return programs(folder, ".valk").filter { !(defects + ["lists_07"]).contains(String($0.name.dropLast(5))) }
    }()

    /// The samples in Lisp.
    static let lispSamples: [MatrixCase] = {
        let folder = package.appending(path: "samples/lisp")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".valk") }.sorted().map {
            MatrixCase(name: $0, path: folder.appending(path: $0).path, arguments: [])
        }
    }()
}

@Suite struct LispTests {
    private static let cases = MatrixCase.lispSamples

    @Test func programsAreFound() { #expect(Self.cases.count >= 9) }

    @Test(Column.native.isHere, arguments: ["-O0", "-O2"])
    func native(level: String) { check(Self.cases, .native, level) }

    @Test(Column.divided.isHere, arguments: ["-O0", "-O2"])
    func divided(level: String) { check(Self.cases, .divided, level) }

    @Test(Column.c(.gcc).isHere)
    func gcc() { check(Self.cases, .c(.gcc), "-O2") }

    @Test(Column.wasm(.wasmtime).isHere)
    func wasmtime() { check(Self.cases, .wasm(.wasmtime), "-O2") }

    @Test(Column.wasm(.node).isHere)
    func node() { check(Self.cases, .wasm(.node), "-O2") }
}

@Suite(.enabled(if: !MatrixCase.lispConformance.isEmpty, "no conformance folder")) struct LispConformanceTests {
    private static let cases = MatrixCase.lispConformance
    private static let levels = ["-O0", "-O2", "-O3"]

    @Test(arguments: levels)
    func interpreter(level: String) { check(Self.cases, .interpreter, level) }

    @Test(Column.native.isHere, arguments: levels)
    func native(level: String) { check(Self.cases, .native, level) }

    /// The other compilers take minutes for all of these; they have the samples and the run tests.
    @Test(Column.c(.tcc).isHere, arguments: levels)
    func tcc(level: String) { check(Self.cases, .c(.tcc), level) }

    @Test(Column.stressed.isHere)
    func stressed() { check(Self.cases, .stressed, "-O2") }

    @Test(Column.wasm(.wasmtime).isHere, arguments: levels)
    func wasmtime(level: String) { check(Self.cases, .wasm(.wasmtime), level) }

    @Test(Column.wasm(.node).isHere)
    func node() { check(Self.cases, .wasm(.node), "-O2") }
}
