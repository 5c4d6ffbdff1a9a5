import Testing

@Suite struct SimplifyCFGTests {
    @Test func threadsAConstantConditionAndInvertsBranches() {
        let result = optimize(
            """
            func @f (i1) -> (i32) {
            block0(v0: i1):
                v1 = iconst.i1 1
                v2 = xor.i1 v0, v1
                br_if v2, block1, block2
            block1:
                v3 = iconst.i1 0
                jump block3(v3)
            block2:
                v4 = iconst.i1 1
                jump block3(v4)
            block3(v5: i1):
                br_if v5, block4, block5
            block4:
                v6 = iconst.i32 7
                ret v6
            block5:
                v7 = iconst.i32 9
                ret v7
            }

            """, "simplify-cfg", "dce")
        #expect(
            result == """
                func @f (i1) -> (i32) {
                block0(v0: i1):
                    br_if v0, block1, block2
                block1:
                    v1 = iconst.i32 7
                    ret v1
                block2:
                    v2 = iconst.i32 9
                    ret v2
                }

                """)
    }

    @Test func keepsLoopsOfEmptyBlocks() {
        let text = """
            func @f (i1) -> () {
            block0(v0: i1):
                br_if v0, block1, block2
            block1:
                jump block1
            block2:
                ret
            }

            """
        #expect(optimize(text, "simplify-cfg") == text)
    }

    @Test func mergesIdenticalArms() {
        let result = optimize(
            """
            service @putc = 0x103 (i32) -> ()
            func @f (i1, i32) -> () {
            block0(v0: i1, v1: i32):
                br_if v0, block1, block2
            block1:
                v2 = add.i32 v1, v1
                service @putc(v2)
                ret
            block2:
                v3 = add.i32 v1, v1
                service @putc(v3)
                ret
            }

            """, "simplify-cfg")
        #expect(
            result == """
                func @f (i1, i32) -> () {
                block0(v0: i1, v1: i32):
                    v2 = add.i32 v1, v1
                    service @putc(v2)
                    ret
                }

                """)
    }
}
