import IR
import Support
import Testing

/// Builds functions with `SSABuilder`; every result must verify.
@Suite struct SSABuilderTests {
    /// A front end in miniature: a function under construction with its variables.
    private struct Fixture {
        var builder: FunctionBuilder
        var ssa = SSABuilder()
        let entry: BlockID

        init(_ parameters: [Type] = [.i32], results: [Type] = [.i32]) {
            builder = FunctionBuilder(
                Function(name: "f", signature: Signature(parameters: parameters, results: results)))
            entry = builder.makeEntryBlock()
            ssa.seal(entry, of: &builder.function)
        }

        mutating func jump(to target: BlockID) {
            guard let from = builder.block else { return }
            builder.jump(target)
            addBranches(from)
        }

        mutating func branch(_ condition: ValueID, _ yes: BlockID, else no: BlockID) {
            guard let from = builder.block else { return }
            builder.branch(condition, yes, else: no)
            addBranches(from)
        }

        private mutating func addBranches(_ from: BlockID) {
            guard let last = builder.function.terminator(from) else { return }
            for call in builder.function.blockCallIDs(last) { ssa.addBranch(call, from: from, in: builder.function) }
        }

        mutating func use(_ variable: SSABuilder.Variable) -> ValueID {
            ssa.use(variable, in: builder.block!, of: &builder.function)
        }

        mutating func define(_ variable: SSABuilder.Variable, _ value: ValueID) {
            ssa.define(variable, value, in: builder.block!)
        }

        mutating func seal(_ block: BlockID) { ssa.seal(block, of: &builder.function) }

        /// The text of the code; the function must verify.
        func text() -> String {
            var module = Module(name: "m")
            module.functions.append(builder.function)
            let errors = Verifier.verify(module)
            #expect(errors == [], "\(VerifierError.annotate(module, with: errors))")
            let lines = IRPrinter.print(builder.function, in: module).split(separator: "\n")
            return lines.dropFirst().dropLast().joined(separator: "\n")
        }
    }

    @Test func aValueIsFoundInItsBlockAndAbove() {
        var f = Fixture()
        let x = f.ssa.declare(.i32)
        f.define(x, f.builder.function.parameters(f.entry)[0])
        let next = f.builder.makeBlock()
        f.jump(to: next)
        f.seal(next)
        f.builder.position(atEndOf: next)
        f.builder.ret([f.use(x)])
        #expect(f.text() == "block0(v0: i32):\n    jump block1\nblock1:\n    ret v0")
    }

    @Test func aDiamondJoinsWithAParameter() {
        var f = Fixture([.i1])
        let x = f.ssa.declare(.i32)
        let (yes, no, join) = (f.builder.makeBlock(), f.builder.makeBlock(), f.builder.makeBlock())
        f.branch(f.builder.function.parameters(f.entry)[0], yes, else: no)
        for (block, value) in [(yes, 1), (no, 2)] {
            f.seal(block)
            f.builder.position(atEndOf: block)
            f.define(x, f.builder.constant(Int64(value), .i32))
            f.jump(to: join)
        }
        f.seal(join)
        f.builder.position(atEndOf: join)
        let first = f.use(x)
        #expect(f.use(x) == first)
        f.builder.ret([first])
        #expect(
            f.text() == """
                block0(v0: i1):
                    br_if v0, block1, block2
                block1:
                    v1 = iconst.i32 1
                    jump block3(v1)
                block2:
                    v2 = iconst.i32 2
                    jump block3(v2)
                block3(v3: i32):
                    ret v3
                """)
    }

    @Test func aLoopHeaderWaitsForItsBackEdge() {
        var f = Fixture()
        let x = f.ssa.declare(.i32)
        f.define(x, f.builder.function.parameters(f.entry)[0])
        let (header, body, done) = (f.builder.makeBlock(), f.builder.makeBlock(), f.builder.makeBlock())
        f.jump(to: header)
        f.builder.position(atEndOf: header)
        let zero = f.builder.constant(0, .i32)
        f.branch(f.builder.icmp(.ne, .i32, f.use(x), zero), body, else: done)
        f.seal(body)
        f.seal(done)
        f.builder.position(atEndOf: body)
        f.define(x, f.builder.unary(.not, .i32, f.use(x)))
        f.jump(to: header)
        f.seal(header)
        f.builder.position(atEndOf: done)
        f.builder.ret([f.use(x)])
        #expect(
            f.text() == """
                block0(v0: i32):
                    jump block1(v0)
                block1(v1: i32):
                    v2 = iconst.i32 0
                    v3 = icmp.i32 ne v1, v2
                    br_if v3, block2, block3
                block2:
                    v4 = not.i32 v1
                    jump block1(v4)
                block3:
                    ret v1
                """)
    }

    @Test func aSelfLoopPassesItsValuesToItself() {
        var f = Fixture([.i1, .i32])
        let (x, y) = (f.ssa.declare(.i32), f.ssa.declare(.i1))
        let parameters = f.builder.function.parameters(f.entry)
        f.define(y, parameters[0])
        f.define(x, parameters[1])
        let (loop, done) = (f.builder.makeBlock(), f.builder.makeBlock())
        f.jump(to: loop)
        f.builder.position(atEndOf: loop)
        f.define(x, f.builder.unary(.neg, .i32, f.use(x)))
        f.branch(f.use(y), loop, else: done)
        f.seal(loop)
        f.seal(done)
        f.builder.position(atEndOf: done)
        f.builder.ret([f.use(x)])
        #expect(
            f.text() == """
                block0(v0: i1, v1: i32):
                    jump block1(v1, v0)
                block1(v2: i32, v3: i1):
                    v4 = neg.i32 v2
                    br_if v3, block1(v4, v3), block2
                block2:
                    ret v4
                """)
    }

    @Test func bothWaysOfABranchToOneBlockPassTheValue() {
        var f = Fixture([.i1])
        let x = f.ssa.declare(.i32)
        f.define(x, f.builder.constant(7, .i32))
        let join = f.builder.makeBlock()
        f.branch(f.builder.function.parameters(f.entry)[0], join, else: join)
        f.seal(join)
        f.builder.position(atEndOf: join)
        f.builder.ret([f.use(x)])
        #expect(f.text().contains("br_if v0, block1(v1), block1(v1)"))
    }

    @Test func anUndefinedVariableIsZero() {
        var f = Fixture([], results: [.i32, .f64, .any])
        let variables = [Type.i32, .f64, .any].map { f.ssa.declare($0) }
        f.builder.ret(variables.map { f.use($0) })
        #expect(f.text().contains("iconst.i32 0"))
        #expect(f.text().contains("fconst.f64 0x0"))
        #expect(f.text().contains("nil.any"))
    }

    @Test func longChainsOfBlocksNeedNoDeepStack() {
        var f = Fixture([.i1])
        let x = f.ssa.declare(.i1)
        let condition = f.builder.function.parameters(f.entry)[0]
        f.define(x, condition)
        for _ in 0..<20_000 {
            let (side, join) = (f.builder.makeBlock(), f.builder.makeBlock())
            f.branch(condition, side, else: join)
            f.seal(side)
            f.builder.position(atEndOf: side)
            f.jump(to: join)
            f.seal(join)
            f.builder.position(atEndOf: join)
        }
        let value = f.use(x)
        f.builder.ret([f.builder.unary(.zext, .i32, value)])
        _ = f.text()
    }
}
