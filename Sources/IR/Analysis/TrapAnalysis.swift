// Which instructions can stop the program: the opcode table says which opcodes may, this says which instructions cannot
// after all.

import Support

/// Answers whether an instruction may trap, from its constant operands and the sizes of what it accesses.
public struct TrapAnalysis: Sendable {
    private let memory: MemoryModel
    private let globals: PrimaryMap<GlobalID, Global>

    public init(memory: MemoryModel, globals: PrimaryMap<GlobalID, Global>) {
        self.memory = memory
        self.globals = globals
    }

    /// Whether `instruction` may stop the program; calls always may.
    public func mayTrap(_ instruction: InstructionID, in function: Function) -> Bool {
        let data = function[instruction]
        guard data.opcode.effects.contains(.traps) else { return false }
        let info = data.opcode.info
        if info.format == .load || info.format == .store { return mayFault(data, function) }
        // What traps among integer arithmetic is division; by a constant it cannot.
        if info.format == .binary, info.types == .integers { return !isNonZero(data.valueB, function) }
        return true
    }

    private func isNonZero(_ value: ValueID, _ function: Function) -> Bool {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == .iconst else {
            return false
        }
        return function[instruction].immediate != 0
    }

    private func mayFault(_ data: Instruction, _ function: Function) -> Bool {
        guard let size = data.type.byteSize(pointerBytes: memory.pointerBytes).map(Int64.init) else { return true }
        // The effective address is taken modulo the size of the memory, so one byte is always inside.
        if memory.size != 0 && size == 1 { return false }
        let address = KnownAddress(data.valueA, offset: Int64(data.offset), in: function)
        switch address.base {
        case .zero:
            guard memory.size != 0 else { return true }
            return UInt64(bitPattern: address.offset) & (memory.size - 1) + UInt64(size) > memory.size
        case .global(let global): return !isInside(address.offset, size, globals[global].size)
        case .slot(let slot): return !isInside(address.offset, size, function.slots[slot].size)
        case .value: return true
        }
    }

    private func isInside(_ offset: Int64, _ size: Int64, _ limit: UInt32) -> Bool {
        offset >= 0 && offset <= Int64(limit) - size
    }
}
