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
    /// Microseconds of a clock of WASI, in all 64 bits of R0.
    case clock(Int32)
    /// Always the same R0.
    case answer(UInt32)
    /// The prebuilt runtime carries it out on all registers.
    case runtime(DeviceRuntime.Service)
    /// Nothing here does it.
    case unsupported

    private static let unknown = ServicePlan.answer(0xFFFF_FF01)

    /// The prebuilt runtime knows only memory of the machine's size.
    init(_ number: UInt32, memorySize: UInt64) {
        let isMachine = memorySize == MemoryModel.hsx.size
        switch number {
        case 0x000: self = .support(SupportFunctions.steps, registers: [])
        case 0x100: self = .exit
        case 0x101: self = .support(SupportFunctions.output, registers: [1, 2])
        case 0x200: self = .answer(0)
        case 0x600: self = .support(SupportFunctions.sleep, registers: [0])
        case 0xF01 where !isMachine: self = .clock(1)
        case 0xF02 where !isMachine: self = .support(SupportFunctions.openFile, registers: [0, 1])
        case 0xF03 where !isMachine: self = .support(SupportFunctions.readFile, registers: [0, 1])
        case 0xF04 where !isMachine: self = .clock(0)
        default:
            switch number >> 8 {
            case 4: self = isMachine ? .runtime(.files) : ServicePlan.unknown
            case 5: self = isMachine ? .runtime(.mailbox) : ServicePlan.unknown
            // Values and commands, of which no one knows any without a controller.
            case 7, 8: self = .answer(1)
            default:
                if number < DeviceRuntime.keptCode {
                    self = ServicePlan.unknown
                } else {
                    self = isMachine ? .runtime(.kept) : .unsupported
                }
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
        switch ServicePlan(service.number, memorySize: context.memorySize) {
        case .exit: emit(wasm.call(SupportFunctions.exit, [word(value(of: 0))], .none), .call)
        case .support(let name, let inputs):
            emit(wasm.set(first, wasm.call(name, inputs.map { word(value(of: $0)) }, .i32)), .call)
        case .clock(let number):
            let time = wasm.call(SupportFunctions.clock, [wasm.constant(number)], .i64)
            if let type = service.results.first, context.scalar(type).kind == .i64 {
                return define(function.result(id), time, .call)
            }
            emit(wasm.set(first, wasm.unary(BinaryenWrapInt64(), time)), .call)
        case .answer(let number): emit(wasm.set(first, wasm.constant(Int32(bitPattern: number))))
        case .runtime(let group):
            let values = registers.inputs.map { ($0, word(value(of: $0))) }
            lowerRuntimeService(id, service, group, values, outputs: registers.outputs)
            return
        case .unsupported: preconditionFailure("FunctionLowering: service \(service.number) in a legal module")
        }
        for (index, type) in service.results.enumerated() {
            let register = index < registers.outputs.count ? registers.outputs[index] : 0
            let bits = register == 0 ? wasm.get(first, .i32) : word(value(of: register))
            define(function.result(id, index), result(bits, type))
        }
    }

    /// Hands 16 registers to the prebuilt runtime and takes the results out of them.
    private mutating func lowerRuntimeService(
        _ id: InstructionID, _ service: Service, _ group: DeviceRuntime.Service, _ values: [(UInt8, WasmExpression)],
        outputs: [UInt8]
    ) {
        guard let runtime = context.runtime else { preconditionFailure("FunctionLowering: no runtime for a service") }
        if group == .kept { emit(context.announceKeptCode(runtime), .call) }
        let registers = makeLocal(.i32)
        emit(wasm.set(registers, wasm.call(runtime.registers, [], .i32)), .call)
        for (register, bits) in values {
            let address = wasm.get(registers, .i32)
            emit(wasm.store(.i32, bytes: 4, address, offset: UInt32(register) * 4, bits), .writes)
        }
        let number = wasm.constant(Int32(bitPattern: service.number))
        emit(wasm.call(runtime.function(group), [number, wasm.get(registers, .i32)], .none), .call)
        for (index, type) in service.results.enumerated() {
            let register = index < outputs.count ? outputs[index] : 0
            let bits = wasm.load(.i32, bytes: 4, wasm.get(registers, .i32), offset: UInt32(register) * 4)
            define(function.result(id, index), result(bits, type), .reads)
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
