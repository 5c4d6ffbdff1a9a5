// Comparisons: as a state of Z before a branch or conditional move, as 0 or 1, and as a mask of all zeros or all ones.
// The machine branches on Z only. CMP leaves "not below" in C; SBC x, r, r turns that into a mask and sets Z by it, ADC
// x, 0, 0 into 0 or 1.

import HSXMachine
import IR
import Support

/// A comparison on registers that are extended already.
struct Comparison {
    enum Relation {
        /// The register is 0.
        case isZero(MachineRegister)
        case isEqual(MachineRegister, MachineRegister)
        /// The first is less than the second, unsigned; what is known of each.
        case isBelow(MachineRegister, MachineRegister, UInt32?, UInt32?)
        /// The sign bit is set.
        case isNegative(MachineRegister)
    }

    var relation: Relation
    var isInverted = false

    var inverted: Comparison { Comparison(relation: relation, isInverted: !isInverted) }
}

extension HXELowering {
    func isComparison(_ id: InstructionID) -> Bool { function[id].opcode == .icmp || function[id].opcode == .fcmp }

    mutating func selectComparison(_ id: InstructionID) { emitFlag(comparison(id), into: result(id)) }

    /// Emits what an `icmp` or `fcmp` needs before the machine can compare.
    mutating func comparison(_ id: InstructionID) -> Comparison {
        let data = function[id]
        if data.opcode == .fcmp { return floatComparison(data.floatCondition, data.valueA, data.valueB) }
        return integerComparison(data.integerCondition, data.valueA, data.valueB)
    }

    func integerComparison(
        _ condition: IntegerCondition, _ a: ValueID, _ b: ValueID
    ) -> (IntegerCondition, ValueID, ValueID) {
        constant(a) != nil && constant(b) == nil ? (condition.swapped, b, a) : (condition, a, b)
    }

    private mutating func integerComparison(
        _ condition: IntegerCondition, _ left: ValueID, _ right: ValueID
    ) -> Comparison {
        let (condition, a, b): (IntegerCondition, ValueID, ValueID) = integerComparison(condition, left, right)
        // As signed numbers flags are 0 and -1.
        let isFlag = function.type(a) == .i1
        switch condition {
        case .eq: return equality(a, b)
        case .ne: return equality(a, b).inverted
        case .ult: return below(a, b)
        case .uge: return below(a, b).inverted
        case .ugt: return below(b, a)
        case .ule: return below(b, a).inverted
        case .slt: return isFlag ? below(b, a) : less(a, b)
        case .sge: return isFlag ? below(b, a).inverted : less(a, b).inverted
        case .sgt: return isFlag ? below(a, b) : less(b, a)
        case .sle: return isFlag ? below(a, b).inverted : less(b, a).inverted
        }
    }

    private mutating func equality(_ a: ValueID, _ b: ValueID) -> Comparison {
        let width = bits(function.type(a))
        let isExtended = widths[a] <= width || constant(a) != nil
        if let known = constant(b) {
            if known == 0 {
                if isExtended { return Comparison(relation: .isZero(register(a))) }
                return Comparison(relation: .isZero(compute(.lsl, register(a), number(32 - width))))
            }
            return Comparison(relation: .isEqual(zeroExtended(a), number(known)))
        }
        if isExtended || widths[b] <= width { return Comparison(relation: .isEqual(zeroExtended(a), zeroExtended(b))) }
        let difference = compute(.xor, register(a), register(b))
        return Comparison(relation: .isZero(compute(.lsl, difference, number(32 - width))))
    }

    private mutating func below(_ a: ValueID, _ b: ValueID) -> Comparison {
        let (knownA, knownB) = (constant(a), constant(b))
        if knownB == 1 { return equalityWithZero(a) }
        if knownA == 0 { return equalityWithZero(b).inverted }
        return Comparison(relation: .isBelow(zeroExtended(a), zeroExtended(b), knownA, knownB))
    }

    private mutating func equalityWithZero(_ a: ValueID) -> Comparison {
        let width = bits(function.type(a))
        if widths[a] <= width { return Comparison(relation: .isZero(register(a))) }
        return Comparison(relation: .isZero(compute(.lsl, register(a), number(32 - width))))
    }

    private mutating func less(_ a: ValueID, _ b: ValueID) -> Comparison {
        if isNonNegative(a), isNonNegative(b) { return below(a, b) }
        let width = bits(function.type(a))
        if constant(b) == 0 { return Comparison(relation: .isNegative(atTop(a))) }
        if constant(a) == mask(function.type(a)) {
            return Comparison(relation: .isNegative(atTop(b)), isInverted: true)
        }
        let known = (constant(a).map { biased($0, width) }, constant(b).map { biased($0, width) })
        return Comparison(relation: .isBelow(biased(a), biased(b), known.0, known.1))
    }

    /// The value with its sign in the sign bit of the register.
    private mutating func atTop(_ value: ValueID) -> MachineRegister {
        let width = bits(function.type(value))
        return width == 32 ? register(value) : compute(.lsl, register(value), number(32 - width))
    }

    private func biased(_ bits: UInt32, _ width: Int) -> UInt32 { bits << UInt32(32 - width) ^ 0x8000_0000 }

    /// The value in an order-keeping form whose unsigned comparison is its signed one.
    private mutating func biased(_ value: ValueID) -> MachineRegister {
        if let known = constant(value) { return number(biased(known, bits(function.type(value)))) }
        return compute(.xor, atTop(value), number(0x8000_0000))
    }

    // MARK: Forms

