// Lets spilled values that are never needed at the same time share a word of the frame: each word costs a PUSH and a POP.
// Requires: machine registers, before frames are laid out.

import HSXMachine
import Support

/// Assigns spill slots to words.
struct SpillSlots {
    /// The number of each spill slot; -1 for other objects.
    private var numbers: [Int]
    private var slots: [FrameObjectID] = []
    /// Which pairs of slots hold values at the same time.
    private var conflicts: [Set<Int>] = []

    static func share(_ function: inout MachineFunction) {
        var sharing = SpillSlots(function)
        guard sharing.slots.count > 1 else { return }
        sharing.findConflicts(function)
        sharing.assign(&function)
    }

    private init(_ function: MachineFunction) {
        numbers = Array(repeating: -1, count: function.frameObjects.count)
        for block in function.order {
            for instruction in function.blocks[block].instructions {
                guard let frame = instruction.frame, function.frameObjects[frame].kind == .spill,
                    numbers[frame.index] < 0
                else { continue }
                numbers[frame.index] = slots.count
                slots.append(frame)
            }
        }
        conflicts = Array(repeating: [], count: slots.count)
    }

    /// The slot that an instruction reads or writes.
    private func slot(_ instruction: MachineInstruction) -> (number: Int, isRead: Bool)? {
        guard let frame = instruction.frame, numbers[frame.index] >= 0 else { return nil }
        return (numbers[frame.index], instruction.opcode.effects.contains(.readsMemory))
    }

    private mutating func findConflicts(_ function: MachineFunction) {
        var liveIn = [Set<Int>](repeating: [], count: function.blocks.count)
        var changed = true
        while changed {
            changed = false
            for block in function.order.reversed() {
                let live = scan(block, liveIn, function) { _, _ in }
                if live != liveIn[block.index] {
                    liveIn[block.index] = live
                    changed = true
                }
            }
        }
        for block in function.order {
            var found: [(Int, Int)] = []
            _ = scan(block, liveIn, function) { written, live in
                for other in live where other != written { found.append((written, other)) }
            }
            for (left, right) in found {
                conflicts[left].insert(right)
                conflicts[right].insert(left)
            }
        }
    }

    /// The slots that are live at the start of a block; `body` gets each slot that is written with those live then.
    private func scan(
        _ block: MachineBlockID, _ liveIn: [Set<Int>], _ function: MachineFunction, _ body: (Int, Set<Int>) -> Void
    ) -> Set<Int> {
        var live: Set<Int> = []
        for target in function.blocks[block].successors { live.formUnion(liveIn[target.index]) }
        for instruction in function.blocks[block].instructions.reversed() {
            guard let (number, isRead) = slot(instruction) else { continue }
            if isRead {
                live.insert(number)
            } else {
                live.remove(number)
                body(number, live)
            }
        }
        return live
    }

    /// Gives each slot the first word that no conflicting one has.
    private func assign(_ function: inout MachineFunction) {
        var word = [Int](repeating: -1, count: slots.count)
        for number in slots.indices {
            let taken = Set(conflicts[number].map { word[$0] })
            word[number] = slots.indices.first { !taken.contains($0) } ?? number
        }
        // Debuggers look for values in the homes of their registers.
        for index in MachineRegister.firstVirtual..<function.registerCount {
            let register = MachineRegister(index)
            guard let home = function[register].home, numbers[home.index] >= 0 else { continue }
            function[register].home = slots[word[numbers[home.index]]]
        }
        for block in function.order {
            for place in function.blocks[block].instructions.indices {
                guard let (number, _) = slot(function.blocks[block].instructions[place]) else { continue }
                function.blocks[block].instructions[place].aux = slots[word[number]].rawValue
            }
        }
    }
}
