// Global value numbering: what it reuses, what branches decide, which parameters go.

import Passes
import Testing

@Suite struct GVNTests {
    @Test func reusesComputationsOfDominators() {
        let text = """
            func @f (i32, i32) -> (i32) {
            block0(v0: i32, v1: i32):
                v2 = add.i32 v0, v1
                v3 = icmp.i32 ult v0, v1
                br_if v3, block1, block2
            block1:
                v4 = add.i32 v1, v0
                v5 = icmp.i32 ugt v1, v0
                v6 = zext.i32 v5
                v7 = add.i32 v4, v6
                ret v7
            block2:
                v8 = icmp.i32 uge v0, v1
                v9 = zext.i32 v8
                v10 = icmp.i32 eq v1, v0
                v11 = zext.i32 v10
                v12 = xor.i32 v9, v11
                ret v12
            }

            """
        #expect(
            optimize(text, "gvn") == """
                func @f (i32, i32) -> (i32) {
                block0(v0: i32, v1: i32):
                    v2 = add.i32 v0, v1
                    v3 = icmp.i32 ult v0, v1
                    br_if v3, block1, block2
                block1:
                    v4 = iconst.i1 1
                    v5 = zext.i32 v4
                    v6 = add.i32 v2, v5
                    ret v6
                block2:
                    v7 = iconst.i1 1
                    v8 = zext.i32 v7
                    v9 = icmp.i32 eq v1, v0
                    v10 = zext.i32 v9
                    v11 = xor.i32 v8, v10
                    ret v11
                }

                """)
    }

    /// Found by fuzzing: the constant that stands for a parameter was taken for a repetition of itself, without end.
    @Test func constantForParameterStays() {
        let text = """
            func @f (i1) -> (i32) {
            block0(v0: i1):
                br_if v0, block1, block2
            block1:
                v1 = iconst.i32 5
                jump block3(v1)
            block2:
                v2 = iconst.i32 5
                jump block3(v2)
            block3(v3: i32):
                v4 = add.i32 v3, v3
                ret v4
            }

            """
        #expect(optimize(text, "gvn").contains("add.i32"))
    }

    @Test func siblingsShareNothing() {
        let text = """
            func @f (i1, i32) -> (i32) {
            block0(v0: i1, v1: i32):
                br_if v0, block1, block2
            block1:
                v2 = add.i32 v1, v1
                ret v2
            block2:
                v3 = add.i32 v1, v1
                ret v3
            }

            """
        #expect(optimize(text, "gvn") == text)
    }

    @Test func equalityWithAConstantGivesTheValue() {
        let text = """
            func @f (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 7
                v2 = icmp.i32 ne v0, v1
                br_if v2, block1, block2(v0)
            block1:
                v3 = add.i32 v0, v1
                ret v3
            block2(v4: i32):
                v5 = add.i32 v0, v4
                ret v5
            }

            """
        let result = optimize(text, "gvn")
        #expect(result.contains("v3 = add.i32 v0, v1\n"))
        #expect(result.contains("block2:\n    v4 = add.i32 v1, v1\n"))
    }

    @Test func knownFlagsReachParametersThatStay() {
        let text = """
            func @f (i1, i1) -> (i1) {
            block0(v0: i1, v1: i1):
                br_if v0, block1, block2(v1)
            block1:
                jump block2(v0)
            block2(v2: i1):
                ret v2
            }

            """
        #expect(optimize(text, "gvn").contains("block1:\n    v2 = iconst.i1 1\n    jump block2(v2)\n"))
    }

    @Test func aBlockWithTwoWaysInLearnsNothing() {
        let text = """
            func @f (i1, i32) -> (i1) {
            block0(v0: i1, v1: i32):
                v2 = iconst.i32 0
                v3 = icmp.i32 eq v1, v2
                br_if v3, block1, block2
            block1:
                br_if v0, block2, block3
            block2:
                v4 = icmp.i32 eq v1, v2
                ret v4
            block3:
                ret v0
            }

            """
        let result = optimize(text, "gvn")
        #expect(result.contains("block2:\n    ret v3\n"))
        #expect(result.contains("block3:\n    v4 = iconst.i1 0\n    ret v4\n"))
    }

    @Test func bothArmsToOneBlockSayNothing() {
        let text = """
            func @f (i1) -> (i1) {
            block0(v0: i1):
                br_if v0, block1, block1
            block1:
                ret v0
            }

            """
        #expect(optimize(text, "gvn") == text)
    }

    @Test func switchCasesAreKnown() {
        let text = """
            func @f (i32) -> (i32) {
            block0(v0: i32):
                switch.i32 v0 { 1: block1, 2: block2, 3: block2, default: block3 }
            block1:
                ret v0
            block2:
                ret v0
            block3:
                ret v0
            }

            """
        let result = optimize(text, "gvn")
        #expect(
            result.contains("block1:\n    v1 = iconst.i32 1\n    ret v1\nblock2:\n    ret v0\nblock3:\n    ret v0\n"))
    }

    @Test func conjunctionsSayWhatTheirPartsAre() {
        let text = """
            func @f (i1, i1) -> (i1) {
            block0(v0: i1, v1: i1):
                v2 = not.i1 v1
                v3 = and.i1 v0, v2
                br_if v3, block1, block2
            block1:
                ret v1
            block2:
                ret v1
            }

            """
        #expect(optimize(text, "gvn").contains("block1:\n    v4 = iconst.i1 0\n    ret v4\nblock2:\n    ret v1\n"))
    }

    @Test func parametersThatAgreeGo() {
        let text = """
            func @f (i1, i32) -> (i32) {
            block0(v0: i1, v1: i32):
                v2 = iconst.i32 4
                br_if v0, block1, block2
            block1:
                v3 = iconst.i32 4
                jump block3(v1, v3, v0)
            block2:
                jump block3(v1, v2, v0)
            block3(v4: i32, v5: i32, v6: i1):
                jump block4(v4, v5, v5, v6)
            block4(v7: i32, v8: i32, v9: i32, v10: i1):
                v11 = add.i32 v8, v7
                br_if v10, block4(v7, v11, v11, v10), block5
            block5:
                v12 = add.i32 v8, v9
                ret v12
            block6:
                jump block4(v7, v8, v9, v10)
            }

            """
        #expect(
            optimize(text, "gvn") == """
                func @f (i1, i32) -> (i32) {
                block0(v0: i1, v1: i32):
                    v2 = iconst.i32 4
                    br_if v0, block1, block2
                block1:
                    jump block3
                block2:
                    jump block3
                block3:
                    jump block4(v2)
                block4(v3: i32):
                    v4 = add.i32 v3, v1
                    br_if v0, block4(v4), block5
                block5:
                    v5 = add.i32 v3, v3
                    ret v5
                block6:
                    jump block4(v3)
                }

                """)
    }

    @Test func trapsHappenOnceAndStayFirst() {
        let text = """
            func @f (i32, i32) -> (i32) {
            block0(v0: i32, v1: i32):
                v2 = sdiv.i32 v0, v1
                v3 = sdiv.i32 v0, v1
                v4 = sdiv.i32 v1, v0
                v5 = add.i32 v2, v3
                ret v5
            }

            """
        let result = optimize(text, "gvn")
        #expect(result.contains("v2 = sdiv.i32 v0, v1\n    v3 = sdiv.i32 v1, v0\n    v4 = add.i32 v2, v2\n"))
    }

    @Test func irreducibleLoops() {
        let text = """
            func @f (i1, i32) -> (i32) {
            block0(v0: i1, v1: i32):
                br_if v0, block1(v1), block2(v1)
            block1(v2: i32):
                v3 = add.i32 v1, v1
                br_if v0, block2(v2), block3
            block2(v4: i32):
                v5 = add.i32 v1, v1
                br_if v0, block1(v4), block3
            block3:
                v6 = add.i32 v1, v1
                ret v6
            }

            """
        _ = optimize(text, "gvn")
    }
}
