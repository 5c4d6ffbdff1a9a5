// Which 64-bit values nothing but their low halves is asked of, since they end up in addresses of 32 bits or are cut:
// they live in an i32, and what computes them works on low halves. Requires: the function is in SSA form.

import CBinaryen
import IR
import Support

/// The values of a function that are held by their low halves.
struct LowHalves {
    /// How the low half of a result comes from those of the operands.
    enum Form {
        case binary(IntegerOperation)
        /// By a constant less than 32.
        case leftShift
        case not
        case negation
        /// Of an integer of at most 32 bits.
        case zeroExtension
        case signExtension
        case choice
    }

    private var values: EntitySet<ValueID>
    private var worklist: [ValueID] = []
    /// What flows into the parameters of blocks.
    private var arguments: [ValueID: [ValueID]] = [:]

    func contains(_ value: ValueID) -> Bool { values.contains(value) }

    /// `hasShortPointers`: pointers have 32 bits, so that of 64-bit addends only the low halves count.
    init(_ function: Function, hasShortPointers: Bool) {
        values = EntitySet(capacity: function.values.count)
        for block in function.layout.blocks { collect(block, function) }
        if values.isEmpty { return }
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) { visit(instruction, function, hasShortPointers) }
        }
        spread(function)
        // Two cuts in place of one would save nothing.
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) where !pays(instruction, function) {
                leaveWhole(function.result(instruction))
            }
        }
        spread(function)
    }

    /// How the low half of the result of an instruction is computed from low halves; nil when it is not.
    static func form(_ data: Instruction, _ function: Function) -> Form? {
        guard data.type == .i64 else { return nil }
        switch data.opcode {
        case .add: return .binary(.add)
        case .sub: return .binary(.sub)
        case .mul: return .binary(.mul)
        case .and: return .binary(.and)
        case .or: return .binary(.or)
        case .xor: return .binary(.xor)
        case .shl:
            guard let amount = function.constantInteger(data.valueB), amount & 63 < 32 else { return nil }
            return .leftShift
        case .not: return .not
        case .neg: return .negation
        case .zext: return .zeroExtension
        case .sext: return .signExtension
        case .select: return .choice
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .sdiv, .udiv, .srem, .urem, .lshr,
            .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow, .insert, .ptrAdd, .fadd, .fsub, .fmul,
            .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv, .icmp, .fcmp, .trunc, .bitcast, .sitofp,
            .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store,
            .volatileLoad, .volatileStore, .alloc,
            .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet,
            .bytesCopy,
            .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box,
            .unbox, .dynAdd,
            .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding,
            .unwound, .call, .callIndirect,
            .callClosure, .send, .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop,
            .jump, .branch, .switch, .ret, .trap, .unreachable:
            return nil
        }
    }

    // MARK: Finding them

    /// Starts with all values of `block` whose low halves can be computed alone.
    private mutating func collect(_ block: BlockID, _ function: Function) {
        if block != function.entry {
            for parameter in function.parameters(block) where function.type(parameter) == .i64 {
                values.insert(parameter)
            }
        }
        for instruction in function.layout.instructions(block) {
            if LowHalves.form(function[instruction], function) != nil { values.insert(function.result(instruction)) }
        }
    }

    /// Takes out the operands of `instruction` that it needs whole.
    private mutating func visit(_ instruction: InstructionID, _ function: Function, _ hasShortPointers: Bool) {
        let data = function[instruction]
        let isComputed = LowHalves.form(data, function) != nil
        for (place, value) in function.directOperands(instruction).enumerated() where values.contains(value) {
            if !isComputed, !takesLowHalf(data, place, hasShortPointers) { leaveWhole(value) }
        }
        for call in function.blockCallIDs(instruction) {
            let (parameters, passed) = (
                function.parameters(function.blockCalls[call].block),
                function.lists.elements(function.blockCalls[call].arguments)
            )
            for (parameter, argument) in zip(parameters, passed) where values.contains(argument) {
                arguments[parameter, default: []].append(argument)
                if !values.contains(parameter) { leaveWhole(argument) }
            }
        }
    }

    /// Whether an instruction whose result is none of these values looks at the low half of operand `place` alone.
    private func takesLowHalf(_ data: Instruction, _ place: Int, _ hasShortPointers: Bool) -> Bool {
        switch data.opcode.info.format {
        case .load: return true
        case .store: return place == 0
        case .unary: return data.opcode == .trunc || (data.opcode == .intToPtr && hasShortPointers)
        case .binary: return data.opcode == .ptrAdd && place == 1 && hasShortPointers
        case .nullary, .trap, .immediate, .ternary, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary,
            .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .fieldGet, .fieldSet, .call,
            .indirectCall,
            .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            return false
        }
    }

    private mutating func leaveWhole(_ value: ValueID) {
        if values.remove(value) { worklist.append(value) }
    }

    /// What a value that is needed whole is computed from is needed whole too.
    private mutating func spread(_ function: Function) {
        while let value = worklist.popLast() {
            if let instruction = function.definingInstruction(value) {
                for operand in function.directOperands(instruction) { leaveWhole(operand) }
            } else {
                for argument in arguments[value] ?? [] { leaveWhole(argument) }
            }
        }
    }

    /// Whether computing a result by its low half saves something: not when all it is computed from must be cut first.
    private func pays(_ instruction: InstructionID, _ function: Function) -> Bool {
        guard function.resultCount(instruction) == 1, values.contains(function.result(instruction)),
            let form = LowHalves.form(function[instruction], function)
        else { return true }
        switch form {
        case .binary, .choice:
            return function.directOperands(instruction).contains {
                values.contains($0) || (function.type($0) == .i64 && function.constantInteger($0) != nil)
            }
        case .leftShift, .not, .negation, .zeroExtension, .signExtension: return true
        }
    }
}

