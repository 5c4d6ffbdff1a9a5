// What memory holds when the program starts, as far as the module says.

import IR
import Support

extension Module {
    /// Whether only the start of the program runs the entry function: nothing calls it and nothing has its address.
    var entryRunsOnce: Bool {
        guard let entry, !functions[entry].attributes.contains(.addressTaken) else { return false }
        let isPointedTo = globals.values.contains { global in
            global.relocations.contains { $0.target == .function(entry) }
        }
        if isPointedTo || roots.values.contains(where: { $0.value.function == entry }) { return false }
        for function in functions.values {
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) {
                    let data = function[instruction]
                    let format = data.opcode.info.format
                    let hasFunction = format == .call || format == .function || format == .closure
                    if hasFunction, data.function == entry { return false }
                }
            }
        }
        return true
    }
}

extension Global {
    /// The initial bits of `size` bytes from `offset`; nil where they are filled in later. Requires: the range is
    /// inside the global.
    func initialBits(at offset: Int64, size: Int64) -> UInt64? {
        for relocation in relocations {
            // A pointer of any target is at most 8 bytes long.
            let start = Int64(relocation.offset)
            if offset < start + 8, start < offset + size { return nil }
        }
        var bits: UInt64 = 0
        for index in 0..<size {
            let place = Int(offset + index)
            if place < bytes.count { bits |= UInt64(bytes[place]) << UInt64(8 * index) }
        }
        return bits
    }
}
