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
        let tests = forms.kinds(of: layout).map { core(.isKind, [value, kind(.record($0))]) }
        return tests.dropFirst().reduce(tests[0]) { builder.or($0, $1) }
    }

    private func kind(_ kind: ObjectKind) -> LLVMValue { session.constant(kind.code, types.i32) }

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

    // Arrays, byte arrays and cells.

    /// What an operation gives on the operands of an instruction.
    func container(_ operation: CoreOperation, _ id: InstructionID, isChecked: Bool = true) -> LLVMValue {
        core(operation, function.operands(id).map(value) + (isChecked ? [place(of: id)] : []))
    }
}
