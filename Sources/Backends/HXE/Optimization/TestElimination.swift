// Drops tests of a register against zero where the operation that computed it has left Z right already, moving that
// operation down to the branch when nothing in between looks at its result. Requires: virtual registers, before
// allocation.

import HSXMachine

/// Merges tests with the operations before them.
struct TestElimination {
    /// How far above a test its operation is looked for.
    private static let reach = 48

    static func run(_ function: inout MachineFunction) {
        for block in function.order {
            var code = function.blocks[block].instructions
            var position = 0
            while position < code.count {
                if code[position].form == .test, merge(position, &code, function) {
                    // The next instruction took this place, or the moved one did.
                    continue
                }
                position += 1
            }
            function.blocks[block].instructions = code
        }
    }

    /// Takes the test at `position` out if its operation can stand for it; answers whether it did.
    private static func merge(_ position: Int, _ code: inout [MachineInstruction], _ function: MachineFunction) -> Bool
    {
        let register = code[position].rs1
        guard register.isVirtual else { return false }
        var index = position - 1
        var flagsIntact = true
        var valueUnread = true
        while index >= 0, position - index <= reach {
            let instruction = code[index]
            if defines(instruction, register, function) {
                guard instruction.form == .plain, instruction.opcode.info.flagsWritten.contains(.zero) else {
                    return false
                }
                if flagsIntact {
                    code.remove(at: position)
                    return true
                }
                guard valueUnread, canMove(instruction, from: index, to: position, code, function) else { return false }
                code[position] = instruction
                code.remove(at: index)
                return true
            }
            if instruction.writesFlags { flagsIntact = false }
            if instruction.form == .call || instruction.form == .callIndirect { return false }
            function.forEachUse(instruction) { if $0 == register { valueUnread = false } }
            index -= 1
        }
        return false
    }

    private static func defines(
        _ instruction: MachineInstruction, _ register: MachineRegister, _ function: MachineFunction
    ) -> Bool {
        var found = false
        function.forEachDefinition(instruction) { if $0 == register { found = true } }
        return found
    }

    /// Whether the instruction at `start` gives the same result right before `end`, and nobody between needs the flags
    /// it leaves.
    private static func canMove(
        _ instruction: MachineInstruction, from start: Int, to end: Int, _ code: [MachineInstruction],
        _ function: MachineFunction
    ) -> Bool {
        let info = instruction.opcode.info
        let readsCarry = instruction.opcode == .adc || instruction.opcode == .sbc
        guard info.effects.isEmpty, !readsCarry else { return false }
        var flagsAreOwn = true
        for index in (start + 1)..<end {
            let other = code[index]
            var isClear = true
            function.forEachDefinition(other) { if $0 == instruction.rs1 || $0 == instruction.rs2 { isClear = false } }
            guard isClear else { return false }
            if flagsAreOwn, other.form == .conditional || other.opcode == .adc || other.opcode == .sbc {
                return false
            }
            if other.writesFlags { flagsAreOwn = false }
        }
        return true
    }
}
