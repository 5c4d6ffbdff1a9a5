// Objects: records and pairs, arrays, byte arrays, cells, closures and roots, through the operations of hub_core.h.

import BackendKit
import IR

/// What an operation is written with.
enum CoreArgument {
    case value(ValueID)
    /// A value as an integer with its sign.
    case signed(ValueID)
    /// The bits of a value as `observer` sees it, zero-extended to 64.
    case word(ValueID, Opcode)
    case text(String)

    static func number(_ number: Int) -> CoreArgument { .text("\(number)u") }
}

extension FunctionWriter {
    /// Writes a call of an operation; those that may trap are told their place.
    mutating func core(_ operation: CoreOperation, _ arguments: [CoreArgument], isChecked: Bool = false) {
        core(operation.rawValue, arguments, isChecked: isChecked)
    }

    mutating func core(_ name: String, _ arguments: [CoreArgument], isChecked: Bool = false) {
        text.write(name + "(")
        for (index, argument) in arguments.enumerated() {
            if index > 0 { text.write(", ") }
            switch argument {
            case .value(let value): write(value, .any)
            case .signed(let value): writeSigned(value, .any)
            case .word(let value, let observer): writeWord(value, observer)
            case .text(let argument): text.write(argument)
            }
        }
        if isChecked { text.write(arguments.isEmpty ? "HUB_WHERE" : ", HUB_WHERE") }
        text.write(")")
    }

    private mutating func writeWord(_ value: ValueID, _ observer: Opcode) {
        let word = WordConversion.word(type(value), program.types)
        text.write(word.before)
        writeObserved(value, by: observer)
        text.write(word.behind)
    }

    /// Writes the value of `type` whose bits are the low ones of the word that `body` writes, a call.
    mutating func unpack(_ type: Type, _ minimum: Precedence, _ body: (inout FunctionWriter) -> Void) {
        switch type.kind {
        case .i1:
            operation(.bitwise, minimum) { writer in
                writer.text.write("(")
                body(&writer)
                writer.text.write(" & 1) != 0")
            }
        case .i8, .i16, .i32: cast(program.types.name(type), minimum, body)
        case .i64, .any, .ref: body(&self)
        case .f32, .f64:
            text.write(type == .f32 ? "hub_float32((uint32_t)" : "hub_float64(")
            body(&self)
            text.write(")")
        case .ptr: cast(program.hasHostMemory ? "uint8_t *)(uintptr_t" : program.types.name(type), minimum, body)
        case .f16: preconditionFailure("FunctionWriter: \(type) is not legal for C")
        }
    }

    // MARK: Objects

    private func isPair(_ object: ValueID) -> Bool {
        type(object).layout.map(program.objects.forms.isPair) ?? false
    }

    /// Writes an operation on the operands of an instruction.
    mutating func container(_ operation: CoreOperation, _ instruction: InstructionID, isChecked: Bool = true) {
        core(operation, function.directOperands(instruction).map { .value($0) }, isChecked: isChecked)
    }

    mutating func writeField(_ data: Instruction, _ minimum: Precedence) {
        let operation: CoreOperation = isPair(data.valueA) ? .getPair : .getField
        unpack(data.type, minimum) { writer in
            writer.core(operation, [.value(data.valueA), .number(data.fieldNumber)], isChecked: true)
        }
    }

    /// An object with all its fields; those that nothing sets are nil or zero.
    mutating func writeConstruction(_ alloc: InstructionID) {
        guard let layout = function[alloc].type.layout else { return }
        let fields = program.module.layouts[layout].fields
        let words = fields.enumerated().map { number, field -> CoreArgument in
            if let value = placement.constructions?.value(number, of: alloc) { return .word(value, .fieldSet) }
            return .text(field.type.isDynamic ? "HUB_NIL" : "0")
        }
        if program.objects.forms.isPair(layout) {
            let isChild = program.objects.forms.isPairChild(layout)
            core(.newPair, [.text(isChild ? "HUB_TAG_PAIR_CHILD" : "HUB_TAG_PAIR")] + words)
        } else if words.isEmpty {
            core(.newRecord, [.number(layout.index), .number(0)])
        } else {
            core(ObjectHelpers.make(layout), words)
        }
    }

