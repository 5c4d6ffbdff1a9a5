// Code whose length depends on where it lies: what is left to decide when registers, frames and the order of blocks are
// settled.

import HSXMachine
import IR
import Support

/// A piece of code that is placed as a whole.
struct CodeItem {
    enum Kind {
        case instruction(HSXInstruction)
        /// LDI32 of an address.
        case address(HSXRegister, Symbol, Int32)
        case jump(MachineBlockID)
        /// To the block when Z is set or clear.
        case branch(onZero: Bool, MachineBlockID)
        /// A branch over instructions of one word each, which run when Z is as `onZero` says.
        case conditional(onZero: Bool, [HSXInstruction])
        case call(FunctionID)
        /// A jump to a function, with a register that may be used for it.
        case tailCall(FunctionID, HSXRegister?)
        /// A word that is no instruction.
        case illegal
    }

    var kind: Kind
    var location: LocationID
    /// Whether the target is out of the short form's reach.
    var isFar = false
    /// Where the variables are when it runs: a place in the function's `snapshots`.
    var snapshot: UInt32 = 0
    /// What a call or jump through an address takes and gives.
    var signature: SignatureID?

    /// The length in words.
    var size: UInt32 {
        switch kind {
        case .instruction(let instruction): UInt32(instruction.wordCount)
        case .address: 2
        case .jump: isFar ? 5 : 1
        case .branch: isFar ? 3 : 1
        case .conditional(_, let operations): (isFar ? 3 : 1) + UInt32(operations.count)
        case .call: isFar ? 3 : 1
        case .tailCall(_, let register): isFar ? (register == nil ? 4 : 5) : 1
        case .illegal: 1
        }
    }

    /// How many instructions it executes in the short form.
    fileprivate var steps: Int {
        if case .conditional(_, let operations) = kind { 1 + operations.count } else { 1 }
    }

    /// Whether it branches in the code that JMP, JZ and JNZ reach, so that it is longer elsewhere.
    var isBranch: Bool {
        switch kind {
        case .jump, .branch, .conditional: true
        case .instruction, .address, .call, .tailCall, .illegal: false
        }
    }
}

/// A jump table: half-words with the code addresses of blocks.
struct JumpTable {
    /// Byte offset in the object's data.
    let offset: UInt32
    let entries: [MachineBlockID]

    /// The bytes of one entry.
    static let entrySize: UInt32 = 2
}

/// A function ready to be placed.
struct CompiledFunction {
    let id: FunctionID
    var items: [CodeItem] = []
    /// The first item of each block.
    var blockItems: [Int] = []
    private var currentBlockStart = 0
    /// The register that far branches may change; without one they are impossible.
    var scratch: HSXRegister?
    /// How many branches it executes in one run, estimated.
    var branchWeight: Float = 0
    /// How many instructions it executes in one run, estimated, without its callees.
    private(set) var weight: Float = 0
    /// The machine registers that it or its callees may change.
    var clobbers: RegisterMask = 0

    /// Where the variables are, for stretches of items; the first is nowhere.
    private(set) var snapshots: [[VariableLocation]] = [[]]

    private(set) var tables: [JumpTable] = []

    /// The length in words.
    var size: UInt32 { items.reduce(0) { $0 + $1.size } }

    /// Lowers machine code on machine registers, with a frame in `region` and variables where `positions` says.
    /// Requires: blocks in their final order.
    init(
        _ function: MachineFunction, _ frame: FrameLayout, _ region: FrameRegion, clobbers: RegisterMask,
        positions: SecondaryMap<MachineBlockID, [[VariablePosition]]> = SecondaryMap(initial: [])
    ) {
        id = function.id
        self.clobbers = clobbers
        scratch = function.scratch?.hardware
        blockItems = Array(repeating: 0, count: function.blocks.count)
        for (number, block) in function.order.enumerated() {
            blockItems[block.index] = items.count
            currentBlockStart = items.count
            let hasFrame = region.contains(block)
            let known = positions[block]
            if block == region.start {
                if let first = known.first { locate(first, function, hasFrame: false) }
                for instruction in frame.prologue { append(instruction, function, frame, []) }
            }
            let epilogue = hasFrame ? frame.epilogue : []
            for (index, instruction) in function.blocks[block].instructions.enumerated() {
                if index < known.count {
                    let leaves = instruction.form == .ret || instruction.form == .tailCall
                    locate(known[index], function, hasFrame: hasFrame && !(leaves && !epilogue.isEmpty))
                }
                append(instruction, function, frame, epilogue)
            }
            let next = number + 1 < function.order.count ? function.order[number + 1] : nil
            let count = items.count
            if let last = known.last { locate(last, function, hasFrame: hasFrame) }
            appendTerminator(function.blocks[block], next, function)
            branchWeight += Float(items.count - count) * function.blocks[block].frequency
            let steps = items[currentBlockStart...].reduce(0) { $0 + $1.steps }
            weight += Float(steps) * function.blocks[block].frequency
        }
    }

    private mutating func append(_ kind: CodeItem.Kind, _ location: LocationID) {
        items.append(CodeItem(kind: kind, location: location, snapshot: UInt32(snapshots.count - 1)))
    }

