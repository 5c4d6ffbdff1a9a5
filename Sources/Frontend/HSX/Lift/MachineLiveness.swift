// Which registers, flags and pushed words matter where; from it the parameters and results of every function: what a
// function reads of its caller's registers, and what some caller reads after a call. A backward dataflow inside
// functions, a fixed point over the call graph.

import HSXMachine
import Support

/// Registers (bits 0 to 15), Z and C (bits 16, 17) and the pushed words from the bottom (bits 18 and up) as one bit
/// set.
struct LiveSet: Equatable {
    var bits: UInt64 = 0

    static let zero: UInt64 = 1 << 16
    static let carry: UInt64 = 1 << 17
    private static let firstWord = 18
    /// How many pushed words have bits of their own; deeper ones always count as live.
    static let trackedWords = 64 - firstWord

    init() {}

    init(_ set: MachineSet) {
        bits = UInt64(set.registers.rawValue)
        if set.flags.contains(.zero) { bits |= LiveSet.zero }
        if set.flags.contains(.carry) { bits |= LiveSet.carry }
    }

    var set: MachineSet {
        var flags: HSXFlags = []
        if bits & LiveSet.zero != 0 { flags.insert(.zero) }
        if bits & LiveSet.carry != 0 { flags.insert(.carry) }
        return MachineSet(registers: HSXRegisterSet(rawValue: UInt16(truncatingIfNeeded: bits)), flags: flags)
    }

    func contains(_ register: HSXRegister) -> Bool { bits >> UInt64(register.number) & 1 != 0 }
    func contains(_ flag: HSXFlags) -> Bool { !set.flags.isDisjoint(with: flag) }

    func containsWord(_ place: Int) -> Bool {
        place >= LiveSet.trackedWords || bits >> UInt64(LiveSet.firstWord + place) & 1 != 0
    }

    mutating func insert(_ register: HSXRegister) { bits |= 1 << UInt64(register.number) }
    mutating func remove(_ register: HSXRegister) { bits &= ~(1 << UInt64(register.number)) }
    mutating func insert(_ set: MachineSet) { bits |= LiveSet(set).bits }
    mutating func remove(_ set: MachineSet) { bits &= ~LiveSet(set).bits }

    mutating func insertWord(_ place: Int) {
        if place < LiveSet.trackedWords { bits |= 1 << UInt64(LiveSet.firstWord + place) }
    }

    mutating func removeWord(_ place: Int) {
        if place >= 0, place < LiveSet.trackedWords { bits &= ~(1 << UInt64(LiveSet.firstWord + place)) }
    }
}

/// Liveness of machine registers, and the interfaces of functions.
struct MachineLiveness {
    private let code: MachineCode
    private(set) var functions: [MachineFunction]
    private let placeOfEntry: [CodeAddress: Int]
    /// What is live at the start of each instruction that leads a block, by function and instruction number.
    private var liveAtLeader: [[UInt64]]

    /// Fills in `parameters` and `results` of all functions, which grow from what they are.
    static func run(_ code: MachineCode, _ functions: [MachineFunction]) -> MachineLiveness {
        var liveness = MachineLiveness(code, functions)
        liveness.run()
        return liveness
    }

    private init(_ code: MachineCode, _ functions: [MachineFunction]) {
        self.code = code
        self.functions = functions
        placeOfEntry = Dictionary(uniqueKeysWithValues: functions.enumerated().map { ($1.entry, $0) })
        liveAtLeader = functions.map { Array(repeating: 0, count: $0.addresses.count) }
    }

    private mutating func run() {
        let called = Set(functions.flatMap(\.callees))
        for place in functions.indices {
            // The program answers in R0, and so do functions whose callers are not known.
            let isStart = functions[place].entry.value == code.program.entry
            if isStart || functions[place].isHandler || !called.contains(functions[place].entry) {
                functions[place].results.registers.insert(HSXRegisterSet(.r0))
            }
        }
        var changed = true
        while changed {
            changed = false
            for place in functions.indices.reversed() where solve(place) { changed = true }
        }
    }

    /// The function that starts at `entry`.
    func function(at entry: CodeAddress) -> MachineFunction? { placeOfEntry[entry].map { functions[$0] } }

    /// Brings one function up to date; answers whether its parameters or the results of a callee grew.
    private mutating func solve(_ place: Int) -> Bool {
        var changed = false
        var blocksChanged = true
        while blocksChanged {
            blocksChanged = false
            for leader in functions[place].leaders.reversed() {
                guard let first = functions[place].index(leader) else { continue }
                let block = instructions(ofBlockAt: first, in: functions[place])
                var live = liveOut(block, in: place)
                for index in block.reversed() {
                    if growResults(index, place, live) { changed = true }
                    step(index, place, &live)
                }
                if liveAtLeader[place][first] != live.bits {
                    liveAtLeader[place][first] = live.bits
                    blocksChanged = true
                }
            }
        }
        guard let start = functions[place].index(functions[place].entry) else { return changed }
        var live = LiveSet()
        live.bits = liveAtLeader[place][start]
        var parameters = live.set
        if functions[place].kept != nil { addKeptParameters(place, &parameters) }
        parameters.registers.remove(HSXRegisterSet(.stackShadow))
        if functions[place].isProgramStart { parameters = MachineSet() }
        if !parameters.isSubset(of: functions[place].parameters) {
            functions[place].parameters.formUnion(parameters)
            changed = true
        }
        return changed
    }

    /// A kept function may leave a register alone that it sometimes modifies, so what it modifies goes in as well.
    private func addKeptParameters(_ place: Int, _ parameters: inout MachineSet) {
        parameters.registers.formUnion(functions[place].modified)
        for address in functions[place].addresses {
            if case .instruction(let instruction) = code.decode(address) {
                parameters.registers.formUnion(instruction.registersRead)
            }
        }
        for callee in functions[place].callees {
            if let calleePlace = placeOfEntry[callee] {
                parameters.registers.formUnion(functions[calleePlace].parameters.registers)
            }
        }
    }

