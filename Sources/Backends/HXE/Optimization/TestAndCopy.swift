// A test of a register that one side of the branch copies at once does both: OR x, r, r instead of OR r, r, r and MOV
// x, r. Requires: machine registers, before frames are laid out.

import HSXMachine
import Support

/// Merges tests at the end of blocks with the copies behind the branch.
struct TestAndCopy {
    static func run(_ function: inout MachineFunction) {
        let predecessors = function.predecessors()
        var liveness: PhysicalLiveness?
        for block in function.order {
            guard case .branch(_, let taken, let other) = function.blocks[block].terminator, taken != other,
                let test = function.blocks[block].instructions.last, test.form == .test
            else { continue }
            for (side, opposite) in [(taken, other), (other, taken)] where predecessors[side.index].count == 1 {
                guard let place = firstCopy(of: test.rs1, in: function.blocks[side].instructions, function) else {
                    continue
                }
                let target = function.blocks[side].instructions[place].rd
                let known = liveness ?? PhysicalLiveness(function)
                liveness = known
                guard known.liveIn[opposite.index] & target.bit == 0 else { continue }
                var merged = MachineInstruction.binary(.or, target, test.rs1, test.rs1)
                merged.location = test.location
                function.blocks[block].instructions[function.blocks[block].instructions.count - 1] = merged
                function.blocks[side].instructions.remove(at: place)
                liveness = nil
                break
            }
        }
    }

    /// The place of a copy of `register` that could as well stand at the start of `code`.
    private static func firstCopy(
        of register: MachineRegister, in code: [MachineInstruction], _ function: MachineFunction
    ) -> Int? {
        var touched: RegisterMask = 0
        for (place, instruction) in code.enumerated() {
            if instruction.form == .copy, instruction.rs1 == register, instruction.rd.isPhysical,
                touched & (instruction.rd.bit | register.bit) == 0
            {
                return place
            }
            guard instruction.form == .copy || instruction.form == .constant else { return nil }
            function.forEachUse(instruction) { if $0.isPhysical { touched |= $0.bit } }
            // The value itself may be read before it is copied, but not changed.
            touched &= ~register.bit
            function.forEachDefinition(instruction) { if $0.isPhysical { touched |= $0.bit } }
        }
        return nil
    }
}

/// The machine registers that are live at the start of each block.
struct PhysicalLiveness {
    private(set) var liveIn: [RegisterMask]

    init(_ function: MachineFunction) {
        liveIn = Array(repeating: 0, count: function.blocks.count)
        var changed = true
        while changed {
            changed = false
            for block in function.order.reversed() {
                var live: RegisterMask = function.blocks[block].successors.reduce(0) { $0 | liveIn[$1.index] }
                for instruction in function.blocks[block].instructions.reversed() {
                    function.forEachDefinition(instruction) { if $0.isPhysical { live &= ~$0.bit } }
                    live &= ~function.clobbers(instruction)
                    function.forEachUse(instruction) { if $0.isPhysical { live |= $0.bit } }
                }
                if live != liveIn[block.index] {
                    liveIn[block.index] = live
                    changed = true
                }
            }
        }
    }
}
