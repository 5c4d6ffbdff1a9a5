// Sets of machine registers as the program generator keeps them.

/// A set of R0 to R15, one bit each.
struct RegisterMask: OptionSet, Hashable, Sendable {
    let rawValue: UInt16
    init(rawValue: UInt16) { self.rawValue = rawValue }
    init(_ register: Int) { rawValue = 1 << UInt16(register) }

    /// R0 to R14.
    static let general = RegisterMask(rawValue: 0x7FFF)

    var numbers: [Int] { (0..<16).filter { rawValue >> UInt16($0) & 1 != 0 } }
}
