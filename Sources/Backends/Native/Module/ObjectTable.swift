// What the runtime must know of a program with dynamic values: `hub_objects` of `hub_core.h`.

import CLLVM
import IR

enum ObjectTable {
    static func emit(_ context: NativeContext) {
        let (session, types) = (context.session, context.session.types)
        let none = session.zero(types.pointer)
        func number(_ value: Int) -> LLVMValue { session.constant(UInt64(value), types.i64) }
        func constant(_ type: LLVMType, _ elements: [LLVMValue]) -> LLVMValue {
            elements.isEmpty ? none : session.addPrivateConstant("", session.array(type, elements))
        }
        let statics = context.statics
        let (starts, masks) = traced(context.module)
        let fields = [
            statics.variables ?? none, number(statics.variableCount),
            constant(types.i64, statics.changing), number(statics.changing.count),
            context.calls.buffer ?? none, number(context.calls.plan.tailBufferWords),
            constant(types.i32, starts.map { session.constant(UInt64($0), types.i32) }),
            constant(types.i64, masks.map { session.constant($0, types.i64) }),
        ]
        let value = session.structure(fields)
        let table = session.addGlobal("hub_program_objects", value.type)
        table.initialize(value)
        table.setConstant()
        LLVMSetVisibility(table.handle, LLVMHiddenVisibility)
    }

    /// Which words of the records of each layout are values, 64 to an element.
    private static func traced(_ module: Module) -> (starts: [Int], masks: [UInt64]) {
        var (starts, masks) = ([Int](), [UInt64]())
        for layout in module.layouts.values {
            starts.append(masks.count)
            for start in stride(from: 0, to: layout.fields.count, by: 64) {
                let part = layout.fields[start..<min(start + 64, layout.fields.count)]
                masks.append(
                    part.enumerated().reduce(0) { $0 | ($1.element.type.isDynamic ? 1 << UInt64($1.offset) : 0) })
            }
        }
        return (starts, masks)
    }
}

extension Type {
    /// Whether it is a word that may lead to an object: a dynamic value or a reference.
    var isDynamic: Bool { self == .any || layout != nil }
}