    /// Emits code that leaves the comparison in Z; answers whether it holds when Z is set.
    mutating func emitTest(_ comparison: Comparison) -> Bool {
        let holds = !comparison.isInverted
        switch comparison.relation {
        case .isZero(let a):
            emit(.test(a))
            return holds
        case .isEqual(let a, let b):
            emit(.compare(a, b))
            return holds
        case .isBelow(let a, let b, let knownA, let knownB):
            if let power = powerOfTwo(knownB) {
                _ = compute(.lsr, a, number(power))
                return holds
            }
            if let knownA, let power = powerOfTwo(knownA &+ 1) {
                _ = compute(.lsr, b, number(power))
                return !holds
            }
            emit(.compare(a, b))
            _ = compute(.sbc, a, a)
            return !holds
        case .isNegative(let a):
            _ = compute(.lsr, a, number(31))
            return !holds
        }
    }

    private func powerOfTwo(_ value: UInt32?) -> Int? {
        guard let value, value.nonzeroBitCount == 1 else { return nil }
        return value.trailingZeroBitCount
    }

    /// Emits code that leaves 1 in `rd` where the comparison holds, else 0.
    mutating func emitFlag(_ comparison: Comparison, into rd: MachineRegister) {
        let zero = number(0)
        switch comparison.relation {
        case .isZero(let a): emitZeroFlag(a, comparison.isInverted, into: rd)
        case .isEqual(let a, let b): emitZeroFlag(compute(.sub, a, b), comparison.isInverted, into: rd)
        case .isBelow(let a, let b, let knownA, let knownB):
            if comparison.isInverted {
                emit(.compare(a, b))
            } else if let knownB, knownB > 0 {
                emit(.compare(number(knownB - 1), a))
            } else if let knownA, knownA < .max {
                emit(.compare(b, number(knownA + 1)))
            } else {
                emit(.compare(a, b))
                return emit(.sub, rd, zero, compute(.sbc, a, a))
            }
            emit(.adc, rd, zero, zero)
        case .isNegative(let a): emit(.lsr, rd, comparison.isInverted ? compute(.not, a) : a, number(31))
        }
    }

    private mutating func emitZeroFlag(_ a: MachineRegister, _ isInverted: Bool, into rd: MachineRegister) {
        emit(isInverted ? .compare(a, number(1)) : .compare(number(0), a))
        emit(.adc, rd, number(0), number(0))
    }

    /// Emits code that leaves all ones in `rd` where the comparison holds, else all zeros.
    mutating func emitMask(_ comparison: Comparison, into rd: MachineRegister) {
        switch comparison.relation {
        case .isZero(let a): emitZeroMask(a, comparison.isInverted, into: rd)
        case .isEqual(let a, let b): emitZeroMask(compute(.sub, a, b), comparison.isInverted, into: rd)
        case .isBelow(let a, let b, let knownA, let knownB):
            if !comparison.isInverted {
                emit(.compare(a, b))
                emit(.sbc, rd, a, a)
            } else if let knownB, knownB > 0 {
                emit(.compare(number(knownB - 1), a))
                emit(.sbc, rd, a, a)
            } else if let knownA, knownA < .max {
                emit(.compare(b, number(knownA + 1)))
                emit(.sbc, rd, b, b)
            } else {
                emit(.compare(a, b))
                emit(.unary(.not, rd, compute(.sbc, a, a)))
            }
        case .isNegative(let a):
            let sign = comparison.isInverted ? compute(.not, a) : a
            emit(.asr, rd, sign, number(31))
        }
    }

    private mutating func emitZeroMask(_ a: MachineRegister, _ isInverted: Bool, into rd: MachineRegister) {
        emit(isInverted ? .compare(number(0), a) : .compare(a, number(1)))
        emit(.sbc, rd, a, a)
    }

    // MARK: Conditions

    /// Emits code that leaves a flag value in Z; answers whether it is true when Z is set.
    mutating func emitTest(_ value: ValueID) -> Bool {
        guard let id = foldableDefinition(value) else {
            emit(.test(register(value)))
            return false
        }
        let data = function[id]
        if isComparison(id), isCheapToFold(id) {
            markFolded(id)
            if let holds = emitHighProductTest(id) { return holds }
            return emitTest(comparison(id))
        }
        if data.opcode == .xor, constant(data.valueB) == 1, isCheapToFold(id) {
            markFolded(id)
            return !emitTest(data.valueA)
        }
        if data.opcode == .not, isCheapToFold(id) {
            markFolded(id)
            return !emitTest(data.valueA)
        }
        if data.opcode == .addCarry || data.opcode == .subBorrow, resolve(value) == function.result(id, 1),
            bits(data.type) == 32,
            canSink(id)
        {
            markSunk(id)
            let isUsed = isUsed(function.result(id, 1))
            if !isUsed {
                emitCarryOperation(id)
                let a = number(0)
                _ = compute(.sbc, a, a)
                // SBC leaves 0 where C is set: a carry, or no borrow.
                return data.opcode == .addCarry
            }
            selectCarry(id)
        }
        emit(.test(register(value)))
        return false
    }

    /// `umulh(a, b) != 0` is what MUL leaves in C.
    private mutating func emitHighProductTest(_ compare: InstructionID) -> Bool? {
        let data = function[compare]
        guard data.opcode == .icmp, data.type == .i32, constant(data.valueB) == 0, let condition = zeroCondition(data),
            let product = function.definingInstruction(data.valueA), function[product].opcode == .umulh,
            canSinkUnseen(product)
        else { return nil }
        markSunk(product)
        let (a, b) = (register(function[product].valueA), register(function[product].valueB))
        _ = compute(.mul, a, b)
        _ = compute(.sbc, a, a)
        return condition == .ne
    }

    private func zeroCondition(_ data: Instruction) -> IntegerCondition? {
        let condition = data.integerCondition
        return condition == .eq || condition == .ne ? condition : nil
    }
}
