// Calls: of functions, through addresses, of services of the system, of intrinsics. What a variadic callee gets beyond
// its parameters lies in memory, and it is told where.

import CLLVM
import IR

extension FunctionLowering {
    /// What a call calls when it is known.
    private func directCallee(_ call: LLVMValue) -> LLVMValue? {
        var callee = call.callee
        while callee.kind == LLVMGlobalAliasValueKind { callee = LLVMValue(LLVMAliasGetAliasee(callee.handle)) }
        return callee.kind == LLVMFunctionValueKind ? callee : nil
    }

    mutating func lowerCall(_ call: LLVMValue) throws(Unsupported) {
        if call.callee.kind == LLVMInlineAsmValueKind { return try lowerAssembly(call) }
        guard let callee = directCallee(call) else { return try lowerIndirectCall(call) }
        let name = callee.name
        if name.hasPrefix("llvm.") { return try lowerIntrinsic(call, String(name.dropFirst(5))) }
        if callee.isDeclaration, let service = unit.service(name) { return try lowerService(call, service) }
        if callee.isDeclaration, try lowerFloatUnit(call, name) { return }
        if callee.isDeclaration {
            if callee.linkage == LLVMExternalWeakLinkage { return try lowerIndirectCall(call) }
            _ = unit.isAbsent(callee, at: unit.span(call.location), in: "'\(source.name)'")
            return define(call, try leaves(call).map { zero($0.type) })
        }
        let arguments = try arguments(call, isVariadic: callee.contentType.isVariadic)
        let id = unit.declare(callee)
        let signature = unit.module.functions[id].signature
        let passed = try fitted(arguments.values, arguments.leaves, to: signature.parameters)
        if isMustTail(call), signature.results == builder.function.signature.results {
            return builder.tailCall(id, passed)
        }
        let results = builder.call(id, passed, results: signature.results)
        define(call, try fittedResults(results, signature.results, try leaves(call)))
    }

    /// `_Float16 __hsx_fmul(_Float16, _Float16)` and `__hsx_fdiv` are the operations of the HSX float unit as they are.
    private mutating func lowerFloatUnit(_ call: LLVMValue, _ name: String) throws(Unsupported) -> Bool {
        guard name == "__hsx_fmul" || name == "__hsx_fdiv", call.argumentCount == 2 else { return false }
        let (left, right) = (try scalar(call.operand(0)), try scalar(call.operand(1)))
        guard builder.function.type(left) == .f16, builder.function.type(right) == .f16 else { return false }
        define(call, [builder.binary(name == "__hsx_fmul" ? .hsxFmul : .hsxFdiv, .f16, left, right)])
        return true
    }

    private func isMustTail(_ call: LLVMValue) -> Bool {
        LLVMGetTailCallKind(call.handle) == LLVMTailCallKindMustTail && dynamicStack == nil
    }

    private mutating func lowerIndirectCall(_ call: LLVMValue) throws(Unsupported) {
        let type = call.calledType
        let signature = try unit.signature(type)
        let address = try scalar(call.callee)
        let arguments = try arguments(call, isVariadic: type.isVariadic)
        let id = unit.module.signatureID(signature)
        let list = builder.function.lists.make([address] + arguments.values)
        let isTail = isMustTail(call) && signature.results == builder.function.signature.results
        let opcode: Opcode = isTail ? .tailCallIndirect : .callIndirect
        let instruction = builder.append(
            Instruction(opcode, a: id.rawValue, b: list.rawValue), results: isTail ? [] : signature.results)
        if !isTail { define(call, builder.function.results(instruction)) }
    }

    /// A call's arguments as scalars.
    private mutating func arguments(
        _ call: LLVMValue, isVariadic: Bool
    ) throws(Unsupported) -> (values: [ValueID], leaves: [Leaf]) {
        var values: [ValueID] = []
        var leaves: [Leaf] = []
        let named = isVariadic ? min(call.calledType.parameters.count, call.argumentCount) : call.argumentCount
        for index in 0..<named {
            let argument = call.operand(index)
            leaves += try self.leaves(argument)
            if let copied = unit.typeAttribute("byval", call, index + 1) {
                values.append(try copy(argument, copied))
            } else {
                values += try scalars(argument)
            }
        }
        if isVariadic {
            values.append(try variadicArea(call, from: named))
            leaves.append(Leaf(type: .ptr, bits: 0, offset: 0))
        }
        return (values, leaves)
    }

