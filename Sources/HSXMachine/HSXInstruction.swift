// An instruction as a value, and its form in the code section: one word, or two for LDI32.

/// An instruction with its operands; fields that the format does not use are 0.
public struct HSXInstruction: Hashable, Sendable {
    public var opcode: HSXOpcode
    public var rd: HSXRegister
    public var rs1: HSXRegister
    public var rs2: HSXRegister
    /// The immediate as the machine sees it: sign-extended where the format says so, the 32-bit literal for LDI32.
    public var imm: Int32

    public init(
        _ opcode: HSXOpcode, rd: HSXRegister = .r0, rs1: HSXRegister = .r0, rs2: HSXRegister = .r0, imm: Int32 = 0
    ) {
        self.opcode = opcode
        self.rd = rd
        self.rs1 = rs1
        self.rs2 = rs2
        self.imm = imm
    }

    public var wordCount: Int { opcode.format.wordCount }

    /// The first word; immediates are cut to twelve bits (the caller has checked `HSXFormat.immediateRange`).
    public var word: UInt32 {
        let isWide = opcode.format == .immediate32
        return UInt32(opcode.rawValue) << 24 | UInt32(rd.number) << 20 | UInt32(rs1.number) << 16 | UInt32(rs2.number)
            << 12
            | (isWide ? 0 : UInt32(bitPattern: imm) & 0xFFF)
    }

    /// Appends the instruction's words to `code`.
    public func encode(into code: inout [UInt32]) {
        code.append(word)
        if wordCount == 2 { code.append(UInt32(bitPattern: imm)) }
    }

    /// Decodes the instruction at word `index` of `code`; nil for an illegal opcode and for an LDI32 without its
    /// literal.
    public init?(_ code: [UInt32], at index: Int) {
        guard index < code.count else { return nil }
        let word = code[index]
        guard let opcode = HSXOpcode(rawValue: UInt8(word >> 24)) else { return nil }
        let format = opcode.format
        let fields = format.fields
        self.opcode = opcode
        rd = fields.contains(.rd) ? HSXRegister(field: word >> 20) : .r0
        rs1 = fields.contains(.rs1) ? HSXRegister(field: word >> 16) : .r0
        rs2 = fields.contains(.rs2) ? HSXRegister(field: word >> 12) : .r0
        if format == .immediate32 {
            guard index + 1 < code.count else { return nil }
            imm = Int32(bitPattern: code[index + 1])
        } else if format.hasSignedImmediate {
            imm = Int32(bitPattern: word << 20) >> 20
        } else {
            imm = fields.contains(.imm) ? Int32(word & 0xFFF) : 0
        }
    }

    /// Whether a word has bits set that its format does not use; the machine ignores them, the assembler never makes
    /// them.
    public static func hasStrayBits(_ word: UInt32) -> Bool {
        guard let opcode = HSXOpcode(rawValue: UInt8(word >> 24)) else { return true }
        let limit: UInt32 = opcode.format == .breakpoint ? 0xF00 : 0
        return word & 0x00FF_FFFF & (~opcode.format.fields.mask | limit) != 0
    }

    /// The registers whose old value matters.
    public var registersRead: HSXRegisterSet {
        var set: HSXRegisterSet = []
        let fields = opcode.format.fields
        let isRelativeCall = opcode.effects.contains(.calls) && rs1 == .r0
        if fields.contains(.rs1), !isRelativeCall { set.formUnion(HSXRegisterSet(rs1)) }
        if fields.contains(.rs2) { set.formUnion(HSXRegisterSet(rs2)) }
        if opcode.effects.contains(.keepsUpperHalf) { set.formUnion(HSXRegisterSet(rd)) }
        if opcode.effects.contains(.callsService) { set.formUnion(service.inputs) }
        return set
    }

    /// The registers that the instruction itself may write (not what a called function writes).
    public var registersWritten: HSXRegisterSet {
        var set: HSXRegisterSet = []
        if opcode.format.fields.contains(.rd) { set.formUnion(HSXRegisterSet(rd)) }
        let stackOperations: HSXEffects = [.pushes, .pops]
        if !opcode.effects.isDisjoint(with: stackOperations) { set.formUnion(HSXRegisterSet(.stackShadow)) }
        if opcode.effects.contains(.callsService) { set.formUnion(service.outputs) }
        return set
    }

    /// The service that an SVC asks for. Requires: the opcode is a service call.
    public var service: HSXService { HSXService.at(number: Int(imm)) }
}
