// Calls in every convention: tail calls in constant stack, results beyond the first, addresses of functions, wrappers.

import BackendKit
import IR
import Support
import Testing

private let canRun = NativeTools.canRun
private let missing: Comment = "LLVM 22 or a C compiler is missing"

@Suite struct CallTests {
    private static let levels: [OptimizationLevel] = [.none, .standard]

    /// Ten million tail calls between functions of different signatures, whose arguments do not all fit registers.
    @Test(.enabled(if: canRun, missing), arguments: levels)
    func tailCallsTakeNoStack(_ level: OptimizationLevel) throws {
        let module = try NativeTools.module(
            """
            module "m"

            func @even (i64, i32) -> (i64, i32) noinline {
            block0(v0: i64, v1: i32):
                v2 = iconst.i32 0
                v3 = icmp.i32 eq v1, v2
                br_if v3, block1, block2
            block1:
                ret v0, v1
            block2:
                v4 = iconst.i32 1
                v5 = sub.i32 v1, v4
                v6 = fconst.f64 0.5
                v7 = iconst.i64 3
                tail_call @odd(v5, v0, v7, v6, v7, v7, v7, v7, v1)
            }

            func @odd (i32, i64, i64, f64, i64, i64, i64, i64, i32) -> (i64, i32) noinline {
            block0(v0: i32, v1: i64, v2: i64, v3: f64, v4: i64, v5: i64, v6: i64, v7: i64, v8: i32):
                v9 = zext.i64 v8
                v10 = add.i64 v1, v9
                v11 = add.i64 v10, v7
                tail_call @even(v11, v0)
            }

            func @count (i32) -> (i64, i32) export {
            block0(v0: i32):
                v1 = iconst.i64 0
                tail_call @even(v1, v0)
            }

            """)
        let main = """
            uint64_t count(uint32_t n, uint32_t *left);
            int main(void) {
                uint32_t left = 7;
                unsigned long long sum = count(10000000, &left);
                printf("%llu %u\\n", sum, left);
                return 0;
            }

            """
        let result = try NativeTools.run(module, level, main: main)
        #expect(result == ProcessResult(status: 0, output: "50000035000000 0\n", errors: ""))
    }

    @Test(.enabled(if: canRun, missing), arguments: levels)
    func tailCallsThroughAddressesTakeNoStack(_ level: OptimizationLevel) throws {
        let module = try NativeTools.module(
            """
            module "m"
            memory size 0 stack 0 pointer 8

            import func @leave (i64, i64) -> (i64)

            func @step (i64, i64) -> (i64) noinline {
            block0(v0: i64, v1: i64):
                v2 = iconst.i64 1
                v3 = sub.i64 v0, v2
                v4 = add.i64 v1, v0
                v5 = func_addr.ptr @step
                v6 = func_addr.ptr @leave
                v7 = iconst.i64 0
                v8 = icmp.i64 eq v3, v7
                v9 = select.ptr v8, v6, v5
                tail_call_indirect (i64, i64) -> (i64) (v9, v3, v4)
            }

            func @sum (i64) -> (i64) export {
            block0(v0: i64):
                v1 = iconst.i64 0
                v2 = func_addr.ptr @step
                v3 = call_indirect (i64, i64) -> (i64) (v2, v0, v1)
                ret v3
            }

            """)
        let main = """
            uint64_t sum(uint64_t n);
            uint64_t leave(uint64_t n, uint64_t sum) { return sum + 1000 * n; }
            int main(void) { printf("%llu\\n", (unsigned long long)sum(10000000)); return 0; }

            """
        let result = try NativeTools.run(module, level, main: main)
        #expect(result == ProcessResult(status: 0, output: "50000005000000\n", errors: ""))
    }

    /// In memory of declared size addresses are numbers: of another function, of no function, of none with the signature.
    @Test(.enabled(if: canRun, missing), arguments: levels)
    func numbersOfFunctionsAreChecked(_ level: OptimizationLevel) throws {
        let module = try NativeTools.module(
            """
            module "m"
            memory size 65536 stack 32768 pointer 4

            func @twice (i32) -> (i32) {
            block0(v0: i32):
                v1 = add.i32 v0, v0
                ret v1
            }

            func @other (i64) -> (i32) {
            block0(v0: i64):
                v1 = trunc.i32 v0
                ret v1
            }

            func @apply (i32, i32) -> (i32) export {
            block0(v0: i32, v1: i32):
                v2 = call_indirect (i32) -> (i32) (v0, v1)
                ret v2
            }

            func @address () -> (i32) export {
            block0:
                v0 = func_addr.i32 @twice
                ret v0
            }

            """)
        let main = """
            uint32_t apply(uint32_t function, uint32_t argument);
            uint32_t address(void);
            static void check(uint32_t function) {
                if (setjmp(trapped)) printf("trap %u\\n", trap_code);
                else printf("%u\\n", apply(function, 21));
            }
            int main(void) {
                check(address()); check(4); check(8); check(0); check(5); check(6); check(20); check(0xFFFFFFFC);
                return 0;
            }

            """
        let result = try NativeTools.run(module, level, main: main)
        let traps = "trap 6\ntrap 6\ntrap 6\ntrap 6\ntrap 6\n"
        #expect(result.output == "42\n42\ntrap 7\n" + traps)
    }

    /// A function of tail calls that C calls too, by name and through its address.
    @Test(.enabled(if: canRun, missing), arguments: levels)
    func exportedFunctionsOfTailCallsAreCalledAsInC(_ level: OptimizationLevel) throws {
        let module = try NativeTools.module(
            """
            module "m"
            memory size 0 stack 0 pointer 8

            import func @call_back (ptr, i8) -> (i8)

            func @down (i8, f32) -> (f32) export {
            block0(v0: i8, v1: f32):
                v2 = iconst.i8 0
                v3 = icmp.i8 eq v0, v2
                br_if v3, block1, block2
            block1:
                ret v1
            block2:
                v4 = iconst.i8 1
                v5 = sub.i8 v0, v4
                v6 = fadd.f32 v1, v1
                tail_call @down(v5, v6)
            }

            func @minus (i8) -> (i8) {
            block0(v0: i8):
                v1 = neg.i8 v0
                ret v1
            }

            func @through (i8) -> (i8) export {
            block0(v0: i8):
                v1 = func_addr.ptr @minus
                v2 = call @call_back(v1, v0)
                ret v2
            }

            """)
        let main = """
            float down(uint8_t n, float x);
            uint8_t through(uint8_t n);
            uint8_t call_back(uint8_t (*function)(uint8_t), uint8_t n) { return function(n) + 1; }
            int main(void) { printf("%g %u\\n", down(10, 1.5f), through(3)); return 0; }

            """
        let result = try NativeTools.run(module, level, main: main)
        #expect(result == ProcessResult(status: 0, output: "1536 254\n", errors: ""))
    }
}
