// Calls in each convention: the types of functions, and the way of arguments and results between the IR's values and
// what LLVM passes.

import CLLVM
import IR
import Support

/// LLVM's numbers of conventions.
private enum ConventionNumber {
    static let c: UInt32 = 0
    static let fast: UInt32 = 8
}

/// Passes arguments and results as the plan of a module says.
struct NativeCalls {
    let plan: CallPlan
    let types: NativeTypes
    private let session: LLVMSession
    /// Where arguments and results travel that find no place in registers.
    let buffer: LLVMValue?
    /// For the C convention: narrow integers travel with zeros above them, words on some machines with their sign.
    private let zeroExtended, signExtended: LLVMAttribute
    private let extendsWords: Bool

    private static let bufferWordBytes = 8

    /// `hasDynamicValues`: the program runs in one thread, and the collector looks into the buffer.
    init(
        _ plan: CallPlan, _ types: NativeTypes, _ session: LLVMSession, _ part: ModulePart, extendsWords: Bool,
        hasDynamicValues: Bool
    ) {
        self.plan = plan
        self.types = types
        self.session = session
        self.extendsWords = extendsWords
        zeroExtended = session.attribute("zeroext")
        signExtended = session.attribute("signext")
        guard plan.tailBufferWords > 0 else {
            buffer = nil
            return
        }
        let type = session.types.array(session.types.i64, plan.tailBufferWords)
        let global = session.addGlobal(part.symbol("hub_tail_words"), type)
        part.hide(global)
        part.initialize(global, session.zero(type))
        if !hasDynamicValues { global.setThreadLocal() }
        global.setAlignment(NativeCalls.bufferWordBytes)
        buffer = global
    }

    // Types.

    /// The type of a function of `signature`: in C results beyond the first are stored through pointers that follow the
    /// parameters.
    func functionType(_ signature: Signature, _ convention: NativeConvention) -> LLVMType {
        let parameters = signature.parameters.map(types.lower)
        let results = signature.results.map(types.lower)
        switch convention {
        case .c:
            let places = results.dropFirst().map { _ in session.types.pointer }
            return session.types.function(parameters + places, results.first ?? session.types.void)
        case .fast:
            let result = results.count < 2 ? results.first : session.types.structure(results)
            return session.types.function(parameters, result ?? session.types.void)
        case .tail: return session.types.function(tailRegisters, results.first ?? session.types.void)
        }
    }

    private var tailRegisters: [LLVMType] { plan.tailRegisters.map { $0.map(types.lower) ?? session.types.i64 } }

    /// Gives a function that was just declared what its convention demands.
    func setConvention(_ function: LLVMValue, _ signature: Signature, _ convention: NativeConvention) {
        switch convention {
        case .c: forEachExtension(signature) { function.addAttribute($0, at: $1) }
        case .fast: function.setConvention(ConventionNumber.fast)
        case .tail: break
        }
    }

    private func forEachExtension(_ signature: Signature, _ body: (LLVMAttribute, Int) -> Void) {
        let types: [Type?] = [signature.results.first] + signature.parameters
        for (index, type) in types.enumerated() {
            guard let type, type.isInteger, let bits = type.bits else { continue }
            if bits < 32 { body(zeroExtended, index) }
            if bits == 32, extendsWords { body(signExtended, index) }
        }
    }

    // Inside a function.

    /// The parameters of `function` as the IR counts them. Requires: the builder stands in its first block.
    func receive(
        _ function: LLVMValue, _ signature: Signature, _ convention: NativeConvention, _ builder: LLVMBuilder
    ) -> [LLVMValue] {
        signature.parameters.indices.map { index in
            guard convention == .tail else { return function.parameter(index) }
            let type = signature.parameters[index]
            let place = index - plan.tailRegisters.count
            if place >= 0 { return load(type, place, builder) }
            let value = function.parameter(index)
            return plan.tailRegisters[index] == nil ? unpack(value, type, builder) : value
        }
    }

    /// Returns `values` from `function`.
    func ret(
        _ values: [LLVMValue], from function: LLVMValue, _ signature: Signature, _ convention: NativeConvention,
        _ builder: LLVMBuilder
    ) {
        switch convention {
        case .c:
            for (index, value) in values.enumerated().dropFirst() {
                let place = function.parameter(signature.parameters.count + index - 1)
                builder.store(value, place, alignment: 1)
            }
            builder.ret(values.first)
        case .fast: builder.ret(values.count < 2 ? values.first : aggregate(values, signature, builder))
        case .tail:
            for (index, value) in values.enumerated().dropFirst() { store(value, index - 1, builder) }
            builder.ret(values.first)
        }
    }

