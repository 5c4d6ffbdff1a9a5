// The kernels of Benchmarks with little work: the interpreter and every target give the same checksum, which is that of
// the C program they were translated from.

import Driver
import Foundation
import IR
import Interpreter
import Support
import Testing

@Suite struct KernelTests {
    /// A kernel, its work, and the checksum of the C program, compiled by gcc, for that work.
    struct Kernel: CustomTestStringConvertible, Sendable {
        let name: String
        let size: UInt32
        let checksum: UInt64

        init(_ name: String, _ size: UInt32, _ checksum: UInt64) {
            self.name = name
            self.size = size
            self.checksum = checksum
        }

        var testDescription: String { name }

        func text() throws -> String {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            return try String(
                contentsOf: root.appendingPathComponent("Benchmarks/kernels/\(name).hir"), encoding: .utf8)
        }

        /// The kernel with an entry that folds the checksum into the exit status.
        func program() throws -> String {
            try text() + """

                func @main () -> (i32) export entry {
                block0:
                    v0 = iconst.i32 \(size)
                    v1 = call @run(v0)
                    v2 = iconst.i64 32
                    v3 = lshr.i64 v1, v2
                    v4 = xor.i64 v1, v3
                    v5 = trunc.i32 v4
                    v6 = iconst.i32 16
                    v7 = lshr.i32 v5, v6
                    v8 = xor.i32 v5, v7
                    v9 = iconst.i32 8
                    v10 = lshr.i32 v8, v9
                    v11 = xor.i32 v8, v10
                    ret v11
                }

                """
        }
    }

    static let all = [
        Kernel("bintree", 300, 0x000000120000012c),
        Kernel("crc32", 2, 0x0000000040bc2e16),
        Kernel("dispatch", 300, 0x000000007c6f37a5),
        Kernel("fft", 1, 0xffffffffd94e5529),
        Kernel("hashtable", 2000, 0x0000000000001bcf),
        Kernel("hsx_crc32", 1, 0x0000000064f04c5d),
        Kernel("hsx_primes", 1, 0x00000000822e6620),
        Kernel("hsx_sort", 1, 0x000000005e18706e),
        Kernel("mandelbrot", 12, 0x8e20e819d1f01646),
        Kernel("matmul", 12, 0xffffffffffffffd8),
        Kernel("nbody", 50, 0xffffffef43083a59),
        Kernel("quicksort", 1000, 0xd1c9880ec8083602),
        Kernel("sha256", 20, 0xce43470e456bb3f2),
        Kernel("sieve", 5000, 0x00029d0000179f68),
        Kernel("strsearch", 3, 0x00000000162bbbfe),
    ]

    @Test(arguments: all) func theInterpreterAgreesWithC(kernel: Kernel) throws {
        let file = SourceFile(name: kernel.name, text: Array(try kernel.text().utf8))
        let module = try #require(IRParser.parse(file, id: SourceFileID(rawValue: 0)).module)
        let run = try #require(module.function(named: "run"))
        var interpreter = Interpreter(module)
        #expect(interpreter.run(run, arguments: [UInt64(kernel.size)]).ending == .returned([kernel.checksum]))
    }

    @Test(arguments: all, ["-O0", "-O2"]) func allTargetsAgree(kernel: Kernel, level: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hubc-kernel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("\(kernel.name).hir").path
        try kernel.program().write(toFile: path, atomically: true, encoding: .utf8)
        let targets = ["--target", "native", "--target", "c", "--target", "wasm"]
        #expect(CommandLineTool.run(["verify", "-q", level, path] + targets) == .success)
    }
}
