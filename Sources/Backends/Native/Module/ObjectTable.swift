// What the runtime must know of a program with dynamic values: `hub_objects` of `hub_core.h`.

import BackendKit
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
        let traced = TracedFields(context.module)
        let fields = [
            statics.variables ?? none, number(statics.variableCount),
            constant(types.i64, statics.changing), number(statics.changing.count),
            context.calls.buffer ?? none, number(context.calls.plan.tailBufferWords),
            constant(types.i32, traced.starts.map { session.constant(UInt64($0), types.i32) }),
            constant(types.i64, traced.masks.map { session.constant($0, types.i64) }),
            constant(types.i32, traced.fieldCounts.map { session.constant(UInt64($0), types.i32) }),
            constant(types.i32, traced.elementBytes.map { session.constant(UInt64($0), types.i32) }),
        ]
        let value = session.structure(fields)
        let table = session.defineGlobal("hub_program_objects", value.type)
        table.initialize(value)
        table.setConstant()
        LLVMSetVisibility(table.handle, LLVMHiddenVisibility)
    }
}