    private func aggregate(_ values: [LLVMValue], _ signature: Signature, _ builder: LLVMBuilder) -> LLVMValue {
        let empty = session.poison(session.types.structure(signature.results.map(types.lower)))
        return values.enumerated().reduce(empty) { builder.inserting($1.element, $1.offset, into: $0) }
    }

    // Calls.

    /// Calls `callee`; `places` makes room for the results beyond the first of a call in the C convention, `mark` is an
    /// attribute of the call.
    func call(
        _ callee: LLVMValue, _ signature: Signature, _ convention: NativeConvention, _ arguments: [LLVMValue],
        _ builder: LLVMBuilder, mark: LLVMAttribute? = nil, places: (Type) -> LLVMValue
    ) -> [LLVMValue] {
        let type = functionType(signature, convention)
        func emit(_ arguments: [LLVMValue]) -> LLVMValue {
            let call = builder.call(type, callee, arguments)
            if let mark { call.addCallAttribute(mark) }
            return call
        }
        switch convention {
        case .c:
            let pointers = signature.results.dropFirst().map(places)
            let call = emit(arguments + pointers)
            forEachExtension(signature) { call.addCallAttribute($0, at: $1) }
            let others = zip(signature.results.dropFirst(), pointers).map {
                builder.load(types.lower($0), $1, alignment: 1)
            }
            return signature.results.isEmpty ? [] : [call] + others
        case .fast:
            let call = emit(arguments)
            LLVMSetInstructionCallConv(call.handle, ConventionNumber.fast)
            guard signature.results.count > 1 else { return signature.results.isEmpty ? [] : [call] }
            return signature.results.indices.map { builder.element(call, $0) }
        case .tail:
            let call = emit(tailArguments(signature, arguments, builder))
            return signature.results.indices.map { $0 == 0 ? call : load(signature.results[$0], $0 - 1, builder) }
        }
    }

    /// Calls `callee`, of the tail convention, in place of the function that calls, which has it too; `mark` is an
    /// attribute of the call.
    func tailCall(
        _ callee: LLVMValue, _ signature: Signature, _ arguments: [LLVMValue], _ builder: LLVMBuilder,
        mark: LLVMAttribute? = nil
    ) {
        let passed = tailArguments(signature, arguments, builder)
        let call = builder.call(functionType(signature, .tail), callee, passed)
        LLVMSetTailCallKind(call.handle, LLVMTailCallKindMustTail)
        if let mark { call.addCallAttribute(mark) }
        builder.ret(signature.results.isEmpty ? nil : call)
    }

    /// The arguments in registers; the others are stored.
    private func tailArguments(
        _ signature: Signature, _ arguments: [LLVMValue], _ builder: LLVMBuilder
    ) -> [LLVMValue] {
        let registers = plan.tailRegisters
        for (index, argument) in arguments.enumerated().dropFirst(registers.count) {
            store(argument, index - registers.count, builder)
        }
        return registers.indices.map { index in
            guard index < arguments.count else { return session.poison(tailRegisters[index]) }
            return registers[index] == nil
                ? pack(arguments[index], signature.parameters[index], builder) : arguments[index]
        }
    }

    // Words.

    /// The bits of a value in 64.
    func pack(_ value: LLVMValue, _ type: Type, _ builder: LLVMBuilder) -> LLVMValue {
        let word = session.types.i64
        if types.lower(type) == session.types.pointer { return builder.integer(value, word) }
        let isFloat = type.isFloat
        let bits = isFloat ? builder.bitcast(value, session.types.integer(type.bits ?? 64)) : value
        return bits.type == word ? bits : builder.zeroExtend(bits, word)
    }

    /// The value of `type` in the low bits of a word.
    func unpack(_ word: LLVMValue, _ type: Type, _ builder: LLVMBuilder) -> LLVMValue {
        let lowered = types.lower(type)
        if lowered == session.types.pointer { return builder.pointer(word) }
        let integer = type.isFloat ? session.types.integer(type.bits ?? 64) : lowered
        let bits = integer == session.types.i64 ? word : builder.truncate(word, integer)
        return type.isFloat ? builder.bitcast(bits, lowered) : bits
    }

    private func store(_ value: LLVMValue, _ place: Int, _ builder: LLVMBuilder) {
        builder.store(value, word(place), alignment: NativeCalls.bufferWordBytes)
    }

    private func load(_ type: Type, _ place: Int, _ builder: LLVMBuilder) -> LLVMValue {
        builder.load(types.lower(type), word(place), alignment: NativeCalls.bufferWordBytes)
    }

    private func word(_ place: Int) -> LLVMValue {
        guard let buffer else { preconditionFailure("NativeCalls: the plan counts the words of the buffer") }
        return session.address(buffer, offset: Int64(place * NativeCalls.bufferWordBytes), isInBounds: true)
    }
}
