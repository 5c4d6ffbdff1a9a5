// Calls: direct, through the table of functions, and of the target's services.

import CBinaryen
import IR

extension FunctionLowering {
    mutating func lowerCall(_ id: InstructionID, _ data: Instruction) {
        let callee = context.module.functions[data.function]
        let arguments = arguments(function.lists.elements(data.list), data.opcode)
        let results = callee.signature.results
        let call = wasm.call(
            context.functionNames[data.function.index], arguments, context.wasmType(results))
        defineResults(id, call, results)
    }

    mutating func lowerIndirectCall(_ id: InstructionID, _ data: Instruction) {
        let signature = context.module.signatures[data.signature]
        let (arguments, callee) = indirectArguments(data)
        let call = wasm.call(
            at: callee, arguments, context.wasmType(signature.parameters), context.wasmType(signature.results))
        defineResults(id, call, signature.results)
    }

    mutating func lowerTailCall(_ data: Instruction) {
        let callee = context.module.functions[data.function]
        let arguments = arguments(function.lists.elements(data.list), data.opcode)
        let results = context.wasmType(callee.signature.results)
        emit(wasm.call(context.functionNames[data.function.index], arguments, results, isTail: true), .call)
    }

    mutating func lowerIndirectTailCall(_ data: Instruction) {
        let signature = context.module.signatures[data.signature]
        let (arguments, callee) = indirectArguments(data)
        let call = wasm.call(
            at: callee, arguments, context.wasmType(signature.parameters), context.wasmType(signature.results),
            isTail: true)
        emit(call, .call)
    }

    /// Checks the callee of an indirect call, and takes the arguments.
    private mutating func indirectArguments(
        _ data: Instruction
    ) -> (arguments: [WasmExpression], callee: WasmExpression) {
        guard let table = context.table else { preconditionFailure("FunctionLowering: an indirect call without table") }
        let operands = function.lists.elements(data.list)
        let (callee, type) = (operands[0], type(operands[0]))
        keep(callee)
        // A number that is no multiple of four becomes a very large one.
        let place = wasm.binary(
            IntegerOperation.rotl(type), use(callee), integer(type == .i64 ? 62 : 30, type))
        let isOutside = wasm.binary(
            IntegerOperation.comparison(.uge)(type), place, integer(UInt64(table.count), type))
        emitTrap(.pcOutOfRange, if: isOutside)
        // The numbers of signatures take four bytes each, so that an address is an offset in them.
        let kind = makeLocal(.i32)
        let entry = wasm.load(.i32, bytes: 4, shortened(use(callee), type), offset: table.signatures)
        let expected = Int32(table.kind(of: context.module.signatures[data.signature]))
        let differs = wasm.binary(BinaryenNeInt32(), wasm.tee(kind, entry, .i32), expected)
        let isNone = wasm.unary(BinaryenEqZInt32(), wasm.get(kind, .i32))
        emit(wasm.conditional(differs, wasm.conditional(isNone, stop(.pcOutOfRange), stop(.badCast))), .traps)
        let arguments = arguments(Array(operands.dropFirst()), data.opcode)
        return (arguments, wasm.binary(BinaryenShrUInt32(), shortened(use(callee), type), 2))
    }

    /// The low 32 bits of an integer.
    func shortened(_ expression: WasmExpression, _ type: Type) -> WasmExpression {
        type == .i64 ? wasm.unary(BinaryenWrapInt64(), expression) : expression
    }

    /// The arguments of a call, in order.
    private mutating func arguments(_ values: [ValueID], _ opcode: Opcode) -> [WasmExpression] {
        prepare(values)
        return values.map { use($0, for: opcode) }
    }

    /// Gives the results of a call their values; several come as a tuple.
    private mutating func defineResults(_ id: InstructionID, _ call: WasmExpression, _ types: [Type]) {
        switch types.count {
        case 0: emit(call, .call)
        case 1: define(function.result(id), call, .call)
        default:
            let type = context.wasmType(types)
            let tuple = makeLocal(type)
            emit(wasm.set(tuple, call), .call)
            for index in types.indices {
                define(function.result(id, index), wasm.element(index, of: wasm.get(tuple, type)))
            }
        }
    }
}
