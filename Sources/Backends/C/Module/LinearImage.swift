// What linear memory holds at the start.

import IR
import Support

/// The stretches of linear memory that are not zero at the start, in ascending order and apart from each other.
struct LinearImage {
    struct Stretch {
        let address: UInt64
        var bytes: [UInt8]
        /// The globals in it.
        var names: [String]
    }

    private(set) var stretches: [Stretch] = []

    init(_ program: CProgram) {
        let module = program.module
        var found: [Stretch] = []
        for id in module.globals.ids {
            let global = module.globals[id]
            var bytes = Array(global.bytes.prefix(Int(global.size)))
            for relocation in global.relocations { LinearImage.relocate(relocation, &bytes, program) }
            while bytes.last == 0 { bytes.removeLast() }
            let zeros = bytes.prefix { $0 == 0 }.count
            guard zeros < bytes.count else { continue }
            let address = program.placement.addresses[id] + UInt64(zeros)
            found.append(Stretch(address: address, bytes: Array(bytes[zeros...]), names: [global.name]))
        }
        // Later globals lie over earlier ones at the same place.
        let order = found.indices.sorted { (found[$0].address, $0) < (found[$1].address, $1) }
        for index in order { add(found[index]) }
    }

    private mutating func add(_ stretch: Stretch) {
        guard let last = stretches.last, stretch.address < last.address + UInt64(last.bytes.count) else {
            stretches.append(stretch)
            return
        }
        var merged = last
        let start = Int(stretch.address - last.address)
        let missing = start + stretch.bytes.count - merged.bytes.count
        if missing > 0 { merged.bytes += [UInt8](repeating: 0, count: missing) }
        merged.bytes.replaceSubrange(start..<start + stretch.bytes.count, with: stretch.bytes)
        merged.names += stretch.names
        stretches[stretches.count - 1] = merged
    }

    private static func relocate(_ relocation: GlobalRelocation, _ bytes: inout [UInt8], _ program: CProgram) {
        let base =
            switch relocation.target {
            case .global(let target): program.placement.addresses[target]
            case .function(let target): GlobalPlacement.address(of: target)
            }
        let value = base &+ UInt64(bitPattern: Int64(relocation.addend))
        let end = Int(relocation.offset) + program.types.pointerBytes
        if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
        for index in 0..<program.types.pointerBytes {
            bytes[Int(relocation.offset) + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
        }
    }
}
