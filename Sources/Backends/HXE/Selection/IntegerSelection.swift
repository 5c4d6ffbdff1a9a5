// Integer arithmetic. Narrow values are computed in 32 bits with anything above their width; only operations that look
// at the upper bits extend first.

import HSXMachine
import IR
import Support

extension HXELowering {
    mutating func selectAdd(_ id: InstructionID) {
        let data = function[id]
        let rd = result(id)
        if data.type == .i1 { return emit(.xor, rd, register(data.valueA), register(data.valueB)) }
        let (value, other) = constant(data.valueA) != nil ? (data.valueB, data.valueA) : (data.valueA, data.valueB)
        // A negative addend shares its register with the positive one.
        if bits(data.type) == 32, let addend = constant(other), Int32(bitPattern: addend) < 0, addend != 0x8000_0000 {
            return emit(.sub, rd, register(value), number(0 &- addend))
        }
        emit(.add, rd, register(value), register(other))
    }

    mutating func selectPointerSum(_ id: InstructionID) {
        let data = function[id]
        let (rd, base) = (result(id), register(data.valueA))
        if let addend = pointerAddend(data.valueB), addend < 0, addend != .min {
            return emit(.sub, rd, base, number(Int(-addend)))
        }
        emit(.add, rd, base, signExtended(data.valueB))
    }

    /// A constant addend of `ptr_add`, sign-extended.
    func pointerAddend(_ value: ValueID) -> Int32? {
        guard let bits = constant(value) else { return nil }
        let unused = Int32(32 - self.bits(function.type(value)))
        return (Int32(bitPattern: bits) << unused) >> unused
    }

    mutating func selectXor(_ id: InstructionID) {
        let data = function[id]
        let (value, other) = constant(data.valueA) != nil ? (data.valueB, data.valueA) : (data.valueA, data.valueB)
        if bits(data.type) == 32, constant(other) == 0xFFFF_FFFF {
            return emit(.unary(.not, result(id), register(value)))
        }
        emit(.xor, result(id), register(value), register(other))
    }

    mutating func selectNot(_ id: InstructionID) {
        let data = function[id]
        if data.type == .i1 { return emit(.xor, result(id), register(data.valueA), number(1)) }
        emit(.unary(.not, result(id), register(data.valueA)))
    }

    mutating func selectNegate(_ id: InstructionID) {
        let data = function[id]
        if data.type == .i1 { return copy(data.valueA, to: id) }
        emit(.sub, result(id), number(0), register(data.valueA))
    }

    mutating func selectShift(_ id: InstructionID) {
        let data = function[id]
        let width = bits(data.type)
        if width == 1 { return copy(data.valueA, to: id) }
        let rd = result(id)
        let known = constant(data.valueB).map { Int($0) & (width - 1) }
        if known == 1, data.opcode == .shl {
            let value = register(data.valueA)
            return emit(.add, rd, value, value)
        }
        let opcode: HSXOpcode = data.opcode == .shl ? .lsl : data.opcode == .lshr ? .lsr : .asr
        let value =
            opcode == .lsl
            ? register(data.valueA) : opcode == .lsr ? zeroExtended(data.valueA) : signExtended(data.valueA)
        let amount: MachineRegister
        if let known {
            amount = number(known)
        } else if width == 32 {
            // The machine itself takes the amount modulo 32.
            amount = register(data.valueB)
        } else {
            amount = compute(.and, register(data.valueB), number(width - 1))
        }
        emit(opcode, rd, value, amount)
    }

    mutating func selectInsert(_ id: InstructionID) {
        let data = function[id]
        let low = mask(function.type(data.valueB))
        let rd = result(id)
        if let operation = foldableDefinition(data.valueB), isHalfOperation(operation), low == 0xFFFF,
            canSinkUnseen(operation)
        {
            // The machine's F16 operations keep the upper half of their destination.
            markSunk(operation)
            emit(.copy(rd, register(data.valueA)))
            return emitFoldedHalfOperation(operation, into: rd)
        }
        if let bits = constant(data.valueB), bits == 0 || bits == low {
            return bits == 0
                ? emit(.and, rd, register(data.valueA), number(~low))
                : emit(.or, rd, register(data.valueA), number(low))
        }
        let whole = register(data.valueA)
        if constant(data.valueB) != nil || widths[data.valueB] <= bits(function.type(data.valueB)) {
            let cleared = compute(.and, whole, number(~low))
            return emit(.or, rd, cleared, register(data.valueB))
        }
        let difference = compute(.xor, whole, register(data.valueB))
        emit(.xor, rd, whole, compute(.and, difference, number(low)))
    }

