// The prebuilt runtime for WebAssembly is what its sources give, and has nothing of the machine that built it.

import Driver
import Foundation
import Testing

@Suite struct WasmRuntimeTests {
    /// What scripts/build-wasm-runtime needs: two programs, a C library and what Clang adds to it.
    private static var canBuild: Bool {
        guard let clang = Workshop.find("clang-22"), Workshop.find("wasm-ld-22") != nil,
            FileManager.default.fileExists(atPath: "/usr/lib/wasm32-wasi/libc.a"),
            let resources = try? Workshop.withFolder({ try Workshop.run(clang, ["-print-resource-dir"], in: $0) })
        else { return false }
        let folder = resources.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return FileManager.default.fileExists(atPath: folder + "/lib/wasi/libclang_rt.builtins-wasm32.a")
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test(.enabled(if: canBuild, "clang-22, lld-22 or wasi-libc is missing"))
    func isWhatItsSourcesGive() throws {
        try Workshop.withFolder { folder in
            let script = Self.root.appendingPathComponent("scripts/build-wasm-runtime").path
            let made = folder.appendingPathComponent("made.wasm")
            #expect(try Workshop.run(script, [made.path], in: folder) == ProcessResult(status: 0))
            let committed = try Data(contentsOf: Self.root.appendingPathComponent("Runtime/wasm/hsx.wasm"))
            #expect(try Data(contentsOf: made) == committed, "run scripts/build-wasm-runtime")
        }
    }

    @Test func holdsNoNamesOfToolsOrFolders() throws {
        let bytes = try #require(RuntimeFiles.bytes("wasm/hsx.wasm"))
        #expect(bytes.starts(with: [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]))
        let text = String(decoding: bytes, as: UTF8.self)
        for word in ["clang", "/work", "/tmp", "/home", "producers"] { #expect(!text.contains(word)) }
    }
}
