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
        define(function.result(id), emptyObject(layout))
    }

    private func emptyObject(_ layout: LayoutID) -> WasmExpression {
        let types = objects.types
        if !types.contains(.numbered) { return wasm.structure(types[.layout(layout)], []) }
        return types.object(layout, wasm, fields: { zero($0, of: layout) }, elements: noElements)
    }

    mutating func lowerFieldGet(_ id: InstructionID, _ data: Instruction) {
        guard let layout = function.type(data.valueA).layout else { return }
        var effects: TreeEffects = objects.types.changes(data.fieldNumber, of: layout) ? .reads : []
        prepare(data.valueA)
        let object = object(data.valueA, &effects)
        let place = objects.types.structures.place(of: data.fieldNumber, in: layout)
        define(function.result(id), wasm.field(place, of: object, context.wasmType(data.type)), effects)
    }

    mutating func lowerFieldSet(_ id: InstructionID, _ data: Instruction) {
        if let alloc = runs.maker(of: id) { return lowerRun(alloc, at: id) }
        guard let layout = function.type(data.valueA).layout else { return }
        var effects: TreeEffects = .writes
        prepare(data.valueA, data.valueB)
        let object = object(data.valueA, &effects)
        let place = objects.types.structures.place(of: data.fieldNumber, in: layout)
        emit(wasm.setField(place, of: object, use(data.valueB, for: .fieldSet)), effects)
    }

    /// A reference whose fields can be taken.
    ///
    /// Requires: the value is prepared, and the first operand to be taken.
    mutating func object(_ value: ValueID, _ effects: inout TreeEffects) -> WasmExpression {
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
        let made = objects.types.object(
            layout, wasm,
            fields: { run.values[$0].map { value in use(value, for: .fieldSet) } ?? zero($0, of: layout) },
            elements: noElements)
        define(function.result(alloc), made)
    }

    /// What a field of a new object starts with.
    func zero(_ field: Int, of layout: LayoutID) -> WasmExpression {
        zero(context.module.layouts[layout].fields[field].type)
    }

    private func noElements() -> WasmExpression {
        preconditionFailure("FunctionLowering: alloc of an object with elements in a legal module")
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
        prepareCount(data.valueA)
        define(function.result(id), wasm.array(objects.types[kind], size: use(data.valueA)), .traps)
    }

    /// Prepares the number of elements of a new array. Traps before what follows when it is negative: Binaryen takes it
    /// that making an array traps never.
    mutating func prepareCount(_ count: ValueID) {
        prepare(count)
        if knownBits(count).maximum <= UInt64(Int32.max) { return }
        keep(count)
        emitTrap(.indexOutOfRange, if: wasm.binary(BinaryenLtSInt32(), use(count), 0))
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
        let type = objects.types[.bytes]
        lowerCopy(data, isRight: { [wasm] in wasm.test($0, type) }) { $0.wasm.cast($0.use($1), type) }
    }

    /// Copies between what `array` gives of two operands, of which it must be so that it `isRight`.
    mutating func lowerCopy(
        _ data: Instruction, isRight: (WasmExpression) -> WasmExpression,
        array: (inout FunctionLowering, ValueID) -> WasmExpression
    ) {
        let operands = function.lists.elements(data.list)
        let (target, to, source, from, count) = (operands[0], operands[1], operands[2], operands[3], operands[4])
        prepare(operands)
        if !context.hasEngineTraps {
            operands.forEach { keep($0) }
            for object in [target, source] { expect(object, isRight) }
            for (object, start) in [(target, to), (source, from)] {
                let length = wide(wasm.length(ofArray: array(&self, object)))
                let end = wasm.binary(BinaryenAddInt64(), wide(use(start)), wide(use(count)))
                emitTrap(.indexOutOfRange, if: wasm.binary(BinaryenGtUInt64(), end, length))
            }
        }
        let first = array(&self, target)
        let start = use(to)
        let second = array(&self, source)
        let copy = wasm.copy(first, start, second, use(from), use(count))
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
