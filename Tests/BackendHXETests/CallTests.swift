// Calls of every kind, results in many registers, stack arguments, tail calls, static and stacked slots, services and traps.

import IR
import Interpreter
import Testing

struct CallTests {
    static let header = "module \"t\"\nmemory size 65536 stack 32768 pointer 4\n"

    /// Runs `text` both ways; answers the run on the machine.
    @discardableResult func check(_ text: String, returns expected: UInt64? = nil) throws -> MachineRun {
        let module = try Machine.parse(Self.header + text)
        guard let entry = module.entry else { throw TestError("no entry") }
        var interpreter = Interpreter(module)
        let ending = interpreter.run(entry).ending
        if let expected { #expect(ending == .returned([expected])) }
        let run = try Machine.run(module)
        #expect(ending == .returned([UInt64(run.r0)]))
        return run
    }

    @Test func stackArguments() throws {
        try check(
            """
            func @f (i32, i32, i32, i32, i32, i32) -> (i32) noinline {
            block0(v0: i32, v1: i32, v2: i32, v3: i32, v4: i32, v5: i32):
                v6 = sub.i32 v0, v1
                v7 = mul.i32 v6, v2
                v8 = sub.i32 v7, v3
                v9 = mul.i32 v8, v4
                v10 = sub.i32 v9, v5
                ret v10
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 10
                v1 = iconst.i32 3
                v2 = iconst.i32 5
                v3 = iconst.i32 7
                v4 = iconst.i32 11
                v5 = iconst.i32 13
                v6 = call @f(v0, v1, v2, v3, v4, v5)
                v7 = call @f(v6, v6, v2, v6, v4, v6)
                v8 = add.i32 v6, v7
                ret v8
            }
            """)
    }

    @Test func manyResults() throws {
        try check(
            """
            func @f (i32) -> (i32, i16, i32, i8, i32) {
            block0(v0: i32):
                v1 = iconst.i32 3
                v2 = mul.i32 v0, v1
                v3 = trunc.i16 v2
                v4 = add.i32 v2, v1
                v5 = trunc.i8 v4
                v6 = mul.i32 v4, v2
                ret v0, v3, v2, v5, v6
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 77777
                v1, v2, v3, v4, v5 = call @f(v0)
                v6 = zext.i32 v2
                v7 = sext.i32 v4
                v8 = add.i32 v1, v6
                v9 = xor.i32 v8, v3
                v10 = sub.i32 v9, v7
                v11 = xor.i32 v10, v5
                ret v11
            }
            """)
    }

    @Test func fixedRegistersKeepTheRest() throws {
        try check(
            """
            func @f (i32, i32) -> (i32, i32) regs((9, 2) -> (2, 9) clobbers 0x204) {
            block0(v0: i32, v1: i32):
                v2 = mul.i32 v0, v1
                v3 = sub.i32 v0, v1
                v4 = xor.i32 v2, v3
                v5 = add.i32 v4, v0
                ret v5, v3
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 1234
                v1 = iconst.i32 56
                v2, v3 = call @f(v0, v1)
                v4, v5 = call @f(v3, v2)
                v6 = add.i32 v4, v5
                v7 = xor.i32 v6, v2
                v8 = sub.i32 v7, v3
                ret v8
            }
            """)
    }

    @Test func tailCalls() throws {
        let run = try check(
            """
            func @even (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 0
                v2 = icmp.i32 eq v0, v1
                br_if v2, block1, block2
            block1:
                v3 = iconst.i32 1
                ret v3
            block2:
                v4 = iconst.i32 1
                v5 = sub.i32 v0, v4
                tail_call @odd(v5)
            }
            func @odd (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 0
                v2 = icmp.i32 eq v0, v1
                br_if v2, block1, block2
            block1:
                ret v0
            block2:
                v4 = iconst.i32 1
                v5 = sub.i32 v0, v4
                tail_call @even(v5)
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 20001
                v1 = call @even(v0)
                v2 = iconst.i32 5
                v3 = add.i32 v1, v2
                ret v3
            }
            """, returns: 5)
        // The stack did not grow: nothing far below its top was written.
        #expect(run.memory[0x7000..<0x7F00].allSatisfy { $0 == 0 })
    }

    @Test func entryThatIsCalled() throws {
        try check(
            """
            global @count size 4 align 4
            func @main () -> (i32) entry {
            block0:
                v0 = global_addr.ptr @count
                v1 = load.i32 v0
                v2 = iconst.i32 1
                v3 = add.i32 v1, v2
                store.i32 v0, v3
                v4 = iconst.i32 6
                v5 = icmp.i32 ult v3, v4
                br_if v5, block1, block2
            block1:
                v6 = call @main()
                v7 = mul.i32 v6, v3
                ret v7
            block2:
                ret v2
            }
            """, returns: 120)
    }

    @Test func loopAtTheEntry() throws {
        try check(
            """
            func @f (i32, i32) -> (i32) {
            block0(v0: i32, v1: i32):
                v2 = add.i32 v0, v1
                v3 = iconst.i32 1
                v4 = sub.i32 v1, v3
                v5 = iconst.i32 0
                v6 = icmp.i32 ne v4, v5
                br_if v6, block1(v2, v4), block2
            block1(v7: i32, v8: i32):
                v9 = call @g(v7)
                jump block3(v9, v8)
            block3(v10: i32, v11: i32):
                v12 = add.i32 v10, v11
                v13 = iconst.i32 1
                v14 = sub.i32 v11, v13
                v15 = iconst.i32 0
                v16 = icmp.i32 ne v14, v15
                br_if v16, block3(v12, v14), block2
            block2:
                ret v2
            }
            func @g (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 3
                v2 = mul.i32 v0, v1
                ret v2
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 5
                v1 = iconst.i32 9
                v2 = call @f(v0, v1)
                ret v2
            }
            """)
    }

    @Test func slots() throws {
        try check(
            """
            func @sum (i32) -> (i32) {
              slot ss0 size 16 align 4
              slot ss1 size 8 align 4 top
            block0(v0: i32):
                v1 = slot_addr.ptr ss0
                store.i32 v1 + 4, v0
                v2 = slot_addr.ptr ss1
                store.i32 v2, v0
                v3 = iconst.i32 0
                v4 = icmp.i32 eq v0, v3
                br_if v4, block1, block2
            block1:
                ret v3
            block2:
                v5 = iconst.i32 1
                v6 = sub.i32 v0, v5
                v7 = call @sum(v6)
                v8 = load.i32 v1 + 4
                v9 = load.i32 v2
                v10 = add.i32 v8, v9
                v11 = add.i32 v10, v7
                ret v11
            }
            func @main () -> (i32) entry {
              slot ss0 size 64 align 4
            block0:
                v0 = iconst.i32 10
                v1 = slot_addr.ptr ss0 + 8
                v2 = call @sum(v0)
                store.i32 v1 + 4, v2
                v3 = slot_addr.ptr ss0 + 12
                v4 = load.i32 v3
                ret v4
            }
            """, returns: 110)
    }

    @Test func functionPointersAndData() throws {
        try check(
            """
            global @table size 12 align 4 = hex "000000000000000005000000" reloc 0 func @twice reloc 4 @value + 2
            global @value size 8 align 4 = hex "0102030405060708"
            global @late size 4 align 4
            func @twice (i32) -> (i32) address_taken {
            block0(v0: i32):
                v1 = add.i32 v0, v0
                ret v1
            }
            func @main () -> (i32) entry {
            block0:
                v0 = global_addr.ptr @table
                v1 = load.ptr v0
                v2 = load.ptr v0 + 4
                v3 = load.i16 v2
                v4 = zext.i32 v3
                v5 = call_indirect (i32) -> (i32) (v1, v4)
                v6 = load.i32 v0 + 8
                v7 = add.i32 v5, v6
                v8 = global_addr.ptr @late
                store.i32 v8, v7
                v9 = load.i32 v8
                ret v9
            }
            """, returns: 0x0403 * 2 + 5)
    }

    @Test(arguments: [
        ("divide_by_zero", "DIV_ZERO"), ("memory_fault", "MEM_FAULT"), ("illegal_instruction", "ILLEGAL_OPCODE"),
        ("unreachable", "ILLEGAL_OPCODE"), ("user", "ILLEGAL_OPCODE"), ("pc_out_of_range", "PC_OUT_OF_RANGE"),
        ("stack_underflow", "STACK_UNDERFLOW"), ("stack_overflow", "STACK_OVERFLOW"),
    ])
    func trap(_ name: String, _ status: String) throws {
        let module = try Machine.parse(
            Self.header + """
                func @f () -> (i32) noinline {
                block0:
                    trap \(name)
                }
                func @main () -> (i32) entry {
                block0:
                    v0 = call @f()
                    ret v0
                }
                """)
        #expect(try Machine.run(module, stepLimit: 100_000).status == status)
    }
}
