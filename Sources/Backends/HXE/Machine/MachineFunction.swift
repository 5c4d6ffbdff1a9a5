// Machine code of one function: blocks of instructions on virtual registers, with the constants, frame objects and call
// sites that they refer to. Not in SSA form: a register may have several definitions (block parameters, conditional
// moves).

import HSXMachine
import IR
import Support

/// A block of machine code.
struct MachineBlockID: EntityID {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// How a block ends.
enum MachineTerminator {
    case jump(MachineBlockID)
    /// To `taken` when Z is set (`onZero`) or clear, else to `other`.
    case branch(onZero: Bool, taken: MachineBlockID, other: MachineBlockID)
    /// By the entries of a jump table, which begins so many bytes into the object's data.
    case table(offset: UInt32, [MachineBlockID])
    /// The last instruction does not go on.
    case exit
}

/// Instructions without a branch among them, and where they lead.
struct MachineBlock {
    var instructions: [MachineInstruction] = []
    var terminator = MachineTerminator.exit
    var terminatorLocation = LocationID.none
    /// The innermost loop, as a number of the IR's loop forest.
    var loop: LoopID?
    var loopDepth = 0
    /// How often it runs for one run of the function, estimated.
    var frequency: Float = 1

    var successors: [MachineBlockID] {
        switch terminator {
        case .jump(let target): [target]
        case .branch(_, let taken, let other): taken == other ? [taken] : [taken, other]
        case .table(_, let entries): Set(entries).sorted()
        case .exit: []
        }
    }

    /// Replaces the targets of the terminator.
    mutating func mapTargets(_ map: (MachineBlockID) -> MachineBlockID) {
        switch terminator {
        case .jump(let target): terminator = .jump(map(target))
        case .branch(let onZero, let taken, let other):
            let (newTaken, newOther) = (map(taken), map(other))
            terminator =
                newTaken == newOther ? .jump(newTaken) : .branch(onZero: onZero, taken: newTaken, other: newOther)
        case .table(let offset, let entries): terminator = .table(offset: offset, entries.map(map))
        case .exit: break
        }
    }
}

/// What is known about a virtual register.
struct VirtualRegister {
    /// Set when every definition loads this constant.
    var constant: ConstantID?
    /// How finely it has been split: see `Splitting`.
    var splitStage: UInt8 = 0
    /// Where the value is kept between the pieces of a register that was split.
    var home: FrameObjectID?
    /// The machine register that it is in all the time, and which nothing else may change.
    var pinned: MachineRegister?
    /// The register that it became one with, for debuggers.
    var joined = MachineRegister.none
}

/// A loop as allocation needs it.
struct MachineLoop {
    var header: MachineBlockID
    var parent: LoopID?
    var depth: Int
}

/// A function in machine code.
struct MachineFunction {
    let id: FunctionID
    var blocks = PrimaryMap<MachineBlockID, MachineBlock>()
    /// All blocks in the order of the code; the entry is first.
    var order: [MachineBlockID] = []
    private(set) var virtualRegisters: [VirtualRegister] = []
    private(set) var constants = PrimaryMap<ConstantID, MachineConstant>()
    private var constantIDs: [MachineConstant: ConstantID] = [:]
    var frameObjects = PrimaryMap<FrameObjectID, FrameObject>()
    var callSites: [CallSite] = []
    var parallelCopies: [[CopyPair]] = []
    var loops = PrimaryMap<LoopID, MachineLoop>()
    /// The machine registers that the caller lets the function change.
    var allowedClobbers: RegisterMask = .standardClobbers
    /// Whether the function starts the program and nothing calls it: it keeps nothing and need not clean up.
    var isPlainEntry = false
    /// The machine registers that virtual ones are pinned to.
    var pinnedRegisters: RegisterMask { virtualRegisters.reduce(0) { $0 | ($1.pinned?.bit ?? 0) } }
    /// A register kept out of allocation for branches beyond the wall.
    var scratch: MachineRegister?
    /// What is to be known of source variables; nil when nothing is.
    var marks: DebugMarks?

    init(id: FunctionID) { self.id = id }

    var registerCount: Int { virtualRegisters.count + MachineRegister.firstVirtual }

    mutating func makeRegister(constant: ConstantID? = nil, splitStage: UInt8 = 0) -> MachineRegister {
        virtualRegisters.append(VirtualRegister(constant: constant, splitStage: splitStage))
        return MachineRegister(registerCount - 1)
    }

    /// Facts about a virtual register.
    subscript(register: MachineRegister) -> VirtualRegister {
        get { virtualRegisters[register.index - MachineRegister.firstVirtual] }
        set { virtualRegisters[register.index - MachineRegister.firstVirtual] = newValue }
    }

    mutating func constantID(_ constant: MachineConstant) -> ConstantID {
        if let id = constantIDs[constant] { return id }
        let id = constants.append(constant)
        constantIDs[constant] = id
        return id
    }

    mutating func makeCallSite(_ site: CallSite) -> UInt32 {
        callSites.append(site)
        return UInt32(callSites.count - 1)
    }

    mutating func makeParallelCopy(_ pairs: [CopyPair]) -> MachineInstruction {
        parallelCopies.append(pairs)
        var instruction = MachineInstruction(.parallelCopy)
        instruction.aux = UInt32(parallelCopies.count - 1)
        return instruction
    }

