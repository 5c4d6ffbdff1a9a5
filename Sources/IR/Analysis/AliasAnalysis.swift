// Which accesses of memory can touch the same. In linear memory addresses are compared as a base and a constant
// distance; slots whose address goes nowhere are private to the accesses that name them. A root lies outside of linear
// memory and has no address: only what names it touches it.
// Requires: the function is in SSA form.

import Support

/// Bytes in linear memory, or a root, as an access names them.
public struct MemoryLocation: Hashable, Sendable {
    public enum Base: Hashable, Sendable {
        /// In linear memory; a global with a fixed address counts from address 0.
        case address(KnownAddress.Base)
        /// The value of a root: one byte at offset 0, so to speak.
        case root(RootID)
    }

    /// Where the offset counts from.
    public let base: Base
    /// In bytes; from address 0 it is modulo the size of the memory.
    public let offset: Int64
    /// In bytes.
    public let size: Int64
}

/// Answers questions about the memory accesses of one function.
public struct AliasAnalysis: Sendable {
    private let memory: MemoryModel
    private let globals: PrimaryMap<GlobalID, Global>
    private let slotSizes: PrimaryMap<SlotID, StackSlot>
    private var escaping = EntitySet<SlotID>()

    public init(_ function: Function, memory: MemoryModel, globals: PrimaryMap<GlobalID, Global>) {
        self.memory = memory
        self.globals = globals
        slotSizes = function.slots
        guard !function.slots.isEmpty else { return }
        var isWild = false
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                findEscapes(instruction, function)
                // An access out of its slot may reach every other slot; above the top of the frame lies what the caller
                // put there.
                if let location = location(instruction, in: function),
                    case .address(.slot(let slot)) = location.base, !isInside(location, slotSizes[slot].size),
                    !(slotSizes[slot].isAtTop && location.offset >= Int64(slotSizes[slot].size))
                {
                    isWild = true
                }
            }
        }
        if isWild { function.slots.ids.forEach { escaping.insert($0) } }
    }

    /// A slot escapes by every use of its address but those of accesses and those that only add a constant to it.
    private mutating func findEscapes(_ instruction: InstructionID, _ function: Function) {
        let data = function[instruction]
        let format = data.opcode.info.format
        for operand in function.operands(instruction) {
            guard case .slot(let slot) = KnownAddress(operand, in: function).base else { continue }
            if format == .load || (format == .store && operand != data.valueB) { continue }
            if format == .binary, function.resultCount(instruction) == 1,
                KnownAddress(function.result(instruction), in: function).base == .slot(slot)
            {
                continue
            }
            escaping.insert(slot)
        }
    }

    /// Whether code that was not handed the address can reach the slot.
    public func escapes(_ slot: SlotID) -> Bool { escaping.contains(slot) }

    /// Whether only accesses that name the slot of `location` can touch it.
    public func isPrivate(_ location: MemoryLocation) -> Bool {
        guard case .address(.slot(let slot)) = location.base else { return false }
        return !escaping.contains(slot) && isInside(location, slotSizes[slot].size)
    }

    /// What a load, a store or an access of a root accesses; nil for other instructions.
    public func location(_ instruction: InstructionID, in function: Function) -> MemoryLocation? {
        let data = function[instruction]
        let format = data.opcode.info.format
        if format == .rootGet || format == .rootSet {
            return MemoryLocation(base: .root(data.root), offset: 0, size: 1)
        }
        guard format == .load || format == .store,
            let size = data.type.byteSize(pointerBytes: memory.pointerBytes)
        else { return nil }
        let address = KnownAddress(data.valueA, offset: Int64(data.offset), in: function)
        var (base, offset) = (address.base, address.offset)
        if case .global(let global) = base, let fixed = globals[global].address {
            (base, offset) = (.zero, offset &+ Int64(fixed))
        }
        if base == .zero, memory.size != 0 {
            offset = Int64(truncatingIfNeeded: UInt64(bitPattern: offset) & (memory.size - 1))
        }
        return MemoryLocation(base: .address(base), offset: offset, size: Int64(size))
    }

    /// Whether the two can have a byte, or a root, in common.
    public func mayOverlap(_ left: MemoryLocation, _ right: MemoryLocation) -> Bool {
        if left.base == right.base { return rangesOverlap(left, right) }
        guard case .address(let leftBase) = left.base, case .address(let rightBase) = right.base else { return false }
        if isPrivate(left) || isPrivate(right) { return false }
        switch (leftBase, rightBase) {
        case (.value, _), (_, .value): return true
        case (.zero, .slot): return globalHolding(left) == nil
        case (.slot, .zero): return globalHolding(right) == nil
        case (.slot(let one), .slot(let other)):
            return !(isInside(left, slotSizes[one].size) && isInside(right, slotSizes[other].size))
        case (.global(let one), .global(let other)):
            return !(isInside(left, globals[one].size) && isInside(right, globals[other].size))
        case (.global(let global), .slot(let slot)), (.slot(let slot), .global(let global)):
            let (inGlobal, inSlot) = leftBase == .global(global) ? (left, right) : (right, left)
            return !(isInside(inGlobal, globals[global].size) && isInside(inSlot, slotSizes[slot].size))
        case (.zero, .zero), (.zero, .global), (.global, .zero): return true
        }
    }

    /// How many bytes into `outer` all of `inner` lies, if it certainly does.
    public func distance(of inner: MemoryLocation, into outer: MemoryLocation) -> Int64? {
        guard inner.base == outer.base else { return nil }
        let distance = wrapped(inner.offset &- outer.offset)
        return distance >= 0 && distance + inner.size <= outer.size ? distance : nil
    }

    /// The global with a fixed address that `location`, counted from 0, lies in, and its offset in it.
    public func globalHolding(_ location: MemoryLocation) -> (global: GlobalID, offset: Int64)? {
        guard location.base == .address(.zero) else { return nil }
        for id in globals.ids {
            guard let address = globals[id].address else { continue }
            let offset = location.offset - Int64(address)
            if offset >= 0, offset + location.size <= Int64(globals[id].size) { return (id, offset) }
        }
        return nil
    }

    private func isInside(_ location: MemoryLocation, _ size: UInt32) -> Bool {
        location.offset >= 0 && location.offset + location.size <= Int64(size)
    }

    private func rangesOverlap(_ left: MemoryLocation, _ right: MemoryLocation) -> Bool {
        let distance = wrapped(right.offset &- left.offset)
        return distance >= 0 ? distance < left.size : -distance < right.size
    }

    /// A distance modulo the size of the memory, the nearest to 0: no access goes over the end.
    private func wrapped(_ distance: Int64) -> Int64 {
        let bits = memory.size != 0 ? memory.size.trailingZeroBitCount : memory.pointerBytes * 8
        guard bits < 64 else { return distance }
        let shift = Int64(64 - bits)
        return (distance << shift) >> shift
    }
}
