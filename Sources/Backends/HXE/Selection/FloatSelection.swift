// Half-precision floats. FADD and FSUB are IEEE's; there is no comparison, so comparisons look at the sign of the
// difference. Facts used: FSUB of distinct finite numbers is never zero, of equal ones +0 or -0, of equal infinities
// NaN; NaN is always 0x7E00.

import HSXMachine
import IR
import Support

extension HXELowering {
    /// Whether the instruction is one operation of the machine that writes only the low half of its destination.
    func isHalfOperation(_ id: InstructionID) -> Bool {
        switch function[id].opcode {
        case .fadd, .fsub, .hsxFmul, .hsxFdiv, .sitofp: true
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem,
            .urem,
            .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow,
            .ptrAdd,
            .insert, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .icmp, .fcmp, .select, .trunc, .zext, .sext,
            .bitcast,
            .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store,
            .volatileLoad, .volatileStore, .alloc,
            .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet,
            .bytesCopy,
            .bytesLength,
            .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box, .unbox, .dynAdd,
            .dynSub, .dynMul,
            .dynDiv,
            .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound, .call, .callIndirect,
            .callClosure, .send, .service,
            .tailCall,
            .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap,
            .unreachable:
            false
        }
    }

    /// Emits a half operation; with `keepsUpperHalf` the old upper half of `rd` stays, else it becomes anything.
    mutating func emitHalfOperation(_ id: InstructionID, into rd: MachineRegister, keepsUpperHalf: Bool) {
        let data = function[id]
        var instruction: MachineInstruction
        if data.opcode == .sitofp {
            instruction = .unary(.i2f, rd, signExtended(data.valueA))
        } else {
            let opcode: HSXOpcode =
                data.opcode == .fadd ? .fadd : data.opcode == .fsub ? .fsub : data.opcode == .hsxFmul ? .fmul : .fdiv
            instruction = .binary(opcode, rd, register(data.valueA), register(data.valueB))
        }
        instruction.ignoresUpperHalf = !keepsUpperHalf
        emit(instruction)
    }

    /// Emits a half operation in its only pending user, whose register `rd` holds the upper half; users further down
    /// that asked for the operation's own register get a copy.
    mutating func emitFoldedHalfOperation(_ id: InstructionID, into rd: MachineRegister) {
        emitHalfOperation(id, into: rd, keepsUpperHalf: true)
        let value = function.result(id)
        if isUsed(value) { emit(.copy(definition(value), rd)) }
    }

    mutating func selectFloat(_ id: InstructionID) {
        let data = function[id]
        let rd = result(id)
        if isHalfOperation(id) { return emitHalfOperation(id, into: rd, keepsUpperHalf: false) }
        if data.opcode == .fneg { return emit(.xor, rd, register(data.valueA), number(0x8000)) }
        if data.opcode == .fabs { return emit(.and, rd, register(data.valueA), number(0x7FFF)) }
        if data.opcode == .fmin || data.opcode == .fmax { return selectExtremum(id) }
        if data.opcode == .uitofp { return selectUnsignedToHalf(id) }
        selectHalfToInteger(id)
    }

    /// The low half of `rd` gets a half operation on registers, the upper half zero.
    private mutating func clearHalf(_ opcode: HSXOpcode, _ a: MachineRegister, _ b: MachineRegister) -> MachineRegister
    {
        let rd = machine.makeRegister()
        emit(.constant(rd, machine.constantID(.number(0))))
        emit(.binary(opcode, rd, a, b))
        return rd
    }

    // MARK: Conversion

    /// Halves end at 65504, so an integer of 2^31 or more may count as the greatest signed one: both become infinity.
    private mutating func selectUnsignedToHalf(_ id: InstructionID) {
        let data = function[id]
        var source = zeroExtended(data.valueA)
        if !isNonNegative(data.valueA) && bits(function.type(data.valueA)) == 32 {
            let sign = compute(.asr, source, number(31))
            source = compute(.and, compute(.or, source, sign), number(0x7FFF_FFFF))
        }
        var convert = MachineInstruction.unary(.i2f, result(id), source)
        convert.ignoresUpperHalf = true
        emit(convert)
    }

    /// F2I gives the right 32-bit number but for infinities as unsigned ones; narrower results saturate.
    private mutating func selectHalfToInteger(_ id: InstructionID) {
        let data = function[id]
        let width = bits(data.type)
        let rd = result(id)
        if data.opcode == .fptosi, width == 32 { return emit(.unary(.f2i, rd, register(data.valueA))) }
        var whole = compute(.f2i, register(data.valueA))
        if data.opcode == .fptosi {
            whole = clamped(whole, to: (1 << (width - 1)) - 1, isMaximum: true)
            return emit(.copy(rd, clamped(whole, to: -(1 << (width - 1)), isMaximum: false)))
        }
        let isPositive = compute(.not, compute(.asr, whole, number(31)))
        whole = compute(.and, whole, isPositive)
        if width < 32 { return emit(.copy(rd, clamped(whole, to: (1 << width) - 1, isMaximum: true))) }
        // Only infinity reaches 2^30; it becomes the greatest number.
        let isInfinite = compute(.lsr, whole, number(30))
        emit(.or, rd, whole, compute(.sub, number(0), isInfinite))
    }

