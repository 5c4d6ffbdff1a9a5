// The instruction set of the HSX machine: one table of facts. Assembler, disassembler, lifter and back end ask it; none
// lists opcodes.

/// An operation of the HSX machine; the raw value is bits 31...24 of the instruction word.
public enum HSXOpcode: UInt8, CaseIterable, Sendable {
    case ldi = 0x01
    case ld = 0x02
    case st = 0x03
    case mov = 0x04
    case ldb = 0x06
    case ldh = 0x07
    case stb = 0x08
    case sth = 0x09
    case add = 0x10
    case sub = 0x11
    case mul = 0x12
    case div = 0x13
    case and = 0x14
    case or = 0x15
    case xor = 0x16
    case not = 0x17
    case cmp = 0x20
    case jmp = 0x21
    case jz = 0x22
    case jnz = 0x23
    case call = 0x24
    case ret = 0x25
    case svc = 0x30
    case lsl = 0x31
    case lsr = 0x32
    case asr = 0x33
    case adc = 0x34
    case sbc = 0x35
    case push = 0x40
    case pop = 0x41
    case fadd = 0x50
    case fsub = 0x51
    case fmul = 0x52
    case fdiv = 0x53
    case i2f = 0x54
    case f2i = 0x55
    case ldi32 = 0x60
    case brk = 0x7F
}

/// What the table says about one opcode.
public struct HSXOpcodeInfo: Sendable {
    public let opcode: HSXOpcode
    /// The mnemonic, in capitals.
    public let mnemonic: String
    public let format: HSXFormat
    /// The flags whose old value the result depends on; a shift keeps C when its count is 0, so it reads C.
    public let flagsRead: HSXFlags
    public let flagsWritten: HSXFlags
    public let effects: HSXEffects
}

extension HSXOpcode {
    private typealias Row = (HSXOpcode, String, HSXFormat, reads: HSXFlags, writes: HSXFlags, HSXEffects)

    private static let rows: [Row] = [
        (.ldi, "LDI", .immediate, [], [], []),
        (.ld, "LD", .load, [], [], [.readsMemory, .mayTrap]),
        (.st, "ST", .store, [], [], [.writesMemory, .mayTrap]),
        (.mov, "MOV", .unary, [], [], []),
        (.ldb, "LDB", .load, [], [], [.readsMemory, .mayTrap]),
        (.ldh, "LDH", .load, [], [], [.readsMemory, .mayTrap]),
        (.stb, "STB", .store, [], [], [.writesMemory, .mayTrap]),
        (.sth, "STH", .store, [], [], [.writesMemory, .mayTrap]),
        (.add, "ADD", .binary, [], .all, []),
        (.sub, "SUB", .binary, [], .all, []),
        (.mul, "MUL", .binary, [], .all, []),
        (.div, "DIV", .binary, [], .all, [.mayTrap]),
        (.and, "AND", .binary, [], .all, []),
        (.or, "OR", .binary, [], .all, []),
        (.xor, "XOR", .binary, [], .all, []),
        (.not, "NOT", .unary, [], .all, []),
        (.cmp, "CMP", .compare, [], .all, []),
        (.jmp, "JMP", .branch, [], [], [.jumps]),
        (.jz, "JZ", .branch, .zero, [], [.jumps, .isConditional]),
        (.jnz, "JNZ", .branch, .zero, [], [.jumps, .isConditional]),
        (.call, "CALL", .call, [], [], [.calls, .pushes, .writesMemory, .mayTrap]),
        (.ret, "RET", .none, [], [], [.returns, .pops, .readsMemory, .mayTrap]),
        (.svc, "SVC", .service, [], [], [.callsService]),
        (.lsl, "LSL", .binary, .carry, .all, []),
        (.lsr, "LSR", .binary, .carry, .all, []),
        (.asr, "ASR", .binary, .carry, .all, []),
        (.adc, "ADC", .binary, .carry, .all, []),
        (.sbc, "SBC", .binary, .carry, .all, []),
        (.push, "PUSH", .push, [], [], [.pushes, .writesMemory, .mayTrap]),
        (.pop, "POP", .pop, [], [], [.pops, .readsMemory, .mayTrap]),
        (.fadd, "FADD", .binary, [], [], [.keepsUpperHalf]),
        (.fsub, "FSUB", .binary, [], [], [.keepsUpperHalf]),
        (.fmul, "FMUL", .binary, [], [], [.keepsUpperHalf]),
        (.fdiv, "FDIV", .binary, [], [], [.keepsUpperHalf]),
        (.i2f, "I2F", .unary, [], [], [.keepsUpperHalf]),
        (.f2i, "F2I", .unary, [], [], []),
        (.ldi32, "LDI32", .immediate32, [], [], []),
        (.brk, "BRK", .breakpoint, [], [], [.stops]),
    ]

    /// The table, indexed by raw value; nil where the machine has no instruction.
    private static let table: [HSXOpcodeInfo?] = {
        var table = [HSXOpcodeInfo?](repeating: nil, count: 256)
        for row in rows {
            table[Int(row.0.rawValue)] = HSXOpcodeInfo(
                opcode: row.0, mnemonic: row.1, format: row.2, flagsRead: row.reads, flagsWritten: row.writes,
                effects: row.5)
        }
        return table
    }()

    public var info: HSXOpcodeInfo {
        guard let info = Self.table[Int(rawValue)] else {
            preconditionFailure("HSXOpcode: \(rawValue) has no table row")
        }
        return info
    }

    public var mnemonic: String { info.mnemonic }
    public var format: HSXFormat { info.format }
    public var effects: HSXEffects { info.effects }
}
