import IR
import Testing

@Suite struct PrinterTests {
    @Test func printsALoop() {
        var module = Module(name: "loop", memory: .hsx)
        let signature = Signature(parameters: [.i32], results: [.i32])
        var builder = FunctionBuilder(Function(name: "sum", signature: signature, linkage: .export))
        let entry = builder.makeEntryBlock()
        let loop = builder.makeBlock([.i32, .i32])
        let done = builder.makeBlock()
        let zero = builder.constant(0, .i32)
        builder.jump(loop, [builder.function.parameters(entry)[0], zero])
        builder.position(atEndOf: loop)
        let parameters = builder.function.parameters(loop)
        let sum = builder.binary(.add, .i32, parameters[1], parameters[0])
        let one = builder.constant(1, .i32)
        let next = builder.binary(.sub, .i32, parameters[0], one)
        let isMore = builder.icmp(.ne, .i32, next, zero)
        builder.branch(isMore, loop, [next, sum], else: done)
        builder.position(atEndOf: done)
        builder.ret([sum])
        module.functions.append(builder.function)
        #expect(
            IRPrinter.print(module) == """
                module "loop"
                memory size 65536 stack 32768 pointer 4

                func @sum (i32) -> (i32) export {
                block0(v0: i32):
                    v1 = iconst.i32 0
                    jump block1(v0, v1)
                block1(v2: i32, v3: i32):
                    v4 = add.i32 v3, v2
                    v5 = iconst.i32 1
                    v6 = sub.i32 v2, v5
                    v7 = icmp.i32 ne v6, v1
                    br_if v7, block1(v6, v4), block2
                block2:
                    ret v4
                }

                """)
    }
}
