// Dynamic values: tests and boxing, through the operations of hub_core.h.

import BackendKit
import IR

extension FunctionWriter {
    /// The constant of hub_core.h for boxes of a type.
    private func box(_ type: Type) -> CoreArgument {
        switch type.kind {
        case .f32: .text("HUB_F32")
        case .f64: .text("HUB_F64")
        case .ptr: .text("HUB_POINTER")
        case .i1, .i8, .i16, .i32, .i64, .f16, .any, .ref:
            preconditionFailure("FunctionWriter: no box holds \(type) in C")
        }
    }

    mutating func writeTest(_ data: Instruction) {
        let value = CoreArgument.value(data.valueA)
        switch data.type.kind {
        case .i1: core(.isI1, [value])
        case .i8, .i16, .i32: core(.isNarrow, [value, .number(data.type.bits ?? 32)])
        case .i64: core(.isI64, [value])
        case .f16, .f32, .f64, .ptr: core(.isKind, [value, box(data.type)])
        case .any, .ref:
            guard let layout = data.type.layout else { return text.write("true") }
            core(ObjectHelpers.test(layout), [value])
        }
    }

    mutating func writeBox(_ data: Instruction, _ minimum: Precedence) {
        switch data.type.kind {
        case .i1: core(.small, [.value(data.valueA)])
        case .i8, .i16, .i32: core(.small, [.signed(data.valueA)])
        case .i64: core(.boxI64, [.signed(data.valueA)])
        case .f16, .f32, .f64, .ptr: core(.box, [box(data.type), .word(data.valueA, .box)])
        case .any, .ref: write(data.valueA, minimum)
        }
    }

    mutating func writeUnbox(_ data: Instruction, _ minimum: Precedence) {
        let value = CoreArgument.value(data.valueA)
        switch data.type.kind {
        case .i1: core(.unboxI1, [value], isChecked: true)
        case .i8, .i16, .i32:
            cast(program.types.name(data.type), minimum) { writer in
                writer.core(.unboxNarrow, [value, .number(data.type.bits ?? 32)], isChecked: true)
            }
        case .i64:
            cast(program.types.name(data.type), minimum) { $0.core(.unboxI64, [value], isChecked: true) }
        case .f16, .f32, .f64, .ptr:
            let kind = box(data.type)
            unpack(data.type, minimum) { $0.core(.unbox, [value, kind], isChecked: true) }
        case .any, .ref:
            guard let layout = data.type.layout else { return write(data.valueA, minimum) }
            core(ObjectHelpers.cast(layout), [value], isChecked: true)
        }
    }
}
