import Testing

@Suite struct DeadArgumentsTests {
    @Test func narrowsThroughRecursion() {
        let result = optimize(
            """
            func @count (i32, i32, i32) -> (i32, i32) regs((1, 2, 5) -> (1, 5) clobbers 0x3f) {
            block0(v0: i32, v1: i32, v2: i32):
                v3 = iconst.i32 0
                v4 = icmp.i32 eq v0, v3
                br_if v4, block1, block2
            block1:
                ret v1, v2
            block2:
                v5 = iconst.i32 1
                v6 = sub.i32 v0, v5
                v7, v8 = call @count(v6, v1, v2)
                ret v7, v8
            }
            func @main (i32, i32) -> (i32) export {
            block0(v0: i32, v1: i32):
                v2 = iconst.i32 7
                v3, v4 = call @count(v0, v2, v1)
                v5 = add.i32 v3, v4
                ret v5
            }

            """, "dead-arguments")
        #expect(
            result == """
                func @count (i32) -> () regs((1) -> () clobbers 0x3f) {
                block0(v0: i32):
                    v1 = iconst.i32 7
                    v2 = iconst.i32 0
                    v3 = icmp.i32 eq v0, v2
                    br_if v3, block1, block2
                block1:
                    ret
                block2:
                    v4 = iconst.i32 1
                    v5 = sub.i32 v0, v4
                    call @count(v5)
                    ret
                }
                func @main (i32, i32) -> (i32) export {
                block0(v0: i32, v1: i32):
                    v2 = iconst.i32 7
                    call @count(v0)
                    v3 = add.i32 v2, v1
                    ret v3
                }

                """)
    }

    @Test func leavesFunctionsWhoseAddressIsKnown() {
        let text = """
            func @f (i32) -> (i32) address_taken {
            block0(v0: i32):
                v1 = load.i32 v0
                v2 = iconst.i32 3
                ret v1
            }
            func @g (i32) -> (i32) export {
            block0(v0: i32):
                v1 = iconst.i32 5
                v2 = call @f(v1)
                ret v0
            }

            """
        #expect(optimize(text, "dead-arguments") == text)
    }

    @Test func tailCallsKeepResultsAlike() {
        let result = optimize(
            """
            func @inner (i32) -> (i32, i32) {
            block0(v0: i32):
                v1 = add.i32 v0, v0
                v2 = mul.i32 v0, v0
                ret v1, v2
            }
            func @outer (i32) -> (i32, i32) {
            block0(v0: i32):
                tail_call @inner(v0)
            }
            func @main (i32) -> (i32) export {
            block0(v0: i32):
                v1, v2 = call @outer(v0)
                ret v2
            }

            """, "dead-arguments")
        #expect(result.contains("func @inner (i32) -> (i32)") && result.contains("func @outer (i32) -> (i32)"))
    }
}