    /// Says where the variables are from here on.
    private mutating func locate(_ positions: [VariablePosition], _ function: MachineFunction, hasFrame: Bool) {
        let locations = positions.compactMap { VariableLocation($0, function, hasFrame: hasFrame) }
        if snapshots.last != locations { snapshots.append(locations) }
    }

    private mutating func appendTerminator(_ block: MachineBlock, _ next: MachineBlockID?, _ function: MachineFunction)
    {
        let location = block.terminatorLocation
        switch block.terminator {
        case .exit: break
        case .table(let offset, let entries): tables.append(JumpTable(offset: offset, entries: entries))
        case .jump(let target): if target != next { append(.jump(target), location) }
        case .branch(let onZero, let taken, let other):
            // Where neither target follows, the one that is taken more often is a jump nearer.
            let isTakenRarer = other != next && function.blocks[taken].frequency < function.blocks[other].frequency
            if taken == next || isTakenRarer {
                append(.branch(onZero: !onZero, other), location)
                if taken != next { append(.jump(taken), location) }
            } else {
                append(.branch(onZero: onZero, taken), location)
                if other != next { append(.jump(other), location) }
            }
        }
    }

    private mutating func append(
        _ instruction: MachineInstruction, _ function: MachineFunction, _ frame: FrameLayout,
        _ epilogue: [MachineInstruction]
    ) {
        let location = instruction.location
        func machine(_ opcode: HSXOpcode) -> HSXInstruction {
            let fields = opcode.format.fields
            return HSXInstruction(
                opcode, rd: fields.contains(.rd) ? instruction.rd.hardware : .r0,
                rs1: fields.contains(.rs1) ? instruction.rs1.hardware : .r0,
                rs2: fields.contains(.rs2) ? instruction.rs2.hardware : .r0, imm: instruction.imm)
        }
        switch instruction.form {
        case .plain:
            var encoded = machine(instruction.opcode)
            if let object = instruction.frame { encoded.imm += function.frameObjects[object].offset }
            append(.instruction(encoded), location)
        case .test:
            let register = instruction.rs1.hardware
            append(.instruction(HSXInstruction(.or, rd: register, rs1: register, rs2: register)), location)
        case .copy: append(.instruction(machine(.mov)), location)
        case .constant: appendConstant(instruction, function)
        case .conditional:
            var operation = machine(instruction.opcode)
            operation.imm = 0
            appendConditional(onZero: instruction.imm == 1, operation, location)
        case .call:
            if let callee = function.callSites[Int(instruction.aux)].callee { append(.call(callee), location) }
        case .callIndirect:
            append(.instruction(HSXInstruction(.call, rs1: instruction.rs1.hardware)), location)
            items[items.count - 1].signature = function.callSites[Int(instruction.aux)].signature
        case .tailCall:
            for step in epilogue { append(step, function, frame, []) }
            let site = function.callSites[Int(instruction.aux)]
            guard let callee = site.callee else {
                let first = items.count
                appendJump(to: HXELowering.tailCallee.hardware, location)
                items[first].signature = site.signature
                return
            }
            let free = (site.clobbers & ~site.uses & .allocatable).registers.last
            append(.tailCall(callee, free?.hardware), location)
        case .service: append(.instruction(HSXInstruction(.svc, imm: instruction.imm)), location)
        case .ret:
            for var step in epilogue {
                step.location = location
                append(step, function, frame, [])
            }
            append(.instruction(HSXInstruction(.ret)), location)
        case .tableJump: appendJump(to: instruction.rs1.hardware, location)
        case .illegal: append(.illegal, location)
        case .parallelCopy: preconditionFailure("CompiledFunction: parallel copies must be resolved")
        }
    }

    /// Instructions behind the same branch share it, as long as those before leave Z alone.
    private mutating func appendConditional(onZero: Bool, _ operation: HSXInstruction, _ location: LocationID) {
        if let last = items.last, items.count > currentBlockStart,
            case .conditional(onZero, let earlier) = last.kind,
            earlier.allSatisfy({ $0.opcode.info.flagsWritten.isEmpty })
        {
            items[items.count - 1].kind = .conditional(onZero: onZero, earlier + [operation])
        } else {
            append(.conditional(onZero: onZero, [operation]), location)
        }
    }

    /// CALL .+4 leaves a return address that a store replaces, and RET goes there.
    private mutating func appendJump(to register: HSXRegister, _ location: LocationID) {
        append(.instruction(HSXInstruction(.call, imm: 1)), location)
        append(.instruction(HSXInstruction(.st, rs1: .stackShadow, rs2: register)), location)
        append(.instruction(HSXInstruction(.ret)), location)
    }

    private mutating func appendConstant(_ instruction: MachineInstruction, _ function: MachineFunction) {
        let register = instruction.rd.hardware
        let value: Int32
        switch function.constants[ConstantID(rawValue: instruction.aux)] {
        case .number(let bits): value = Int32(bitPattern: bits)
        case .address(let symbol, let addend): return append(.address(register, symbol, addend), instruction.location)
        case .frame(let object, let offset): value = function.frameObjects[object].offset &+ offset
        }
        let opcode: HSXOpcode = MachineConstant.fitsImmediate(value) ? .ldi : .ldi32
        append(.instruction(HSXInstruction(opcode, rd: register, imm: value)), instruction.location)
    }
}
