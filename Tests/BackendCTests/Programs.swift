// The programs of `ProgramTests`.

enum Programs {
    static let all: [ProgramTests.Program] = [
        .init(name: "division by zero", status: 70, text: division),
        .init(name: "irreducible", status: 21, text: irreducible),
        .init(name: "swapped parameters", status: 85, text: swaps),
        .init(name: "nested loops", status: 45, text: nested),
        .init(name: "switch", status: 63, text: switches),
        .init(name: "several results", status: 12, text: results),
        .init(name: "host memory", status: 110, text: host),
        .init(name: "odd names", status: 9, text: names),
        .init(name: "wrong signature", status: 70, text: wrongSignature),
        .init(name: "no function", status: 70, text: noFunction),
        .init(name: "past the end", status: 70, text: pastTheEnd),
        .init(name: "around the end", status: 7, text: aroundTheEnd),
        .init(name: "order of effects", status: 35, text: effects),
    ]

    private static let hsx = "memory size 65536 stack 32768 pointer 4\n"
    private static let hosted = "memory size 0 stack 0 pointer 8\n"

    static let division = """
        module "m"
        \(hsx)file 0 "dir/a \\x22b\\x22.c"
        func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 0 !0:6:1
            v1 = load.i32 v0 !0:6:1
            v2 = sdiv.i32 v0, v1 !0:7:1
            ret v2
        }
        """

    private static let irreducible = """
        module "m"
        \(hsx)func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 0x8000
            v1 = load.i1 v0
            v2 = iconst.i32 0
            br_if v1, block1(v2), block2(v2)
        block1(v3: i32):
            v4 = iconst.i32 3
            v5 = add.i32 v3, v4
            jump block2(v5)
        block2(v6: i32):
            v7 = iconst.i32 1
            v8 = add.i32 v6, v7
            v9 = iconst.i32 20
            v10 = icmp.i32 ult v8, v9
            br_if v10, block1(v8), block3
        block3:
            ret v8
        }
        """

    private static let swaps = """
        module "m"
        \(hsx)func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 5
            v1 = iconst.i32 8
            v2 = iconst.i32 7
            v3 = iconst.i32 0
            jump block1(v0, v1, v2)
        block1(v4: i32, v5: i32, v6: i32):
            v7 = icmp.i32 eq v6, v3
            br_if v7, block3, block2
        block2:
            v8 = iconst.i32 1
            v9 = sub.i32 v6, v8
            jump block1(v5, v4, v9)
        block3:
            v10 = iconst.i32 10
            v11 = mul.i32 v4, v10
            v12 = add.i32 v11, v5
            ret v12
        }
        """

    private static let nested = """
        module "m"
        \(hsx)func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 0
            v1 = iconst.i32 1
            v2 = iconst.i32 10
            jump block1(v0, v0)
        block1(v3: i32, v4: i32):
            jump block2(v0, v4)
        block2(v5: i32, v6: i32):
            v7 = icmp.i32 uge v5, v3
            br_if v7, block4, block3
        block3:
            v8 = add.i32 v6, v1
            v9 = add.i32 v5, v1
            v20 = iconst.i32 200
            v21 = icmp.i32 ugt v8, v20
            br_if v21, block6, block2(v9, v8)
        block4:
            v10 = add.i32 v3, v1
            v11 = icmp.i32 ult v10, v2
            br_if v11, block1(v10, v6), block5
        block5:
            ret v6
        block6:
            ret v0
        }
        """

    private static let switches = """
        module "m"
        \(hsx)func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i64 0
            v1 = iconst.i32 0
            jump block1(v0, v1)
        block1(v2: i64, v3: i32):
            switch.i64 v2 { 0: block2, 1: block3, 2: block3, 0x8000000000000000: block6, 5: block5, default: block4(v3) }
        block2:
            v4 = iconst.i32 50
            v5 = add.i32 v3, v4
            jump block4(v5)
        block3:
            v6 = iconst.i32 5
            v7 = add.i32 v3, v6
            jump block4(v7)
        block4(v8: i32):
            v9 = iconst.i32 1
            v10 = add.i32 v8, v9
            v11 = iconst.i64 1
            v12 = add.i64 v2, v11
            v13 = iconst.i32 255
            v14 = icmp.i32 eq v10, v13
            br_if v14, block6, block1(v12, v10)
        block5:
            v15 = iconst.i32 2
            v16 = sub.i32 v3, v15
            ret v16
        block6:
            trap user
        }
        """

