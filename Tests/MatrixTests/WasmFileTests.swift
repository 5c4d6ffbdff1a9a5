// The files of a WebAssembly program under the names that `-o` gives: the loader finds its module under each.

import Driver
import Foundation
import Support
import Testing

@Suite struct WasmFileTests {
    /// hubc, which the build leaves beside the tests.
    private static let hubc = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "hubc").path

    private static let program = """
        module "seven"
        func @main () -> (i32) entry {
        block0:
            v0 = iconst.i32 7
            ret v0
        }

        """

    @Test(Column.wasm(.node).isHere, arguments: ["seven.wasm", "seven", "of a week.wasm", "seven.of.week", "50%.wasm"])
    func loadersFindTheirModules(_ name: String) throws {
        let node = try #require(Toolchain.find(.node))
        let (built, ran) = try TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("seven.hir", Array(Self.program.utf8))
            let built = try ProcessRunner.run(
                ProcessCall(
                    Self.hubc, ["build", folder.file("seven.hir"), "--target", "wasm", "-o", folder.file(name)]))
            return (built, try ProcessRunner.run(ProcessCall(node, [folder.file(Path.stem(name) + ".mjs")])))
        }
        #expect(built.ending == .exited(0), "\(String(decoding: built.errors, as: UTF8.self))")
        #expect(ran.ending == .exited(7), "\(String(decoding: ran.errors, as: UTF8.self))")
    }
}
