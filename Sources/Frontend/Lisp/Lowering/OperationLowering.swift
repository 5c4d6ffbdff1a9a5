// The operations of the core language as instructions.

import IR
import Support

extension CoreFunctionLowering {
    mutating func lower(_ operation: CoreOperation, _ operands: [CoreID]) -> Lowered {
        let signature = operation.signature
        let values = zip(operands, signature.parameters).map { coerce(lower($0), $1) }
        switch operation {
        case .isNull:
            return flag(builder.append(Instruction(.isNil, type: .any, a: values[0].rawValue), results: [.i1]))
        case .isNumber: return isA(.i64, values[0])
        case .isPair: return isA(.ref(layouts.pair), values[0])
        case .isString: return isA(.ref(layouts.string), values[0])
        case .isSymbol: return isA(.ref(layouts.symbol), values[0])
        case .isError: return isA(.ref(layouts.error), values[0])
        case .isFunction: return isA(.ref(layouts.function), values[0])
        case .isOperator: return isA(.ref(layouts.operator), values[0])
        case .isHandle: return isA(.ref(layouts.handle), values[0])
        case .isReference: return isA(.ref(layouts.reference), values[0])
        case .isSame:
            return flag(
                builder.append(Instruction(.dynEq, a: values[0].rawValue, b: values[1].rawValue), results: [.i1]))
        case .add: return arithmetic(.add, values)
        case .subtract: return arithmetic(.sub, values)
        case .multiply: return arithmetic(.mul, values)
        case .quotient: return arithmetic(.sdiv, values)
        case .remainder: return arithmetic(.srem, values)
        case .shiftRight: return arithmetic(.ashr, values)
        case .bitAnd: return arithmetic(.and, values)
        case .less: return compare(.slt, values)
        case .lessOrEqual: return compare(.sle, values)
        case .equal: return compare(.eq, values)
        case .not: return Lowered(value: builder.unary(.not, .i1, values[0]), kind: .flag)
        case .and: return Lowered(value: builder.binary(.and, .i1, values[0], values[1]), kind: .flag)
        case .or: return Lowered(value: builder.binary(.or, .i1, values[0], values[1]), kind: .flag)
        case .isQuoted:
            let isForm = isA(.ref(layouts.form), values[0])
            return Lowered(value: builder.unary(.not, .i1, isForm.value), kind: .flag)
        case .quotedPair: return make(layouts.pair, values)
        case .plainPair: return make(layouts.form, values)
        case .openPair: return make(layouts.pair, values + [null().value])
        case .setTail: return set(layouts.pair, LispLayouts.Pair.tail.rawValue, values)
        case .head: return field(layouts.pair, LispLayouts.Pair.head.rawValue, values[0])
        case .tail: return field(layouts.pair, LispLayouts.Pair.tail.rawValue, values[0])
        case .newBytes: return dynamic(.bytesNew, [builder.unary(.trunc, .i32, values[0])])
        case .byteCount: return byteCount(values)
        case .byte: return byte(values)
        case .setByte: return setByte(values)
        case .copyBytes: return copyBytes(values)
        case .newString: return make(layouts.string, [values[0]])
        case .newError: return make(layouts.error, [values[0]])
        case .stringBytes: return field(layouts.string, LispLayouts.String.bytes.rawValue, values[0])
        case .errorMessage: return field(layouts.error, LispLayouts.Error.message.rawValue, values[0])
        case .symbolName: return field(layouts.symbol, LispLayouts.Symbol.name.rawValue, values[0])
        case .symbolValue: return field(layouts.symbol, LispLayouts.Symbol.value.rawValue, values[0])
        case .newHandle: return make(layouts.handle, [values[0]])
        case .handleState: return field(layouts.handle, LispLayouts.Handle.state.rawValue, values[0])
        case .newReference: return make(layouts.reference, values)
        case .referenceType: return field(layouts.reference, LispLayouts.Reference.type.rawValue, values[0])
        case .referencePayload: return field(layouts.reference, LispLayouts.Reference.payload.rawValue, values[0])
        case .newSymbol: return make(layouts.symbol, [values[0], unset()])
        case .setSymbolValue: return set(layouts.symbol, LispLayouts.Symbol.value.rawValue, values)
        case .newFunction: return make(layouts.function, values)
        case .functionCode: return field(layouts.function, LispLayouts.Function.code.rawValue, values[0])
        case .functionShape:
            let shape = field(layouts.function, LispLayouts.Function.shape.rawValue, values[0], .i64)
            return Lowered(value: shape, kind: .word)
        case .functionIdentity: return field(layouts.function, LispLayouts.Function.identity.rawValue, values[0])
        case .operatorCode: return field(layouts.operator, LispLayouts.Operator.binary.rawValue, values[0])
        case .symbols: return Lowered(value: root(symbols), kind: .any)
        case .setSymbols:
            builder.append(Instruction(.rootSet, a: symbols.rawValue, b: values[0].rawValue), results: [])
            return null()
        case .newBox: return dynamic(.cellNew, values)
        case .unboxed: return dynamic(.cellGet, values)
        case .setBox:
            builder.append(Instruction(.cellSet, a: values[0].rawValue, b: values[1].rawValue), results: [])
            return null()
        case .putByte, .flush: return output(operation, values)
        case .exit:
            let status = builder.unary(.trunc, .i32, values[0])
            _ = builder.service(services.exit, [status], results: [])
            return null()
        case .sleep:
            let milliseconds = builder.unary(.trunc, .i32, values[0])
            _ = builder.service(services.sleep, [milliseconds], results: [.i32])
            return null()
        case .openFile, .readFile, .bufferByte: return file(operation, values)
        case .clock: return Lowered(value: builder.service(services.clock, [], results: [.i64])[0], kind: .word)
        case .input:
            let number = builder.service(inputService(), [], results: [.i32])
            return Lowered(value: builder.unary(.zext, .i64, number[0]), kind: .word)
        }
    }
}

