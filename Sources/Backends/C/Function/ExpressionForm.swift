// What can be said of an expression before it is written.

import BackendKit
import IR

enum ExpressionForm {
    /// The operands that the instruction is written with: of one bit, shifts do nothing and high products are 0; a switch
    /// with one way looks at nothing; an object is made with the values of its fields.
    static func operands(
        _ instruction: InstructionID, _ function: Function, _ constructions: Constructions?
    ) -> [ValueID] {
        let data = function[instruction]
        if data.opcode == .alloc { return constructions?.values(of: instruction) ?? [] }
        if data.opcode == .isRef, data.type == .any { return [] }
        if data.type == .i1 {
            if data.opcode == .umulh || data.opcode == .smulh { return [] }
            if data.opcode == .shl || data.opcode == .lshr || data.opcode == .ashr { return [data.valueA] }
        }
        if data.opcode == .switch, SwitchWays.hasOneWay(instruction, function) { return [] }
        return function.directOperands(instruction)
    }

    /// Whether the instruction is written with operators of C alone, without a call.
    static func isOperator(_ data: Instruction, _ function: Function, _ program: CProgram) -> Bool {
        switch data.opcode {
        case .iconst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .and, .or, .xor, .not, .neg, .shl, .lshr,
            .ashr, .insert, .select, .trunc, .zext, .sext, .sitofp, .uitofp, .fptrunc, .fpext, .fadd, .fsub, .fmul,
            .fdiv:
            return true
        case .icmp: return !isDecided(data, function) && !isOrderOfFlags(data)
        case .fcmp: return floatOperator(data.floatCondition) != nil
        case .ptrAdd, .ptrToInt, .intToPtr: return !program.hasHostMemory
        case .fconst, .sdiv, .udiv, .srem, .urem, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow, .fneg,
            .fabs, .fsqrt, .fmin, .fmax, .bitcast, .fptosi, .fptoui, .load, .store, .volatileLoad, .volatileStore,
            .call, .callIndirect, .service,
            .tailCall, .tailCallIndirect, .breakpoint, .jump, .branch, .switch, .ret, .trap, .unreachable, .nop:
            return false
        case .nilConst, .hsxFmul, .hsxFdiv, .varGet, .varSet, .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet,
            .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
            .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet,
            .cellSet,
            .rootGet, .rootSet,
            .closure, .isInt, .isNil, .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp,
            .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound, .callClosure, .send, .tailCallClosure,
            .tailSend:
            return false
        }
    }

    /// The operator of C that the condition is, and whether its result is inverted; nil: there is none.
    static func floatOperator(_ condition: FloatCondition) -> (text: String, isInverted: Bool)? {
        switch condition {
        case .oeq: ("==", false)
        case .olt: ("<", false)
        case .ole: ("<=", false)
        case .ogt: (">", false)
        case .oge: (">=", false)
        case .une: ("!=", false)
        case .ult: (">=", true)
        case .ule: (">", true)
        case .ugt: ("<=", true)
        case .uge: ("<", true)
        case .one, .ord, .ueq, .uno: nil
        }
    }

    /// Whether the comparison orders truth values, where -1 is less than 0.
    static func isOrderOfFlags(_ data: Instruction) -> Bool {
        data.type == .i1 && data.integerCondition != .eq && data.integerCondition != .ne
    }

    // MARK: Comparisons that a compiler sees through

    /// Whether compilers might say of the comparison that it is always true, or always false.
    static func isDecided(_ data: Instruction, _ function: Function) -> Bool {
        if isSame(data.valueA, data.valueB, function, depth: 6) { return true }
        if data.type == .ptr { return isAddress(data.valueA, function) || isAddress(data.valueB, function) }
        guard isConstant(data.valueA, function) || isConstant(data.valueB, function) else { return false }
        let left = KnownBits.of(data.valueA, in: function)
        let right = KnownBits.of(data.valueB, in: function)
        switch data.integerCondition {
        case .eq, .ne: return left.ones & right.zeros != 0 || left.zeros & right.ones != 0
        case .ult, .uge: return left.maximum < right.minimum || left.minimum >= right.maximum
        case .ugt, .ule: return left.minimum > right.maximum || left.maximum <= right.minimum
        case .slt, .sle, .sgt, .sge: return isSignedLimit(left) || isSignedLimit(right)
        }
    }

    /// A constant beyond which there is no number, or any number when both are constants.
    private static func isSignedLimit(_ bits: KnownBits) -> Bool {
        guard let constant = bits.constant else { return false }
        return constant == bits.signBit || constant == bits.signBit - 1
    }

    private static func isConstant(_ value: ValueID, _ function: Function) -> Bool {
        function.definingInstruction(value).map { function[$0].opcode == .iconst } ?? false
    }

    private static func isAddress(_ value: ValueID, _ function: Function) -> Bool {
        guard let instruction = function.definingInstruction(value) else { return false }
        let opcode = function[instruction].opcode
        return opcode == .globalAddr || opcode == .slotAddr || opcode == .functionAddr
    }

    /// Whether two values are written the same.
    private static func isSame(_ one: ValueID, _ other: ValueID, _ function: Function, depth: Int) -> Bool {
        if one == other { return true }
        guard depth > 0, let first = function.definingInstruction(one), let second = function.definingInstruction(other)
        else { return false }
        let (left, right) = (function[first], function[second])
        guard left.opcode == right.opcode, left.type == right.type, left.aux == right.aux, left.opcode.isPure else {
            return false
        }
        let (operands, others) = (function.directOperands(first), function.directOperands(second))
        if operands.isEmpty { return left == right }
        return operands.count == others.count
            && zip(operands, others).allSatisfy { isSame($0, $1, function, depth: depth - 1) }
    }
}
