// How the operands of an instruction are written and where they sit in the word: 31..24 opcode, 23..20 rd, 19..16 rs1,
// 15..12 rs2, 11..0 imm.

/// The operand format of an opcode.
public enum HSXFormat: Sendable, CaseIterable {
    /// No operands.
    case none
    /// `Rd, imm`: the twelve bits are sign-extended.
    case immediate
    /// `Rd, imm32`: the literal is the word that follows; the only format of two words.
    case immediate32
    /// `Rd, [Rs1+imm]`.
    case load
    /// `[Rs1+imm], Rs2`.
    case store
    /// `Rd, Rs1`.
    case unary
    /// `Rd, Rs1, Rs2`.
    case binary
    /// `Rs1, Rs2`.
    case compare
    /// `target`: the twelve bits are an absolute byte address, zero-extended.
    case branch
    /// `target` or `Rs1+imm`: the twelve bits are a signed distance in words, from the CALL or from the register.
    case call
    /// `MOD=m, FN=f`: module in bits 11..8, function in bits 7..0.
    case service
    /// `Rs1`.
    case push
    /// `Rd`.
    case pop
    /// `imm8`, which may be left out.
    case breakpoint

    /// The fields of the word that the machine looks at; the assembler leaves the others 0.
    public var fields: HSXFields {
        switch self {
        case .none: []
        case .immediate: [.rd, .imm]
        case .immediate32: [.rd]
        case .load: [.rd, .rs1, .imm]
        case .store: [.rs1, .rs2, .imm]
        case .unary: [.rd, .rs1]
        case .binary: [.rd, .rs1, .rs2]
        case .compare: [.rs1, .rs2]
        case .branch, .service, .breakpoint: [.imm]
        case .call: [.rs1, .imm]
        case .push: [.rs1]
        case .pop: [.rd]
        }
    }

    /// The size of an instruction in words.
    public var wordCount: Int { self == .immediate32 ? 2 : 1 }

    /// Whether the twelve bits are a number below zero when bit 11 is set.
    public var hasSignedImmediate: Bool {
        switch self {
        case .immediate, .load, .store, .call: true
        case .none, .immediate32, .unary, .binary, .compare, .branch, .service, .push, .pop, .breakpoint: false
        }
    }

    /// The values that the immediate may have: what the machine gets back from the twelve bits.
    public var immediateRange: ClosedRange<Int> {
        switch self {
        case .immediate, .load, .store, .call: -2048...2047
        case .branch, .service: 0...4095
        case .breakpoint: 0...255
        case .immediate32: -0x8000_0000...0xFFFF_FFFF
        case .none, .unary, .binary, .compare, .push, .pop: 0...0
        }
    }
}

/// A set of fields of an instruction word.
public struct HSXFields: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let rd = HSXFields(rawValue: 1)
    public static let rs1 = HSXFields(rawValue: 2)
    public static let rs2 = HSXFields(rawValue: 4)
    public static let imm = HSXFields(rawValue: 8)

    /// The bits of the word that the fields take.
    public var mask: UInt32 {
        (contains(.rd) ? 0x00F0_0000 : 0) | (contains(.rs1) ? 0x000F_0000 : 0) | (contains(.rs2) ? 0xF000 : 0)
            | (contains(.imm) ? 0xFFF : 0)
    }
}

/// A set of the four flags of the PSW, at their places in it.
public struct HSXFlags: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let zero = HSXFlags(rawValue: 1)
    /// Carry of an addition, not-borrow of a subtraction.
    public static let carry = HSXFlags(rawValue: 2)
    public static let negative = HSXFlags(rawValue: 4)
    public static let overflow = HSXFlags(rawValue: 8)
    public static let all: HSXFlags = [.zero, .carry, .negative, .overflow]
}

/// What an instruction does besides writing its destination register and flags.
public struct HSXEffects: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let readsMemory = HSXEffects(rawValue: 1 << 0)
    public static let writesMemory = HSXEffects(rawValue: 1 << 1)
    /// SP falls by four and R15 becomes SP.
    public static let pushes = HSXEffects(rawValue: 1 << 2)
    /// SP rises by four and R15 becomes SP (POP R15 then gets the popped value).
    public static let pops = HSXEffects(rawValue: 1 << 3)
    /// May stop the machine with a fault in R0.
    public static let mayTrap = HSXEffects(rawValue: 1 << 4)
    /// Goes to the address in the immediate.
    public static let jumps = HSXEffects(rawValue: 1 << 5)
    /// Jumps only under a condition, else falls through.
    public static let isConditional = HSXEffects(rawValue: 1 << 6)
    public static let calls = HSXEffects(rawValue: 1 << 7)
    /// Returns to the caller, or ends the task when there is none.
    public static let returns = HSXEffects(rawValue: 1 << 8)
    /// The rest is in the service table.
    public static let callsService = HSXEffects(rawValue: 1 << 9)
    /// Stops the machine for a debugger.
    public static let stops = HSXEffects(rawValue: 1 << 10)
    /// Writes only the low half of the destination, so the destination is read too.
    public static let keepsUpperHalf = HSXEffects(rawValue: 1 << 11)

    /// Whether what follows the instruction is not reached from it in the same function.
    public var endsBlockForGood: Bool { contains(.returns) || (contains(.jumps) && !contains(.isConditional)) }
}
