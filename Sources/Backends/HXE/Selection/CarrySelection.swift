// add_carry and sub_borrow: ADD, ADC, SUB and SBC, with C handed from one to the next where they follow each other.

import HSXMachine
import IR
import Support

extension HXELowering {
    mutating func selectCarry(_ id: InstructionID) {
        let data = function[id]
        let flag = function.result(id, 1)
        guard bits(data.type) == 32 else { return selectNarrowCarry(id) }
        emitCarryOperation(id)
        guard isUsed(flag) else { return }
        let zero = number(0)
        if data.opcode == .addCarry { return emit(.adc, definition(flag), zero, zero) }
        emit(.sub, definition(flag), zero, compute(.sbc, zero, zero))
    }

    /// Emits the sum or difference and leaves the carry, or the opposite of the borrow, in C.
    mutating func emitCarryOperation(_ id: InstructionID) {
        let data = function[id]
        let isAddition = data.opcode == .addCarry
        let rd = definition(function.result(id, 0))
        if constant(data.valueC) == 0 {
            return emit(isAddition ? .add : .sub, rd, register(data.valueA), register(data.valueB))
        }
        let (a, b) = (register(data.valueA), register(data.valueB))
        emitCarryIn(data.valueC, isAddition: isAddition)
        emit(isAddition ? .adc : .sbc, rd, a, b)
    }

    /// Leaves `value` in C, or for a subtraction its opposite.
    private mutating func emitCarryIn(_ value: ValueID, isAddition: Bool) {
        if let bit = constant(value) {
            // Comparing a register with itself sets C; AND clears it.
            let zero = number(0)
            if (bit == 1) == isAddition { emit(.compare(zero, zero)) } else { _ = compute(.and, zero, zero) }
            return
        }
        if let producer = foldableDefinition(value) {
            let data = function[producer]
            let wanted: Opcode = isAddition ? .addCarry : .subBorrow
            if data.opcode == wanted, bits(data.type) == 32, value == function.result(producer, 1), !isUsed(value),
                canSink(producer)
            {
                markSunk(producer)
                return emitCarryOperation(producer)
            }
            if data.opcode == .icmp, isCheapToFold(producer), emitComparisonCarry(producer, isAddition: isAddition) {
                return
            }
        }
        if isAddition {
            _ = compute(.lsr, register(value), number(1))
        } else {
            emit(.compare(number(0), register(value)))
        }
    }

    /// An unsigned comparison leaves "not below" in C by itself.
    private mutating func emitComparisonCarry(_ id: InstructionID, isAddition: Bool) -> Bool {
        let data = function[id]
        guard bits(data.type) == 32 else { return false }
        let a: ValueID
        let b: ValueID
        let holdsInCarry: Bool
        switch data.integerCondition {
        case .uge: (a, b, holdsInCarry) = (data.valueA, data.valueB, true)
        case .ule: (a, b, holdsInCarry) = (data.valueB, data.valueA, true)
        case .ult: (a, b, holdsInCarry) = (data.valueA, data.valueB, false)
        case .ugt: (a, b, holdsInCarry) = (data.valueB, data.valueA, false)
        case .eq, .ne, .slt, .sle, .sgt, .sge: return false
        }
        guard holdsInCarry == isAddition else { return false }
        markFolded(id)
        emit(.compare(register(a), register(b)))
        return true
    }

    /// Narrow operands leave the carry in the bit above them, and a borrow in the sign.
    private mutating func selectNarrowCarry(_ id: InstructionID) {
        let data = function[id]
        let isAddition = data.opcode == .addCarry
        let opcode: HSXOpcode = isAddition ? .add : .sub
        let rd = definition(function.result(id, 0))
        var first = zeroExtended(data.valueA)
        if constant(data.valueC) != 0 { first = compute(opcode, first, register(data.valueC)) }
        emit(opcode, rd, first, zeroExtended(data.valueB))
        let flag = function.result(id, 1)
        guard isUsed(flag) else { return }
        emit(.lsr, definition(flag), rd, number(isAddition ? bits(data.type) : 31))
    }
}