// MARK: - By family

extension CoreFunctionLowering {
    private mutating func flag(_ instruction: InstructionID) -> Lowered {
        Lowered(value: builder.function.result(instruction), kind: .flag)
    }

    private mutating func isA(_ type: Type, _ value: ValueID) -> Lowered {
        flag(builder.append(Instruction(.isRef, type: type, a: value.rawValue), results: [.i1]))
    }

    /// An instruction on dynamic values with one as its result.
    private mutating func dynamic(_ opcode: Opcode, _ operands: [ValueID]) -> Lowered {
        var instruction = Instruction(opcode, a: operands[0].rawValue)
        if operands.count > 1 { instruction.b = operands[1].rawValue }
        return Lowered(value: result(instruction), kind: .any)
    }

    private mutating func arithmetic(_ opcode: Opcode, _ operands: [ValueID]) -> Lowered {
        Lowered(value: builder.binary(opcode, .i64, operands[0], operands[1]), kind: .word)
    }

    private mutating func compare(_ condition: IntegerCondition, _ operands: [ValueID]) -> Lowered {
        Lowered(value: builder.icmp(condition, .i64, operands[0], operands[1]), kind: .flag)
    }

    // MARK: Objects

    /// The object that `value` is; the program traps when it is another.
    private mutating func object(_ layout: LayoutID, _ value: ValueID) -> ValueID {
        builder.unary(.unbox, .ref(layout), value)
    }

    /// A new object as a value.
    private mutating func make(_ layout: LayoutID, _ fields: [ValueID]) -> Lowered {
        let object = builder.value(Instruction(.alloc, type: .ref(layout)))
        for (number, value) in fields.enumerated() {
            let type = builder.function.type(value)
            builder.append(
                Instruction(.fieldSet, type: type, a: object.rawValue, b: value.rawValue, c: UInt32(number)),
                results: [])
        }
        let id = builder.append(.unary(.box, .ref(layout), object), results: [.any])
        return Lowered(value: builder.function.result(id), kind: .any)
    }

