// Places the globals of a module and fills them: fixed addresses as they are, the others from the start of the data
// area up, around the fixed ones.

import IR
import Support

/// The globals of a module in linear memory.
struct MemoryImage {
    private(set) var addresses = SecondaryMap<GlobalID, UInt64>(initial: 0)
    private(set) var memory: LinearMemory
    /// Just past the last global.
    private(set) var end: UInt64 = 0

    /// Throws `.unsupported` when the globals do not fit.
    init(_ module: Module, dataStart: UInt64, memoryLimit: UInt64) throws(Stop) {
        memory = LinearMemory(module.memory, limit: memoryLimit)
        place(module, dataStart)
        for id in module.globals.ids {
            let global = module.globals[id]
            let start = addresses[id]
            guard UInt64(memory.bytes.count) >= start + UInt64(global.size) else {
                throw .unsupported("global \(global.name) does not fit in \(memory.bytes.count) bytes of memory")
            }
            end = max(end, start + UInt64(global.size))
            for (offset, byte) in global.bytes.prefix(Int(global.size)).enumerated() {
                memory.bytes[Int(start) + offset] = byte
            }
        }
        for id in module.globals.ids { try relocate(module, id) }
    }

    /// The address of a function, as `func_addr` gives it; 0 is none.
    static func address(of function: FunctionID) -> UInt64 { (UInt64(function.rawValue) + 1) * 4 }

    /// The function that has `address`, if one has.
    static func function(at address: UInt64, count: Int) -> Int? {
        let isFunction = address != 0 && address & 3 == 0 && address / 4 <= UInt64(count)
        return isFunction ? Int(address / 4) - 1 : nil
    }

    private mutating func place(_ module: Module, _ dataStart: UInt64) {
        let fixed = module.globals.values
            .compactMap { global in global.address.map { (start: UInt64($0), end: UInt64($0) + UInt64(global.size)) } }
            .sorted { $0.start < $1.start }
        var cursor = dataStart
        for id in module.globals.ids {
            let global = module.globals[id]
            if let address = global.address {
                addresses[id] = UInt64(address)
                continue
            }
            let size = UInt64(global.size)
            let alignment = UInt64(max(global.alignment, 1))
            cursor = (cursor + alignment - 1) / alignment * alignment
            for range in fixed where range.start < cursor + max(size, 1) && cursor < range.end {
                cursor = (range.end + alignment - 1) / alignment * alignment
            }
            addresses[id] = cursor
            cursor += size
        }
    }

    private mutating func relocate(_ module: Module, _ id: GlobalID) throws(Stop) {
        for relocation in module.globals[id].relocations {
            let base =
                switch relocation.target {
                case .global(let target): addresses[target]
                case .function(let target): MemoryImage.address(of: target)
                }
            let value = base &+ UInt64(bitPattern: Int64(relocation.addend))
            guard memory.store(addresses[id] + UInt64(relocation.offset), module.memory.pointerBytes, value) else {
                throw .unsupported("a relocation of global \(module.globals[id].name) lies outside memory")
            }
        }
    }
}
