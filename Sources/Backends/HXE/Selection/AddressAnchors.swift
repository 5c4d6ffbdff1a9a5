// Constant addresses that lie close together share one base register: a load or store reaches 2 KiB to both sides of
// it. Addresses around 0 share a register that holds 0, which many functions have anyway.

import IR
import Support

/// The base chosen for each constant address that the function loads from or stores to.
struct AddressAnchors {
    private var anchors: [MachineConstant: MachineConstant] = [:]

    /// Chooses bases for all accesses of the function.
    mutating func collect(_ lowering: HXELowering) {
        var numbers: [Int32] = []
        var named: [Symbol: [Int32]] = [:]
        let function = lowering.function
        for block in lowering.graph.reversePostorder {
            var cursor = function.layout.first(in: block)
            while let id = cursor {
                cursor = function.layout.next(id)
                let data = function[id]
                guard data.opcode.info.format == .load || data.opcode.info.format == .store else { continue }
                switch lowering.addressParts(data.valueA, data.offset).base {
                case .constant(.number(let value)): numbers.append(Int32(Int16(truncatingIfNeeded: value)))
                case .constant(.address(let symbol, let addend)): named[symbol, default: []].append(addend)
                case .constant(.frame), .frame, .value: break
                }
            }
        }
        let (low, high) = (
            numbers.filter(MachineConstant.fitsImmediate), numbers.filter { !MachineConstant.fitsImmediate($0) }
        )
        for address in low { anchors[Self.numberKey(address)] = .number(0) }
        cluster(high) { Self.numberKey($0) }
        for symbol in named.keys.sorted() { cluster(named[symbol] ?? []) { .address(symbol, addend: $0) } }
    }

    private static func numberKey(_ address: Int32) -> MachineConstant {
        .number(UInt32(UInt16(truncatingIfNeeded: address)))
    }

    /// Covers the addresses, from the lowest on, with as few bases as there can be.
    private mutating func cluster(_ addresses: [Int32], _ constant: (Int32) -> MachineConstant) {
        let sorted = Array(Set(addresses)).sorted()
        var first = 0
        while first < sorted.count {
            var end = first
            while end < sorted.count, Int(sorted[end]) - Int(sorted[first]) <= 4095 { end += 1 }
            let isNear = Int(sorted[end - 1]) - Int(sorted[first]) <= 2047
            let anchor = isNear ? sorted[first] : sorted[first] + 2048
            for address in sorted[first..<end] { anchors[constant(address)] = constant(anchor) }
            first = end
        }
    }

    /// The base for a constant address, and the distance from it.
    func place(_ address: MachineConstant) -> (base: MachineConstant, offset: Int32) {
        switch address {
        case .number(let value):
            let key = Self.numberKey(Int32(truncatingIfNeeded: Int(value)))
            guard case .number(let anchor)? = anchors[key] else { return (key, 0) }
            return (.number(anchor), Int32(Int16(truncatingIfNeeded: Int(value) - Int(anchor))))
        case .address(let symbol, let addend):
            guard case .address(_, let anchor)? = anchors[address] else { return (address, 0) }
            return (.address(symbol, addend: anchor), addend - anchor)
        case .frame: return (address, 0)
        }
    }
}
