// Division and remainder: zero traps, and the one quotient that does not fit never reaches LLVM, where it is undefined.

import CLLVM
import IR

extension FunctionLowering {
    mutating func division(_ data: Instruction, _ id: InstructionID) -> LLVMValue {
        let (a, b) = (value(data.valueA), value(data.valueB))
        if !KnownBits.of(data.valueB, in: function).isNonZero {
            let isZero = builder.compare(LLVMIntEQ, b, session.zero(b.type))
            trap(if: isZero, .divideByZero, at: id)
        }
        let isSigned = data.opcode == .sdiv || data.opcode == .srem
        let isRemainder = data.opcode == .urem || data.opcode == .srem
        // The only divisor of one bit left is its own 1, or -1.
        if data.type == .i1 { return isRemainder ? session.zero(types.i1) : a }
        if !isSigned { return builder.binary(isRemainder ? LLVMBuildURem : LLVMBuildUDiv, a, b) }
        guard mayOverflow(data) else { return builder.binary(isRemainder ? LLVMBuildSRem : LLVMBuildSDiv, a, b) }
        // By -1 the quotient is -a and the remainder 0; the division is done by 1 then.
        let isMinusOne = builder.compare(LLVMIntEQ, b, session.constant(.max, b.type))
        let divisor = builder.select(isMinusOne, session.constant(1, b.type), b)
        if isRemainder { return builder.binary(LLVMBuildSRem, a, divisor) }
        return builder.select(isMinusOne, builder.negate(a), builder.binary(LLVMBuildSDiv, a, divisor))
    }

    /// Whether the dividend may be the smallest number and the divisor -1.
    private func mayOverflow(_ data: Instruction) -> Bool {
        let divisor = KnownBits.of(data.valueB, in: function)
        if divisor.isNonNegative { return false }
        if let constant = divisor.constant, constant != divisor.mask { return false }
        let dividend = KnownBits.of(data.valueA, in: function)
        // The smallest number has its sign alone.
        return !dividend.isNonNegative && dividend.ones & ~dividend.signBit == 0
    }
}