    // MARK: Elements

    /// How many words stand before the elements of an object.
    private func fieldCount(_ object: ValueID) -> CoreArgument {
        .number(type(object).layout.map(program.objects.forms.fieldCount) ?? 0)
    }

    private func elementBytes(_ object: ValueID) -> CoreArgument {
        .number(type(object).layout.map { program.module.layouts[$0].elementBytes(program.module.memory) } ?? 0)
    }

    mutating func writeIndexedObject(_ data: Instruction) {
        guard let layout = data.type.layout else { return }
        core(ObjectHelpers.make(layout), [.value(data.valueA)], isChecked: true)
    }

    private mutating func writeElementPlace(_ data: Instruction) {
        text.write("*(\(program.types.name(data.type)) *)(void *)")
        core(
            .element, [.value(data.valueA), fieldCount(data.valueA), elementBytes(data.valueA), .value(data.valueB)],
            isChecked: true)
    }

    mutating func writeElement(_ data: Instruction, _ minimum: Precedence) {
        operation(.unary, minimum) { $0.writeElementPlace(data) }
    }

    mutating func writeIndexedSet(_ data: Instruction) {
        text.begin()
        if data.type.isDynamic {
            core(
                .setIndexed,
                [.value(data.valueA), fieldCount(data.valueA), .value(data.valueB), .value(data.valueC)],
                isChecked: true)
        } else {
            writeElementPlace(data)
            text.write(" = ")
            writeObserved(data.valueC, by: .elementSet)
        }
        endStatement()
    }

    mutating func writeElementsCopy(_ instruction: InstructionID) {
        let values = function.directOperands(instruction)
        text.begin()
        core(
            .copyElements,
            [
                .value(values[0]), fieldCount(values[0]), .value(values[1]), .value(values[2]), fieldCount(values[2]),
                .value(values[3]), .value(values[4]), elementBytes(values[0]),
            ], isChecked: true)
        endStatement()
    }

    mutating func writeClosure(_ data: Instruction) {
        let captured = function.lists.elements(data.list)
        let key = ClosureKey(function: data.function, captured: captured.count)
        let arguments = ClosurePlan.arguments(key, program.module)
        let head: [CoreArgument] = [
            .text(arguments == nil ? "0" : "(uintptr_t)\(program.codeName(key))"),
            .number(arguments ?? ObjectKind.uncallable),
        ]
        if captured.isEmpty { return core(.newClosure, head + [.number(0)]) }
        core(ObjectHelpers.close(captured.count), head + captured.map { .value($0) })
    }

    /// A call of a closure by one of the functions of `ClosureWriter`.
    mutating func writeClosureCall(_ helper: String, _ operands: [ValueID]) {
        core("\(helper)\(operands.count - 1)", operands.map { .value($0) }, isChecked: true)
    }

    // MARK: Changes

    mutating func writeFieldSet(_ data: Instruction) {
        let operation: CoreOperation = isPair(data.valueA) ? .setPair : data.type.isDynamic ? .setField : .setScalar
        text.begin()
        core(
            operation, [.value(data.valueA), .number(data.fieldNumber), .word(data.valueB, .fieldSet)],
            isChecked: true)
        endStatement()
    }

    mutating func writeElementSet(_ operation: CoreOperation, _ instruction: InstructionID) {
        text.begin()
        container(operation, instruction)
        endStatement()
    }

    mutating func writeRootSet(_ instruction: InstructionID) {
        text.begin()
        text.write("hub_root\(function[instruction].root.index) = ")
        write(function.directOperands(instruction)[0], .any)
        endStatement()
    }
}
