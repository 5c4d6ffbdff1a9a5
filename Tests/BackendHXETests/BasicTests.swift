// Small programs, run on the machine and in the interpreter.

import IR
import Testing

struct BasicTests {
    @Test func constant() throws {
        let module = try Machine.parse(
            """
            module "t"
            memory size 65536 stack 32768 pointer 4
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 42
                ret v0
            }
            """)
        #expect(try Machine.run(module).r0 == 42)
    }

    @Test func sumLoop() throws {
        let module = try Machine.parse(
            """
            module "t"
            memory size 65536 stack 32768 pointer 4
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 0
                v1 = iconst.i32 10
                jump block1(v0, v1)
            block1(v2: i32, v3: i32):
                v4 = add.i32 v2, v3
                v5 = iconst.i32 1
                v6 = sub.i32 v3, v5
                v7 = iconst.i32 0
                v8 = icmp.i32 ne v6, v7
                br_if v8, block1(v4, v6), block2
            block2:
                ret v4
            }
            """)
        let image = try Machine.link(module)
        print(Machine.listing(image))
        let run = Machine.run(image)
        #expect(run.r0 == 55)
        #expect(run.steps <= 33)
    }

    @Test func fibonacci() throws {
        let module = try Machine.parse(
            """
            module "t"
            memory size 65536 stack 32768 pointer 4
            func @fib (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 2
                v2 = icmp.i32 slt v0, v1
                br_if v2, block1, block2
            block1:
                ret v0
            block2:
                v3 = iconst.i32 1
                v4 = sub.i32 v0, v3
                v5 = call @fib(v4)
                v6 = sub.i32 v0, v1
                v7 = call @fib(v6)
                v8 = add.i32 v5, v7
                ret v8
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 15
                v1 = call @fib(v0)
                ret v1
            }
            """)
        let image = try Machine.link(module)
        print(Machine.listing(image))
        let run = Machine.run(image)
        print(run.steps)
        #expect(run.r0 == 610)
    }
}
