// The elements of objects: an array that the object refers to.

import CBinaryen
import IR

extension FunctionLowering {
    mutating func lowerAllocElements(_ id: InstructionID, _ data: Instruction) {
        guard let layout = data.type.layout else { return }
        prepareCount(data.valueA)
        let types = objects.types
        let array = wasm.array(types[types.elementsKind(of: layout)], size: use(data.valueA))
        define(function.result(id), types.object(layout, wasm, fields: { zero($0, of: layout) }) { array }, .traps)
    }

    mutating func lowerIndexedGet(_ id: InstructionID, _ data: Instruction) {
        let array = element(data.valueA, data.valueB)
        let element = wasm.element(use(data.valueB), ofArray: array, context.wasmType(data.type))
        define(function.result(id), element, castEffects.union(.reads))
    }

    mutating func lowerIndexedSet(_ data: Instruction) {
        let array = element(data.valueA, data.valueB, data.valueC)
        let index = use(data.valueB)
        let value = use(data.valueC, for: .elementSet)
        emit(wasm.setElement(index, ofArray: array, value), castEffects.union(.writes))
    }

    mutating func lowerIndexedCount(_ id: InstructionID, _ data: Instruction) {
        guard let layout = function.type(data.valueA).layout else { return }
        var effects: TreeEffects = []
        prepare(data.valueA)
        let object = object(data.valueA, &effects)
        define(function.result(id), wasm.length(ofArray: objects.types.elements(of: object, layout, wasm)), effects)
    }

    mutating func lowerElementsCopy(_ data: Instruction) {
        let isObject = { [wasm] in wasm.unary(BinaryenEqZInt32(), wasm.isNull($0)) }
        lowerCopy(data, isRight: isObject) { $0.elements(of: $1) }
    }

    /// The array of the first of `operands`, an object whose element with the second one as index is there.
    private mutating func element(_ operands: ValueID...) -> WasmExpression {
        prepare(operands)
        if !context.hasEngineTraps {
            operands.forEach { keep($0) }
            if !isObject(operands[0]) {
                expect(operands[0]) { [wasm] in wasm.unary(BinaryenEqZInt32(), wasm.isNull($0)) }
            }
            let length = wasm.length(ofArray: elements(of: operands[0]))
            emitTrap(.indexOutOfRange, if: wasm.binary(BinaryenGeUInt32(), use(operands[1]), length))
        }
        return elements(of: operands[0])
    }

    /// The array with the elements of an object.
    private mutating func elements(of value: ValueID) -> WasmExpression {
        guard let layout = function.type(value).layout else {
            preconditionFailure("FunctionLowering: elements of what is no object in a legal module")
        }
        return objects.types.elements(of: use(value), layout, wasm)
    }
}
