// The volatile accesses of a run: what an optimiser must keep, in order, with its widths and values.

import IR

/// One volatile access that did not trap.
public struct VolatileAccess: Hashable, Sendable {
    public let isWrite: Bool
    public let address: UInt64
    /// How many bytes it takes: 1, 2, 4 or 8.
    public let byteCount: Int
    public let value: UInt64

    /// Of `value` the bytes that are accessed.
    init(isWrite: Bool, address: UInt64, byteCount: Int, value: UInt64) {
        self.isWrite = isWrite
        self.address = address
        self.byteCount = byteCount
        self.value = byteCount >= 8 ? value : value & ((1 << UInt64(byteCount * 8)) - 1)
    }
}

/// The volatile accesses of a run in terms that do not depend on where passes leave globals and frames.
public struct VolatileTrace: Hashable, Sendable, CustomStringConvertible {
    private enum Place: Hashable {
        case global(String, offset: UInt64)
        /// Between the last global below the top of the stack and that.
        case stack
        case memory(UInt64)
    }

    private struct Access: Hashable {
        let isWrite: Bool
        let place: Place
        let byteCount: Int
        let value: UInt64
    }

    private let accesses: [Access]

    public var count: Int { accesses.count }
    public var isEmpty: Bool { accesses.isEmpty }

    /// The accesses of a run of `module`. Those of eight bytes count as two of four, the low one first, which they are on
    /// machines of 32 bits.
    public init(_ accesses: [VolatileAccess], _ module: Module, dataStart: UInt64? = nil) {
        let placement = GlobalPlacement(module, dataStart: dataStart)
        let top = module.memory.stackTop == 0 ? UInt64.max : module.memory.stackTop
        let ends = module.globals.ids.map { placement.addresses[$0] + UInt64(module.globals[$0].size) }
        let bottom = ends.filter { $0 <= top }.max() ?? 0
        let mask = module.memory.size == 0 ? UInt64.max : module.memory.size - 1
        func place(_ address: UInt64) -> Place {
            let address = address & mask
            for id in module.globals.ids {
                let (start, global) = (placement.addresses[id], module.globals[id])
                if address >= start, address - start < UInt64(global.size) {
                    return .global(global.name, offset: address - start)
                }
            }
            return address >= bottom && address < top ? .stack : .memory(address)
        }
        self.accesses = accesses.flatMap { access in
            guard access.byteCount == 8 else {
                return [
                    Access(
                        isWrite: access.isWrite, place: place(access.address), byteCount: access.byteCount,
                        value: access.value)
                ]
            }
            return [UInt64(0), 4].map { offset in
                Access(
                    isWrite: access.isWrite, place: place(access.address &+ offset), byteCount: 4,
                    value: (access.value >> (offset * 8)) & 0xFFFF_FFFF)
            }
        }
    }

    /// A line for each access, the first 200.
    public var description: String {
        accesses.prefix(200).enumerated().map { number, access in
            let place =
                switch access.place {
                case .global(let name, let offset): "@\(name) + \(offset)"
                case .stack: "stack"
                case .memory(let address): "0x" + String(address, radix: 16)
                }
            let value = String(access.value, radix: 16)
            return "\(number): \(access.isWrite ? "write" : "read") \(access.byteCount) at \(place): 0x\(value)"
        }.joined(separator: "\n")
    }
}
