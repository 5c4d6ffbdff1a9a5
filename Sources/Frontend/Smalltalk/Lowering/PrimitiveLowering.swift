// Primitives of methods (spec/smalltalk.md 2.7): what is tried before the method's code, which runs when the primitive
// fails. Primitives that are not here always fail.

import IR

struct PrimitiveLowering {
    let values: [ValueID]
    let method: CompiledMethod
    let program: ProgramLowering
    /// Where control goes when the primitive fails.
    let failure: BlockID

    var receiver: ValueID { values[0] }
    var layout: ProgramLayout { program.layout }

    /// Emits primitive `number` of a method; behind it stands what happens when it fails.
    static func lower(
        _ number: Int, _ values: [ValueID], _ method: CompiledMethod, _ program: ProgramLowering,
        _ emitter: inout CodeEmitter
    ) {
        let lowering = PrimitiveLowering(values: values, method: method, program: program, failure: emitter.makeBlock())
        // A method that takes too little for its primitive is one whose primitive fails.
        if values.count > argumentCount(number) { lowering.emit(number, &emitter) }
        if !emitter.builder.isTerminated { emitter.builder.jump(lowering.failure) }
        emitter.begin(lowering.failure)
    }

    /// How many arguments a primitive looks at.
    static func argumentCount(_ number: Int) -> Int {
        switch number {
        case 1...17, 38, 41...50, 54, 60, 63, 71, 73, 82, 83, 110, 132, 145, 170, 206, 210: 1
        case 61, 64, 74, 84, 211: 2
        case 105: 4
        default: 0
        }
    }

    private func emit(_ number: Int, _ emitter: inout CodeEmitter) {
        switch number {
        case 1: compute("+", &emitter)
        case 2: compute("-", &emitter)
        case 3: compare("<", &emitter)
        case 4: compare(">", &emitter)
        case 5: compare("<=", &emitter)
        case 6: compare(">=", &emitter)
        case 7: compare("=", &emitter)
        case 8: compare("~=", &emitter)
        case 9: compute("*", &emitter)
        case 10: compute("/", &emitter)
        case 11: compute("\\\\", &emitter)
        case 12: compute("//", &emitter)
        case 13: compute("quo:", &emitter)
        case 14: compute("bitAnd:", &emitter)
        case 15: compute("bitOr:", &emitter)
        case 16: compute("bitXor:", &emitter)
        case 17: compute("bitShift:", &emitter)
        case 38: ElementPrimitives(self).wordOfFloat(&emitter)
        case 40...59: FloatPrimitives(self).emit(number, &emitter)
        case 60: ElementPrimitives(self).at(isText: false, &emitter)
        case 61: ElementPrimitives(self).atPut(isText: false, &emitter)
        case 62: ElementPrimitives(self).size(&emitter)
        case 63: ElementPrimitives(self).at(isText: true, &emitter)
        case 64: ElementPrimitives(self).atPut(isText: true, &emitter)
        case 70: CreationPrimitives(self).new(&emitter)
        case 71: CreationPrimitives(self).newSized(&emitter)
        case 73: VariablePrimitives(self).at(&emitter)
        case 74: VariablePrimitives(self).atPut(&emitter)
        case 75: CreationPrimitives(self).identityHash(&emitter)
        case 81, 201...205, 221, 222: BlockPrimitives(self).value(&emitter)
        case 82, 206: BlockPrimitives(self).valueWithArguments(&emitter)
        case 83: BlockPrimitives(self).perform(&emitter)
        case 84: BlockPrimitives(self).performWithArguments(&emitter)
        case ProcessPrimitive.signal...ProcessPrimitive.suspend, ProcessPrimitive.yield:
            ProcessPrimitives(self).emit(number, &emitter)
        case 105: ElementPrimitives(self).replace(&emitter)
        case 110: emitter.retTruth(program.identical(receiver, values[1], &emitter))
        case 111: emitter.ret(emitter.call(program.classOf(), [receiver]))
        case 113: quit(&emitter)
        case 117: callModule(&emitter)
        case 132: CreationPrimitives(self).pointsTo(&emitter)
        case 135: clock(&emitter)
        case 137: seconds(&emitter)
        case 145: ElementPrimitives(self).fill(&emitter)
        case 170: characterOf(&emitter)
        case 171: codeOf(&emitter)
        case 148: CreationPrimitives(self).shallowCopy(&emitter)
        case 210: Handlers(program)?.variable(self, isStored: false, &emitter)
        case 211: Handlers(program)?.variable(self, isStored: true, &emitter)
        case 256: emitter.ret(receiver)
        case 257: emitter.ret(emitter.root(layout.trueRoot))
        case 258: emitter.ret(emitter.root(layout.falseRoot))
        case 259: emitter.ret(emitter.null())
        case 260...263: emitter.ret(emitter.integer(Int64(number - 261)))
        case 264...519:
            emitter.ret(program.variable(number - 264, of: receiver, method.classID, &emitter))
        default:
            guard let exchange = ObjectExchange(primitive: number), values.count > 1 else { break }
            program.exchangeElements(exchange, values, failure: failure, &emitter)
        }
    }

