// Fills the globals of a module into linear memory.

import IR
import Support

/// The globals of a module in linear memory.
struct MemoryImage {
    let addresses: SecondaryMap<GlobalID, UInt64>
    private(set) var memory: LinearMemory
    /// Just past the last global.
    let end: UInt64

    /// Throws `.unsupported` when the globals do not fit.
    init(_ module: Module, dataStart: UInt64?, memoryLimit: UInt64) throws(Stop) {
        memory = LinearMemory(module.memory, limit: memoryLimit)
        let placement = GlobalPlacement(module, dataStart: dataStart)
        addresses = placement.addresses
        end = placement.end
        for id in module.globals.ids {
            let global = module.globals[id]
            let start = addresses[id]
            guard UInt64(memory.bytes.count) >= start + UInt64(global.size) else {
                throw .unsupported("global \(global.name) does not fit in \(memory.bytes.count) bytes of memory")
            }
            for (offset, byte) in global.bytes.prefix(Int(global.size)).enumerated() {
                memory.bytes[Int(start) + offset] = byte
            }
        }
        for id in module.globals.ids { try relocate(module, id) }
    }

    /// The function that has `address`, if one has.
    static func function(at address: UInt64, count: Int) -> Int? {
        let isFunction = address != 0 && address & 3 == 0 && address / 4 <= UInt64(count)
        return isFunction ? Int(address / 4) - 1 : nil
    }

    private mutating func relocate(_ module: Module, _ id: GlobalID) throws(Stop) {
        for relocation in module.globals[id].relocations {
            let base =
                switch relocation.target {
                case .global(let target): addresses[target]
                case .function(let target): GlobalPlacement.address(of: target)
                }
            let value = base &+ UInt64(bitPattern: Int64(relocation.addend))
            guard memory.store(addresses[id] + UInt64(relocation.offset), module.memory.pointerBytes, value) else {
                throw .unsupported("a relocation of global \(module.globals[id].name) lies outside memory")
            }
        }
    }
}
