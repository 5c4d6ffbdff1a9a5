// Services of the HSX system: the few that need no more than WASI are calls of the support functions; those that do
// nothing without a controller have constant answers.

import BackendKit
import CBinaryen
import IR

/// What a service call becomes.
enum ServicePlan {
    /// Ends the program with the status in R0.
    case exit
    /// A support function that takes these registers and answers R0.
    case support(String, registers: [UInt8])
    /// Always the same R0.
    case answer(UInt32)
    /// Nothing here does it.
    case unsupported

    init(_ number: UInt32) {
        switch number {
        case 0x000: self = .support(SupportFunctions.steps, registers: [])
        case 0x100: self = .exit
        case 0x101: self = .support(SupportFunctions.output, registers: [1, 2])
        case 0x200: self = .answer(0)
        case 0x600: self = .support(SupportFunctions.sleep, registers: [0])
        default:
            switch number >> 8 {
            case 4, 5: self = .unsupported
            // Values and commands, of which no one knows any without a controller.
            case 7, 8: self = .answer(1)
            default: self = number < 0x1000 ? .answer(0xFFFF_FF01) : .unsupported
            }
        }
    }
}

extension FunctionLowering {
    mutating func lowerService(_ id: InstructionID, _ data: Instruction) {
        let service = context.module.services[data.service]
        let registers = context.services.registers(of: data.service, service)
        let operands = function.lists.elements(data.list)
        operands.forEach { keep($0) }
        /// What a register holds before the call.
        func value(of register: UInt8) -> ValueID? {
            zip(registers.inputs, operands).first { $0.0 == register }?.1
        }
        let first = makeLocal(.i32)
        switch ServicePlan(service.number) {
        case .exit: emit(wasm.call(SupportFunctions.exit, [word(value(of: 0))], .none), .call)
        case .support(let name, let inputs):
            emit(wasm.set(first, wasm.call(name, inputs.map { word(value(of: $0)) }, .i32)), .call)
        case .answer(let number): emit(wasm.set(first, wasm.constant(Int32(bitPattern: number))))
        case .unsupported: preconditionFailure("FunctionLowering: service \(service.number) in a legal module")
        }
        for (index, type) in service.results.enumerated() {
            let register = index < registers.outputs.count ? registers.outputs[index] : 0
            let bits = register == 0 ? wasm.get(first, .i32) : word(value(of: register))
            define(function.result(id, index), result(bits, type))
        }
    }

    /// A value as the 32 bits of a register; 0 when there is none.
    private mutating func word(_ value: ValueID?) -> WasmExpression {
        guard let value else { return wasm.constant(Int32(0)) }
        let bits = use(value, for: .service)
        switch type(value).kind {
        case .i64: return wasm.unary(BinaryenWrapInt64(), bits)
        case .f32: return wasm.unary(BinaryenReinterpretFloat32(), bits)
        case .f64: return wasm.unary(BinaryenWrapInt64(), wasm.unary(BinaryenReinterpretFloat64(), bits))
        case .i1, .i8, .i16, .i32, .f16, .ptr, .any, .ref: return bits
        }
    }

    /// The bits of a register as a value of `type`.
    private func result(_ bits: WasmExpression, _ type: Type) -> WasmExpression {
        let type = context.scalar(type)
        switch type.kind {
        case .i64: return wasm.unary(BinaryenExtendUInt32(), bits)
        case .f32: return wasm.unary(BinaryenReinterpretInt32(), bits)
        case .f64: return wasm.unary(BinaryenReinterpretInt64(), wasm.unary(BinaryenExtendUInt32(), bits))
        case .i1, .i8, .i16, .i32, .f16, .ptr, .any, .ref: return masked(bits, type)
        }
    }
}
