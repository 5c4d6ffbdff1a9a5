// 100,000,000 tail calls of each kind, with a stack and a heap that have no room for them: of a function of itself, of two
// of each other, of functions that are only known when the program runs, and at the ends of `if`, `select` and `do`. The
// program prints numbers that every turn changes.

import Driver
import Support
import Testing

@Suite struct TailCallTests {
    private static let program = {
        let path = MatrixCase.package.appending(path: "Tests/programs/tail-calls.valk").path
        var test = MatrixCase(name: "tail-calls", path: path, arguments: [])
        test.recorded = Shown(status: 0, output: Array("1\n-5\n1\n1\n".utf8), fault: "")
        test.environment = ["HUB_STACK_LIMIT": "\(128 << 10)", "HUB_HEAP_LIMIT": "\(32 << 20)"]
        return test
    }()

    /// Whether programs with dynamic values become C.
    private static let hasC = {
        guard let module = InMemoryCompiler.module(ofLisp: [Array("(print 1)".utf8)])?.module else { return false }
        return InMemoryCompiler.build(.c, of: module, .none).build != nil
    }()

    @Test(Column.native.isHere) func native() { check([Self.program], .native, "-O2") }

    @Test(Column.c(.gcc).isHere, .enabled(if: hasC, "no dynamic values in C"))
    func c() { check([Self.program], .c(.gcc), "-O2") }

    @Test(Column.wasm(.node).isHere) func node() { check([Self.program], .wasm(.node), "-O2") }
}
