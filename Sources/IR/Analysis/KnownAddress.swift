// What is known of an address: a base and a constant distance from it, found through constant additions.

import Support

/// An address as a base and a byte offset.
public struct KnownAddress: Hashable, Sendable {
    public enum Base: Hashable, Sendable {
        /// Address 0.
        case zero
        case global(GlobalID)
        case slot(SlotID)
        /// A value of which nothing more is known.
        case value(ValueID)
    }

    public let base: Base
    public let offset: Int64

    private static let depthLimit = 8

    /// What is known of `value` + `offset` in `function`.
    public init(_ value: ValueID, offset: Int64 = 0, in function: Function) {
        var (value, offset, depth) = (value, offset, 0)
        var known: Base?
        while known == nil, depth < KnownAddress.depthLimit, let instruction = function.definingInstruction(value) {
            let data = function[instruction]
            depth += 1
            if let constant = KnownAddress.constant(value, function) {
                offset &+= constant
                known = .zero
            } else if data.opcode == .intToPtr, let number = function.definingInstruction(data.valueA),
                function[number].opcode == .iconst
            {
                offset &+= Int64(bitPattern: function[number].immediate)
                known = .zero
            } else if data.opcode.info.format == .global {
                offset &+= Int64(data.offset)
                known = .global(data.global)
            } else if data.opcode.info.format == .slot {
                offset &+= Int64(data.offset)
                known = .slot(data.slot)
            } else if data.opcode == .add || data.opcode == .ptrAdd,
                let constant = KnownAddress.constant(data.valueB, function)
            {
                offset &+= constant
                value = data.valueA
            } else if data.opcode == .add, let constant = KnownAddress.constant(data.valueA, function) {
                offset &+= constant
                value = data.valueB
            } else if data.opcode == .sub, let constant = KnownAddress.constant(data.valueB, function) {
                offset &-= constant
                value = data.valueA
            } else {
                break
            }
        }
        base = known ?? .value(value)
        self.offset = offset
    }

    private static func constant(_ value: ValueID, _ function: Function) -> Int64? {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == .iconst else {
            return nil
        }
        let shift = UInt64(64 - (function[instruction].type.bits ?? 64))
        return Int64(bitPattern: function[instruction].immediate << shift) >> Int64(shift)
    }
}
