// Where globals lie in linear memory: fixed addresses as they are, the others from the start of the data area up, around
// the fixed ones. The interpreter and all back ends place them the same.

import Support

/// The addresses of a module's globals.
public struct GlobalPlacement: Sendable {
    public private(set) var addresses = SecondaryMap<GlobalID, UInt64>(initial: 0)
    /// Just past the last global.
    public private(set) var end: UInt64 = 0

    /// Places the globals of `module`. Those without an address start at `dataStart`; nil: a quarter into a memory of
    /// declared size (0x4000 on HSX), else 4096.
    public init(_ module: Module, dataStart: UInt64? = nil) {
        let size = module.memory.size
        let fixed = module.globals.values
            .compactMap { global in global.address.map { (start: UInt64($0), end: UInt64($0) + UInt64(global.size)) } }
            .sorted { $0.start < $1.start }
        var cursor = dataStart ?? (size == 0 ? 4096 : size / 4)
        for id in module.globals.ids {
            let global = module.globals[id]
            let size = UInt64(global.size)
            if let address = global.address {
                addresses[id] = UInt64(address)
            } else {
                let alignment = UInt64(max(global.alignment, 1))
                cursor = (cursor + alignment - 1) / alignment * alignment
                for range in fixed where range.start < cursor + max(size, 1) && cursor < range.end {
                    cursor = (range.end + alignment - 1) / alignment * alignment
                }
                addresses[id] = cursor
                cursor += size
            }
            end = max(end, addresses[id] + size)
        }
    }

    /// The address of a function where functions have numbers for addresses; 0 is none.
    public static func address(of function: FunctionID) -> UInt64 { (UInt64(function.rawValue) + 1) * 4 }
}
