// Gives the objects of a frame their places and makes the code that builds and removes it.
// SP moves only by PUSH and POP, so a frame of n words costs n of each. From the top down: slots that must lie at the
// top, saved registers, spilled values, slots, and at the bottom the stack arguments of calls. R15 is SP between
// prologue and epilogue.

import HSXMachine
import IR
import Support

/// The shape of a function's frame.
struct FrameLayout {
    private(set) var words: Int32 = 0
    private var topWords: Int32 = 0
    private var saved: [MachineRegister] = []
    private let isPlainEntry: Bool

    /// Lays out the frame of `function` and gives its objects their offsets; nil when an access cannot reach its
    /// object.
    init?(_ function: inout MachineFunction, touched: RegisterMask) {
        isPlainEntry = function.isPlainEntry
        let mustSave = isPlainEntry ? 0 : touched & ~function.allowedClobbers & .allocatable
        saved = mustSave.registers
        let used = FrameLayout.usedObjects(function)
        // Spilled values nearest to SP: they are what instructions reach for.
        let kinds: [FrameObject.Kind] = [.outgoing, .spill, .slot]
        var offset: Int32 = 0
        for kind in kinds {
            for id in function.frameObjects.ids where function.frameObjects[id].kind == kind && used.contains(id) {
                function.frameObjects[id].offset = offset
                offset += function.frameObjects[id].size
            }
        }
        offset += Int32(saved.count) * 4
        var top: Int32 = 0
        for id in function.frameObjects.ids where function.frameObjects[id].kind == .top {
            top = max(top, function.frameObjects[id].size)
        }
        for id in function.frameObjects.ids where function.frameObjects[id].kind == .top {
            function.frameObjects[id].offset = offset + top - function.frameObjects[id].size
        }
        offset += top
        topWords = top / 4
        words = offset / 4
        for id in function.frameObjects.ids where function.frameObjects[id].kind == .incoming {
            // Behind the frame lies the return address.
            function.frameObjects[id].offset = offset + 4
        }
        for block in function.order {
            for instruction in function.blocks[block].instructions {
                guard let frame = instruction.frame else { continue }
                let place = function.frameObjects[frame].offset.addingReportingOverflow(instruction.imm)
                if place.overflow || !MachineConstant.fitsImmediate(place.partialValue) { return nil }
            }
        }
    }

    /// The spill slots that some instruction still refers to, and everything else.
    private static func usedObjects(_ function: MachineFunction) -> EntitySet<FrameObjectID> {
        var used = EntitySet<FrameObjectID>(capacity: function.frameObjects.count)
        for id in function.frameObjects.ids where function.frameObjects[id].kind != .spill { used.insert(id) }
        for block in function.order {
            for instruction in function.blocks[block].instructions {
                if let frame = instruction.frame { used.insert(frame) }
            }
        }
        return used
    }

    private static func push(_ register: MachineRegister) -> MachineInstruction {
        var instruction = MachineInstruction(.plain, .push)
        instruction.rs1 = register
        return instruction
    }

    private static func pop(_ register: MachineRegister) -> MachineInstruction {
        var instruction = MachineInstruction(.plain, .pop)
        instruction.rd = register
        return instruction
    }

    /// What the function does first.
    var prologue: [MachineInstruction] {
        let filler = MachineRegister(0)
        var code = Array(repeating: Self.push(filler), count: Int(topWords))
        code += saved.map(Self.push)
        let rest = Int(words) - code.count
        return code + Array(repeating: Self.push(filler), count: rest)
    }

    /// What it does before it leaves. POP R15 drops a word: the next stack operation makes R15 right again.
    var epilogue: [MachineInstruction] {
        if isPlainEntry { return [] }
        let rest = Int(words) - Int(topWords) - saved.count
        return Array(repeating: Self.pop(.stack), count: rest) + saved.reversed().map(Self.pop)
            + Array(repeating: Self.pop(.stack), count: Int(topWords))
    }
}
