// The linear memory of a run: bytes, little-endian, with addresses taken modulo the size of the model.

import IR

/// Bytes that loads and stores reach.
struct LinearMemory {
    var bytes: [UInt8]
    /// What an effective address is cut to.
    private let addressMask: UInt64

    /// Zeros; a model without a size of its own, or with one past the limit, gets `limit` bytes.
    init(_ model: MemoryModel, limit: UInt64) {
        precondition(model.size & (model.size &- 1) == 0, "Interpreter: the memory size is no power of two")
        let size = model.size == 0 ? limit : min(model.size, limit)
        bytes = Array(repeating: 0, count: Int(clamping: size))
        let pointerMask = UInt64.max >> UInt64(64 - model.pointerBytes * 8)
        addressMask = model.size == 0 ? pointerMask : model.size - 1
    }

    /// Where an access of `count` bytes starts; nil when it runs past the end.
    @inline(__always)
    private func start(_ address: UInt64, _ count: Int) -> Int? {
        let effective = address & addressMask
        guard bytes.count >= count, effective <= UInt64(bytes.count - count) else { return nil }
        return Int(effective)
    }

    /// `count` bytes (1, 2, 4 or 8), zero-extended; nil when the access runs past the end.
    @inline(__always)
    func load(_ address: UInt64, _ count: Int) -> UInt64? {
        guard let start = start(address, count) else { return nil }
        return bytes.withUnsafeBytes { bytes in
            switch count {
            case 1: UInt64(bytes[start])
            case 2: UInt64(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt16.self)))
            case 4: UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
            default: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            }
        }
    }

    /// Writes the low `count` bytes (1, 2, 4 or 8) of `value`; answers whether the access stayed in memory.
    @inline(__always)
    mutating func store(_ address: UInt64, _ count: Int, _ value: UInt64) -> Bool {
        guard let start = start(address, count) else { return false }
        bytes.withUnsafeMutableBytes { bytes in
            switch count {
            case 1: bytes[start] = UInt8(truncatingIfNeeded: value)
            case 2:
                let half = UInt16(truncatingIfNeeded: value).littleEndian
                bytes.storeBytes(of: half, toByteOffset: start, as: UInt16.self)
            case 4:
                let word = UInt32(truncatingIfNeeded: value).littleEndian
                bytes.storeBytes(of: word, toByteOffset: start, as: UInt32.self)
            default: bytes.storeBytes(of: value.littleEndian, toByteOffset: start, as: UInt64.self)
            }
        }
        return true
    }
}
