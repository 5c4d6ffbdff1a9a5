// One machine function to one IR function: blocks, variables for registers, and the borders (parameters, calls,
// returns).

import HSXMachine
import IR
import Support

/// Builds the IR of one machine function.
struct FunctionLifter {
    let code: MachineCode
    let liveness: MachineLiveness
    let place: Int
    let machine: MachineFunction
    let callee: (CodeAddress) -> FunctionID?
    var services: PrimaryMap<ServiceID, Service>
    var builder: FunctionBuilder
    private var blocks: [BlockID] = []
    private var registerVariables = [VariableID?](repeating: nil, count: 16)
    private var zeroVariable: VariableID?
    private var carryVariable: VariableID?
    private var wordVariables: [VariableID] = []
    private var stackSlot: SlotID?

    var function: Function { builder.function }

    init(
        code: MachineCode, liveness: MachineLiveness, place: Int, function: Function,
        services: PrimaryMap<ServiceID, Service>, callee: @escaping (CodeAddress) -> FunctionID?
    ) {
        self.code = code
        self.liveness = liveness
        self.place = place
        machine = liveness.functions[place]
        self.callee = callee
        self.services = services
        builder = FunctionBuilder(function)
    }

    mutating func run() {
        let entry = builder.makeEntryBlock()
        for _ in machine.leaders { blocks.append(builder.makeBlock()) }
        builder.position(atEndOf: entry)
        if !machine.isProgramStart {
            for (register, value) in zip(machine.parameters.registers.registers, builder.function.parameters(entry)) {
                set(register, value)
            }
            let flags = builder.function.parameters(entry).suffix(machine.parameters.flagList.count)
            for (flag, value) in zip(machine.parameters.flagList, flags) { set(flag, value) }
            if isStackShadowLiveAtEntry { set(.stackShadow, stackAddress(0)) }
        }
        builder.jump(block(machine.entry))
        for leader in machine.leaders { lift(blockAt: leader) }
    }

    private var isStackShadowLiveAtEntry: Bool {
        guard let first = machine.index(machine.entry) else { return false }
        var live = liveness.liveOut(liveness.instructions(ofBlockAt: first, in: machine), in: place)
        for index in liveness.instructions(ofBlockAt: first, in: machine).reversed() {
            liveness.step(index, place, &live)
        }
        return live.contains(.stackShadow)
    }

    private func block(_ leader: CodeAddress) -> BlockID {
        guard let position = machine.leaderIndex(leader) else {
            preconditionFailure("FunctionLifter: a jump to an address that leads no block")
        }
        return blocks[position]
    }

    // MARK: Blocks

    private mutating func lift(blockAt leader: CodeAddress) {
        guard let first = machine.index(leader) else { return }
        let block = liveness.instructions(ofBlockAt: first, in: machine)
        builder.position(atEndOf: self.block(leader))
        // What is live behind each instruction.
        var live = liveness.liveOut(block, in: place)
        var liveBehind: [LiveSet] = []
        for index in block.reversed() {
            liveBehind.append(live)
            liveness.step(index, place, &live)
        }
        liveBehind.reverse()
        for (index, live) in zip(block, liveBehind) {
            setLocation(machine.addresses[index])
            lift(index, live)
        }
        guard !builder.isTerminated, let last = block.last, let next = liveness.next(last, machine) else {
            if !builder.isTerminated { builder.trap(.pcOutOfRange) }
            return
        }
        builder.jump(self.block(next))
    }

    private mutating func setLocation(_ address: CodeAddress) {
        guard let row = code.program.lineTable.row(at: address.value) else {
            builder.location = .none
            return
        }
        let location = SourceLocation(file: row.file, line: row.line, column: row.column)
        if builder.location != .none, builder.function.locations[builder.location] == location { return }
        builder.location = builder.function.locations.append(location)
    }

