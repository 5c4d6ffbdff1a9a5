// Lets blocks that end alike share their end: the instructions are there once, and the others jump to them. It costs a
// jump and saves bytes. Requires: machine registers, before blocks get their final order and frames are laid out.

import HSXMachine
import Support

/// Merges the ends of blocks.
struct TailMerging {
    /// The fewest instructions that are worth a jump.
    private static let least = 2

    static func run(_ function: inout MachineFunction) {
        var changed = true
        while changed {
            changed = false
            for group in groups(function) {
                if merge(group, &function) { changed = true }
            }
        }
    }

    /// The blocks that go on in the same way, where there is more than one.
    private static func groups(_ function: MachineFunction) -> [[MachineBlockID]] {
        var jumping = [[MachineBlockID]](repeating: [], count: function.blocks.count)
        var leaving: [MachineBlockID] = []
        for block in function.order {
            switch function.blocks[block].terminator {
            case .jump(let target): jumping[target.index].append(block)
            case .exit: leaving.append(block)
            case .branch, .table: break
            }
        }
        return (jumping + [leaving]).filter { $0.count > 1 }
    }

    /// Shares the longest common end of two blocks of the group; answers whether there was one.
    private static func merge(_ group: [MachineBlockID], _ function: inout MachineFunction) -> Bool {
        var best: (first: MachineBlockID, second: MachineBlockID, length: Int)?
        for (place, first) in group.enumerated() {
            for second in group[(place + 1)...] {
                let length = commonEnd(first, second, function)
                if length >= least, length > best?.length ?? 0 { best = (first, second, length) }
            }
        }
        guard let best else { return false }
        let code = function.blocks[best.first].instructions
        var end = MachineBlock()
        end.instructions = Array(code.suffix(best.length))
        end.terminator = function.blocks[best.first].terminator
        end.terminatorLocation = function.blocks[best.first].terminatorLocation
        end.frequency = function.blocks[best.first].frequency + function.blocks[best.second].frequency
        let shared = function.blocks.append(end)
        for block in [best.first, best.second] {
            function.blocks[block].instructions.removeLast(best.length)
            function.blocks[block].terminator = .jump(shared)
        }
        if let place = function.order.firstIndex(of: best.first) { function.order.insert(shared, at: place + 1) }
        return true
    }

    private static func commonEnd(
        _ first: MachineBlockID, _ second: MachineBlockID, _ function: MachineFunction
    ) -> Int {
        let (left, right) = (function.blocks[first].instructions, function.blocks[second].instructions)
        var length = 0
        while length < min(left.count, right.count),
            isSame(left[left.count - 1 - length], right[right.count - 1 - length], function)
        {
            length += 1
        }
        return length
    }

    private static func isSame(
        _ left: MachineInstruction, _ right: MachineInstruction, _ function: MachineFunction
    ) -> Bool {
        guard left.form == right.form, left.opcode == right.opcode, left.rd == right.rd, left.rs1 == right.rs1,
            left.rs2 == right.rs2, left.imm == right.imm
        else { return false }
        switch left.form {
        case .plain, .constant: return left.aux == right.aux
        case .test, .copy, .conditional, .tableJump, .illegal: return true
        case .call, .callIndirect, .tailCall, .service, .ret:
            let (one, other) = (function.callSites[Int(left.aux)], function.callSites[Int(right.aux)])
            return one.callee == other.callee && one.uses == other.uses && one.results == other.results
                && one.clobbers == other.clobbers && one.signature == other.signature
        case .parallelCopy: return false
        }
    }
}
