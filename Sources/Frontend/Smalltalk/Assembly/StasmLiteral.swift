// What a literal of a method can be in text.

import Support

package indirect enum StasmLiteral: Hashable, Sendable {
    case `nil`, `true`, `false`
    case integer(StasmInteger)
    /// By its bits, so that all that are no numbers differ.
    case float(UInt64)
    case character(UInt32)
    case string([UInt8])
    case symbol([UInt8])
    case array([StasmLiteral])
    case byteArray([UInt8])
    /// The variable of that name: a global one or one of the class's.
    case binding(String)
    /// What holds a class for methods that send to super; it has no name.
    case classBinding(String, isMeta: Bool)
    /// Any other object of an image.
    case object(className: String, number: Int)
}

/// An integer of any size.
package struct StasmInteger: Hashable, Sendable {
    package let isNegative: Bool
    /// The low byte first; no zeros at the end.
    package let magnitude: [UInt8]

    /// Longer ones are refused: conversion takes the square of the length.
    package static let mostBytes = 1000
    package static let mostDigits = 2408

    package init(isNegative: Bool, magnitude: [UInt8]) {
        let count = magnitude.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        self.isNegative = isNegative && count > 0
        self.magnitude = Array(magnitude.prefix(count))
    }

    package init(_ value: Int64) {
        let magnitude = value.magnitude
        self.init(
            isNegative: value < 0, magnitude: (0..<8).map { UInt8(truncatingIfNeeded: magnitude >> UInt64($0 * 8)) })
    }

    /// Requires: decimal digits, not more than `mostDigits`.
    package init(isNegative: Bool, digits: ArraySlice<UInt8>) {
        var limbs: [UInt32] = []
        for digit in digits {
            var carry = UInt64(digit.decimalDigitValue ?? 0)
            for place in limbs.indices {
                let value = UInt64(limbs[place]) * 10 + carry
                limbs[place] = UInt32(truncatingIfNeeded: value)
                carry = value >> 32
            }
            if carry > 0 { limbs.append(UInt32(carry)) }
        }
        self.init(
            isNegative: isNegative,
            magnitude: limbs.flatMap { limb in (0..<4).map { UInt8(truncatingIfNeeded: limb >> UInt32($0 * 8)) } })
    }

    /// As an integer of 64 bits, if it is one.
    package var value: Int64? {
        guard magnitude.count <= 8 else { return nil }
        let bits = magnitude.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if isNegative { return bits <= 1 << 63 ? Int64(bitPattern: 0 &- bits) : nil }
        return Int64(exactly: bits)
    }

    package var decimal: String {
        if let value { return String(value) }
        // Nine digits at a time, the low ones first.
        var bytes = Array(magnitude.reversed())
        var parts: [String] = []
        while bytes.contains(where: { $0 != 0 }) {
            var rest: UInt64 = 0
            for place in bytes.indices {
                let value = rest << 8 | UInt64(bytes[place])
                bytes[place] = UInt8(value / 1_000_000_000)
                rest = value % 1_000_000_000
            }
            parts.append(String(rest))
        }
        let first = parts.last ?? "0"
        let others = parts.dropLast().reversed().map { String(repeating: "0", count: 9 - $0.utf8.count) + $0 }
        return (isNegative ? "-" : "") + first + others.joined()
    }
}