    /// The signed `value`, but not beyond `bound`.
    private mutating func clamped(_ value: MachineRegister, to bound: Int, isMaximum: Bool) -> MachineRegister {
        let rd = machine.makeRegister()
        let limit = number(bound)
        emit(.copy(rd, value))
        let bias = number(0x8000_0000)
        let biased = (compute(.xor, value, bias), number(UInt32(truncatingIfNeeded: bound) ^ 0x8000_0000))
        let (low, high) = isMaximum ? (biased.1, biased.0) : biased
        let holds = emitTest(Comparison(relation: .isBelow(low, high, nil, nil)))
        emit(.conditionalMove(onZero: holds, rd, limit))
        return rd
    }

    // MARK: Comparison

    /// Whether `a` < `b`, both ordered: their difference is negative, that is above 0x8000 as an unsigned number.
    private mutating func halfIsLess(_ a: MachineRegister, _ b: MachineRegister) -> Comparison {
        let difference = clearHalf(.fsub, a, b)
        return Comparison(relation: .isBelow(number(0x8000), difference, 0x8000, nil))
    }

    /// Whether one of them is NaN: the sum of their squares is, and nothing else makes it so.
    private mutating func halfIsUnordered(_ a: MachineRegister, _ b: MachineRegister) -> Comparison {
        var squareA = MachineInstruction.binary(.fmul, machine.makeRegister(), a, a)
        squareA.ignoresUpperHalf = true
        emit(squareA)
        var squareB = MachineInstruction.binary(.fmul, machine.makeRegister(), b, b)
        squareB.ignoresUpperHalf = true
        emit(squareB)
        let sum = clearHalf(.fadd, squareA.rd, squareB.rd)
        return Comparison(relation: .isEqual(sum, number(0x7E00)))
    }

    /// Whether they are ordered and differ: one of both differences is negative and not a zero.
    private mutating func halfIsDistinct(_ a: MachineRegister, _ b: MachineRegister) -> Comparison {
        let differences = compute(.or, clearHalf(.fsub, a, b), clearHalf(.fsub, b, a))
        return Comparison(relation: .isBelow(number(0x8000), differences, 0x8000, nil))
    }

    /// Whether one of two comparisons holds.
    private mutating func either(_ first: Comparison, _ second: Comparison) -> Comparison {
        let (a, b) = (machine.makeRegister(), machine.makeRegister())
        emitMask(first, into: a)
        emitMask(second, into: b)
        return Comparison(relation: .isZero(compute(.or, a, b)), isInverted: true)
    }

    mutating func floatComparison(_ condition: FloatCondition, _ left: ValueID, _ right: ValueID) -> Comparison {
        let (a, b) = (register(left), register(right))
        switch condition {
        case .olt: return halfIsLess(a, b)
        case .uge: return halfIsLess(a, b).inverted
        case .ogt: return halfIsLess(b, a)
        case .ule: return halfIsLess(b, a).inverted
        case .one: return halfIsDistinct(a, b)
        case .ueq: return halfIsDistinct(a, b).inverted
        case .uno: return halfIsUnordered(a, b)
        case .ord: return halfIsUnordered(a, b).inverted
        case .ult, .oge:
            let found = either(halfIsLess(a, b), halfIsUnordered(a, b))
            return condition == .ult ? found : found.inverted
        case .ugt, .ole:
            let found = either(halfIsLess(b, a), halfIsUnordered(a, b))
            return condition == .ugt ? found : found.inverted
        case .une, .oeq:
            let found = either(halfIsDistinct(a, b), halfIsUnordered(a, b))
            return condition == .une ? found : found.inverted
        }
    }

    /// The smaller or greater; a NaN wins, and of two zeros OR finds the smaller, AND the greater one.
    private mutating func selectExtremum(_ id: InstructionID) {
        let data = function[id]
        let (a, b) = (register(data.valueA), register(data.valueB))
        let isMinimum = data.opcode == .fmin
        let rd = result(id)
        emit(isMinimum ? .or : .and, rd, a, b)
        move(a, into: rd, when: isMinimum ? halfIsLess(a, b) : halfIsLess(b, a))
        move(b, into: rd, when: isMinimum ? halfIsLess(b, a) : halfIsLess(a, b))
        move(number(0x7E00), into: rd, when: halfIsUnordered(a, b))
    }

    private mutating func move(_ source: MachineRegister, into rd: MachineRegister, when comparison: Comparison) {
        let holds = emitTest(comparison)
        emit(.conditionalMove(onZero: holds, rd, source))
    }
}
