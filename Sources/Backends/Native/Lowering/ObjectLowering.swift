// Objects: records and pairs, arrays, byte arrays, cells, closures and roots, through the operations of `hub_core.h`.

import BackendKit
import CLLVM
import IR

extension FunctionLowering {
    /// Calls an operation of the runtime.
    func core(_ operation: CoreOperation, _ arguments: [LLVMValue]) -> LLVMValue {
        let call = builder.call(context.core[operation], arguments)
        if let callMark, !operation.isShort, !arguments.allSatisfy({ $0.constantBits != nil }) {
            call.addCallAttribute(callMark)
        }
        return call
    }

    /// What an operation that traps is told about its place.
    func place(of id: InstructionID) -> LLVMValue {
        locations?.text(function.location(id)).map(context.text) ?? session.zero(types.pointer)
    }

    func number(_ value: Int) -> LLVMValue { session.constant(UInt64(value), types.i32) }

    // Records and pairs.

    private func isPair(_ object: ValueID) -> Bool {
        function.type(object).layout.map(context.forms.isPair) ?? false
    }

    func field(_ data: Instruction, _ id: InstructionID) -> LLVMValue {
        let operation: CoreOperation = isPair(data.valueA) ? .getPair : .getField
        let word = core(operation, [value(data.valueA), number(data.fieldNumber), place(of: id)])
        return context.calls.unpack(word, data.type, builder)
    }

    mutating func setField(_ data: Instruction, _ id: InstructionID) {
        if constructions?.contains(id) == true { return construct(at: id) }
        let operation: CoreOperation =
            isPair(data.valueA) ? .setPair : data.type.isDynamic ? .setField : .setScalar
        let word = fieldWord(data.valueB, data.type)
        _ = core(operation, [value(data.valueA), number(data.fieldNumber), word, place(of: id)])
    }

    private func fieldWord(_ id: ValueID, _ type: Type) -> LLVMValue {
        context.calls.pack(observed(id, by: .fieldSet), type, builder)
    }

    /// Makes the object whose construction ends at `id`, if one does.
    mutating func construct(at id: InstructionID) {
        guard let alloc = constructions?.allocation(at: id), let layout = function[alloc].type.layout else { return }
        let fields = context.module.layouts[layout].fields
        let null = session.constant(CoreWords.null, types.i64)
        let words = fields.enumerated().map { number, field in
            if let value = constructions?.value(number, of: alloc) { return fieldWord(value, field.type) }
            return field.type.isDynamic ? null : session.constant(0, types.i64)
        }
        if case .pair(let tag) = context.forms.form(layout) {
            let tag = session.constant(tag, types.i32)
            return define(alloc, core(.newPair, [tag] + words))
        }
        let object = core(.newRecord, [number(layout.index), number(fields.count)])
        define(alloc, object)
        for (index, word) in words.enumerated() { _ = core(.setNew, [object, number(index), word]) }
    }

    // Roots and closures.

    func rootValue(_ root: RootID) -> LLVMValue {
        guard let variable = context.statics.variable(root) else { return context.statics.word(root) }
        return builder.load(types.i64, variable, alignment: 8)
    }

    func setRoot(_ data: Instruction) {
        guard let variable = context.statics.variable(data.root) else {
            preconditionFailure("FunctionLowering: no code sets a constant root")
        }
        builder.store(value(data.valueB), variable, alignment: 8)
    }

    func closure(_ data: Instruction) -> LLVMValue {
        let captured = values(data.list)
        let key = ClosureKey(function: data.function, captured: captured.count)
        let arguments = ClosurePlan.arguments(key, context.module) ?? ObjectKind.uncallable
        let code = context.closures.word(key, session)
        let closure = core(.newClosure, [code, number(arguments), number(captured.count)])
        for (index, value) in captured.enumerated() { _ = core(.setNew, [closure, number(index + 1), value]) }
        return closure
    }

    /// The code of the closure of a call, with the arguments that it takes.
    private func callee(_ data: Instruction, _ id: InstructionID) -> (code: LLVMValue, arguments: [LLVMValue]) {
        let arguments = values(data.list)
        let code = core(.code, [arguments[0], number(arguments.count - 1), place(of: id)])
        return (builder.pointer(code), arguments)
    }

    mutating func lowerClosureCall(_ id: InstructionID, _ data: Instruction) {
        let (code, arguments) = callee(data, id)
        let signature = ClosurePlan.signature(arguments.count - 1)
        let results = context.calls.call(code, signature, .tail, arguments, builder) {
            builder.allocate(context.types.lower($0), alignment: 8)
        }
        define(id, results[0])
    }

    func lowerClosureTailCall(_ id: InstructionID, _ data: Instruction) {
        let (code, arguments) = callee(data, id)
        context.calls.tailCall(code, ClosurePlan.signature(arguments.count - 1), arguments, builder)
    }
}
