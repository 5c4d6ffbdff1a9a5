// The bytes of memory that never change: those of constant globals, found by name or, where the address is fixed, by
// number.

import IR
import Support

/// Answers what a load from constant memory gives.
struct ConstantMemory: Sendable {
    private let memory: MemoryModel
    private let globals: PrimaryMap<GlobalID, Global>
    /// The constant globals with a fixed address, by address.
    private let placed: [(address: UInt64, global: GlobalID)]

    init(_ facts: ModuleFacts) {
        memory = facts.memory
        globals = facts.globals
        var placed: [(address: UInt64, global: GlobalID)] = []
        for id in facts.globals.ids where facts.globals[id].isConstant {
            if let address = facts.globals[id].address { placed.append((UInt64(address), id)) }
        }
        self.placed = placed.sorted { ($0.address, $0.global) < ($1.address, $1.global) }
    }

    /// The value of `type` at `offset` in a global; nil where it is not known.
    func value(_ type: Type, in global: GlobalID, at offset: Int64) -> UInt64? {
        let data = globals[global]
        guard data.isConstant, data.linkage != .import, let size = type.byteSize(pointerBytes: memory.pointerBytes),
            offset >= 0,
            offset + Int64(size) <= Int64(data.size), type.isInteger || type.isFloat
        else { return nil }
        let pointer = Int64(memory.pointerBytes)
        for relocation in data.relocations
        where Int64(relocation.offset) < offset + Int64(size) && Int64(relocation.offset) + pointer > offset {
            return nil
        }
        var bits: UInt64 = 0
        for position in (Int(offset)..<Int(offset) + size).reversed() {
            bits = bits << 8 | UInt64(position < data.bytes.count ? data.bytes[position] : 0)
        }
        return type == .i1 ? bits & 1 : bits
    }

    /// The value of `type` at a numeric address; nil where it is not known.
    func value(_ type: Type, at address: UInt64) -> UInt64? {
        let address = memory.size == 0 ? address : address & (memory.size - 1)
        guard let place = placed.last(where: { $0.address <= address }) else { return nil }
        return value(type, in: place.global, at: Int64(address - place.address))
    }
}