    /// The one object of `kind`, made at need, with room for `size` bytes.
    mutating func sharedFrameObject(_ kind: FrameObject.Kind, size: Int32) -> FrameObjectID {
        if let id = frameObjects.ids.first(where: { frameObjects[$0].kind == kind }) {
            frameObjects[id].size = max(frameObjects[id].size, size)
            return id
        }
        return frameObjects.append(FrameObject(kind: kind, size: size))
    }

    /// The predecessors of each block, each once.
    func predecessors() -> [[MachineBlockID]] {
        var lists = [[MachineBlockID]](repeating: [], count: blocks.count)
        for block in order {
            for target in blocks[block].successors { lists[target.index].append(block) }
        }
        return lists
    }

    // Operands.

    /// Calls `body` for every register whose old value the instruction reads; R15 as a frame base is not among them.
    @inline(__always)
    func forEachUse(_ instruction: MachineInstruction, _ body: (MachineRegister) -> Void) {
        switch instruction.form {
        case .plain:
            let fields = OperandTable.shared[instruction.opcode]
            if fields.readsFirst, instruction.rs1 != .stack { body(instruction.rs1) }
            if fields.readsSecond { body(instruction.rs2) }
            if fields.keepsUpperHalf, !instruction.ignoresUpperHalf { body(instruction.rd) }
        case .test, .copy, .tableJump: if instruction.rs1 != .stack { body(instruction.rs1) }
        case .conditional:
            body(instruction.rs1)
            if instruction.rs2 != .none { body(instruction.rs2) }
            body(instruction.rd)
        case .parallelCopy:
            for pair in parallelCopies[Int(instruction.aux)] {
                if case .register(let register) = pair.source { body(register) }
            }
        case .callIndirect:
            body(instruction.rs1)
            for register in callSites[Int(instruction.aux)].uses.registers { body(register) }
        case .call, .tailCall, .service, .ret:
            for register in callSites[Int(instruction.aux)].uses.registers { body(register) }
        case .constant, .illegal: break
        }
    }

    /// Calls `body` for every register that the instruction gives a new value; clobbers are not among them.
    @inline(__always)
    func forEachDefinition(_ instruction: MachineInstruction, _ body: (MachineRegister) -> Void) {
        switch instruction.form {
        case .plain: if OperandTable.shared[instruction.opcode].writes { body(instruction.rd) }
        case .copy, .constant, .conditional: body(instruction.rd)
        case .parallelCopy:
            for pair in parallelCopies[Int(instruction.aux)] {
                if case .register(let register) = pair.target { body(register) }
            }
        case .call, .callIndirect, .service:
            for register in callSites[Int(instruction.aux)].results.registers { body(register) }
        case .test, .tailCall, .ret, .tableJump, .illegal: break
        }
    }

    /// The machine registers that the instruction spoils beyond its results.
    func clobbers(_ instruction: MachineInstruction) -> RegisterMask {
        switch instruction.form {
        case .call, .callIndirect, .service: callSites[Int(instruction.aux)].clobbers
        case .plain, .test, .copy, .parallelCopy, .constant, .conditional, .tailCall, .ret, .tableJump, .illegal: 0
        }
    }

    /// The machine registers that no operand may be in: as the base of a CALL, R0 means the program counter.
    func forbidden(_ instruction: MachineInstruction) -> RegisterMask {
        instruction.form == .callIndirect ? MachineRegister(0).bit : 0
    }

    /// Replaces the virtual registers of the instruction.
    mutating func mapRegisters(_ instruction: inout MachineInstruction, _ map: (MachineRegister) -> MachineRegister) {
        if instruction.form == .parallelCopy {
            let list = Int(instruction.aux)
            for position in parallelCopies[list].indices {
                if case .register(let register) = parallelCopies[list][position].source, register.isVirtual {
                    parallelCopies[list][position].source = .register(map(register))
                }
                if case .register(let register) = parallelCopies[list][position].target, register.isVirtual {
                    parallelCopies[list][position].target = .register(map(register))
                }
            }
            return
        }
        if instruction.rd.isVirtual { instruction.rd = map(instruction.rd) }
        if instruction.rs1.isVirtual { instruction.rs1 = map(instruction.rs1) }
        if instruction.rs2.isVirtual { instruction.rs2 = map(instruction.rs2) }
    }
}

/// Which operand fields each opcode reads and writes: the machine's table in the form that inner loops need.
struct OperandTable: Sendable {
    struct Fields: Sendable {
        var readsFirst = false
        var readsSecond = false
        var writes = false
        var keepsUpperHalf = false
    }

    static let shared = OperandTable()
    private var rows = [Fields](repeating: Fields(), count: 256)

    private init() {
        for opcode in HSXOpcode.allCases {
            let fields = opcode.format.fields
            rows[Int(opcode.rawValue)] = Fields(
                readsFirst: fields.contains(.rs1), readsSecond: fields.contains(.rs2), writes: fields.contains(.rd),
                keepsUpperHalf: opcode.effects.contains(.keepsUpperHalf))
        }
    }

    subscript(opcode: HSXOpcode) -> Fields { rows[Int(opcode.rawValue)] }
}
