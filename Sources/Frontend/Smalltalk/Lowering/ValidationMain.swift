// The program of a validation: its start takes the numbers of the first check and of the one behind the last, and each
// check prints what it sent answered and what became of the receiver and the arguments.
//
// Checks stand in a table in linear memory, so that the driver can take out those that do not end before the program is
// compiled; a record of words of 16 bits is the number of the method, then those of the samples.

import IR

/// Where the checks of a module of a validation are.
package enum ValidationTable {
    static let name = "smalltalk.table of checks"
    /// Method numbers that stand for checks which are left out.
    static let leftOut: UInt16 = 0xFFFF
    /// The bit of checks that run alone, since they end the program.
    static let alone: UInt16 = 0x8000
    /// What stands before the number of a check in the output.
    package static let mark: UInt8 = 1

    /// The bytes of a record.
    static func stride(_ plan: ValidationPlan) -> Int { 2 * (1 + (plan.checks.map(\.parameters.count).max() ?? 0)) }

    static func bytes(_ plan: ValidationPlan) -> [UInt8] {
        let numbers = Dictionary(uniqueKeysWithValues: plan.methods.enumerated().map { ($1, $0) })
        let stride = stride(plan)
        var bytes: [UInt8] = []
        for check in plan.checks {
            let words = [numbers[check.method] ?? Int(leftOut)] + check.parameters
            let record = words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
            bytes += record + [UInt8](repeating: 0, count: stride - record.count)
        }
        return bytes
    }
}

extension ProgramLowering {
    /// The module of a validation; `stops`: with a breakpoint before each check, for the interpreter.
    static func lower(_ closed: ClosedWorld, name: String, _ plan: ValidationPlan, stops: Bool) -> Module {
        let program = ProgramLowering(closed, name: name, place: nil, unwindsFailures: true)
        program.defineMethods()
        program.addMessages()
        program.addChecks(plan, stops: stops)
        program.finish()
        return program.module
    }

    private func addChecks(_ plan: ValidationPlan, stops: Bool) {
        let stride = ValidationTable.stride(plan)
        let table = module.globals.append(
            Global(
                name: ValidationTable.name, size: UInt32(stride * plan.checks.count), alignment: 8, isConstant: true,
                bytes: ValidationTable.bytes(plan)))
        let samples = SampleLowering(self).define(plan.samples)
        let digest = DigestLowering(self)
        let checks = plan.methods.map { check($0, samples, digest) }
        let run = function("smalltalk.check", [.i32, .ptr]) { emitter, parameters in
            let done = emitter.makeBlock()
            let blocks = checks.map { _ in emitter.makeBlock() }
            let cases = blocks.enumerated().map { number, block in
                (value: UInt64(number), target: emitter.builder.function.makeBlockCall(block))
            }
            emitter.branch(parameters[0], cases, else: done)
            for (block, check) in zip(blocks, checks) {
                emitter.begin(block)
                _ = emitter.builder.call(check, [parameters[1]], results: [])
                emitter.builder.jump(done)
            }
            emitter.begin(done)
            emitter.builder.ret()
        }
        let start = function(unique("main"), [.i32, .i32]) { emitter, parameters in
            let loop = emitter.builder.makeBlock([.i32])
            emitter.builder.jump(loop, [parameters[0]])
            emitter.begin(loop)
            let number = emitter.builder.function.parameters(loop)[0]
            let body = emitter.makeBlock(), done = emitter.makeBlock()
            emitter.builder.branch(emitter.builder.icmp(.ult, .i32, number, parameters[1]), body, else: done)
            emitter.begin(body)
            if stops { emitter.builder.append(Instruction(.breakpoint, b: 0), results: []) }
            let base = emitter.value(.globalAddr, .ptr, a: table.rawValue)
            let offset = emitter.builder.binary(.mul, .i32, number, emitter.word(Int64(stride)))
            let record = emitter.builder.binary(.ptrAdd, .ptr, base, offset)
            let method = emitter.builder.unary(.zext, .i32, emitter.builder.load(.i16, record))
            let runs = emitter.makeBlock(), next = emitter.makeBlock()
            let isPlain = emitter.builder.icmp(.ult, .i32, method, emitter.word(Int64(ValidationTable.alone)))
            let count = emitter.builder.binary(.sub, .i32, parameters[1], parameters[0])
            let isAlone = emitter.builder.icmp(.eq, .i32, count, emitter.word(1))
            emitter.builder.branch(emitter.builder.binary(.or, .i1, isPlain, isAlone), runs, else: next)
            emitter.begin(runs)
            _ = emitter.builder.call(
                ProgramOutput.character(self), [emitter.word(Int64(ValidationTable.mark))], results: [])
            _ = emitter.builder.call(digest.number, [emitter.builder.unary(.zext, .i64, number)], results: [])
            _ = emitter.builder.call(ProgramOutput.character(self), [emitter.word(10)], results: [])
            let plain = emitter.builder.binary(.and, .i32, method, emitter.word(Int64(ValidationTable.alone) - 1))
            _ = emitter.builder.call(run, [plain, record], results: [])
            emitter.builder.jump(next)
            emitter.begin(next)
            emitter.builder.jump(loop, [emitter.builder.binary(.add, .i32, number, emitter.word(1))])
            emitter.begin(done)
            emitter.builder.ret()
        }
        module.functions[start].attributes.insert(.entry)
    }

