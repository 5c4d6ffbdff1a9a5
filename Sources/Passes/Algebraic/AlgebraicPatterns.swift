// How the rules look at operands, and which rules an opcode has.

import IR

extension AlgebraicSimplifier {
    /// Looks for a rule that applies to `instruction`.
    mutating func simplify(_ instruction: InstructionID) -> Rewrite {
        if let folded = fold(instruction) { return folded }
        let data = function[instruction]
        if data.opcode.info.isCommutative, isConstant(data.valueA), !isConstant(data.valueB) {
            var swapped = data
            swap(&swapped.a, &swapped.b)
            return .become(swapped)
        }
        let rewrite = rules(instruction, data)
        guard case .keep = rewrite else { return rewrite }
        return foldKnownBits(instruction, data)
    }

    private mutating func rules(_ instruction: InstructionID, _ data: Instruction) -> Rewrite {
        switch data.opcode {
        case .add: return simplifyAdd(data)
        case .sub: return simplifySub(data)
        case .neg: return simplifyNeg(data)
        case .mul: return simplifyMul(data)
        case .sdiv, .udiv, .srem, .urem: return simplifyDivision(data)
        case .umulh, .smulh: return simplifyHighProduct(data)
        case .and: return simplifyAnd(data)
        case .or: return simplifyOr(data)
        case .xor: return simplifyXor(data)
        case .not: return simplifyNot(data)
        case .shl, .lshr, .ashr: return simplifyShift(data)
        case .addCarry: return simplifyAddCarry(instruction, data)
        case .subBorrow: return simplifySubBorrow(instruction, data)
        case .icmp: return simplifyCompare(data)
        case .select: return simplifySelect(data)
        case .insert: return simplifyInsert(data)
        case .trunc: return simplifyTrunc(data)
        case .zext: return simplifyZext(data)
        case .sext: return simplifySext(data)
        case .bitcast: return simplifyBitcast(data)
        case .ptrAdd: return simplifyPointerSum(data)
        case .ptrToInt, .intToPtr: return simplifyPointerConversion(data)
        case .uitofp: return simplifyUnsignedToFloat(data)
        case .fptrunc: return simplifyFloatTrunc(data)
        case .fadd, .fsub: return simplifyFloatSum(data)
        case .fmul, .fdiv, .hsxFmul, .hsxFdiv: return simplifyFloatProduct(data)
        case .fneg, .fabs: return simplifyFloatSign(data)
        case .load, .store, .volatileLoad, .volatileStore: return simplifyAddress(data)
        case .branch: return simplifyBranch(data)
        case .isNil: return simplifyIsNil(data)
        case .isRef: return simplifyIsRef(data)
        case .box: return simplifyBox(data)
        case .unbox: return simplifyUnbox(data)
        case .dynEq: return simplifyIdentity(data)
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .clz, .ctz, .popcnt, .fsqrt, .fmin,
            .fmax,
            .fcmp, .sitofp, .fptosi, .fptoui, .fpext, .varGet, .varSet, .alloc, .fieldGet, .fieldSet, .allocElements,
            .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet,
            .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet,
            .cellSet,
            .rootGet, .rootSet,
            .closure,
            .isInt, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynTruthy, .layoutOf, .closureArity,
            .unwinding,
            .unwound, .call, .callIndirect, .callClosure, .send, .service, .tailCall, .tailCallIndirect,
            .tailCallClosure,
            .tailSend, .breakpoint, .nop, .jump, .switch, .ret, .trap, .unreachable:
            return .keep
        }
    }

    /// Computes an instruction whose operands are all constant; one that would trap stays.
    private mutating func fold(_ instruction: InstructionID) -> Rewrite? {
        let data = function[instruction]
        guard takesConstants(data), function.resultCount(instruction) > 0 else { return nil }
        let evaluation = Evaluate.instruction(
            instruction, in: function, pointerBytes: module.memory.pointerBytes, constant: anyConstant)
        switch evaluation {
        case .value(let bits):
            let type = function.type(function.result(instruction))
            return type.isInteger || type.isFloat ? .constant(bits) : nil
        case .valueAndFlag(let bits, let flag):
            return replaceBoth(instruction, emitConstant(bits, data.type), emitConstant(flag ? 1 : 0, .i1))
        case .trap, .notPure, nil: return nil
        }
    }

    /// Whether an operation that can be computed takes only constants.
    private func takesConstants(_ data: Instruction) -> Bool {
        switch data.opcode.info.format {
        case .unary: anyConstant(data.valueA) != nil
        case .binary, .integerCompare, .floatCompare:
            anyConstant(data.valueA) != nil && anyConstant(data.valueB) != nil
        case .ternary:
            anyConstant(data.valueA) != nil && anyConstant(data.valueB) != nil && anyConstant(data.valueC) != nil
        case .immediate, .nullary, .trap, .dynamicCompare, .dynamicBinary, .global, .function, .slot, .variableGet,
            .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet, .fieldSet, .call, .indirectCall, .closureCall,
            .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            false
        }
    }

    /// Gives the two results of `instruction` new values; it is removed when it comes up again.
    mutating func replaceBoth(_ instruction: InstructionID, _ value: ValueID, _ flag: ValueID) -> Rewrite {
        replace(function.result(instruction, 0), with: value)
        replace(function.result(instruction, 1), with: flag)
        return .done
    }

    /// The last resort: all bits of the result may be known.
    private func foldKnownBits(_ instruction: InstructionID, _ data: Instruction) -> Rewrite {
        guard data.opcode.isPure, data.opcode != .iconst, function.resultCount(instruction) == 1 else { return .keep }
        let result = function.result(instruction)
        guard function.type(result).isInteger, let bits = KnownBits.of(result, in: function).constant else {
            return .keep
        }
        return .constant(bits)
    }

    // Patterns.

    /// The bits of an integer constant.
    func constant(_ value: ValueID) -> UInt64? {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == .iconst else {
            return nil
        }
        return function[instruction].immediate
    }

    /// The bits of an integer or float constant.
    func anyConstant(_ value: ValueID) -> UInt64? {
        guard let instruction = function.definingInstruction(value),
            function[instruction].opcode.info.format == .immediate
        else { return nil }
        return function[instruction].immediate
    }

    func isConstant(_ value: ValueID) -> Bool { anyConstant(value) != nil }

    /// The instruction that computes `value`, if its opcode is `opcode` and it has that one result.
    func match(_ value: ValueID, _ opcode: Opcode) -> Instruction? {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == opcode,
            function.resultCount(instruction) == 1
        else { return nil }
        return function[instruction]
    }

    /// `value` as `opcode` of some value and a constant on the right.
    func matchConstant(_ value: ValueID, _ opcode: Opcode) -> (value: ValueID, constant: UInt64)? {
        guard let data = match(value, opcode), let bits = constant(data.valueB) else { return nil }
        return (data.valueA, bits)
    }

    /// Whether two values are the same, or equal constants.
    func areEqual(_ left: ValueID, _ right: ValueID) -> Bool {
        if left == right { return true }
        guard let bits = constant(left), function.type(left) == function.type(right) else { return false }
        return constant(right) == bits
    }

    func knownBits(_ value: ValueID) -> KnownBits { KnownBits.of(value, in: function) }

    /// `opcode` of `value` and a new constant.
    mutating func with(_ opcode: Opcode, _ type: Type, _ value: ValueID, _ bits: UInt64) -> Rewrite {
        .become(.binary(opcode, type, value, emitConstant(bits, type)))
    }
}
