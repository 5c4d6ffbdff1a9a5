// Division and remainder. DIV is signed; unsigned division by any divisor is built on it. All forms trap on zero
// because DIV does.

import HSXMachine
import IR
import Support

extension HXELowering {
    mutating func selectDivision(_ id: InstructionID) {
        let data = function[id]
        let isSigned = data.opcode == .sdiv || data.opcode == .srem
        let isRemainder = data.opcode == .srem || data.opcode == .urem
        // A result that nobody uses leaves the trap.
        let rd = result(id)
        // The quotient and remainder of flags are those of 0 and 1.
        let extends = isSigned && data.type != .i1
        let a = extends ? signExtended(data.valueA) : zeroExtended(data.valueA)
        let b = extends ? signExtended(data.valueB) : zeroExtended(data.valueB)
        if isSigned || bits(data.type) < 32 || (isNonNegative(data.valueA) && isNonNegative(data.valueB)) {
            guard isRemainder else { return emit(.div, rd, a, b) }
            let product = compute(.mul, compute(.div, a, b), b)
            return emit(.sub, rd, a, product)
        }
        if let divisor = constant(data.valueB), Int32(bitPattern: divisor) < 0 {
            return emitLargeDivisor(a, b, isRemainder, into: rd)
        }
        let (quotient, remainder) = emitEstimate(a, b, divisor: data.valueB, dividend: data.valueA)
        if isNonNegative(data.valueA) { return emit(.copy(rd, isRemainder ? remainder : quotient)) }
        // The estimate is right or one too small.
        guard isRemainder else {
            emit(.compare(remainder, b))
            return emit(.adc, rd, quotient, number(0))
        }
        let reduced = compute(.sub, remainder, b)
        let borrow = compute(.sbc, b, b)
        emit(.add, rd, reduced, compute(.and, borrow, b))
    }

    /// Whether the sign bit of a 32-bit value is known to be clear.
    func isNonNegative(_ value: ValueID) -> Bool {
        if let bits = constant(value) {
            return Int32(bitPattern: bits << UInt32(32 - self.bits(function.type(value)))) >= 0
        }
        return widths[value] < bits(function.type(value))
    }

    /// The quotient by a divisor of 2^31 or more is 0 or 1.
    private mutating func emitLargeDivisor(
        _ a: MachineRegister, _ b: MachineRegister, _ isRemainder: Bool, into rd: MachineRegister
    ) {
        guard isRemainder else {
            emit(.compare(a, b))
            return emit(.adc, rd, number(0), number(0))
        }
        let reduced = compute(.sub, a, b)
        let borrow = compute(.sbc, b, b)
        emit(.add, rd, reduced, compute(.and, borrow, b))
    }

    /// A quotient that is right or one too small, and the remainder that it leaves.
    /// Half of the dividend is not negative, so DIV can take it; a divisor of 2^31 or more, negative for DIV, gets the
    /// dividend 0. Source: Warren, "Hacker's Delight", 9-3.
    private mutating func emitEstimate(
        _ a: MachineRegister, _ b: MachineRegister, divisor: ValueID, dividend: ValueID
    ) -> (MachineRegister, MachineRegister) {
        let isSmall = isNonNegative(dividend)
        var half = isSmall ? a : compute(.lsr, a, number(1))
        if !isNonNegative(divisor) {
            let isPositive = compute(.not, compute(.asr, b, number(31)))
            half = compute(.and, half, isPositive)
        }
        var quotient = compute(.div, half, b)
        if !isSmall { quotient = compute(.add, quotient, quotient) }
        let remainder = compute(.sub, a, compute(.mul, quotient, b))
        return (quotient, remainder)
    }
}