    /// The function that sends a method to the samples of a record and prints what comes of it.
    private func check(_ id: MethodID, _ samples: FunctionID, _ digest: DigestLowering) -> FunctionID {
        let count = world.image.methods[id].header.argumentCount + 1
        return function(unique("check \(world.image.name(id))"), [.ptr]) { emitter, parameters in
            let values = (0..<count).map { index in
                let number = emitter.builder.load(.i16, parameters[0], offset: Int32(2 * (index + 1)))
                let wide = emitter.builder.unary(.zext, .i32, number)
                return emitter.builder.call(samples, [wide], results: [.any])[0]
            }
            guard let callee = self.function(id) else { return emitter.builder.ret() }
            if closed.hasResumableCode {
                // What an earlier check was in when it failed is not gone on with.
                for root in [frames.capture, frames.base, frames.head, frames.tail] {
                    emitter.setRoot(root, emitter.null())
                }
            }
            let answer = finished(emitter.call(callee, values), &emitter)
            let failed = emitter.makeBlock(), answered = emitter.makeBlock()
            let shown = emitter.makeBlock()
            emitter.builder.branch(emitter.flag(.unwound, .i32, answer), failed, else: answered)
            emitter.begin(answered)
            digest.print(answer, below: values[0], &emitter)
            emitter.builder.jump(shown)
            emitter.begin(failed)
            ProgramOutput.write("failed", self, &emitter)
            emitter.builder.jump(shown)
            emitter.begin(shown)
            for value in values {
                ProgramOutput.write("; ", self, &emitter)
                digest.print(value, below: nil, &emitter)
            }
            _ = emitter.builder.call(ProgramOutput.character(self), [emitter.word(10)], results: [])
            emitter.builder.ret()
        }
    }

    /// A new function whose parameters need not be values of the language. It stays as it stands: what checks need is
    /// large, runs seldom, and is not what is checked.
    func function(
        _ name: String, _ parameters: [Type], results: [Type] = [], _ write: (inout CodeEmitter, [ValueID]) -> Void
    ) -> FunctionID {
        var function = Function(name: name, signature: Signature(parameters: parameters, results: results))
        function.attributes = .asWritten
        let id = module.functions.append(function)
        var emitter = CodeEmitter(name, arity: 0, layout)
        emitter.builder = FunctionBuilder(function)
        let values = emitter.start()
        write(&emitter, values)
        module.functions[id] = emitter.builder.function
        return id
    }
}