    /// A copy of the object that an argument points to, which the callee may change.
    private mutating func copy(_ argument: LLVMValue, _ type: LLVMType) throws(Unsupported) -> ValueID {
        let size = unit.shapes.size(type)
        let slot = builder.function.slots.append(
            StackSlot(size: UInt32(max(size, 1)), alignment: max(unit.shapes.alignment(type), 4)))
        let place = try place(argument)
        let copy = builder.slotAddress(.ptr, slot, offset: 0)
        try copyMemory(to: Place(base: copy, offset: 0), from: place, size: size)
        return copy
    }

    /// Arguments as the callee's definition has them, which C lets a call disagree with in small ways: missing ones are
    /// zero, integers and pointers stand for each other.
    private mutating func fitted(
        _ values: [ValueID], _ leaves: [Leaf], to types: [Type]
    ) throws(Unsupported) -> [ValueID] {
        if leaves.map(\.type) == types { return values }
        var fitted: [ValueID] = []
        for (index, type) in types.enumerated() {
            guard index < values.count else {
                fitted.append(zero(type))
                continue
            }
            fitted.append(try fit(values[index], leaves[index].type, type))
        }
        return fitted
    }

    private mutating func fittedResults(
        _ values: [ValueID], _ types: [Type], _ leaves: [Leaf]
    ) throws(Unsupported) -> [ValueID] {
        if types == leaves.map(\.type) { return values }
        var fitted: [ValueID] = []
        for (index, leaf) in leaves.enumerated() {
            fitted.append(index < values.count ? try fit(values[index], types[index], leaf.type) : zero(leaf.type))
        }
        return fitted
    }

    /// A scalar as one of another type.
    mutating func fit(_ value: ValueID, _ from: Type, _ to: Type) throws(Unsupported) -> ValueID {
        if from == to { return value }
        if from == .ptr, to.isInteger { return builder.unary(.ptrToInt, to, value) }
        if to == .ptr, from.isInteger { return builder.unary(.intToPtr, .ptr, value) }
        guard from.isInteger, to.isInteger, let old = from.bits, let new = to.bits else {
            throw Unsupported(what: "a call that passes \(from.scalarName ?? "?") for \(to.scalarName ?? "?")")
        }
        return builder.unary(new > old ? .zext : .trunc, to, value)
    }

    // Services.

    /// A function that stands for a service takes its parameters, then where to put each result beyond the first.
    private mutating func lowerService(_ call: LLVMValue, _ service: ServiceID) throws(Unsupported) {
        let declared = unit.module.services[service]
        var passed: [ValueID] = []
        var places: [Place] = []
        for index in 0..<call.argumentCount {
            let argument = call.operand(index)
            if index < declared.parameters.count {
                passed.append(try fit(try scalar(argument), try leaf(argument).type, declared.parameters[index]))
            } else {
                places.append(try place(argument))
            }
        }
        guard passed.count == declared.parameters.count, places.count < max(declared.results.count, 1) else {
            throw Unsupported(what: "a call of the service \(declared.name) with \(call.argumentCount) arguments")
        }
        let results = builder.service(service, passed, results: declared.results)
        for (place, result) in zip(places, results.dropFirst()) {
            builder.store(.i32, place.base, result, offset: place.offset)
        }
        let types = try leaves(call)
        if let leaf = types.first {
            define(call, [results.isEmpty ? zero(leaf.type) : try fit(results[0], declared.results[0], leaf.type)])
        }
    }

    // Assembly.

    /// Empty assembly, which keeps a compiler from moving code, is nothing here.
    private mutating func lowerAssembly(_ call: LLVMValue) throws(Unsupported) {
        var length = 0
        _ = LLVMGetInlineAsmAsmString(call.callee.handle, &length)
        let leaves = try leaves(call)
        guard length == 0, leaves.count <= call.argumentCount else { throw Unsupported(what: "inline assembly") }
        var results: [ValueID] = []
        for index in leaves.indices {
            guard try self.leaves(call.operand(index)) == [leaves[index]] else {
                throw Unsupported(what: "inline assembly")
            }
            results.append(try scalar(call.operand(index)))
        }
        define(call, results)
    }
}
