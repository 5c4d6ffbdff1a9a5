// What linear memory of declared size holds at the start, as stretches of bytes.

import IR
import Support

/// The initial bytes of a memory.
struct MemoryContents {
    /// Bytes from an address on.
    struct Stretch {
        let address: UInt64
        var bytes: [UInt8]

        var end: UInt64 { address + UInt64(bytes.count) }
    }

    /// By rising address; no two touch.
    private(set) var stretches: [Stretch] = []

    init(_ module: Module, _ placement: GlobalPlacement) {
        reserve(module, placement)
        for id in module.globals.ids { write(module.globals[id].bytes, at: placement.addresses[id]) }
        let pointerBytes = module.memory.pointerBytes
        for id in module.globals.ids {
            for relocation in module.globals[id].relocations {
                let base =
                    switch relocation.target {
                    case .global(let target): placement.addresses[target]
                    case .function(let target): GlobalPlacement.address(of: target)
                    }
                let value = base &+ UInt64(bitPattern: Int64(relocation.addend))
                let bytes = (0..<pointerBytes).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
                write(bytes, at: placement.addresses[id] + UInt64(relocation.offset))
            }
        }
    }

    /// Makes zeros for all that globals fill in.
    private mutating func reserve(_ module: Module, _ placement: GlobalPlacement) {
        let ranges = module.globals.ids.compactMap { id -> (start: UInt64, end: UInt64)? in
            let global = module.globals[id]
            let relocated = global.relocations.map { Int($0.offset) + module.memory.pointerBytes }.max() ?? 0
            let count = max(global.bytes.count, relocated)
            let start = placement.addresses[id]
            return count == 0 ? nil : (start, start + UInt64(count))
        }
        var merged: [(start: UInt64, end: UInt64)] = []
        for range in ranges.sorted(by: { $0.start < $1.start }) {
            if let last = merged.last, range.start <= last.end {
                merged[merged.count - 1].end = max(last.end, range.end)
            } else {
                merged.append(range)
            }
        }
        stretches = merged.map { Stretch(address: $0.start, bytes: Array(repeating: 0, count: Int($0.end - $0.start))) }
    }

    private mutating func write(_ bytes: [UInt8], at address: UInt64) {
        guard !bytes.isEmpty else { return }
        guard let index = stretches.lastIndex(where: { $0.address <= address }) else {
            preconditionFailure("MemoryContents: room was made for all bytes")
        }
        let start = Int(address - stretches[index].address)
        stretches[index].bytes.replaceSubrange(start..<start + bytes.count, with: bytes)
    }
}
