import Testing

@Suite struct SSAConstructTests {
    @Test func loopVariablesBecomeParameters() {
        let result = optimize(
            """
            func @f (i32) -> (i32) {
              var x0: i32 "R0"
              var x1: i32 "R1"
              var x2: i1 "Z"
            block0(v0: i32):
                var_set.i32 x0, v0
                jump block1
            block1:
                v1 = var_get.i32 x1
                v2 = var_get.i32 x0
                v3 = add.i32 v1, v2
                var_set.i32 x1, v3
                v4 = iconst.i32 1
                v5 = sub.i32 v2, v4
                var_set.i32 x0, v5
                v6 = iconst.i32 0
                v7 = icmp.i32 eq v5, v6
                var_set.i1 x2, v7
                br_if v7, block2, block1
            block2:
                v8 = var_get.i32 x1
                ret v8
            }

            """, "ssa-construct")
        #expect(
            result == """
                func @f (i32) -> (i32) {
                block0(v0: i32):
                    v1 = iconst.i32 0
                    jump block1(v0, v1)
                block1(v2: i32, v3: i32):
                    v4 = add.i32 v3, v2
                    v5 = iconst.i32 1
                    v6 = sub.i32 v2, v5
                    v7 = iconst.i32 0
                    v8 = icmp.i32 eq v6, v7
                    br_if v8, block2, block1(v6, v4)
                block2:
                    ret v4
                }

                """)
    }

    @Test func slotsThatDoNotEscapeBecomeValues() {
        let result = optimize(
            """
            func @f (i32) -> (i32) {
              slot ss0 size 8 align 4
              slot ss1 size 4 align 4
            block0(v0: i32):
                v1 = slot_addr.i32 ss0
                v2 = slot_addr.i32 ss1
                store.i32 v1 + 4, v0
                store.i32 v1, v2
                v3 = load.i32 v1 + 4
                ret v3
            }

            """, "ssa-construct")
        #expect(
            result == """
                func @f (i32) -> (i32) {
                  slot ss0 size 4 align 4
                block0(v0: i32):
                    v1 = slot_addr.i32 ss0
                    ret v0
                }

                """)
    }

    @Test func overlappingAndOutsideAccessesKeepTheSlot() {
        for access in ["load.i32 v1 + 2", "load.i16 v1", "load.i32 v1 + 8", "load.i32 v1 - 4"] {
            let text = """
                func @f (i32) -> () {
                  slot ss0 size 8 align 4
                block0(v0: i32):
                    v1 = slot_addr.i32 ss0
                    store.i32 v1, v0
                    v2 = \(access)
                    ret
                }

                """
            #expect(optimize(text, "ssa-construct") == text)
        }
    }
}
