// The numbers that a text gives its values and blocks. They usually count up from 0, but any 32-bit number is allowed,
// so a dense table alone would let one short line take gigabytes.

import Support

/// Maps the numbers of a text to ids: dense for numbers that are small for the count of entries, hashed for the others.
struct NumberTable<ID: EntityID> {
    private static var none: UInt32 { .max }
    private var dense: [UInt32] = []
    private var sparse: [UInt32: UInt32] = [:]
    private var count = 0

    subscript(number: UInt32) -> ID? {
        if number < dense.count, dense[Int(number)] != NumberTable.none { return ID(rawValue: dense[Int(number)]) }
        return sparse.isEmpty ? nil : sparse[number].map { ID(rawValue: $0) }
    }

    /// Gives `number` the id. Requires: it has none yet, and the id is below 2^32 - 1.
    mutating func define(_ number: UInt32, _ id: ID) {
        count += 1
        let index = Int(number)
        guard index < 4 * count + 1024 else {
            sparse[number] = id.rawValue
            return
        }
        while dense.count <= index { dense.append(NumberTable.none) }
        dense[index] = id.rawValue
    }
}
