// Dynamic values: tests, boxing, and what containers do, through the operations of `hub_core.h`.

import BackendKit
import CLLVM
import IR

extension FunctionLowering {
    // Tests.

    /// Whether a value is one of `type`.
    func isValue(_ id: ValueID, of type: Type) -> LLVMValue {
        let value = value(id)
        switch type.kind {
        case .i1: return core(.isI1, [value])
        case .i8, .i16, .i32: return core(.isNarrow, [value, number(type.bits ?? 32)])
        case .i64: return core(.isI64, [value])
        case .f16, .f32, .f64, .ptr: return core(.isKind, [value, kind(.scalar(type))])
        case .any, .ref:
            guard let layout = type.layout else { return session.constant(1, types.i1) }
            return isObject(value, of: layout)
        }
    }

    private func isObject(_ value: LLVMValue, of layout: LayoutID) -> LLVMValue {
        let forms = context.forms
        if forms.isPair(layout) { return core(forms.isPairChild(layout) ? .isPairChild : .isPair, [value]) }
        let tests = forms.rows(of: layout).map { row in
            let (first, last) = (kind(forms.kind(row.first)), kind(row.greatestKind))
            return row.isSingle ? core(.isKind, [value, first]) : core(.isBetween, [value, first, last])
        }
        return tests.dropFirst().reduce(tests[0]) { builder.or($0, $1) }
    }

    func kind(_ kind: ObjectKind) -> LLVMValue { session.constant(kind.code, types.i32) }

    // Boxing.

    func boxed(_ data: Instruction) -> LLVMValue {
        let operand = observed(data.valueA, by: .box)
        switch data.type.kind {
        case .i1: return core(.small, [builder.zeroExtend(operand, types.i64)])
        case .i8, .i16, .i32: return core(.small, [builder.signExtend(operand, types.i64)])
        case .i64: return core(.boxI64, [operand])
        case .f16, .f32, .f64, .ptr:
            return core(.box, [kind(.scalar(data.type)), context.calls.pack(operand, data.type, builder)])
        case .any, .ref: return operand
        }
    }

    mutating func unboxed(_ data: Instruction, _ id: InstructionID) -> LLVMValue {
        let (operand, type, place) = (value(data.valueA), data.type, place(of: id))
        switch type.kind {
        case .i1: return core(.unboxI1, [operand, place])
        case .i8, .i16, .i32:
            let wide = core(.unboxNarrow, [operand, number(type.bits ?? 32), place])
            return builder.truncate(wide, context.types.lower(type))
        case .i64: return core(.unboxI64, [operand, place])
        case .f16, .f32, .f64, .ptr:
            return context.calls.unpack(core(.unbox, [operand, kind(.scalar(type)), place]), type, builder)
        case .any, .ref:
            trap(if: builder.not(isValue(data.valueA, of: type)), .badCast, at: id)
            return operand
        }
    }

    // Objects with elements.

    /// How many words stand before the elements of an object.
    private func fieldCount(_ object: ValueID) -> LLVMValue {
        number(function.type(object).layout.map(context.forms.fieldCount) ?? 0)
    }

    private func elementBytes(_ object: ValueID) -> LLVMValue {
        guard let layout = function.type(object).layout else { return number(0) }
        return number(context.module.layouts[layout].elementBytes(context.module.memory))
    }

    /// A new object with elements, its fields nil or zero.
    func indexedObject(_ data: Instruction, _ id: InstructionID) -> LLVMValue {
        guard let layout = data.type.layout else { return value(data.valueA) }
        let (fields, elements) = (context.module.layouts[layout].fields, context.module.layouts[layout].elements)
        let head = [number(layout.index), number(fields.count)]
        let bytes = number(context.module.layouts[layout].elementBytes(context.module.memory))
        let object =
            elements == .any
            ? core(.newIndexedValues, head + [value(data.valueA), place(of: id)])
            : core(.newIndexedScalars, head + [bytes, value(data.valueA), place(of: id)])
        for (index, field) in fields.enumerated() {
            let word = session.constant(field.type.isDynamic ? CoreWords.null : 0, types.i64)
            _ = core(.setNew, [object, number(index), word])
        }
        return object
    }

    private func element(_ data: Instruction, _ id: InstructionID) -> LLVMValue {
        let operands = [value(data.valueA), fieldCount(data.valueA), elementBytes(data.valueA), value(data.valueB)]
        return knownElements.contains(id)
            ? core(.knownElement, operands) : core(.element, operands + [place(of: id)])
    }

    func elementValue(_ data: Instruction, _ id: InstructionID) -> LLVMValue {
        builder.load(context.types.lower(data.type), element(data, id), alignment: alignment(data.type))
    }

    /// The collector is told of values that may be younger than the object.
    func setElement(_ data: Instruction, _ id: InstructionID) {
        guard data.type.isDynamic, !isStatic(data.valueC) else {
            builder.store(
                observed(data.valueC, by: .elementSet), element(data, id), alignment: alignment(data.type))
            return
        }
        let operands = [value(data.valueA), fieldCount(data.valueA), value(data.valueB), value(data.valueC)]
        _ =
            knownElements.contains(id)
            ? core(.setKnown, operands) : core(.setIndexed, operands + [place(of: id)])
    }

    /// Whether a value is nil or an object of the program's data.
    private func isStatic(_ value: ValueID) -> Bool {
        guard let maker = function.definingInstruction(value) else { return false }
        let data = function[maker]
        return data.opcode == .nilConst || (data.opcode == .rootGet && context.module.roots[data.root].isConstant)
    }

    private func alignment(_ type: Type) -> Int { type.byteSize(pointerBytes: 8) ?? 8 }

    func copyElements(_ data: Instruction, _ id: InstructionID) {
        let operands = function.lists.elements(data.list)
        _ = core(
            .copyElements,
            [
                value(operands[0]), fieldCount(operands[0]), value(operands[1]), value(operands[2]),
                fieldCount(operands[2]), value(operands[3]), value(operands[4]), elementBytes(operands[0]),
                place(of: id),
            ])
    }

    // Arrays, byte arrays and cells.

    /// What an operation gives on the operands of an instruction.
    func container(_ operation: CoreOperation, _ id: InstructionID, isChecked: Bool = true) -> LLVMValue {
        core(operation, function.operands(id).map(value) + (isChecked ? [place(of: id)] : []))
    }
}
