// Code that does not fit below the reach of branches, and calls beyond the reach of CALL.

import BackendHXE
import HSXMachine
import IR
import Interpreter
import Support
import Testing

struct WallTests {
    /// A function of `count` conditional additions in a loop that runs `rounds` times.
    private func writeFunction(
        _ name: String, count: Int, rounds: Int64, callee: FunctionID?, isEntry: Bool
    ) -> Function {
        let signature = Signature(parameters: isEntry ? [] : [.i32], results: [.i32])
        var builder = FunctionBuilder(Function(name: name, signature: signature, attributes: isEntry ? .entry : []))
        let entry = builder.makeEntryBlock()
        let start = isEntry ? builder.constant(7, .i32) : builder.function.parameters(entry)[0]
        let (body, done) = (builder.makeBlock([.i32, .i32]), builder.makeBlock())
        builder.jump(body, [start, builder.constant(rounds, .i32)])
        builder.position(atEndOf: body)
        var sum = builder.function.parameters(body)[0]
        for index in 0..<count {
            let (yes, join) = (builder.makeBlock(), builder.makeBlock([.i32]))
            let bit = builder.binary(.and, .i32, sum, builder.constant(Int64(1 << (index % 11)), .i32))
            let flag = builder.icmp(index % 3 == 0 ? .eq : .ne, .i32, bit, builder.constant(0, .i32))
            builder.branch(flag, yes, else: join, [sum])
            builder.position(atEndOf: yes)
            let more = builder.binary(.add, .i32, sum, builder.constant(Int64(index &* 97 + 13), .i32))
            builder.jump(join, [more])
            builder.position(atEndOf: join)
            sum = builder.function.parameters(join)[0]
            let isGreater = builder.icmp(.sgt, .i32, sum, builder.constant(Int64(index * 1000), .i32))
            sum = builder.select(.i32, isGreater, builder.binary(.sub, .i32, sum, builder.constant(5, .i32)), sum)
        }
        if let callee { sum = builder.call(callee, [sum], results: [.i32])[0] }
        let left = builder.binary(.sub, .i32, builder.function.parameters(body)[1], builder.constant(1, .i32))
        let goesOn = builder.icmp(.ne, .i32, left, builder.constant(0, .i32))
        builder.branch(goesOn, body, [sum, left], else: done)
        builder.position(atEndOf: done)
        builder.ret([sum])
        return builder.function
    }

    private func check(_ sizes: [Int], codeBase: UInt32 = 0) throws {
        var module = Module(name: "wall", memory: .hsx)
        var callee: FunctionID?
        for (number, size) in sizes.enumerated() {
            let isLast = number == sizes.count - 1
            callee = module.functions.append(
                writeFunction(isLast ? "main" : "f\(number)", count: size, rounds: 3, callee: callee, isEntry: isLast))
        }
        guard let entry = module.entry else { return }
        var interpreter = Interpreter(module)
        let expected = interpreter.run(entry)
        let run = try Machine.run(module)
        #expect(run.status == "RETURNED")
        #expect(expected.ending == .returned([UInt64(run.r0)]))
    }

    @Test(arguments: [20, 80, 200, 500]) func oneFunction(_ size: Int) throws { try check([size]) }

    @Test func severalFunctions() throws { try check([40, 60, 30, 90, 50, 10]) }

    /// More than 8 KiB lie between callers and callees.
    @Test func farCalls() throws { try check([250, 5, 200, 3, 2]) }

    @Test func codeBeforeOurs() throws {
        var module = Module(name: "wall", memory: .hsx)
        module.functions.append(writeFunction("main", count: 5, rounds: 2, callee: nil, isEntry: true))
        var verbatim = HSXObject(path: "verbatim")
        verbatim.code = Array(repeating: HSXInstruction(.ret).word, count: 1000)
        let (object, log) = HXEBackend.emit(module, options: HXEOptions(codeBase: 4000, checksAllocation: true))
        #expect(!log.hasErrors)
        guard let object, let entry = module.entry else { return }
        var linkLog = DiagnosticLog()
        guard let (image, _) = HSXImage.link([verbatim, object], options: HSXLinkOptions(), log: &linkLog) else {
            Issue.record("\(linkLog.diagnostics.map(\.message))")
            return
        }
        var interpreter = Interpreter(module)
        #expect(interpreter.run(entry).ending == .returned([UInt64(Machine.run(image).r0)]))
    }

    @Test func tooMuchCode() throws {
        var module = Module(name: "wall", memory: .hsx)
        module.functions.append(writeFunction("main", count: 3000, rounds: 1, callee: nil, isEntry: true))
        let (object, log) = HXEBackend.emit(module, options: HXEOptions())
        #expect(object == nil)
        #expect(log.diagnostics.map(\.code) == ["E4002"])
    }

    @Test func branchesOutOfReach() throws {
        var module = Module(name: "wall", memory: .hsx)
        module.functions.append(writeFunction("main", count: 5, rounds: 2, callee: nil, isEntry: true))
        let (object, log) = HXEBackend.emit(module, options: HXEOptions(codeBase: 5000))
        #expect(object == nil)
        #expect(log.diagnostics.map(\.code) == ["E4003"])
    }
}
