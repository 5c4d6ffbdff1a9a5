// What the back end writes: valid modules, the same ones each time, with the metadata that was asked for.

import BackendKit
import BackendWasm
import Driver
import IR
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct ArtifactTests {
    /// A library with debug metadata, and a function that only debug metadata would name.
    static let library = """
        module "library"
        memory size 0 stack 0 pointer 4
        file 0 "src/library.mvasm"
        func @square_sum (i32, i32) -> (i32) export {
        block0(v0: i32, v1: i32):
            v2 = call @square(v0) !0:3:5
            v3 = call @square(v1) !0:4:5
            v4 = add.i32 v2, v3 !0:5:5
            ret v4 !0:6:5
        }
        func @square (i32) -> (i32) noinline {
        block0(v0: i32):
            v1 = mul.i32 v0, v0 !0:9:7
            v2 = iconst.i32 1000 !0:10:7
            v3 = udiv.i32 v1, v2 !0:11:7
            v4 = udiv.i32 v3, v0 !0:12:7
            v5 = add.i32 v1, v4 !0:13:7
            ret v5 !0:14:7
        }
        func @narrow (i8, i1) -> (i16) export {
        block0(v0: i8, v1: i1):
            v2 = sext.i16 v0
            v3 = zext.i16 v1
            v4 = add.i16 v2, v3
            ret v4
        }
        """

    @Test(arguments: OptimizationLevel.allCases) func modulesValidate(_ level: OptimizationLevel) throws {
        guard let tool = find(.wasmTools) else { return }
        let texts = [Self.library] + (ProgramCase.control + ProgramCase.calls + ProgramCase.memory).map(\.text)
        for text in texts {
            for debug in [false, true] {
                let program = try WasmProgram(parse(text), level: level, debug: debug)
                let run = try program.inFolder { folder in
                    try WasmProgram.run(ProcessCall(tool, ["validate", folder.file("program.wasm")]))
                }
                #expect(run.status == 0, "\(run.errors)")
            }
        }
    }

    @Test func sameBytesEachTime() throws {
        let module = try parse(Self.library)
        for level in OptimizationLevel.allCases {
            let first = try WasmProgram(module, level: level, debug: true, byproducts: [.wat])
            let second = try WasmProgram(module, level: level, debug: true, byproducts: [.wat])
            #expect(first.artifacts.map(\.bytes) == second.artifacts.map(\.bytes))
        }
    }

    @Test func namesOnlyWithDebugMetadata() throws {
        let module = try parse(Self.library)
        for debug in [false, true] {
            let bytes = try WasmProgram(module, level: .none, debug: debug).bytes(.wasm)
            #expect(contains(bytes, "square_sum"))
            #expect(contains(bytes, "hub.fault") == debug)
            #expect(contains(bytes, "sourceMappingURL") == debug)
            #expect(contains(bytes, "program.wasm.map") == debug)
        }
    }

    private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        String(decoding: bytes, as: Unicode.ASCII.self).contains(text)
    }

    /// Node's own source map reader finds the line of every instruction that has one.
    @Test func sourceMapLeadsToLines() throws {
        guard let node = find(.node) else { return }
        let program = try WasmProgram(parse(Self.library), level: .none, debug: true)
        let run = try program.run(
            script: """
                import { SourceMap } from "node:module";
                import { readFileSync } from "node:fs";
                const read = (name) => readFileSync(new URL(name, import.meta.url));
                const map = new SourceMap(JSON.parse(read("program.wasm.map")));
                const size = read("program.wasm").length;
                const places = new Set();
                for (let offset = 0; offset < size; offset++) {
                    const { originalSource, originalLine, originalColumn } = map.findEntry(0, offset);
                    if (originalSource) places.add(`${originalSource}:${originalLine + 1}:${originalColumn + 1}`);
                }
                console.log([...places].sort().join(" "));
                """, in: node)
        #expect(run.errors.isEmpty && run.status == 0)
        let wanted = [(3, 5), (4, 5), (5, 5), (6, 5), (9, 7), (10, 7), (11, 7), (12, 7), (13, 7), (14, 7)]
            .map { "src/library.mvasm:\($0):\($1)" }
        let found = String(decoding: run.output, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        // Constants stand where they are used.
        #expect(found == wanted.filter { $0 != "src/library.mvasm:10:7" }.sorted())
    }

    /// A trap names its place with debug metadata.
    @Test func faultsNameTheirPlaces() throws {
        guard let node = find(.node) else { return }
        let program = try WasmProgram(parse(Self.library), debug: true)
        let run = try program.run(
            script: """
                import { instantiate } from "./program.mjs";
                let text = "";
                const library = await instantiate({ stderr: (bytes) => (text += new TextDecoder().decode(bytes)) });
                try { library.square_sum(0, 1); } catch (error) { console.log(error.status, error.message); }
                console.log(text);
                """, in: node)
        #expect(run.errors.isEmpty)
        #expect(
            String(decoding: run.output, as: UTF8.self)
                == "70 the program ended with status 70\nhubc: trap divide_by_zero at src/library.mvasm:12\n\n")
    }

    /// A module without entry is a library: its functions are called by name, with numbers of JavaScript.
    @Test func exportsCanBeCalled() throws {
        guard let node = find(.node) else { return }
        let program = try WasmProgram(parse(Self.library))
        let run = try program.run(
            script: """
                import { instantiate, run } from "./program.mjs";
                const library = await instantiate();
                console.log(Object.keys(library).sort().join(" "));
                console.log(library.square_sum(300, 7), library.narrow(0x1ff, 3));
                console.log(library.memory.buffer.byteLength % 65536);
                """, in: node)
        #expect(run.errors.isEmpty)
        #expect(
            String(decoding: run.output, as: UTF8.self)
                == "memory narrow square_sum\n90049 0\n0\n")
    }

    @Test func theTimeOfBinaryenIsBookedApart() throws {
        let module = try parse(
            """
            module "m"
            memory size 65536 stack 32768 pointer 4
            func @f (i32) -> (i32) export {
            block0(v0: i32):
                ret v0
            }
            """)
        var library = PhaseTimer()
        let (artifacts, _) = WasmBackend.emit(module, options: BackendOptions(name: "m"), library: &library)
        #expect(!artifacts.isEmpty && library.phases.map(\.name) == ["Binaryen"])
    }

    @Test func whatCannotBeExpressedIsAnError() throws {
        let module = try parse(
            """
            module "m"
            memory size 65536 stack 32768 pointer 4
            func @f (f16) -> (f16) export {
            block0(v0: f16):
                ret v0
            }
            """)
        let (artifacts, log) = WasmBackend.emit(module, options: BackendOptions(name: "m"))
        #expect(artifacts.isEmpty && log.diagnostics.map(\.code) == ["E4401"])
    }
}