    // MARK: SmallIntegers

    private func compute(_ name: String, _ emitter: inout CodeEmitter) {
        let left = emitter.smallInteger(receiver, else: failure)
        let other = emitter.makeBlock()
        let right = emitter.smallInteger(values[1], else: other)
        emitter.ret(IntegerOperations.compute(name, left, right, else: failure, &emitter))
        emitter.begin(other)
        // The virtual machine multiplies by Floats too; images have code that answers 0 for 0.
        if name == "*", program.hasFloats {
            emitter.require(emitter.flag(.isRef, .f64, values[1]), else: failure)
            let factor = emitter.builder.unary(.sitofp, .f64, left)
            let product = emitter.builder.binary(.fmul, .f64, factor, emitter.unbox(.f64, values[1]))
            emitter.ret(emitter.box(.f64, product))
        }
    }

    private func compare(_ name: String, _ emitter: inout CodeEmitter) {
        let left = emitter.smallInteger(receiver, else: failure)
        let right = emitter.smallInteger(values[1], else: failure)
        emitter.retTruth(emitter.builder.icmp(IntegerOperations.condition(name), .i64, left, right))
    }

    // MARK: Characters

    private func characterOf(_ emitter: inout CodeEmitter) {
        let code = emitter.smallInteger(values[1], else: failure)
        emitter.require(emitter.builder.icmp(.ult, .i64, code, emitter.long(256)), else: failure)
        emitter.ret(program.character(code, &emitter))
    }

    private func codeOf(_ emitter: inout CodeEmitter) {
        emitter.ret(emitter.box(.i64, program.code(of: receiver, else: failure, &emitter)))
    }

    // MARK: The system

    /// Primitives of modules are named by the first literal: the module, the function.
    private func callModule(_ emitter: inout CodeEmitter) {
        guard let function = program.world.image.primitiveFunction(of: method) else { return }
        switch (function.module, function.name) {
        case ("ConsolePlugin", "primitiveLog:level:"): write(endsLine: true, &emitter)
        case ("ConsolePlugin", "primitiveWrite:"): write(endsLine: false, &emitter)
        case ("HubPlugin", "primitiveSymbol:"): SymbolPrimitive(self).emit(&emitter)
        case ("HubPlugin", "primitiveFail"): program.stop(&emitter)
        case ("HubPlugin", "primitiveCos"): FloatPrimitives(self).call(.cos, &emitter)
        case ("HubPlugin", let name):
            guard let exchange = ObjectExchange(function: name), values.count > 1 else { break }
            program.exchange(exchange, values[0], values[1], failure: failure, &emitter)
        default: break
        }
    }

    private func write(endsLine: Bool, _ emitter: inout CodeEmitter) {
        guard values.count > 1 else { return }
        _ = emitter.builder.call(ProgramOutput.writer(program), [values[1]], results: [])
        if endsLine { _ = emitter.builder.call(ProgramOutput.character(program), [emitter.word(10)], results: []) }
        emitter.ret(receiver)
    }

    /// Ends the program; with the status that an argument says.
    private func quit(_ emitter: inout CodeEmitter) {
        let service = ProgramOutput.exit(program)
        var status = emitter.word(0)
        if values.count > 1 {
            status = emitter.builder.unary(.trunc, .i32, emitter.smallInteger(values[1], else: failure))
        }
        _ = emitter.builder.service(service, [status], results: [])
        emitter.builder.unreachable()
    }

    /// Milliseconds, in as many bits as SmallIntegers of 31 bits have without their sign, less one.
    private func clock(_ emitter: inout CodeEmitter) {
        let service = ProgramOutput.clock(program)
        let micros = emitter.builder.service(service, [], results: [.i64])[0]
        let millis = emitter.builder.binary(.udiv, .i64, micros, emitter.long(1000))
        emitter.ret(emitter.box(.i64, emitter.builder.binary(.and, .i64, millis, emitter.long(0x1FFF_FFFF))))
    }

    /// Seconds since 1901 of Greenwich's time; the years to 1970 have 25,202 days.
    private func seconds(_ emitter: inout CodeEmitter) {
        let micros = emitter.builder.service(ProgramOutput.time(program), [], results: [.i64])[0]
        let seconds = emitter.builder.binary(.udiv, .i64, micros, emitter.long(1_000_000))
        let sum = emitter.builder.binary(.add, .i64, seconds, emitter.long(25_202 * 86_400))
        program.retWord(sum, else: failure, &emitter)
    }
}
