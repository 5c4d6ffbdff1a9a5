// Objects, arrays, byte arrays and cells.

import CBinaryen
import IR

extension FunctionLowering {
    var objects: ObjectProgram {
        guard let objects = context.objects else {
            preconditionFailure("FunctionLowering: dynamic values in a module without")
        }
        return objects
    }

    /// The object of `kind` that a dynamic value refers to.
    ///
    /// Requires: the value is prepared, and the first operand to be taken.
    mutating func checked(_ value: ValueID, _ kind: ObjectKind) -> WasmExpression {
        let type = objects.types[kind]
        expect(value) { [wasm] in wasm.test($0, type) }
        return wasm.cast(use(value), type)
    }

    // MARK: Objects of a layout

    mutating func lowerAlloc(_ id: InstructionID, _ data: Instruction) {
        guard runs.run(of: id) == nil, let layout = data.type.layout else { return }
        define(function.result(id), wasm.structure(objects.types[.layout(layout)], []))
    }

    mutating func lowerFieldGet(_ id: InstructionID, _ data: Instruction) {
        guard let layout = function.type(data.valueA).layout else { return }
        var effects: TreeEffects = objects.types.changes(data.fieldNumber, of: layout) ? .reads : []
        prepare(data.valueA)
        let object = object(data.valueA, &effects)
        define(function.result(id), wasm.field(data.fieldNumber, of: object, context.wasmType(data.type)), effects)
    }

    mutating func lowerFieldSet(_ id: InstructionID, _ data: Instruction) {
        if let alloc = runs.maker(of: id) { return lowerRun(alloc, at: id) }
        var effects: TreeEffects = .writes
        prepare(data.valueA, data.valueB)
        let object = object(data.valueA, &effects)
        emit(wasm.setField(data.fieldNumber, of: object, use(data.valueB, for: .fieldSet)), effects)
    }

    /// A reference whose fields can be taken.
    ///
    /// Requires: the value is prepared, and the first operand to be taken.
    private mutating func object(_ value: ValueID, _ effects: inout TreeEffects) -> WasmExpression {
        if !isObject(value) {
            expect(value) { [wasm] in wasm.unary(BinaryenEqZInt32(), wasm.isNull($0)) }
            effects.formUnion(castEffects)
        }
        return use(value)
    }

    /// Makes an object with the values of its fields, at the last of the instructions that set them.
    private mutating func lowerRun(_ alloc: InstructionID, at id: InstructionID) {
        guard let run = runs.run(of: alloc), run.last == id, let layout = function[alloc].type.layout else { return }
        prepare(run.values.compactMap { $0 })
        let fields = zip(context.module.layouts[layout].fields, run.values).map { field, value in
            value.map { use($0, for: .fieldSet) } ?? zero(field.type)
        }
        define(function.result(alloc), wasm.structure(objects.types[.layout(layout)], fields))
    }

    private func zero(_ type: Type) -> WasmExpression {
        let scalar = context.scalar(type)
        switch scalar.kind {
        case .i1, .i8, .i16, .i32, .i64: return integer(0, scalar)
        case .f32: return wasm.single(bits: 0)
        case .f64: return wasm.double(bits: 0)
        case .any, .ref: return wasm.null(context.wasmType(type))
        case .f16, .ptr: preconditionFailure("FunctionLowering: a field of \(type) in a legal module")
        }
    }

    // MARK: Arrays and byte arrays

    mutating func lowerArrayNew(_ id: InstructionID, _ data: Instruction, _ kind: ObjectKind) {
        prepare(data.valueA)
        // Binaryen takes it that making an array traps never.
        if knownBits(data.valueA).maximum > UInt64(Int32.max) {
            keep(data.valueA)
            let isNegative = wasm.binary(BinaryenLtSInt32(), use(data.valueA), 0)
            emitTrap(.indexOutOfRange, if: isNegative)
        }
        define(function.result(id), wasm.array(objects.types[kind], size: use(data.valueA)), .traps)
    }

    mutating func lowerElementGet(_ id: InstructionID, _ data: Instruction, _ kind: ObjectKind) {
        let array = element(kind, data.valueA, data.valueB)
        let type = kind == .bytes ? WasmType.i32 : .eqref
        let index = use(data.valueB)
        define(function.result(id), wasm.element(index, ofArray: array, type), castEffects.union(.reads))
    }

    mutating func lowerElementSet(_ data: Instruction, _ kind: ObjectKind) {
        let array = element(kind, data.valueA, data.valueB, data.valueC)
        let index = use(data.valueB)
        emit(wasm.setElement(index, ofArray: array, use(data.valueC)), castEffects.union(.writes))
    }

    /// The array in the first of `operands`, whose element with the second one as index is there.
    private mutating func element(_ kind: ObjectKind, _ operands: ValueID...) -> WasmExpression {
        let type = objects.types[kind]
        prepare(operands)
        if !context.hasEngineTraps {
            operands.forEach { keep($0) }
            expect(operands[0]) { [wasm] in wasm.test($0, type) }
            let length = wasm.length(ofArray: wasm.cast(use(operands[0]), type))
            emitTrap(.indexOutOfRange, if: wasm.binary(BinaryenGeUInt32(), use(operands[1]), length))
        }
        return wasm.cast(use(operands[0]), type)
    }

    mutating func lowerBytesCopy(_ data: Instruction) {
        let operands = function.lists.elements(data.list)
        let (target, to, source, from, count) = (operands[0], operands[1], operands[2], operands[3], operands[4])
        let type = objects.types[.bytes]
        prepare(operands)
        if !context.hasEngineTraps {
            operands.forEach { keep($0) }
            for array in [target, source] { expect(array) { [wasm] in wasm.test($0, type) } }
            for (array, start) in [(target, to), (source, from)] {
                let length = wide(wasm.length(ofArray: wasm.cast(use(array), type)))
                let end = wasm.binary(BinaryenAddInt64(), wide(use(start)), wide(use(count)))
                emitTrap(.indexOutOfRange, if: wasm.binary(BinaryenGtUInt64(), end, length))
            }
        }
        let copy = wasm.copy(
            wasm.cast(use(target), type), use(to), wasm.cast(use(source), type), use(from), use(count))
        emit(copy, castEffects.union([.reads, .writes]))
    }

    private func wide(_ word: WasmExpression) -> WasmExpression { wasm.unary(BinaryenExtendUInt32(), word) }

    mutating func lowerLength(_ id: InstructionID, _ data: Instruction, _ kind: ObjectKind) {
        prepare(data.valueA)
        let array = checked(data.valueA, kind)
        define(function.result(id), wasm.length(ofArray: array), castEffects)
    }

    // MARK: Cells

    mutating func lowerCellNew(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        define(function.result(id), wasm.structure(objects.types[.cell], [use(data.valueA)]))
    }

    mutating func lowerCellGet(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        let cell = checked(data.valueA, .cell)
        define(function.result(id), wasm.field(0, of: cell, .eqref), castEffects.union(.reads))
    }

    mutating func lowerCellSet(_ data: Instruction) {
        prepare(data.valueA, data.valueB)
        let cell = checked(data.valueA, .cell)
        emit(wasm.setField(0, of: cell, use(data.valueB)), castEffects.union(.writes))
    }
}
