// Small repairs on allocated code, before frames are laid out.

import HSXMachine
import Support

/// Improves code on machine registers.
struct Peephole {
    static func run(_ function: inout MachineFunction) {
        dropUnreadSpills(&function)
    }

    /// Stores to the home of a value that nobody loads.
    private static func dropUnreadSpills(_ function: inout MachineFunction) {
        var read = EntitySet<FrameObjectID>(capacity: function.frameObjects.count)
        for block in function.order {
            for instruction in function.blocks[block].instructions {
                if let frame = instruction.frame, instruction.opcode.effects.contains(.readsMemory) {
                    read.insert(frame)
                }
            }
        }
        for block in function.order {
            function.blocks[block].instructions.removeAll { instruction in
                guard let frame = instruction.frame, function.frameObjects[frame].kind == .spill else { return false }
                return !read.contains(frame)
            }
        }
    }
}