    private mutating func field(_ layout: LayoutID, _ number: UInt32, _ value: ValueID, _ type: Type = .any) -> ValueID
    {
        let object = object(layout, value)
        return builder.value(Instruction(.fieldGet, type: type, a: object.rawValue, c: number))
    }

    private mutating func field(_ layout: LayoutID, _ number: UInt32, _ value: ValueID) -> Lowered {
        Lowered(value: field(layout, number, value, .any), kind: .any)
    }

    /// Sets a field of the object that is the first operand to the second.
    private mutating func set(_ layout: LayoutID, _ number: UInt32, _ operands: [ValueID]) -> Lowered {
        let object = object(layout, operands[0])
        builder.append(
            Instruction(.fieldSet, type: .any, a: object.rawValue, b: operands[1].rawValue, c: number), results: [])
        return null()
    }

    // MARK: Bytes

    private mutating func byteCount(_ operands: [ValueID]) -> Lowered {
        let id = builder.append(Instruction(.bytesLength, a: operands[0].rawValue), results: [.i32])
        return Lowered(value: builder.unary(.zext, .i64, builder.function.result(id)), kind: .word)
    }

    private mutating func byte(_ operands: [ValueID]) -> Lowered {
        let index = builder.unary(.trunc, .i32, operands[1])
        let id = builder.append(Instruction(.bytesGet, a: operands[0].rawValue, b: index.rawValue), results: [.i32])
        return Lowered(value: builder.unary(.zext, .i64, builder.function.result(id)), kind: .word)
    }

    private mutating func setByte(_ operands: [ValueID]) -> Lowered {
        let index = builder.unary(.trunc, .i32, operands[1])
        let byte = builder.unary(.trunc, .i32, operands[2])
        builder.append(
            Instruction(.bytesSet, a: operands[0].rawValue, b: index.rawValue, c: byte.rawValue), results: [])
        return null()
    }

    private mutating func copyBytes(_ operands: [ValueID]) -> Lowered {
        let places = [1, 3, 4].map { builder.unary(.trunc, .i32, operands[$0]) }
        let list = builder.function.lists.make([operands[0], places[0], operands[2], places[1], places[2]])
        builder.append(Instruction(.bytesCopy, b: list.rawValue), results: [])
        return Lowered(value: operands[0], kind: .any)
    }

    /// What the buffer has to do with files.
    private mutating func file(_ operation: CoreOperation, _ operands: [ValueID]) -> Lowered {
        let start = builder.value(Instruction(.globalAddr, type: .ptr, a: services.buffer.rawValue))
        if operation == .bufferByte {
            let byte = builder.load(.i8, builder.binary(.ptrAdd, .ptr, start, operands[0]))
            return Lowered(value: builder.unary(.zext, .i64, byte), kind: .word)
        }
        let isOpening = operation == .openFile
        let count =
            isOpening
            ? builder.unary(.trunc, .i32, operands[0]) : builder.constant(Int64(LispServices.bufferSize), .i32)
        let answer = builder.service(
            isOpening ? services.openFile : services.readFile, [start, count], results: [.i32])
        return Lowered(value: builder.unary(.sext, .i64, answer[0]), kind: .word)
    }

    /// Puts a byte into the output buffer, or sends its first bytes on their way.
    private mutating func output(_ operation: CoreOperation, _ operands: [ValueID]) -> Lowered {
        let start = builder.value(Instruction(.globalAddr, type: .ptr, a: services.buffer.rawValue))
        if operation == .putByte {
            let place = builder.binary(.ptrAdd, .ptr, start, operands[1])
            builder.store(.i8, place, builder.unary(.trunc, .i8, operands[0]))
        } else {
            let count = builder.unary(.trunc, .i32, operands[0])
            _ = builder.service(services.write, [start, count], results: [.i32])
        }
        return null()
    }
}