    private static let results = """
        module "m"
        \(hsx)func @both (i32, i8) -> (i8, i32, i1) {
        block0(v0: i32, v1: i8):
            v2 = trunc.i8 v0
            v3 = zext.i32 v1
            v4 = icmp.i8 ult v2, v1
            ret v2, v3, v4
        }
        func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 260
            v1 = iconst.i8 7
            v2, v3, v4 = call @both(v0, v1)
            v5 = zext.i32 v2
            v6 = zext.i32 v4
            v7 = add.i32 v5, v3
            v8 = add.i32 v7, v6
            v9, v10, v11 = call @both(v8, v1)
            ret v8
        }
        """

    /// Globals with addresses in them, slots, pointers to functions.
    private static let host = """
        module "m"
        \(hosted)global @words size 16 align 4 = hex "0102030405060708090a"
        global @table size 28 align 8 constant = hex "ff" reloc 8 @words + 4 reloc 16 func @twice
        global @odd size 13 align 1 = hex "010203" reloc 5 @odd + 1
        global @message size 12 align 1 constant = hex "68692c20796f75210a"
        func @twice (i32) -> (i32) {
        block0(v0: i32):
            v1 = add.i32 v0, v0
            ret v1
        }
        func @main () -> (i32) export entry {
          slot ss0 size 16 align 8
        block0:
            v0 = global_addr.ptr @table
            v1 = load.ptr v0 + 8
            v2 = load.i8 v1 + 1
            v3 = slot_addr.ptr ss0 + 4
            v4 = zext.i32 v2
            store.i32 v3 + 4, v4
            v5 = load.ptr v0 + 16
            v6 = slot_addr.ptr ss0
            v7 = load.i32 v6 + 8
            v8 = call_indirect (i32) -> (i32) (v5, v7)
            v9 = global_addr.ptr @odd
            v10 = load.ptr v9 + 5
            v11 = load.i8 v10 + 1
            v12 = zext.i32 v11
            v13 = add.i32 v8, v12
            v14 = global_addr.ptr @message + 2
            v15 = iconst.i64 -1
            v16 = ptr_add.ptr v14, v15
            v17 = load.i8 v16
            v18 = zext.i32 v17
            v19 = add.i32 v13, v18
            v20 = iconst.i32 10
            v21 = sub.i32 v19, v20
            ret v21
        }
        """

    private static let names = """
        module "m"
        \(hsx)global @"a.b" size 4 align 4 = hex "01"
        global @"a b" size 4 align 4 = hex "02"
        func @printf (i32) -> (i32) export {
        block0(v0: i32):
            v1 = iconst.i32 1
            v2 = add.i32 v0, v1
            ret v2
        }
        func @"a*/b" (i32) -> (i32) {
        block0(v0: i32):
            v1 = call @"a_/b"(v0)
            ret v1
        }
        func @"a_/b" (i32) -> (i32) noinline {
        block0(v0: i32):
            v1 = call @while(v0)
            ret v1
        }
        func @while (i32) -> (i32) export {
        block0(v0: i32):
            v1 = iconst.i32 1
            v2 = add.i32 v0, v1
            ret v2
        }
        func @main () -> (i32) export entry {
        block0:
            v0 = global_addr.i32 @"a.b"
            v1 = load.i32 v0
            v2 = global_addr.i32 @"a b"
            v3 = load.i32 v2
            v4 = add.i32 v1, v3
            v5 = call @"a*/b"(v4)
            v6 = iconst.i32 5
            v7 = add.i32 v5, v6
            ret v7
        }
        """

    private static let wrongSignature = """
        module "m"
        \(hsx)func @one (i32) -> (i32) {
        block0(v0: i32):
            ret v0
        }
        func @main () -> (i32) export entry {
        block0:
            v0 = func_addr.i32 @one
            v1 = call_indirect () -> (i32) (v0)
            ret v1
        }
        """

