// Instruction selection: from SSA to machine code on virtual registers.
// Blocks are walked from the last to the first and each from its end to its start, so every use of a value is seen
// before its definition: what nobody uses is never emitted, and what one instruction folds into another is emitted only
// there. Flags live only between instructions that are emitted together, so nothing can come between them.
// Requires: optimised, verified SSA; types i1 i8 i16 i32 ptr f16.
// Source of the scheme: Cranelift's lowering pass.

import HSXMachine
import IR
import Support

/// Lowers one function.
struct HXELowering {
    let module: Module
    let functionID: FunctionID
    let function: Function
    let graph: ControlFlowGraph
    let loops: LoopForest
    let tree: DominatorTree
    let widths: RegisterWidths
    var context: HXEContext
    var machine: MachineFunction
    var log = DiagnosticLog()

    /// How many uses of each value are in instructions that have not been lowered yet.
    private var pendingUses: SecondaryMap<ValueID, Int32>
    /// The register of each value that something emitted needs.
    var registers: SecondaryMap<ValueID, MachineRegister>
    private var isEmitted: SecondaryMap<InstructionID, Bool>
    /// Code of the IR instruction under way, in order.
    private var buffer: [MachineInstruction] = []
    /// Code of the block under way, last instruction first.
    private var reversed: [MachineInstruction] = []
    private(set) var block = BlockID(rawValue: 0)
    private var location = LocationID.none
    var constants = ConstantPlacement()
    var anchors = AddressAnchors()
    /// The machine block where each IR block begins (and, but for a switch, ends).
    private(set) var machineBlocks: SecondaryMap<BlockID, MachineBlockID>
    /// Static homes of stack slots, for slots that need not lie on the stack.
    private(set) var slotHomes: [SlotID: MachineConstant] = [:]
    private var slotObjects: [SlotID: FrameObjectID] = [:]
    let sequence: CallingSequence
    /// What debuggers want to know; nil when nobody does.
    private var debug: DebugCollector?

    /// The machine code of `id`; nil, with errors in the context's log, when it cannot be lowered.
    static func lower(_ id: FunctionID, _ context: inout HXEContext) -> MachineFunction? {
        let function = context.module.functions[id]
        guard let sequence = context.sequences[id] else {
            context.log.report(.unsupported("this signature", function))
            return nil
        }
        let slotBytes = function.slots.ids.reduce(0) { $0 + Int(function.slots[$1].size) }
        guard slotBytes < Int(HSXMemory.dataSpaceSize) else {
            context.log.report(.unsupported("stack slots of \(slotBytes) bytes", function))
            return nil
        }
        var checker = TypeChecker(context, function)
        checker.check()
        guard !checker.log.hasErrors else {
            context.log.append(checker.log)
            return nil
        }
        var lowering = HXELowering(id, context, sequence)
        lowering.run()
        context.data = lowering.context.data
        context.object = lowering.context.object
        context.log.append(lowering.log)
        return lowering.log.hasErrors ? nil : lowering.machine
    }

    private init(_ id: FunctionID, _ context: HXEContext, _ sequence: CallingSequence) {
        module = context.module
        functionID = id
        function = module.functions[id]
        graph = ControlFlowGraph(function)
        tree = DominatorTree(function, graph)
        loops = LoopForest(function, graph, tree)
        widths = RegisterWidths(function, graph)
        self.context = context
        self.sequence = sequence
        debug = context.options.debug && function.layout.hasAttachments ? DebugCollector() : nil
        machine = MachineFunction(id: id)
        pendingUses = SecondaryMap(initial: 0, count: function.values.count)
        registers = SecondaryMap(initial: .none, count: function.values.count)
        isEmitted = SecondaryMap(initial: false, count: function.instructions.count)
        machineBlocks = SecondaryMap(initial: MachineBlockID(rawValue: 0), count: function.blocks.count)
    }

