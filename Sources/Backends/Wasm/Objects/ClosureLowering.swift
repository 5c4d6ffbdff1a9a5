// Closures: making and calling them.

import IR

extension FunctionLowering {
    mutating func lowerClosure(_ id: InstructionID, _ data: Instruction) {
        let captured = function.lists.elements(data.list)
        prepare(captured)
        define(function.result(id), objects.closure(data.function, captured.map { use($0) }))
    }

    mutating func lowerClosureCall(_ id: InstructionID, _ data: Instruction) {
        define(function.result(id), closureCall(data, isTail: false), .call)
    }

    mutating func lowerClosureTailCall(_ data: Instruction) { emit(closureCall(data, isTail: true), .call) }

    /// The closure is looked at before the arguments, as the other traps of a call are.
    private mutating func closureCall(_ data: Instruction, isTail: Bool) -> WasmExpression {
        let operands = function.lists.elements(data.list)
        let count = operands.count - 1
        let type = objects.types[.closure(count)]
        let local = makeLocal(WasmType(type, isNullable: true))
        prepare(operands[0])
        let closure = checked(operands[0], .closure(count))
        emit(wasm.set(local, closure), castEffects)
        let arguments = Array(operands.dropFirst())
        prepare(arguments)
        func this() -> WasmExpression { wasm.get(local, WasmType(type, isNullable: true)) }
        let code = objects.types[.code(count)]
        let passed = [wasm.nonNull(this())] + arguments.map { use($0) }
        let target = wasm.field(0, of: this(), WasmType(code, isNullable: false))
        return wasm.call(reference: target, passed, .eqref, isTail: isTail)
    }
}
