// Linear memory: of declared size, with its mask and its check, and the host's, with globals, slots and pointers.

import BackendKit
import IR
import Interpreter
import Support
import Testing

private let canRun = NativeTools.canRun
private let missing: Comment = "LLVM 22 or a C compiler is missing"
private let levels: [OptimizationLevel] = [.none, .standard]

@Suite struct MemoryTests {
    private static let accessTypes: [Type] = [.i1, .i8, .i16, .i32, .i64, .f32, .f64, .ptr]

    /// Stores and loads at every type around the end of memory, in the middle, and with offsets of both signs.
    @Test(.enabled(if: canRun, missing), arguments: levels)
    func accessesWrapAndFault(_ level: OptimizationLevel) throws {
        let offsets = [0, 1, -1, -8, 4096, 0x7FFF_FFFF]
        var text = "module \"m\"\nmemory size 4096 stack 0 pointer 4\n\n"
        var names: [String] = []
        for type in Self.accessTypes {
            for offset in offsets {
                let name = "f\(names.count)"
                names.append(name)
                let place = offset == 0 ? "v0" : offset < 0 ? "v0 - \(-offset)" : "v0 + \(offset)"
                text += """
                    func @\(name) (i32, i64) -> (i64) export {
                    block0(v0: i32, v1: i64):
                        v2 = iconst.i32 8
                        store.i64 v2 + 4072, v1
                        store.i64 v2 - 8, v1
                        v5 = iconst.i64 0
                        store.i64 v2 + 56, v5
                        v3 = load.\(type.kind) \(place)
                        store.\(type.kind) v2 + 56, v3
                        v4 = load.i64 v2 + 56
                        ret v4
                    }

                    """
            }
        }
        let module = try NativeTools.module(text)
        let places: [UInt64] = [0, 1, 2, 7, 4080, 4087, 4088, 4089, 4092, 4093, 4095, 4096, 8191, 0xFFFF_FFFF, 0xFFFF_FFF8]
        var main = names.map { "uint64_t \($0)(uint32_t, uint64_t);\n" }.joined()
        main += "static uint64_t (*const functions[])(uint32_t, uint64_t) = {\(names.joined(separator: ", "))};\n"
        main += "static const uint32_t places[] = {\(places.map { "\($0)u" }.joined(separator: ", "))};\n"
        main += """
            int main(void) {
                for (int f = 0; f < \(names.count); f++)
                    for (int p = 0; p < \(places.count); p++) {
                        if (setjmp(trapped)) printf("trap %u\\n", trap_code);
                        else printf("%llx\\n", (unsigned long long)functions[f](places[p], 0x8899AABBCCDDEEFFull));
                    }
                return 0;
            }

            """
        let result = try NativeTools.run(module, level, main: main)
        let actual = result.output.split(separator: "\n")
        // Memory keeps what it holds from call to call here, in the interpreter it does not: every call writes first
        // what it reads.
        var expected: [String] = []
        for function in names.indices {
            for place in places {
                var interpreter = Interpreter(module)
                let arguments = [place, 0x8899_AABB_CCDD_EEFF]
                switch interpreter.run(FunctionID(index: function), arguments: arguments).ending {
                case .returned(let values): expected.append(String(values[0], radix: 16))
                case .trapped(let code): expected.append("trap \(code.rawValue)")
                case .exited, .stepLimit, .breakpoint, .unsupported: expected.append("?")
                }
            }
        }
        #expect(actual.count == expected.count)
        for (index, (line, wanted)) in zip(actual, expected).enumerated()
        where line != wanted {
            Issue.record("call \(index) gives \(line) instead of \(wanted)")
        }
    }

