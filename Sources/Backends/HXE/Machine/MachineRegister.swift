// Registers of machine code before and after allocation: one number space, the machine's sixteen first, virtual ones
// above.

import HSXMachine
import Support

/// A machine register (0 to 15) or a virtual one (from 16).
struct MachineRegister: EntityID, CustomStringConvertible {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }

    static let firstVirtual = 16
    /// No register.
    static let none = MachineRegister(rawValue: .max)
    /// R15, the shadow of SP: the base of everything in the frame.
    static let stack = MachineRegister(rawValue: 15)

    init(_ number: Int) { self.init(rawValue: UInt32(number)) }

    var isPhysical: Bool { rawValue < UInt32(Self.firstVirtual) }
    var isVirtual: Bool { rawValue >= UInt32(Self.firstVirtual) && self != .none }
    /// The bit of a machine register in a mask. Requires: it is one.
    var bit: UInt32 { 1 << rawValue }
    /// The register as the encoder takes it. Requires: it is a machine register.
    var hardware: HSXRegister { HSXRegister(Int(rawValue)) }

    var description: String { self == .none ? "-" : isPhysical ? "R\(rawValue)" : "v\(rawValue)" }
}

/// A set of machine registers, one bit each.
typealias RegisterMask = UInt32

extension RegisterMask {
    /// R0 to R14: all that allocation may use.
    static let allocatable: RegisterMask = 0x7FFF
    /// What a callee of the documented convention may change.
    static let standardClobbers: RegisterMask = 0x7F0F

    /// The members, lowest first.
    var registers: [MachineRegister] { (0..<16).filter { self >> UInt32($0) & 1 != 0 }.map { MachineRegister($0) } }

    func contains(_ register: MachineRegister) -> Bool { register.isPhysical && self & register.bit != 0 }
}
