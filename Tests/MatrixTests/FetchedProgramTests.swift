// Libraries that none of us wrote, fetched by scripts/fetch-programs, each with a main of ours in Tests/programs: every
// target gives what clang's own native code gives. Programs whose library is not there are skipped, visibly.

import Driver
import Foundation
import Support
import Testing

extension MatrixCase {
    /// The trees of Tests/programs whose sources are all there, with what clang makes of them.
    fileprivate static let fetched: [MatrixCase] = {
        let folder = package.appending(path: "Tests/programs")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let test = MatrixCase(name: name, path: folder.appending(path: name).path, arguments: [])
            guard FileSystem.isFolder(test.path), let plan = try? test.plan() else { return nil }
            let isThere =
                plan.sources.allSatisfy { FileSystem.exists($0.path) }
                && plan.includePaths.allSatisfy { FileSystem.isFolder($0) }
            guard isThere, let recorded = try? clangShows(plan) else { return nil }
            return MatrixCase(name: name, path: test.path, arguments: [], recorded: recorded)
        }
    }()
}

@Suite(
    .enabled(
        if: MatrixCase.fetched.count >= 3,
        "the programs of others are missing: 'scripts/fetch-programs' brings them; clang 22 compiles them"))
struct FetchedProgramTests {
    @Test(arguments: ["-O2", "-Os"])
    func machine(level: String) { check(MatrixCase.fetched, .machine, level) }

    /// All but the one whose unoptimised code is larger than the machine's 64 KiB.
    @Test func unoptimizedOnTheMachine() {
        check(MatrixCase.fetched.filter { $0.name != "monocypher" }, .machine, "-O0")
    }

    @Test(Column.native.isHere)
    func native() { check(MatrixCase.fetched, .native, "-O2") }

    @Test(Column.c(.gcc).isHere)
    func gcc() { check(MatrixCase.fetched, .c(.gcc), "-O2") }

    @Test(Column.wasm(.wasmtime).isHere)
    func wasmtime() { check(MatrixCase.fetched, .wasm(.wasmtime), "-O2") }
}
