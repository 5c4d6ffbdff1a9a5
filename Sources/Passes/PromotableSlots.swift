// Finds the stack slots that need no memory: every use of their address is the address of a load or store that is not
// volatile, and the parts that are accessed do not overlap. Such a part behaves like a variable.

import IR
import Support

/// The parts of promotable slots, and which part each load and store accesses.
struct PromotableSlots {
    /// Bytes of a slot that are always accessed together.
    struct Part {
        let slot: SlotID
        let offset: Int64
        let type: Type
    }

    private(set) var parts: [Part] = []
    /// The part that a load or store accesses; -1 for all other instructions.
    private(set) var partOfAccess: SecondaryMap<InstructionID, Int32>
    /// The slots that stay in memory.
    private(set) var kept = EntitySet<SlotID>()

    init(_ function: Function, pointerBytes: Int) {
        partOfAccess = SecondaryMap(initial: -1, count: 0)
        guard !function.slots.isEmpty else { return }
        var accesses = PrimaryMap<SlotID, [(instruction: InstructionID, offset: Int64)]>()
        for _ in function.slots.ids { accesses.append([]) }
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let accessed = PromotableSlots.accessedAddress(function, instruction)
                for (position, operand) in function.operands(instruction).enumerated() {
                    guard let address = PromotableSlots.slotAddress(function, operand) else { continue }
                    if position == 0, let accessed, accessed == operand {
                        accesses[address.slot].append(
                            (instruction, address.offset + Int64(function[instruction].offset)))
                    } else {
                        kept.insert(address.slot)
                    }
                }
            }
        }
        for slot in function.slots.ids where !kept.contains(slot) {
            addParts(of: slot, accesses[slot], function, pointerBytes)
        }
    }

    private mutating func addParts(
        of slot: SlotID, _ accesses: [(instruction: InstructionID, offset: Int64)], _ function: Function,
        _ pointerBytes: Int
    ) {
        let first = parts.count
        let sorted = accesses.sorted { ($0.offset, $0.instruction) < ($1.offset, $1.instruction) }
        var end: Int64 = 0
        for access in sorted {
            let type = function[access.instruction].type
            if let last = parts.last, parts.count > first, last.offset == access.offset {
                if last.type != type { return keep(slot, partsFrom: first, sorted) }
            } else {
                guard let size = type.byteSize(pointerBytes: pointerBytes), access.offset >= end,
                    access.offset + Int64(size) <= Int64(function.slots[slot].size)
                else { return keep(slot, partsFrom: first, sorted) }
                end = access.offset + Int64(size)
                parts.append(Part(slot: slot, offset: access.offset, type: type))
            }
            partOfAccess[access.instruction] = Int32(parts.count - 1)
        }
    }

    private mutating func keep(
        _ slot: SlotID, partsFrom first: Int, _ accesses: [(instruction: InstructionID, offset: Int64)]
    ) {
        kept.insert(slot)
        parts.removeSubrange(first...)
        for access in accesses { partOfAccess[access.instruction] = -1 }
    }

    private static func accessedAddress(_ function: Function, _ instruction: InstructionID) -> ValueID? {
        let opcode = function[instruction].opcode
        if opcode.isVolatile { return nil }
        let format = opcode.info.format
        return format == .load || format == .store ? function[instruction].valueA : nil
    }

    private static func slotAddress(_ function: Function, _ value: ValueID) -> (slot: SlotID, offset: Int64)? {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == .slotAddr else {
            return nil
        }
        return (function[instruction].slot, Int64(function[instruction].offset))
    }
}
