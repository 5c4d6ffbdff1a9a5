import Testing

@Suite struct InlineTests {
    @Test func keepsTheWayToInlinedCode() {
        let result = optimize(
            """
            module "t"
            memory size 65536 stack 32768 pointer 4
            file 0 "a.hsx"
            service @put = 0x100 (i32) -> () writes
            func @leaf (i32) -> (i32) {
              var x0: i32 "R0"
            block0(v0: i32):
                service @put(v0) !0:3:1
                v1 = var_get.i32 x0
                ret v1
            }
            func @middle (i32) -> (i32) {
            block0(v0: i32):
                tail_call @leaf(v0) !0:8:1
            }
            func @main (i32) -> (i32) export {
            block0(v0: i32):
                v1 = call @middle(v0) !0:12:1
                v2 = call @middle(v1) !0:13:1
                ret v2
            }

            """, "inline", "global-dce")
        #expect(
            result == """
                func @main (i32) -> (i32) export {
                block0(v0: i32):
                    v1 = iconst.i32 0
                    service @put(v0) !0:3:1 in @leaf at !0:8:1 in @middle at !0:12:1
                    v2 = iconst.i32 0
                    service @put(v1) !0:3:1 in @leaf at !0:8:1 in @middle at !0:13:1
                    ret v2
                }

                """)
    }

    @Test func respectsWhatMustStay() {
        let text = """
            func @f (i32) -> (i32) noinline {
            block0(v0: i32):
                ret v0
            }
            import func @g (i32) -> (i32)
            func @r (i32) -> (i32) {
            block0(v0: i32):
                v1 = call @r(v0)
                ret v1
            }
            func @main (i32) -> (i32) export {
            block0(v0: i32):
                v1 = call @f(v0)
                v2 = call @g(v1)
                v3 = call @r(v2)
                v4 = call @r(v3)
                ret v4
            }

            """
        #expect(optimize(text, "inline-size") == text)
    }
}
