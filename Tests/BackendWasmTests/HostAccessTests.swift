// Exported functions with dynamic values, called from JavaScript.

import BackendWasm
import Driver
import IR
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct HostAccessTests {
    static let library = """
        module "values"
        memory size 0 stack 0 pointer 4
        layout $pair { head: any, tail: any }
        layout $string { bytes: any }
        layout $point { x: f64, y: f64 }
        root @kept
        func @same (any) -> (any) export {
        block0(v0: any):
            root_set @kept, v0
            ret v0
        }
        func @kept () -> (any) export {
        block0:
            v0 = root_get @kept
            ret v0
        }
        func @cons (any, $pair) -> ($pair) export {
        block0(v0: any, v1: $pair):
            v2 = alloc.$pair
            field_set.any v2, 0, v0
            v3 = box.$pair v1
            field_set.any v2, 1, v3
            ret v2
        }
        func @add (any, i32) -> (any) export {
        block0(v0: any, v1: i32):
            v2 = unbox.i64 v0
            v3 = sext.i64 v1
            v4 = add.i64 v2, v3
            v5 = box.i64 v4
            ret v5
        }
        func @point (f64, f64) -> (any) export {
        block0(v0: f64, v1: f64):
            v2 = alloc.$point
            field_set.f64 v2, 0, v0
            field_set.f64 v2, 1, v1
            v3 = box.$point v2
            ret v3
        }
        func @x (any) -> (f64) export {
        block0(v0: any):
            v1 = unbox.$point v0
            v2 = field_get.f64 v1, 0
            ret v2
        }
        func @half (any) -> (any) export {
        block0(v0: any):
            v1 = unbox.f64 v0
            v2 = fconst.f64 0.5
            v3 = fmul.f64 v1, v2
            v4 = box.f64 v3
            ret v4
        }
        func @adder (any) -> (any) export {
        block0(v0: any):
            v1 = closure @sum(v0)
            ret v1
        }
        func @sum (any, any) -> (any) {
        block0(v0: any, v1: any):
            v2 = unbox.i64 v0
            v3 = unbox.i64 v1
            v4 = add.i64 v2, v3
            v5 = box.i64 v4
            ret v5
        }
        func @apply (any, any) -> (any) export {
        block0(v0: any, v1: any):
            tail_call_closure (v0, v1)
        }
        func @bytes (any) -> (any) export {
        block0(v0: any):
            v1 = unbox.$string v0
            v2 = field_get.any v1, 0
            ret v2
        }
        """

    /// Lets objects know the number of their layout.
    static let numbering = """

        func @layout (any) -> (i32) export {
        block0(v0: any):
            v1 = layout_of v0
            ret v1
        }
        """

    /// Objects with elements, in a module without arrays and lists.
    static let collections = """
        module "collections"
        memory size 0 stack 0 pointer 4
        layout $object { hash: i32 }
        layout $array extends $object { hash: i32 } of any
        layout $doubles extends $object { hash: i32 } of f64
        root @kept = $array(7, @kept, @word)
        root @word constant = bytes hex "686579"
        func @kept () -> ($array) export {
        block0:
            v0 = root_get @kept
            v1 = unbox.$array v0
            ret v1
        }
        func @make (i32) -> (any) export {
        block0(v0: i32):
            v1 = alloc_elements.$doubles v0
            v2 = box.$doubles v1
            ret v2
        }
        func @put (any, i32, f64) -> (any) export {
        block0(v0: any, v1: i32, v2: f64):
            v3 = unbox.$doubles v0
            element_set.f64 v3, v1, v2
            ret v0
        }
        func @double (any, i32) -> (f64) export {
        block0(v0: any, v1: i32):
            v2 = unbox.$doubles v0
            v3 = element_get.f64 v2, v1
            ret v3
        }
        func @at ($array, i32) -> (any) export {
        block0(v0: $array, v1: i32):
            v2 = element_get.any v0, v1
            ret v2
        }
        func @mark () -> (any) export {
        block0:
            v0 = unwinding
            ret v0
        }
        func @isMark (any) -> (i1) export {
        block0(v0: any):
            v1 = unwound v0
            ret v1
        }
        """

    @Test(arguments: OptimizationLevel.allCases) func elementsAreHandedBack(_ level: OptimizationLevel) throws {
        guard let node = find(.node) else { return }
        let script = """
            import { instantiate } from "./program.mjs";
            import { deepStrictEqual as same, throws } from "node:assert";
            const module = await instantiate();
            const doubles = module.make(3);
            same(module.put(doubles, 1, 2.5) === doubles, true);
            same(module.double(doubles, 1), 2.5);
            same(module.double(doubles, 2), 0);
            throws(() => module.double(doubles, 3), WebAssembly.RuntimeError);
            throws(() => module.make(-1), WebAssembly.RuntimeError);
            const kept = module.kept();
            same(module.at(kept, 0) === kept, true);
            same(module.at(kept, 1), new Uint8Array([104, 101, 121]));
            throws(() => module.at(doubles, 0));
            throws(() => module.double(kept, 0), WebAssembly.RuntimeError);
            throws(() => module.put([1, 2], 0, 1), TypeError);
            same(module.isMark(module.mark()), 1);
            same(module.isMark(null), 0);
            same(module.isMark(kept), 0);
            console.log("all right");
            """
        let run = try WasmProgram(parse(Self.collections), level: level).run(script: script, in: node)
        #expect(run == WasmRun(status: 0, output: Array("all right\n".utf8), errors: ""))
    }

    @Test(arguments: OptimizationLevel.allCases, ["", numbering])
    func valuesGoInAndOut(_ level: OptimizationLevel, _ more: String) throws {
        guard let node = find(.node) else { return }
        let script = """
            import { instantiate } from "./program.mjs";
            import { deepStrictEqual as same, throws } from "node:assert";
            const module = await instantiate();
            same(Object.keys(module).filter((name) => name.startsWith("hub:")), []);
            const values = [null, 0, -1, 2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1, Number.MAX_SAFE_INTEGER,
                2n ** 62n, -(2n ** 63n), 1.5, -1e300, "", "Hello", "\\u00e9\\u2713\\u{1f600}", [1, "two", [null, [3]]],
                new Uint8Array([0, 127, 128, 255])];
            for (const value of values) {
                same(module.same(value), value);
                same(module.kept(), value);
            }
            same(module.same(true), 1);
            same(module.same(undefined), null);
            same(module.same([]), null);
            same(module.same(5n), 5);
            same(module.cons(1, null), [1]);
            same(module.add(2 ** 31, 5), 2 ** 31 + 5);
            same(module.x(module.point(2.5, 3)), 2.5);
            same(module.half(3.5), 1.75);
            same(module.bytes("ab"), new Uint8Array([97, 98]));
            const adder = module.adder(40);
            same(adder(2), 42);
            same(module.apply(adder, 3), 43);
            if (module.layout) same([[1], "a", module.point(1, 2), 5, null].map(module.layout), [1, 2, 3, 0, 0]);
            throws(() => module.apply((x) => x, 3), TypeError);
            throws(() => module.add("one", 1), WebAssembly.RuntimeError);
            console.log("all right");
            """
        let run = try WasmProgram(parse(Self.library + more), level: level).run(script: script, in: node)
        #expect(run == WasmRun(status: 0, output: Array("all right\n".utf8), errors: ""))
    }

    @Test func onlyLibrariesWithDynamicExportsHaveHelpers() throws {
        let answer = "\nfunc @answer () -> (i32) export {\nblock0:\n v0 = iconst.i32 42\n ret v0\n}\n"
        let closed = try WasmProgram(parse(ObjectTests.program.replacing(" export {", with: " {") + answer))
        #expect(!String(decoding: try closed.bytes(.wasm), as: Unicode.ASCII.self).contains("hub:"))
        let open = try WasmProgram(parse(Self.library))
        #expect(String(decoding: try open.bytes(.wasm), as: Unicode.ASCII.self).contains("hub:kind"))
    }
}
