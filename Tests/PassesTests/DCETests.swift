import Testing

@Suite struct DCETests {
    @Test func removesDeadCyclesAndKeepsTraps() {
        let result = optimize(
            """
            func @f (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 0
                v2 = udiv.i32 v0, v1
                v3 = iconst.i32 3
                v4 = udiv.i32 v0, v3
                v5 = load.i8 v0
                v6 = load.i32 v0
                jump block1(v0, v1)
            block1(v7: i32, v8: i32):
                v9 = add.i32 v8, v7
                v10 = iconst.i32 1
                v11 = sub.i32 v7, v10
                v12 = iconst.i32 0
                v13 = icmp.i32 eq v11, v12
                br_if v13, block2, block1(v11, v9)
            block2:
                ret v0
            }

            """, "dce")
        #expect(
            result == """
                func @f (i32) -> (i32) {
                block0(v0: i32):
                    v1 = iconst.i32 0
                    v2 = udiv.i32 v0, v1
                    v3 = load.i32 v0
                    jump block1(v0)
                block1(v4: i32):
                    v5 = iconst.i32 1
                    v6 = sub.i32 v4, v5
                    v7 = iconst.i32 0
                    v8 = icmp.i32 eq v6, v7
                    br_if v8, block2, block1(v6)
                block2:
                    ret v0
                }

                """)
    }

    @Test func removesHarmlessCallsAndUnreadVariables() {
        let result = optimize(
            """
            func @pure (i32) -> (i32) {
            block0(v0: i32):
                v1 = add.i32 v0, v0
                ret v1
            }
            func @loops () -> () {
            block0:
                jump block0
            }
            func @f (i32) -> () {
              var x0: i32 "R0"
            block0(v0: i32):
                v1 = call @pure(v0)
                call @loops()
                var_set.i32 x0, v1
                ret
            }

            """, "dce")
        #expect(
            result.hasSuffix(
                """
                  var x0: i32 "R0"
                block0(v0: i32):
                    call @loops()
                    ret
                }

                """))
    }
}
