// Calls: direct, through addresses, of services, and tail calls.

import CLLVM
import IR

extension FunctionLowering {
    /// The machine that services know has sixteen registers.
    static var serviceRegisterCount: Int { 16 }

    mutating func lowerCall(_ id: InstructionID, _ data: Instruction) {
        let signature = context.module.functions[data.function].signature
        let callee = context.functions.body(data.function)
        call(id, callee, signature, context.functions.convention(data.function), observed(data.list, by: data.opcode))
    }

    mutating func lowerIndirectCall(_ id: InstructionID, _ data: Instruction) {
        let signature = context.module.signatures[data.signature]
        let arguments = observed(data.list, by: data.opcode)
        let callee = callee(arguments[0], signature, id)
        call(id, callee, signature, context.calls.plan.pointers, Array(arguments.dropFirst()))
    }

    private mutating func call(
        _ id: InstructionID, _ callee: LLVMValue, _ signature: Signature, _ convention: NativeConvention,
        _ arguments: [LLVMValue]
    ) {
        let results = context.calls.call(callee, signature, convention, arguments, builder, mark: callMark) {
            makePlace($0)
        }
        for (index, result) in results.enumerated() { define(function.result(id, index), result) }
    }

    /// Room in the frame for a result that a callee stores.
    private func makePlace(_ type: Type) -> LLVMValue {
        guard let entry = function.entry else {
            preconditionFailure("FunctionLowering: a function with code has an entry")
        }
        return builder.allocate(context.types.lower(type), alignment: 8, atStartOf: block(entry))
    }

    /// The code at an address. In memory of declared size addresses are numbers: what is no function's traps, and so
    /// does one whose function has another signature.
    private mutating func callee(_ address: LLVMValue, _ signature: Signature, _ id: InstructionID) -> LLVMValue {
        guard case .array = context.memory else {
            return address.type == types.pointer ? address : builder.pointer(address)
        }
        // A number is four times that of a function; rotating its two low bits to the top sends others out of range.
        let number = resized(address, types.i64)
        let two = session.constant(2, types.i64)
        let rotate = session.intrinsic(.shiftRight, types.i64)
        let index = builder.subtract(builder.call(rotate, [number, number, two]), session.constant(1, types.i64))
        let count = session.constant(UInt64(context.module.addressedFunctionCount), types.i64)
        trap(if: builder.compare(LLVMIntUGE, index, count), .pcOutOfRange, at: id)
        let pointerBytes = session.constant(UInt64(context.machine.pointerBytes), types.i64)
        let table = context.table(of: signature.callType)
        let place = builder.address(table, offset: builder.multiply(index, pointerBytes), isInBounds: true)
        let code = builder.load(types.pointer, place, alignment: context.machine.pointerBytes)
        trap(if: builder.compare(LLVMIntEQ, code, session.zero(types.pointer)), .badCast, at: id)
        return code
    }

    // Tail calls.

    mutating func lowerTailCall(_ data: Instruction) {
        let signature = context.module.functions[data.function].signature
        let callee = context.functions.body(data.function)
        let arguments = observed(data.list, by: data.opcode)
        if context.functions.convention(data.function) == .tail {
            context.calls.tailCall(callee, signature, arguments, builder, mark: callMark)
        } else {
            // Code of another module: it is called and returns.
            let results = context.calls.call(callee, signature, .c, arguments, builder) { makePlace($0) }
            context.calls.ret(results, from: target, function.signature, convention, builder)
        }
    }

    mutating func lowerIndirectTailCall(_ id: InstructionID, _ data: Instruction) {
        let signature = context.module.signatures[data.signature]
        let arguments = observed(data.list, by: data.opcode)
        let callee = callee(arguments[0], signature, id)
        context.calls.tailCall(callee, signature, Array(arguments.dropFirst()), builder)
    }

    // Services.

    /// Fills the registers, calls the runtime, reads the registers.
    mutating func lowerService(_ id: InstructionID, _ data: Instruction) {
        guard let registers = serviceRegisters else {
            preconditionFailure("FunctionLowering: the plan counts the functions with services")
        }
        let service = context.module.services[data.service]
        let convention = context.options.services.registers(of: data.service, service)
        let type = context.runtime.register
        let isWide = type == types.i64
        let file = types.array(type, FunctionLowering.serviceRegisterCount)
        builder.store(session.zero(file), registers, alignment: 16)
        for (index, argument) in observed(data.list, by: data.opcode).enumerated() where index < convention.inputs.count
        {
            let bits = context.calls.pack(argument, service.parameters[index], builder)
            let word = isWide ? bits : builder.truncate(bits, type)
            builder.store(word, register(registers, convention.inputs[index]), alignment: isWide ? 8 : 4)
        }
        let call = builder.call(
            context.runtime.service, [session.constant(UInt64(service.number), types.i32), registers])
        if service.effects.contains(.terminates) { call.addCallAttribute(context.runtime.doesNotReturn) }
        if !service.effects.contains(.writes) {
            let isBlind = !service.effects.contains(.reads)
            call.addCallAttribute(isBlind ? context.runtime.touchesNoMemory : context.runtime.readsMemory)
        }
        for (index, type) in service.results.enumerated() {
            guard index < convention.outputs.count else {
                define(function.result(id, index), session.zero(context.types.lower(type)))
                continue
            }
            let place = register(registers, convention.outputs[index])
            let word = builder.load(context.runtime.register, place, alignment: isWide ? 8 : 4)
            let wide = isWide ? word : builder.zeroExtend(word, types.i64)
            define(function.result(id, index), context.calls.unpack(wide, type, builder))
        }
    }

    private func register(_ registers: LLVMValue, _ number: UInt8) -> LLVMValue {
        let bytes: UInt64 = context.runtime.register == types.i64 ? 8 : 4
        return builder.address(registers, offset: session.constant(UInt64(number) * bytes, types.i64), isInBounds: true)
    }
}