    /// The numbers of the instructions of the block whose first is `first`, in order.
    func instructions(ofBlockAt first: Int, in function: MachineFunction) -> [Int] {
        var result: [Int] = []
        var index = first
        while true {
            result.append(index)
            guard case .next = function.transfers[index].kind, let next = next(index, function),
                !function.isLeader(next),
                let nextIndex = function.index(next)
            else { return result }
            index = nextIndex
        }
    }

    /// The address behind instruction number `index`.
    func next(_ index: Int, _ function: MachineFunction) -> CodeAddress? {
        guard case .instruction(let instruction) = code.decode(function.addresses[index]) else { return nil }
        return code.next(function.addresses[index], instruction)
    }

    /// What is live behind the last instruction of a block, before that instruction's own effect.
    func liveOut(_ block: [Int], in place: Int) -> LiveSet {
        let function = functions[place]
        var live = LiveSet()
        guard let last = block.last else { return live }
        func join(_ address: CodeAddress?) {
            if let address, let index = function.index(address) { live.bits |= liveAtLeader[place][index] }
        }
        switch function.transfers[last] {
        case .next, .call: join(next(last, function))
        case .jump(let target): join(target)
        case .branch(let target, _):
            join(target)
            join(next(last, function))
        case .ret, .tailCall: live.insert(function.results)
        case .stop: break
        }
        return live
    }

    /// What a call of `function` may change.
    private func definitions(_ function: MachineFunction) -> MachineSet {
        MachineSet(registers: function.modified, flags: function.modifiedFlags.intersection(MachineSet.trackedFlags))
    }

    private mutating func growResults(_ index: Int, _ place: Int, _ live: LiveSet) -> Bool {
        switch functions[place].transfers[index] {
        case .call(let target), .tailCall(let target):
            guard let callee = placeOfEntry[target] else { return false }
            let wanted = definitions(functions[callee]).intersection(live.set)
            if wanted.isSubset(of: functions[callee].results) { return false }
            functions[callee].results.formUnion(wanted)
            return true
        case .next, .jump, .branch, .ret, .stop: return false
        }
    }

    /// Goes backwards over instruction number `index`.
    func step(_ index: Int, _ place: Int, _ live: inout LiveSet) {
        let function = functions[place]
        guard case .instruction(let instruction) = code.decode(function.addresses[index]) else { return }
        switch function.transfers[index] {
        case .call(let target), .tailCall(let target):
            guard let callee = placeOfEntry[target] else { return }
            live.remove(definitions(functions[callee]))
            live.remove(.stackShadow)
            live.insert(functions[callee].parameters)
        case .jump:
            guard instruction.opcode.effects.contains(.calls) else { return }
            live.remove(.stackShadow)
            if let load = code.farJumpLoad(function.addresses[index]) { live.remove(load.rd) }
        case .ret: break
        case .branch: live.insert(MachineSet(flags: .zero))
        case .next, .stop: stepPlain(instruction, function, depth: function.depths[index], &live)
        }
    }

    private func stepPlain(
        _ instruction: HSXInstruction, _ function: MachineFunction, depth: Int, _ live: inout LiveSet
    ) {
        let effects = instruction.opcode.effects
        if effects.contains(.pushes) {
            let isLive = function.usesStackMemory || live.containsWord(depth)
            live.removeWord(depth)
            live.remove(.stackShadow)
            if isLive { live.insert(instruction.rs1) }
            return
        }
        if effects.contains(.pops) {
            let isLive = live.contains(instruction.rd)
            live.remove(.stackShadow)
            live.remove(instruction.rd)
            if isLive, depth > 0 { live.insertWord(depth - 1) }
            return
        }
        if isDead(instruction, live) { return }
        let info = instruction.opcode.info
        let isCarryLive = live.contains(.carry)
        live.remove(
            MachineSet(
                registers: instruction.registersWritten, flags: info.flagsWritten.intersection(MachineSet.trackedFlags))
        )
        live.insert(MachineSet(registers: instruction.registersRead))
        if info.flagsRead.contains(.carry), isCarryLive || !MachineLiveness.keepsCarry(instruction) {
            live.insert(MachineSet(flags: .carry))
        }
    }

    /// Whether the instruction reads C only to leave it as it was.
    static func keepsCarry(_ instruction: HSXInstruction) -> Bool {
        switch instruction.opcode {
        case .lsl, .lsr, .asr: true
        case .ldi, .ld, .st, .mov, .ldb, .ldh, .stb, .sth, .add, .sub, .mul, .div, .and, .or, .xor, .not, .cmp, .jmp,
            .jz, .jnz,
            .call, .ret, .svc, .adc, .sbc, .push, .pop, .fadd, .fsub, .fmul, .fdiv, .i2f, .f2i, .ldi32, .brk:
            false
        }
    }

    /// Whether nothing that the instruction does matters.
    func isDead(_ instruction: HSXInstruction, _ live: LiveSet) -> Bool {
        let info = instruction.opcode.info
        guard info.effects.subtracting(.keepsUpperHalf).isEmpty else { return false }
        let written = MachineSet(
            registers: instruction.registersWritten, flags: info.flagsWritten.intersection(MachineSet.trackedFlags))
        return written.intersection(live.set).isEmpty
    }
}

extension ControlTransfer {
    enum Kind { case next, other }

    /// Whether control goes on behind the instruction, calls included.
    var kind: Kind {
        switch self {
        case .next, .call: .next
        case .jump, .branch, .tailCall, .ret, .stop: .other
        }
    }
}
