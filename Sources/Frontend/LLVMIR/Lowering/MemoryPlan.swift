// Where a program's data lies in the 64 KiB of an HSX task. The image begins at 0x4000 and the stack grows down from
// 0x8000 toward it, so data has the first 12 KiB; what does not fit goes above the stack, up to where the executive
// puts the first task's own. What is left there is the heap. A program that is too big for all that gets a bigger
// memory, which every target but HSX has.

import IR

enum MemoryPlan {
    /// Names that C code may declare: where the heap begins and ends.
    private static let heapBase = "__heap_base"
    private static let heapEnd = "__heap_end"

    private static let dataStart: UInt64 = 0x4000
    private static let lowEnd: UInt64 = 0x7000
    private static let highStart: UInt64 = 0x8000
    private static let highEnd: UInt64 = 0xE000

    /// Whether a name is defined here.
    static func isOwn(_ name: String) -> Bool { name == heapBase || name == heapEnd }

    /// Gives the heap its bounds, and globals their places where the usual ones do not do.
    static func place(_ unit: inout ModuleLowering) {
        let total = unit.module.globals.values.reduce(UInt64(0)) { aligned($0, $1.alignment) + UInt64($1.size) }
        var heap = highStart
        var end = highEnd
        if dataStart + total > lowEnd {
            if let used = spread(&unit.module) {
                heap = used
            } else {
                (heap, end) = grow(&unit.module, total)
            }
        }
        for id in unit.module.globals.ids {
            let name = unit.module.globals[id].name
            if name == heapBase { unit.module.globals[id].address = UInt32(aligned(heap, 16)) }
            if name == heapEnd { unit.module.globals[id].address = UInt32(end) }
            if isOwn(name) { unit.module.globals[id].size = 0 }
        }
    }

    /// Fills the low area, then the high one; the end of what is used there, nil when it does not fit.
    private static func spread(_ module: inout Module) -> UInt64? {
        var low = dataStart
        var high = highStart
        // What begins with something comes first, so that the image stays short.
        let order = module.globals.ids.sorted { rank(module.globals[$0], $0) < rank(module.globals[$1], $1) }
        var addresses: [(GlobalID, UInt32)] = []
        for id in order where !isOwn(module.globals[id].name) {
            let global = module.globals[id]
            let place = aligned(low, global.alignment)
            if place + UInt64(global.size) <= lowEnd {
                addresses.append((id, UInt32(place)))
                low = place + UInt64(global.size)
                continue
            }
            let other = aligned(high, global.alignment)
            guard other + UInt64(global.size) <= highEnd else { return nil }
            addresses.append((id, UInt32(other)))
            high = other + UInt64(global.size)
        }
        for (id, address) in addresses { module.globals[id].address = address }
        return high
    }

    private static func rank(_ global: Global, _ id: GlobalID) -> (Int, UInt32) {
        (global.bytes.isEmpty && global.relocations.isEmpty ? 1 : 0, id.rawValue)
    }

    /// A memory with room for the data, a stack and a heap of a MiB each. The bounds of the heap.
    private static func grow(_ module: inout Module, _ total: UInt64) -> (UInt64, UInt64) {
        let room: UInt64 = 1 << 20
        var size: UInt64 = 4 * room
        while size / 4 + total + 2 * room > size { size *= 2 }
        module.memory = MemoryModel(size: size, stackTop: size / 4)
        let data = aligned(size / 4 + total + 4096, 16)
        return (data, size)
    }

    private static func aligned(_ address: UInt64, _ alignment: UInt32) -> UInt64 {
        let step = UInt64(max(alignment, 1))
        return (address + step - 1) / step * step
    }
}
