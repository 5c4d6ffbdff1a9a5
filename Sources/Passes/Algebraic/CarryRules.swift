// Rules for additions with carry and subtractions with borrow. Where both the value and the flag are used they stay: on
// most machines one instruction gives both.

import IR

extension AlgebraicSimplifier {
    mutating func simplifyAddCarry(_ instruction: InstructionID, _ data: Instruction) -> Rewrite {
        let (left, right, carry, type) = (data.valueA, data.valueB, data.valueC, data.type)
        if isConstant(left), !isConstant(right) {
            return .become(.ternary(.addCarry, type, right, left, carry))
        }
        let (value, flag) = (function.result(instruction, 0), function.result(instruction, 1))
        if let left = constant(left), let right = constant(right) {
            // 0 + 0 + c = c, and -1 + 0 + c is 0 with the carry c or -1 without.
            if left == 0, right == 0 {
                return replaceBoth(instruction, emit(.unary(.zext, type, carry)), emitConstant(0, .i1))
            }
            if left ^ right == type.integerMask, left == 0 || right == 0 {
                let inverse = emit(.unary(.not, .i1, carry))
                return replaceBoth(instruction, emit(.unary(.sext, type, inverse)), carry)
            }
        }
        guard let carryIn = constant(carry) else { return .keep }
        if isUnused(flag) {
            if carryIn == 0 { return replaceResult(value, .binary(.add, type, left, right)) }
            guard let right = constant(right) else { return .keep }
            return replaceResult(value, .binary(.add, type, left, emitConstant(right &+ 1, type)))
        }
        let (most, least) = (knownBits(left), knownBits(right))
        let largest = most.maximum.addingReportingOverflow(least.maximum)
        if !largest.overflow, largest.partialValue < type.integerMask {
            return replaceFlag(flag, emitConstant(0, .i1))
        }
        guard isUnused(value) else { return .keep }
        // a + b leaves the width when a > ~b, and a + b + 1 when a >= ~b.
        if let right = constant(right) {
            return replaceFlag(flag, emitCompare(carryIn == 0 ? .ugt : .uge, type, left, emitConstant(~right, type)))
        }
        if carryIn == 0 {
            return replaceFlag(flag, emitCompare(.ult, type, emit(.binary(.add, type, left, right)), left))
        }
        return replaceFlag(flag, emitCompare(.uge, type, left, emit(.unary(.not, type, right))))
    }

    mutating func simplifySubBorrow(_ instruction: InstructionID, _ data: Instruction) -> Rewrite {
        let (left, right, borrow, type) = (data.valueA, data.valueB, data.valueC, data.type)
        let (value, flag) = (function.result(instruction, 0), function.result(instruction, 1))
        // x - x - b: the way to spread a borrow over a word.
        if areEqual(left, right) {
            return replaceBoth(instruction, emit(.unary(.sext, type, borrow)), borrow)
        }
        guard let borrowIn = constant(borrow) else { return .keep }
        if isUnused(flag) {
            if borrowIn == 0 { return replaceResult(value, .binary(.sub, type, left, right)) }
            return replaceResult(value, .binary(.add, type, left, emit(.unary(.not, type, right))))
        }
        let (from, taken) = (knownBits(left), knownBits(right))
        if from.minimum > taken.maximum || (borrowIn == 0 && from.minimum == taken.maximum) {
            return replaceFlag(flag, emitConstant(0, .i1))
        }
        guard isUnused(value) else { return .keep }
        return replaceFlag(flag, emitCompare(borrowIn == 0 ? .ult : .ule, type, left, right))
    }

    mutating func emitCompare(_ condition: IntegerCondition, _ type: Type, _ left: ValueID, _ right: ValueID) -> ValueID
    {
        emit(.icmp(condition, type, left, right), result: .i1)
    }

    private mutating func replaceResult(_ value: ValueID, _ instruction: Instruction) -> Rewrite {
        guard !isUnused(value) else { return .keep }
        replace(value, with: emit(instruction))
        return .done
    }

    private mutating func replaceFlag(_ flag: ValueID, _ new: ValueID) -> Rewrite {
        replace(flag, with: new)
        return .done
    }
}
