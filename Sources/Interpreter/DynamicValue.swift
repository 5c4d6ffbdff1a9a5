// A dynamic value (`any` or a reference) as 64 bits: ...00 nil and markers, ...01 a small integer, ...10 an object.

/// The bits of a dynamic value.
struct DynamicValue: Hashable {
    let bits: UInt64

    static let nilValue = DynamicValue(bits: 0)
    /// The result of a call that is being unwound.
    static let unwound = DynamicValue(bits: 4)

    /// The smallest and largest small integer: 62 bits.
    static let smallIntegers = (-1 << 61)...(1 << 61 - 1)

    init(bits: UInt64) { self.bits = bits }

    /// Requires: `integer` is in `smallIntegers`; other bits are cut off.
    init(integer: Int64) { bits = UInt64(bitPattern: integer) << 2 | 1 }

    init(object: Int) { bits = UInt64(object) << 2 | 2 }

    var integer: Int64? { bits & 3 == 1 ? Int64(bitPattern: bits) >> 2 : nil }

    /// The number of the object on the heap.
    var object: Int? { bits & 3 == 2 ? Int(bits >> 2) : nil }
}