    private mutating func run() {
        machine.isPlainEntry = function.attributes.contains(.entry) && !context.calls.called.contains(functionID)
        // Callers of a function that is compiled again rely on what it changed the first time.
        machine.allowedClobbers =
            machine.isPlainEntry ? .allocatable : context.clobbers[functionID] | sequence.resultMask
        for id in loops.loops.ids {
            let loop = loops.loops[id]
            machine.loops.append(
                MachineLoop(header: MachineBlockID(rawValue: 0), parent: loop.parent, depth: loop.depth))
        }
        for block in graph.reversePostorder {
            let id = machine.blocks.append(MachineBlock())
            machineBlocks[block] = id
            setLoop(id, loops.loop(of: block))
        }
        for id in loops.loops.ids { machine.loops[id].header = machineBlocks[loops.loops[id].header] }
        estimateFrequencies()
        layOut()
        placeSlots()
        for block in graph.reversePostorder {
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                for operand in function.operands(instruction) { pendingUses[operand] += 1 }
                cursor = function.layout.next(instruction)
            }
        }
        anchors.collect(self)
        for block in graph.reversePostorder.reversed() { lowerBlock(block) }
        if log.hasErrors { return }
        constants.place(in: &machine, self)
        debug?.finish(&self)
        if let kept = context.recursion[functionID] { machine.receiveConstants(kept) }
    }

    /// Reachable blocks in the order that the IR gives them, the entry first.
    private mutating func layOut() {
        for block in function.layout.blocks where graph.isReachable(block) {
            machine.order.append(machineBlocks[block])
        }
    }

    /// A block beside those of the IR, with its place among the loops and its estimated frequency.
    mutating func makeBlock(_ loop: LoopID?, frequency: Float) -> MachineBlockID {
        let id = machine.blocks.append(MachineBlock())
        setLoop(id, loop)
        machine.blocks[id].frequency = frequency
        machine.order.append(id)
        return id
    }

    private mutating func setLoop(_ id: MachineBlockID, _ loop: LoopID?) {
        machine.blocks[id].loop = loop
        machine.blocks[id].loopDepth = loop.map { loops.loops[$0].depth } ?? 0
    }

    /// Estimates how often blocks run: a loop ten times, a branch each way alike, a way out of a loop or into a trap
    /// seldom. A loop that calls its own function runs about once: there is a call for each of its iterations.
    private mutating func estimateFrequencies() {
        var inflow = SecondaryMap<BlockID, Float>(initial: 0, count: function.blocks.count)
        if let entry = function.entry { inflow[entry] = 1 }
        for block in graph.reversePostorder {
            let loop = loops.loop(of: block)
            let isHeader = loop.map { loops.loops[$0].header == block } ?? false
            let iterations = isHeader ? loop.map(estimatedIterations) ?? 1 : 1
            let frequency = min(max(inflow[block] * iterations, 1e-4), 1e7)
            machine.blocks[machineBlocks[block]].frequency = frequency
            let successors = graph.successors(block)
            let weights = successors.map { weight($0, from: block, loop) }
            let sum = max(weights.reduce(0, +), 1e-6)
            for (target, weight) in zip(successors, weights) { inflow[target] += frequency * weight / sum }
        }
    }

    private func weight(_ target: BlockID, from block: BlockID, _ loop: LoopID?) -> Float {
        if let terminator = function.terminator(target) {
            let opcode = function[terminator].opcode
            if opcode == .trap || opcode == .unreachable { return 0.02 }
        }
        guard let loop else { return 1 }
        let leaves = 1 / estimatedIterations(loop)
        return loops.loops[loop].blocks.contains(target) ? 1 - leaves : leaves
    }

    private func estimatedIterations(_ loop: LoopID) -> Float {
        let isRecursive = loops.loops[loop].blocks.contains { block in
            function.layout.instructions(block).contains {
                function[$0].opcode == .call && function[$0].function == functionID
            }
        }
        return isRecursive ? 1.5 : 10
    }

    // MARK: Stack slots

    private mutating func placeSlots() {
        let mayBeStatic = !context.calls.recursive.contains(functionID)
        for id in function.slots.ids {
            let slot = function.slots[id]
            let size = Int32(slot.size + 3) / 4 * 4
            // A word on the stack costs a PUSH and a POP, a static one nothing but its address.
            if !slot.isAtTop, mayBeStatic, size > 8,
                let home = context.staticHome(id, of: functionID, size: size)
            {
                slotHomes[id] = home
            } else {
                slotObjects[id] = machine.frameObjects.append(
                    FrameObject(kind: slot.isAtTop ? .top : .slot, size: size))
            }
        }
    }

    /// Where a slot lies: in the frame, or at a constant address.
    func slotHome(_ slot: SlotID) -> (frame: FrameObjectID?, address: MachineConstant?) {
        (slotObjects[slot], slotHomes[slot])
    }

    // MARK: Blocks

    private mutating func lowerBlock(_ block: BlockID) {
        self.block = block
        reversed.removeAll(keepingCapacity: true)
        constants.begin(block)
        var cursor = function.layout.last(in: block)
        while let instruction = cursor {
            cursor = function.layout.previous(instruction)
            location = function.location(instruction)
            if function[instruction].opcode.isTerminator {
                lowerTerminator(instruction)
                machine.blocks[machineBlocks[block]].terminatorLocation = location
            } else {
                lowerIfNeeded(instruction)
            }
            flush()
            if debug != nil { attachBindings(before: instruction, block) }
        }
        guard block == function.entry else {
            machine.blocks[machineBlocks[block]].instructions = reversed.reversed()
            return
        }
        location = .none
        if graph.predecessors(block).isEmpty {
            lowerParameters(block)
            flush()
            machine.blocks[machineBlocks[block]].instructions = reversed.reversed()
            return
        }
        // The function is entered once, but its first block may run again.
        machine.blocks[machineBlocks[block]].instructions = reversed.reversed()
        let entry = makeBlock(nil, frequency: 1)
        machine.order.removeLast()
        machine.order.insert(entry, at: 0)
        let code = collecting { $0.lowerParameters(block) }
        machine.blocks[entry].instructions = code
        machine.blocks[entry].terminator = .jump(machineBlocks[block])
    }

    /// Puts the bindings before an instruction in front of the code that has been made of it and what follows it.
    private mutating func attachBindings(before instruction: InstructionID, _ block: BlockID) {
        let bindings = function.bindings(before: instruction)
        guard !bindings.isEmpty else { return }
        if reversed.isEmpty {
            debug?.attach(bindings, beforeTerminatorOf: machineBlocks[block])
        } else {
            debug?.attach(bindings, before: &reversed[reversed.count - 1])
        }
    }

    private mutating func flush() {
        reversed += buffer.reversed()
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func lowerIfNeeded(_ instruction: InstructionID) {
        guard !isEmitted[instruction] else { return }
        let opcode = function[instruction].opcode
        let isNeeded = (0..<function.resultCount(instruction)).contains { isUsed(function.result(instruction, $0)) }
        guard isNeeded || !opcode.isPure else {
            markSunk(instruction)
            return
        }
        for operand in function.operands(instruction) { pendingUses[operand] -= 1 }
        isEmitted[instruction] = true
        select(instruction)
    }

    // MARK: Emission

    mutating func emit(_ instruction: MachineInstruction) {
        var instruction = instruction
        instruction.location = location
        buffer.append(instruction)
    }

    mutating func emit(
        _ opcode: HSXOpcode, _ rd: MachineRegister, _ rs1: MachineRegister, _ rs2: MachineRegister
    ) { emit(.binary(opcode, rd, rs1, rs2)) }

    /// Emits a binary operation into a new register.
    mutating func compute(_ opcode: HSXOpcode, _ rs1: MachineRegister, _ rs2: MachineRegister) -> MachineRegister {
        let rd = machine.makeRegister()
        emit(.binary(opcode, rd, rs1, rs2))
        return rd
    }

    mutating func compute(_ opcode: HSXOpcode, _ rs1: MachineRegister) -> MachineRegister {
        let rd = machine.makeRegister()
        emit(.unary(opcode, rd, rs1))
        return rd
    }

    // MARK: Folding

    /// Says that a terminator has been lowered.
    mutating func consumeOperands(_ instruction: InstructionID) {
        isEmitted[instruction] = true
        for operand in function.operands(instruction) { pendingUses[operand] -= 1 }
    }

    /// Whether `instruction` can be emitted right here instead of at its own place: it is pure, in this block, and
    /// everything else that uses its results has been lowered. `uses` is how many uses the instruction under way has of
    /// them.
    func canSink(_ instruction: InstructionID) -> Bool {
        guard !isEmitted[instruction], function.layout.block(of: instruction) == block,
            function[instruction].opcode.isPure
        else {
            return false
        }
        return (0..<function.resultCount(instruction)).allSatisfy { pendingUses[function.result(instruction, $0)] == 0 }
    }

    /// As `canSink`, for an instruction whose own result will be in no register: nothing below uses it either.
    func canSinkUnseen(_ instruction: InstructionID) -> Bool {
        canSink(instruction) && !isUsed(function.result(instruction))
    }

    /// Says that the instruction under way emits `instruction` itself: its operands count as used here.
    mutating func markSunk(_ instruction: InstructionID) {
        isEmitted[instruction] = true
        for operand in function.operands(instruction) { pendingUses[operand] -= 1 }
    }

    /// Says that the instruction under way computes `instruction` itself from its operands, whether or not others need
    /// it too.
    mutating func markFolded(_ instruction: InstructionID) {
        guard !isEmitted[instruction] else { return }
        let isDead = (0..<function.resultCount(instruction)).allSatisfy {
            let result = function.result(instruction, $0)
            return pendingUses[result] == 0 && !isUsed(result)
        }
        if isDead { markSunk(instruction) }
    }

    /// The instruction that computes `value`, conversions looked through; those that nobody else needs count as done.
    mutating func foldableDefinition(_ value: ValueID) -> InstructionID? {
        let root = resolve(value)
        var value = value
        while value != root, let alias = function.definingInstruction(value) {
            value = function[alias].valueA
            guard pending(function.result(alias)) == 0, !isEmitted[alias] else { break }
            markSunk(alias)
        }
        return function.definingInstruction(root)
    }

    /// Whether computing `instruction` again at its user costs nothing: it has no other, or none outside this block.
    func isCheapToFold(_ instruction: InstructionID) -> Bool {
        let result = function.result(instruction)
        return function.layout.block(of: instruction) == block || (pending(result) == 0 && !isUsed(result))
    }

    /// Whether the code of `block` is complete.
    func isLowered(_ block: BlockID) -> Bool { graph.orderNumber(block) > graph.orderNumber(self.block) }

    /// Runs `body` with an empty buffer; answers what it emitted.
    mutating func collecting(_ body: (inout HXELowering) -> Void) -> [MachineInstruction] {
        let saved = buffer
        buffer = []
        body(&self)
        let code = buffer
        buffer = saved
        return code
    }

    /// How many uses of `value` remain above the instruction under way.
    func pending(_ value: ValueID) -> Int { Int(pendingUses[value]) }
}

extension MachineConstant {
    /// The constant `distance` further.
    func adding(_ distance: Int32) -> MachineConstant {
        switch self {
        case .number(let value): .number(value &+ UInt32(bitPattern: distance))
        case .address(let symbol, let addend): .address(symbol, addend: addend &+ distance)
        case .frame(let object, let offset): .frame(object, offset: offset &+ distance)
        }
    }
}