    private mutating func lift(_ index: Int, _ live: LiveSet) {
        let address = machine.addresses[index]
        let instruction: HSXInstruction
        switch code.decode(address) {
        case .instruction(let decoded): instruction = decoded
        case .illegal: return builder.trap(.illegalInstruction)
        case .outside: return builder.trap(.pcOutOfRange)
        }
        switch machine.transfers[index] {
        case .next: liftPlain(instruction, depth: machine.depths[index], live)
        case .stop:
            liftPlain(instruction, depth: machine.depths[index], live)
            builder.unreachable()
        case .jump(let target):
            if let load = code.farJumpLoad(address) {
                if live.contains(load.rd) { set(load.rd, builder.constant(Int64(load.imm), .i32)) }
                setStackShadow(depth: machine.depths[index], live)
            }
            builder.jump(block(target))
        case .branch(let target, let whenZero):
            let condition = get(.zero)
            let next = liveness.next(index, machine).map(block) ?? block(target)
            if whenZero {
                builder.branch(condition, block(target), else: next)
            } else {
                builder.branch(condition, next, else: block(target))
            }
        case .call(let target):
            liftCall(target)
            setStackShadow(depth: machine.depths[index], live)
        case .tailCall(let target):
            liftCall(target)
            liftReturn()
        case .ret: liftReturn()
        }
    }

    // MARK: Calls and returns

    private mutating func liftCall(_ target: CodeAddress) {
        guard let id = callee(target), let interface = liveness.function(at: target) else {
            return builder.trap(.pcOutOfRange)
        }
        var arguments = interface.parameters.registers.registers.map { get($0) }
        arguments += interface.parameters.flagList.map { get($0) }
        let results = builder.call(id, arguments, results: interface.results.types)
        for (register, value) in zip(interface.results.registers.registers, results) { set(register, value) }
        for (flag, value) in zip(interface.results.flagList, results.suffix(interface.results.flagList.count)) {
            set(flag, value)
        }
    }

    private mutating func liftReturn() {
        if machine.isProgramStart { return builder.ret([get(.r0)]) }
        var values = machine.results.registers.registers.map { get($0) }
        values += machine.results.flagList.map { get($0) }
        builder.ret(values)
    }

    // MARK: Registers, flags and the stack

    mutating func get(_ register: HSXRegister) -> ValueID { builder.get(variable(register)) }
    mutating func set(_ register: HSXRegister, _ value: ValueID) { builder.set(variable(register), value) }
    mutating func get(_ flag: HSXFlags) -> ValueID { builder.get(variable(flag)) }
    mutating func set(_ flag: HSXFlags, _ value: ValueID) { builder.set(variable(flag), value) }

    private mutating func variable(_ register: HSXRegister) -> VariableID {
        if let variable = registerVariables[Int(register.number)] { return variable }
        let variable = builder.function.variables.append(Variable(name: "R\(register.number)", type: .i32))
        registerVariables[Int(register.number)] = variable
        return variable
    }

    private mutating func variable(_ flag: HSXFlags) -> VariableID {
        if let variable = flag == .zero ? zeroVariable : carryVariable { return variable }
        let variable = builder.function.variables.append(Variable(name: flag == .zero ? "Z" : "C", type: .i1))
        if flag == .zero { zeroVariable = variable } else { carryVariable = variable }
        return variable
    }

    private mutating func wordVariable(_ place: Int) -> VariableID {
        while wordVariables.count <= place {
            wordVariables.append(
                builder.function.variables.append(Variable(name: "pushed\(wordVariables.count)", type: .i32)))
        }
        return wordVariables[place]
    }

    /// The address `depth` words below the stack pointer at entry.
    private mutating func stackAddress(_ depth: Int) -> ValueID {
        let size = machine.usesStackMemory ? machine.stackSize : 4
        let slot: SlotID
        if let stackSlot {
            slot = stackSlot
        } else {
            slot = builder.function.slots.append(StackSlot(size: UInt32(size), isAtTop: true))
            stackSlot = slot
        }
        return builder.slotAddress(.i32, slot, offset: Int32(size - 4 * depth))
    }

    mutating func setStackShadow(depth: Int, _ live: LiveSet) {
        if live.contains(.stackShadow) { set(.stackShadow, stackAddress(depth)) }
    }

    mutating func push(_ value: ValueID, depth: Int) {
        if machine.usesStackMemory {
            let address = stackAddress(depth + 1)
            builder.store(.i32, address, value)
        } else {
            builder.set(wordVariable(depth), value)
        }
    }

    mutating func pop(depth: Int) -> ValueID {
        if machine.usesStackMemory {
            let address = stackAddress(depth)
            return builder.load(.i32, address)
        }
        return builder.get(wordVariable(max(0, depth - 1)))
    }
}
