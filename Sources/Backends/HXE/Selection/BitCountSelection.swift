// Counting bits without loops: the machine has no instruction for it.

import HSXMachine
import IR
import Support

extension HXELowering {
    mutating func selectBitCount(_ id: InstructionID) {
        let data = function[id]
        let width = bits(data.type)
        let rd = result(id)
        let value = zeroExtended(data.valueA)
        if width == 1 {
            return data.opcode == .popcnt ? emit(.copy(rd, value)) : emit(.xor, rd, value, number(1))
        }
        if data.opcode == .clz {
            // Ones in every place below the first one; the zeros above them are what is asked for.
            var smeared = value
            var distance = 1
            while distance < width {
                smeared = compute(.or, smeared, compute(.lsr, smeared, number(distance)))
                distance *= 2
            }
            let ones = machine.makeRegister()
            emitPopulationCount(smeared, into: ones)
            emit(.sub, rd, number(width), ones)
        } else if data.opcode == .ctz {
            // ~x & (x - 1) has ones in the places of the trailing zeros.
            let bounded = width == 32 ? value : compute(.or, value, number(1 << width))
            let below = compute(.sub, bounded, number(1))
            emitPopulationCount(compute(.and, compute(.not, bounded), below), into: rd)
        } else {
            emitPopulationCount(value, into: rd)
        }
    }

    /// Source: Warren, "Hacker's Delight", 5-1, with the last sum by a multiplication.
    private mutating func emitPopulationCount(_ value: MachineRegister, into rd: MachineRegister) {
        let pairs = number(0x5555_5555)
        let fours = number(0x3333_3333)
        let byTwo = compute(.sub, value, compute(.and, compute(.lsr, value, number(1)), pairs))
        let byFour = compute(.add, compute(.and, byTwo, fours), compute(.and, compute(.lsr, byTwo, number(2)), fours))
        let byEight = compute(.and, compute(.add, byFour, compute(.lsr, byFour, number(4))), number(0x0F0F_0F0F))
        emit(.lsr, rd, compute(.mul, byEight, number(0x0101_0101)), number(24))
    }
}
