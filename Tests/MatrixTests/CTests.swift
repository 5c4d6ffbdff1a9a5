// C programs: those of Tests/golden/c and of the conformance folder give the recorded status and output on every
// target. A case is NAME.c with NAME.golden beside it: a line `exit N`, then what the program prints.

import Driver
import Foundation
import Testing

extension MatrixCase {
    /// The C programs below `folder`, in the order of their names.
    static func c(_ folder: URL) -> [MatrixCase] { programs(folder, ".c") }

    /// The programs below `folder` whose names end in `suffix`, and that have a golden file, in the order of their names.
    static func programs(_ folder: URL, _ suffix: String) -> [MatrixCase] {
        let names = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { $0.hasSuffix(suffix) }.sorted()
        return names.compactMap { name in
            let path = folder.appending(path: name).path
            guard let golden = FileManager.default.contents(atPath: path.dropLast(suffix.count) + ".golden") else {
                return nil
            }
            return MatrixCase(name: name, path: path, arguments: [], recorded: recorded(Array(golden)))
        }
    }

    /// What a golden file says: the status in its first line, the output behind it.
    private static func recorded(_ golden: [UInt8]) -> Shown {
        let end = golden.firstIndex(of: UInt8(ascii: "\n")) ?? golden.endIndex
        let line = String(decoding: golden[..<end], as: UTF8.self)
        let status = line.hasPrefix("exit ") ? Int32(line.dropFirst(5)) : nil
        return Shown(status: status ?? -1, output: Array(golden[min(end + 1, golden.count)...]), fault: "")
    }
}

/// Skips a suite where nothing can compile C.
private let needsC = ConditionTrait.enabled(
    if: Toolchain.find(.clang) != nil && Toolchain.find(.llvm) != nil,
    "missing: clang 22 or LLVM 22; 'make setup' installs them")

@Suite(needsC) struct CTests {
    private static let cases = MatrixCase.c(MatrixCase.package.appending(path: "Tests/golden/c"))

    @Test func programsAreFound() { #expect(Self.cases.count >= 150) }

    @Test(arguments: ["-O0", "-O1", "-O2", "-Os"])
    func machine(level: String) { check(Self.cases, .machine, level) }

    @Test(Column.native.isHere, arguments: ["-O0", "-O2"])
    func native(level: String) { check(Self.cases, .native, level) }

    @Test(Column.c(.gcc).isHere)
    func gcc() { check(Self.cases, .c(.gcc), "-O2") }

    @Test(Column.c(.clang).isHere)
    func clang() { check(Self.cases, .c(.clang), "-O0") }

    @Test(Column.wasm(.wasmtime).isHere, arguments: ["-O0", "-O2"])
    func wasmtime(level: String) { check(Self.cases, .wasm(.wasmtime), level) }
}

@Suite(needsC, .enabled(if: !MatrixCase.cConformance.isEmpty, "no conformance folder")) struct CConformanceTests {
    private static let cases = MatrixCase.cConformance
    private static let levels = ["-O0", "-O1", "-O2", "-Os"]

    @Test(arguments: levels)
    func machine(level: String) { check(Self.cases, .machine, level) }

    @Test(Column.native.isHere, arguments: levels)
    func native(level: String) { check(Self.cases, .native, level) }

    @Test(Column.c(.gcc).isHere, arguments: levels)
    func gcc(level: String) { check(Self.cases, .c(.gcc), level) }

    @Test(Column.wasm(.wasmtime).isHere, arguments: levels)
    func wasmtime(level: String) { check(Self.cases, .wasm(.wasmtime), level) }

    @Test(Column.wasm(.node).isHere)
    func node() { check(Self.cases, .wasm(.node), "-O2") }
}
