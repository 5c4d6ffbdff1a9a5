// Moves loads of constants out of loops where the register holds nothing else there: service arguments are set once,
// not in every iteration. Requires: machine registers, before frames are laid out.

import HSXMachine
import Support

/// Hoists constants on machine registers, inner loops first.
struct ConstantHoisting {
    static func run(_ function: inout MachineFunction) {
        guard !function.order.isEmpty else { return }
        let dominators = MachineDominators(function)
        // A loop around another has more blocks, so smaller ones come first.
        let loops = dominators.loops(in: function).sorted {
            ($0.blocks.count, $0.header) < ($1.blocks.count, $1.header)
        }
        guard !loops.isEmpty else { return }
        let predecessors = function.predecessors()
        // Hoisting makes nothing live at the header of an outer loop, so that the liveness found here holds for all.
        let liveness = PhysicalLiveness(function)
        for loop in loops { hoist(from: loop, &function, predecessors[loop.header.index], liveness) }
    }

    private static func hoist(
        from loop: MachineDominators.NaturalLoop, _ function: inout MachineFunction, _ predecessors: [MachineBlockID],
        _ liveness: PhysicalLiveness
    ) {
        let outside = predecessors.filter { !loop.blocks.contains($0) }
        guard outside.count == 1, case .jump = function.blocks[outside[0]].terminator else { return }
        let preheader = outside[0]
        var candidates = RegisterMask.allocatable & ~liveness.liveIn[loop.header.index]
        var constants: [RegisterMask: MachineInstruction] = [:]
        for block in loop.blocks {
            for instruction in function.blocks[block].instructions {
                candidates &= ~function.clobbers(instruction)
                if instruction.form == .constant, instruction.rd.isPhysical {
                    if let known = constants[instruction.rd.bit], known.aux != instruction.aux {
                        candidates &= ~instruction.rd.bit
                    }
                    if constants[instruction.rd.bit] == nil { constants[instruction.rd.bit] = instruction }
                } else {
                    function.forEachDefinition(instruction) { if $0.isPhysical { candidates &= ~$0.bit } }
                }
            }
        }
        for register in candidates.registers {
            guard let load = constants[register.bit] else { continue }
            for block in loop.blocks {
                function.blocks[block].instructions.removeAll { $0.form == .constant && $0.rd == register }
            }
            function.blocks[preheader].instructions.append(load)
        }
    }
}
