// Replaces virtual registers by the machine registers they got: copies onto themselves vanish, parallel copies become
// sequences.

import HSXMachine

/// Applies an allocation to its function.
struct AssignmentRewriter {
    /// Parallel copies may write registers that were not allocated: cycles go through a free one.
    static func run(_ function: inout MachineFunction, _ allocation: Allocation) {
        let usable = (function.allowedClobbers | allocation.touched) & ~function.pinnedRegisters
        for block in function.order {
            let old = function.blocks[block].instructions
            var code: [MachineInstruction] = []
            code.reserveCapacity(old.count)
            for (number, original) in old.enumerated() {
                var instruction = original
                function.mapRegisters(&instruction) { allocation.assignment[$0.index] }
                switch instruction.form {
                case .copy: if instruction.rd != instruction.rs1 { code.append(instruction) }
                case .parallelCopy:
                    let position = allocation.liveness.position(block, number)
                    let pairs = function.parallelCopies[Int(instruction.aux)]
                    if pairs.isEmpty { continue }
                    let free = freeRegisters(allocation, position) & usable & ~(function.scratch?.bit ?? 0)
                    var serial = instruction.serial
                    for var step in ParallelCopy.sequence(pairs, free: free) {
                        step.location = instruction.location
                        step.serial = serial
                        serial = .max
                        code.append(step)
                    }
                case .plain, .test, .constant, .conditional, .call, .callIndirect, .tailCall, .service, .ret,
                    .tableJump, .illegal:
                    code.append(instruction)
                }
            }
            function.blocks[block].instructions = code
        }
    }

    /// The registers that nothing lives in across the instruction at `position`.
    private static func freeRegisters(_ allocation: Allocation, _ position: Int32) -> RegisterMask {
        let segment = LiveSegment(start: position + 1, end: position + 3)
        return RegisterMask.allocatable.registers.reduce(0) { mask, register in
            allocation.table.isFree(register, segment) ? mask | register.bit : mask
        }
    }
}
