// The sixteen general registers. SP and PSW are no general registers; R15 is a shadow of SP that the machine writes on
// stack operations.

/// A general register, R0 to R15.
public struct HSXRegister: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: UInt8

    /// Requires: `number` < 16.
    public init(_ number: Int) {
        precondition((0..<16).contains(number), "HSXRegister: number past 15")
        self.number = UInt8(number)
    }

    /// The register in the low four bits of `bits`.
    @inline(__always)
    public init(field bits: UInt32) { number = UInt8(bits & 15) }

    public static let r0 = HSXRegister(0)
    /// The copy of SP that CALL, RET, PUSH and POP leave behind.
    public static let stackShadow = HSXRegister(15)

    public var description: String { "R\(number)" }

    public static func < (left: HSXRegister, right: HSXRegister) -> Bool { left.number < right.number }
}

/// A set of general registers.
public struct HSXRegisterSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public init(_ register: HSXRegister) { rawValue = 1 << register.number }

    /// The registers with the given numbers.
    public init(numbers: ClosedRange<Int>) {
        self = numbers.reduce(into: []) { $0.formUnion(HSXRegisterSet(HSXRegister($1))) }
    }

    public func contains(_ register: HSXRegister) -> Bool { rawValue & 1 << register.number != 0 }

    /// The members, lowest first.
    public var registers: [HSXRegister] { (0..<16).map(HSXRegister.init(_:)).filter(contains) }
}
