// One instruction of machine code on virtual or machine registers. Control flow is the block's terminator, not an
// instruction.

import HSXMachine
import IR
import Support

/// How an instruction is to be read.
enum MachineForm: UInt8 {
    /// An instruction of the machine; a load or store on R15 with `frame` set is an access to the frame.
    case plain
    /// Sets Z from `rs1` and changes nothing else: OR r, r, r.
    case test
    /// `rd` = `rs1`.
    case copy
    /// Several copies at once: list number `aux`.
    case parallelCopy
    /// `rd` = constant number `aux`.
    case constant
    /// `rd` = `opcode` of `rs1` (and `rs2`) if Z is set (`imm` 1) or clear (`imm` 0), else `rd` stays: a branch over one
    /// instruction, a MOV mostly.
    case conditional
    /// CALL of call site `aux`.
    case call
    /// CALL through `rs1`, call site `aux`.
    case callIndirect
    /// Leaves the frame and goes to the callee of call site `aux` for good.
    case tailCall
    /// SVC `imm`, call site `aux`.
    case service
    /// Leaves the frame and returns; the results are the uses of call site `aux`.
    case ret
    /// Goes to the code address in `rs1`, which an entry of the block's jump table holds.
    case tableJump
    /// A word that stops the machine.
    case illegal
}

/// An operation with its operands, in 36 bytes.
struct MachineInstruction {
    var form: MachineForm
    var opcode: HSXOpcode
    /// For the F16 operations: the old upper half of `rd` does not matter.
    var ignoresUpperHalf = false
    var rd = MachineRegister.none
    var rs1 = MachineRegister.none
    var rs2 = MachineRegister.none
    var imm: Int32 = 0
    var aux: UInt32 = .max
    var location = LocationID.none
    /// Its number in the code as it was selected, for `DebugMarks`; the largest for instructions that passes add.
    var serial: UInt32 = .max

    init(_ form: MachineForm, _ opcode: HSXOpcode = .mov) {
        self.form = form
        self.opcode = opcode
    }

    static func binary(
        _ opcode: HSXOpcode, _ rd: MachineRegister, _ rs1: MachineRegister, _ rs2: MachineRegister
    ) -> MachineInstruction {
        var instruction = MachineInstruction(.plain, opcode)
        instruction.rd = rd
        instruction.rs1 = rs1
        instruction.rs2 = rs2
        return instruction
    }

    static func unary(_ opcode: HSXOpcode, _ rd: MachineRegister, _ rs1: MachineRegister) -> MachineInstruction {
        var instruction = MachineInstruction(.plain, opcode)
        instruction.rd = rd
        instruction.rs1 = rs1
        return instruction
    }

    static func compare(_ rs1: MachineRegister, _ rs2: MachineRegister) -> MachineInstruction {
        var instruction = MachineInstruction(.plain, .cmp)
        instruction.rs1 = rs1
        instruction.rs2 = rs2
        return instruction
    }

    static func load(_ opcode: HSXOpcode, _ rd: MachineRegister, _ place: MemoryPlace) -> MachineInstruction {
        var instruction = MachineInstruction(.plain, opcode)
        instruction.rd = rd
        instruction.rs1 = place.base
        instruction.imm = place.offset
        if let frame = place.frame { instruction.aux = frame.rawValue }
        return instruction
    }

    static func store(_ opcode: HSXOpcode, _ place: MemoryPlace, _ value: MachineRegister) -> MachineInstruction {
        var instruction = MachineInstruction(.plain, opcode)
        instruction.rs1 = place.base
        instruction.rs2 = value
        instruction.imm = place.offset
        if let frame = place.frame { instruction.aux = frame.rawValue }
        return instruction
    }

    static func test(_ register: MachineRegister) -> MachineInstruction {
        var instruction = MachineInstruction(.test, .or)
        instruction.rs1 = register
        return instruction
    }

    static func copy(_ rd: MachineRegister, _ rs1: MachineRegister) -> MachineInstruction {
        var instruction = MachineInstruction(.copy, .mov)
        instruction.rd = rd
        instruction.rs1 = rs1
        return instruction
    }

    /// `rd` = `source` if Z is set or, with `onZero` false, clear.
    static func conditionalMove(
        onZero: Bool, _ rd: MachineRegister, _ source: MachineRegister
    ) -> MachineInstruction {
        var instruction = MachineInstruction(.conditional, .mov)
        instruction.rd = rd
        instruction.rs1 = source
        instruction.imm = onZero ? 1 : 0
        return instruction
    }

    static func constant(_ rd: MachineRegister, _ id: ConstantID) -> MachineInstruction {
        var instruction = MachineInstruction(.constant, .ldi)
        instruction.rd = rd
        instruction.aux = id.rawValue
        return instruction
    }

    /// The object that a load or store on R15 goes to.
    var frame: FrameObjectID? {
        form == .plain && rs1 == .stack && aux != .max ? FrameObjectID(rawValue: aux) : nil
    }

    /// Whether the instruction changes Z.
    var writesFlags: Bool {
        switch form {
        case .plain, .conditional: !opcode.info.flagsWritten.isEmpty
        case .test, .call, .callIndirect, .tableJump: true
        case .copy, .parallelCopy, .constant, .tailCall, .service, .ret, .illegal: false
        }
    }
}

/// The address of a load or store: a register and a twelve-bit offset, or a place in the frame.
struct MemoryPlace {
    var base: MachineRegister
    var offset: Int32
    var frame: FrameObjectID?
}

/// Where one of several parallel copies takes its value.
enum CopySource: Equatable {
    case register(MachineRegister)
    case constant(ConstantID)
    case frame(FrameObjectID)
}

/// Where it puts it.
enum CopyTarget: Equatable {
    case register(MachineRegister)
    case frame(FrameObjectID)
}

/// One of several parallel copies.
struct CopyPair: Equatable {
    var target: CopyTarget
    var source: CopySource
}

/// The registers that a call, a service or a return reads, gives and spoils; all are machine registers.
struct CallSite {
    var uses: RegisterMask = 0
    var results: RegisterMask = 0
    var clobbers: RegisterMask = 0
    var callee: FunctionID?
    /// What a call through an address takes and gives.
    var signature: SignatureID?
}