    mutating func selectTruncate(_ id: InstructionID) {
        let data = function[id]
        if data.type == .i1 { return emit(.and, result(id), register(data.valueA), number(1)) }
        copy(data.valueA, to: id)
    }

    mutating func selectZeroExtend(_ id: InstructionID) {
        let data = function[id]
        let width = bits(function.type(data.valueA))
        if let operation = foldableDefinition(data.valueA), isHalfOperation(operation), width == 16,
            canSinkUnseen(operation)
        {
            markSunk(operation)
            emit(.constant(result(id), machine.constantID(.number(0))))
            return emitFoldedHalfOperation(operation, into: result(id))
        }
        if widths[data.valueA] <= width { return copy(data.valueA, to: id) }
        emit(.and, result(id), register(data.valueA), number(mask(function.type(data.valueA))))
    }

    mutating func selectSignExtend(_ id: InstructionID) {
        let data = function[id]
        let source = function.type(data.valueA)
        let rd = result(id)
        if source == .i1 {
            if let compare = foldableDefinition(data.valueA), isComparison(compare), isCheapToFold(compare) {
                markFolded(compare)
                return emitMask(comparison(compare), into: rd)
            }
            return emit(.sub, rd, number(0), register(data.valueA))
        }
        if widths[data.valueA] < bits(source) { return copy(data.valueA, to: id) }
        let distance = number(32 - bits(source))
        emit(.asr, rd, compute(.lsl, register(data.valueA), distance), distance)
    }

    mutating func selectHighProduct(_ id: InstructionID) {
        let data = function[id]
        let width = bits(data.type)
        let rd = result(id)
        let isSigned = data.opcode == .smulh
        if width == 1 { return emit(.constant(rd, machine.constantID(.number(0)))) }
        if width < 32 {
            let a = isSigned ? signExtended(data.valueA) : zeroExtended(data.valueA)
            let b = isSigned ? signExtended(data.valueB) : zeroExtended(data.valueB)
            return emit(isSigned ? .asr : .lsr, rd, compute(.mul, a, b), number(width))
        }
        let (a, b) = (register(data.valueA), register(data.valueB))
        guard isSigned else { return emitUnsignedHighProduct(a, b, into: rd) }
        // smulh(a, b) = umulh(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0).
        let unsigned = machine.makeRegister()
        emitUnsignedHighProduct(a, b, into: unsigned)
        let signA = compute(.and, compute(.asr, a, number(31)), b)
        let signB = compute(.and, compute(.asr, b, number(31)), a)
        emit(.sub, rd, compute(.sub, unsigned, signA), signB)
    }

    /// By schoolbook multiplication of halves. Source: Warren, "Hacker's Delight", 8-2.
    private mutating func emitUnsignedHighProduct(_ a: MachineRegister, _ b: MachineRegister, into rd: MachineRegister)
    {
        let (low, sixteen) = (number(0xFFFF), number(16))
        let (aLow, aHigh) = (compute(.and, a, low), compute(.lsr, a, sixteen))
        let (bLow, bHigh) = (compute(.and, b, low), compute(.lsr, b, sixteen))
        let carry = compute(.lsr, compute(.mul, aLow, bLow), sixteen)
        let first = compute(.add, compute(.mul, aHigh, bLow), carry)
        let second = compute(.add, compute(.mul, aLow, bHigh), compute(.and, first, low))
        let high = compute(.add, compute(.mul, aHigh, bHigh), compute(.lsr, first, sixteen))
        emit(.add, rd, high, compute(.lsr, second, sixteen))
    }
}