    @Test(.enabled(if: canRun, missing), arguments: levels)
    func globalsAndSlotsOfTheHost(_ level: OptimizationLevel) throws {
        let module = try NativeTools.module(
            """
            module "m"
            memory size 0 stack 0 pointer 8

            global @text size 8 align 1 constant = hex "48690a"
            global @table size 32 align 8 = hex "01" reloc 8 @text + 1 reloc 16 func @three
            global @shared size 4 align 4 export = hex "2a000000"
            global @theirs size 4 align 4 import

            func @three () -> (i32) {
            block0:
                v0 = iconst.i32 3
                ret v0
            }

            func @sum (i32) -> (i32) export {
              slot ss0 size 24 align 8
            block0(v0: i32):
                v1 = slot_addr.ptr ss0 + 4
                store.i32 v1, v0
                v2 = global_addr.ptr @table
                v3 = load.ptr v2 + 8
                v4 = load.i8 v3
                v5 = zext.i32 v4
                v6 = load.ptr v2 + 16
                v7 = call_indirect () -> (i32) (v6)
                v8 = ptr_to_int.i64 v1
                v9 = iconst.i64 -4
                v10 = add.i64 v8, v9
                v11 = int_to_ptr.ptr v10
                v12 = load.i32 v11 + 4
                v13 = add.i32 v5, v7
                v14 = add.i32 v12, v13
                v15 = global_addr.ptr @theirs
                v16 = load.i32 v15
                v17 = global_addr.ptr @shared
                v18 = load.i32 v17
                v19 = add.i32 v16, v18
                v20 = add.i32 v14, v19
                v21 = iconst.i32 -20
                v22 = ptr_add.ptr v1, v21
                v23 = ptr_add.ptr v22, v9
                v24 = load.i32 v23 + 24
                v25 = add.i32 v24, v20
                ret v25
            }

            """)
        let main = """
            uint32_t sum(uint32_t n);
            uint32_t theirs = 1000;
            extern uint32_t shared;
            int main(void) { printf("%u %u\\n", shared, sum(100)); return 0; }

            """
        let result = try NativeTools.run(module, level, main: main)
        // 'i' is 105: 105 + 3 + 100 + 1000 + 42 + 100.
        #expect(result == ProcessResult(status: 0, output: "42 1350\n", errors: ""))
    }

    /// NaNs that the machine makes, seen in every way.
    @Test(.enabled(if: canRun, missing), arguments: levels)
    func nansAreCanonicalWhereTheyAreSeen(_ level: OptimizationLevel) throws {
        let module = try NativeTools.module(
            """
            module "m"
            memory size 65536 stack 32768 pointer 4

            func @stored (f64, f64) -> (i64) export {
            block0(v0: f64, v1: f64):
                v2 = fdiv.f64 v0, v1
                v3 = iconst.i32 64
                store.f64 v3, v2
                v4 = load.i64 v3
                ret v4
            }

            func @negated (f64, f64) -> (f64) export {
            block0(v0: f64, v1: f64):
                v2 = fsub.f64 v0, v1
                v3 = fneg.f64 v2
                ret v3
            }

            func @carried (f64, f64) -> (i64) export {
            block0(v0: f64, v1: f64):
                v2 = fmul.f64 v0, v1
                v3 = fcmp.f64 uno v2, v2
                br_if v3, block1(v2), block1(v0)
            block1(v4: f64):
                v5 = fabs.f64 v4
                v6 = select.f64 v3, v4, v5
                v7 = bitcast.i64 v6
                ret v7
            }

            func @kept (f64) -> (f64) export {
            block0(v0: f64):
                v1 = fneg.f64 v0
                ret v1
            }

            """)
        let main = """
            uint64_t stored(double, double), carried(double, double);
            double negated(double, double), kept(double);
            static uint64_t bits(double x) { uint64_t b; memcpy(&b, &x, 8); return b; }
            static double value(uint64_t b) { double x; memcpy(&x, &b, 8); return x; }
            int main(void) {
                double infinity = value(0x7FF0000000000000);
                printf("%llx %llx ", (long long)stored(0.0, 0.0), (long long)bits(negated(infinity, infinity)));
                printf("%llx ", (long long)carried(infinity, 0.0));
                printf("%llx\\n", (long long)bits(kept(value(0x7FF8000000001234))));
                return 0;
            }

            """
        let result = try NativeTools.run(module, level, main: main)
        #expect(result.output == "7ff8000000000000 fff8000000000000 7ff8000000000000 fff8000000001234\n")
    }
}