extension Function {
    /// The bits of a value that `iconst` makes.
    func constantInteger(_ value: ValueID) -> UInt64? {
        guard let instruction = definingInstruction(value), self[instruction].opcode == .iconst else { return nil }
        return self[instruction].immediate
    }
}

// MARK: - Lowering

extension FunctionLowering {
    /// Lowers an instruction whose result is held by its low half; answers whether it is one.
    mutating func lowerLowHalf(_ id: InstructionID, _ data: Instruction) -> Bool {
        guard function.resultCount(id) == 1, lowHalves.contains(function.result(id)),
            let form = LowHalves.form(data, function)
        else { return false }
        let result = function.result(id)
        switch form {
        case .binary(let operation):
            prepare(data.valueA, data.valueB)
            let left = useLowHalf(data.valueA)
            define(result, wasm.binary(operation(.i32), left, useLowHalf(data.valueB)))
        case .leftShift:
            prepare(data.valueA)
            let amount = Int32(truncatingIfNeeded: (constant(data.valueB) ?? 0) & 31)
            define(result, wasm.binary(BinaryenShlInt32(), useLowHalf(data.valueA), amount))
        case .not:
            prepare(data.valueA)
            define(result, wasm.binary(BinaryenXorInt32(), useLowHalf(data.valueA), -1))
        case .negation:
            prepare(data.valueA)
            let zero = wasm.constant(Int32(0))
            define(result, wasm.binary(BinaryenSubInt32(), zero, useLowHalf(data.valueA)))
        case .zeroExtension:
            prepare(data.valueA)
            define(result, use(data.valueA))
        case .signExtension:
            prepare(data.valueA)
            define(result, useSigned(data.valueA))
        case .choice:
            // In the order of evaluation.
            prepare(data.valueB, data.valueC, data.valueA)
            let (yes, no) = (useLowHalf(data.valueB), useLowHalf(data.valueC))
            define(result, wasm.select(use(data.valueA), yes, no, .i32))
        }
        return true
    }

    /// The low 32 bits of an integer or a pointer.
    mutating func useLowHalf(_ value: ValueID) -> WasmExpression {
        guard type(value) == .i64, !lowHalves.contains(value) else { return use(value) }
        if let bits = constant(value) { return wasm.constant(Int32(truncatingIfNeeded: bits)) }
        return wasm.unary(BinaryenWrapInt64(), use(value))
    }
}