    private static let noFunction = """
        module "m"
        \(hsx)func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 8190
            v1 = call_indirect (i32) -> (i32) (v0, v0)
            ret v1
        }
        """

    private static let pastTheEnd = """
        module "m"
        \(hsx)func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 0x8000
            v1 = load.i32 v0
            v2 = load.i32 v1 - 3
            ret v1
        }
        """

    private static let aroundTheEnd = """
        module "m"
        \(hsx)func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 0x8000
            v1 = load.i32 v0
            v2 = iconst.i32 7
            v3 = iconst.i32 -1
            store.i32 v3 + 9, v2
            v4 = load.i32 v1 + 8
            v5 = load.i8 v1 - 1
            v6 = zext.i32 v5
            v7 = add.i32 v4, v6
            ret v7
        }
        """

    /// What is read before a store, and calls in their order.
    private static let effects = """
        module "m"
        \(hsx)func @next (i32) -> (i32) noinline {
        block0(v0: i32):
            v1 = iconst.i32 64
            v2 = load.i32 v1
            v3 = iconst.i32 10
            v4 = mul.i32 v2, v3
            v5 = add.i32 v4, v0
            store.i32 v1, v5
            ret v5
        }
        func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 64
            v1 = iconst.i32 1
            store.i32 v0, v1
            v2 = load.i32 v0
            v3 = iconst.i32 2
            v4 = call @next(v3)
            v5 = iconst.i32 3
            v6 = call @next(v5)
            v7 = load.i32 v0
            v8 = sub.i32 v6, v7
            v9 = add.i32 v8, v2
            v10 = add.i32 v9, v4
            v11 = iconst.i32 22
            v12 = add.i32 v10, v11
            ret v12
        }
        """

    static let mutualTailCalls = """
        module "m"
        \(hsx)func @even (i32) -> (i1) {
        block0(v0: i32):
            v1 = iconst.i32 0
            v2 = iconst.i1 1
            v3 = icmp.i32 eq v0, v1
            br_if v3, block1, block2
        block1:
            ret v2
        block2:
            v4 = iconst.i32 1
            v5 = sub.i32 v0, v4
            v6 = sitofp.f64 v5
            tail_call @odd(v6, v5)
        }
        func @odd (f64, i32) -> (i1) {
        block0(v0: f64, v1: i32):
            v2 = fconst.f64 0.0
            v3 = fcmp.f64 oeq v0, v2
            br_if v3, block1, block2
        block1:
            v4 = iconst.i1 0
            ret v4
        block2:
            v5 = iconst.i32 1
            v6 = sub.i32 v1, v5
            tail_call @even(v6)
        }
        func @count (i32, i32) -> (i32) {
        block0(v0: i32, v1: i32):
            v2 = iconst.i32 0
            v3 = icmp.i32 eq v0, v2
            br_if v3, block1, block2
        block1:
            ret v1
        block2:
            v4 = iconst.i32 1
            v5 = sub.i32 v0, v4
            tail_call @count(v5, v0)
        }
        func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 10000000
            v1 = call @even(v0)
            v2 = call @count(v0, v0)
            v3 = zext.i32 v1
            v4 = and.i32 v2, v3
            ret v4
        }
        """

    static let indirectTailCalls = """
        module "m"
        \(hsx)func @one (i32, i32) -> (i32) {
        block0(v0: i32, v1: i32):
            v2 = iconst.i32 0
            v3 = icmp.i32 eq v0, v2
            br_if v3, block1, block2
        block1:
            ret v1
        block2:
            v4 = iconst.i32 1
            v5 = sub.i32 v0, v4
            v6 = func_addr.i32 @two
            tail_call_indirect (i32, i32) -> (i32) (v6, v5, v4)
        }
        func @two (i32, i32) -> (i32) {
        block0(v0: i32, v1: i32):
            v2 = func_addr.i32 @one
            tail_call_indirect (i32, i32) -> (i32) (v2, v0, v1)
        }
        func @main () -> (i32) export entry {
        block0:
            v0 = iconst.i32 5000000
            v1 = call @one(v0, v0)
            ret v1
        }
        """

    static let hostTailCalls = indirectTailCalls.replacing(hsx, with: hosted)
        .replacing("func_addr.i32", with: "func_addr.ptr")
}
