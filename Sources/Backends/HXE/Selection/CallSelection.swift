// Calls, services, parameters and returns: values travel in fixed machine registers through parallel copies right
// beside the instruction, so that allocation sees each fixed register busy only where it must be.

import HSXMachine
import IR
import Support

extension HXELowering {
    /// The source of a parallel copy: constants need no register.
    mutating func copySource(_ value: ValueID) -> CopySource {
        if let bits = constant(value) { return .constant(machine.constantID(.number(bits))) }
        if let id = function.definingInstruction(resolve(value)), let known = addressConstant(id) {
            return .constant(machine.constantID(known))
        }
        return .register(register(value))
    }

    private mutating func emitCopies(_ pairs: [CopyPair]) {
        if !pairs.isEmpty { emit(machine.makeParallelCopy(pairs)) }
    }

    /// The entry block's parameters come out of the registers and stack words of the convention.
    mutating func lowerParameters(_ block: BlockID) {
        var pairs: [CopyPair] = []
        var loads: [MachineInstruction] = []
        let kept = context.recursion[functionID]?.arguments ?? [:]
        for (index, parameter) in function.parameters(block).enumerated() where isUsed(parameter) {
            switch sequence.parameters[index] {
            case .register(let register):
                machine[definition(parameter)].pinned = kept[index]
                pairs.append(CopyPair(target: .register(definition(parameter)), source: .register(register)))
            case .stack(let word):
                let object = machine.sharedFrameObject(.incoming, size: Int32(sequence.stackWords * 4))
                loads.append(
                    .load(.ld, definition(parameter), MemoryPlace(base: .stack, offset: Int32(word * 4), frame: object))
                )
            case .memory(let word): loads.append(.load(.ld, definition(parameter), argumentWord(word)))
            }
        }
        emitCopies(pairs)
        for load in loads { emit(load) }
    }

    private mutating func argumentWord(_ word: Int) -> MemoryPlace {
        guard let words = context.argumentWords else {
            preconditionFailure("HXELowering: a function has arguments in words that are not there")
        }
        return MemoryPlace(base: constantRegister(words), offset: Int32(word * 4))
    }

    // MARK: Calls

    private func callee(_ data: Instruction) -> FunctionID? {
        data.opcode == .call || data.opcode == .tailCall ? data.function : nil
    }

    private func callSequence(_ data: Instruction) -> CallingSequence? {
        guard let callee = callee(data) else { return context.sequence(data.signature) }
        return context.sequences[callee]
    }

    mutating func selectCall(_ id: InstructionID) {
        let data = function[id]
        guard let sequence = callSequence(data) else { return }
        emitCall(id, sequence)
        emitResults(id, sequence.results)
    }

    private mutating func emitResults(_ id: InstructionID, _ registers: [MachineRegister]) {
        var pairs: [CopyPair] = []
        for (index, register) in registers.enumerated() where index < function.resultCount(id) {
            let value = function.result(id, index)
            guard isUsed(value) else { continue }
            pairs.append(CopyPair(target: .register(definition(value)), source: .register(register)))
        }
        emitCopies(pairs)
    }

    private mutating func emitCall(_ id: InstructionID, _ sequence: CallingSequence) {
        let data = function[id]
        let callee = callee(data)
        let target = callee == nil ? register(function.lists[data.list, 0]) : .none
        let pairs = emitArguments(id, sequence)
        var site = CallSite(
            uses: argumentMask(callee, sequence), results: sequence.resultMask, clobbers: sequence.clobbers,
            callee: callee)
        if let callee { site.clobbers = context.clobbers[callee] | sequence.resultMask }
        if callee == nil { site.signature = data.signature }
        var instruction = MachineInstruction(callee == nil ? .callIndirect : .call, .call)
        instruction.rs1 = target
        instruction.aux = machine.makeCallSite(site)
        emitCopies(pairs)
        emit(instruction)
    }

    /// The registers that a call fills, but for those that a recursion leaves alone.
    private func argumentMask(_ callee: FunctionID?, _ sequence: CallingSequence) -> RegisterMask {
        guard let callee, let kept = context.recursion[callee] else { return sequence.parameterMask }
        if callee == functionID { return sequence.parameterMask & ~kept.argumentMask }
        return sequence.parameterMask | kept.constantMask
    }

    /// Stores the stack arguments; answers the copies for the others.
    private mutating func emitArguments(_ id: InstructionID, _ sequence: CallingSequence) -> [CopyPair] {
        let data = function[id]
        var arguments = function.lists.elements(data.list)
        let callee = callee(data)
        if callee == nil { arguments.removeFirst() }
        // Code that hubc did not make expects narrow arguments to be extended.
        let extends = callee.map { !module.functions[$0].isDefinition } ?? true
        var pairs: [CopyPair] = []
        let kept = callee.flatMap { context.recursion[$0] } ?? RecursionRegisters()
        let isInner = callee == functionID
        if !isInner {
            pairs = kept.constants.map { value, register in
                CopyPair(target: .register(register), source: .constant(machine.constantID(value)))
            }
        }
        for (index, value) in arguments.enumerated() {
            switch sequence.parameters[index] {
            case .register(let register):
                if isInner, kept.arguments[index] != nil { continue }
                let source = extends && constant(value) == nil ? .register(zeroExtended(value)) : copySource(value)
                pairs.append(CopyPair(target: .register(register), source: source))
            case .stack(let word):
                let object = machine.sharedFrameObject(.outgoing, size: Int32(sequence.stackWords * 4))
                let value = extends ? zeroExtended(value) : register(value)
                emit(.store(.st, MemoryPlace(base: .stack, offset: Int32(word * 4), frame: object), value))
            case .memory(let word): emit(.store(.st, argumentWord(word), register(value)))
            }
        }
        return pairs
    }

    // MARK: Services

    mutating func selectService(_ id: InstructionID) {
        let data = function[id]
        let service = module.services[data.service]
        let known = HSXService.at(number: Int(service.number))
        let inputs = known.inputs.registers.map { MachineRegister(Int($0.number)) }
        let outputs = known.outputs.registers.map { MachineRegister(Int($0.number)) }
        var site = CallSite()
        var pairs: [CopyPair] = []
        for (value, register) in zip(function.lists.elements(data.list), inputs) {
            pairs.append(CopyPair(target: .register(register), source: copySource(value)))
            site.uses |= register.bit
        }
        for register in outputs { site.clobbers |= register.bit }
        // R0 always gets a status, whatever the table says of the results.
        site.clobbers |= MachineRegister(0).bit
        for register in outputs.prefix(service.results.count) { site.results |= register.bit }
        var instruction = MachineInstruction(.service, .svc)
        instruction.imm = Int32(service.number & 0xFFF)
        instruction.aux = machine.makeCallSite(site)
        emitCopies(pairs)
        emit(instruction)
        emitResults(id, outputs)
    }

    // MARK: Leaving

    mutating func lowerReturn(_ values: [ValueID]) {
        let extends = function.linkage == .export || function.attributes.contains(.addressTaken)
        var pairs: [CopyPair] = []
        var site = CallSite()
        for (value, register) in zip(values, sequence.results) {
            let source = extends && constant(value) == nil ? .register(zeroExtended(value)) : copySource(value)
            pairs.append(CopyPair(target: .register(register), source: source))
            site.uses |= register.bit
        }
        if isEntryWithoutStatus { addStatus(&pairs, &site) }
        emitCopies(pairs)
        emitReturn(site)
    }

    /// Whether the machine would take what R0 happens to hold for the status of the program.
    private var isEntryWithoutStatus: Bool {
        function.attributes.contains(.entry) && function.signature.results.isEmpty
            && function.signature.convention == .standard
    }

    private mutating func addStatus(_ pairs: inout [CopyPair], _ site: inout CallSite) {
        let success = machine.constantID(.number(0))
        pairs.append(CopyPair(target: .register(MachineRegister(0)), source: .constant(success)))
        site.uses |= MachineRegister(0).bit
    }

    private mutating func emitReturn(_ site: CallSite) {
        var instruction = MachineInstruction(.ret, .ret)
        instruction.aux = machine.makeCallSite(site)
        emit(instruction)
    }

    mutating func lowerTailCall(_ id: InstructionID) {
        let data = function[id]
        guard let target = callSequence(data) else { return }
        let kept = ~machine.allowedClobbers & .allocatable
        let callee = callee(data)
        let arguments = argumentMask(callee, target)
        let clobbers = callee.map { context.clobbers[$0] } ?? target.clobbers
        // The frame can go first only when nothing of the callee's needs it, and the callee must keep what this
        // function must keep.
        let canJump =
            !isEntryWithoutStatus && target.stackWords == 0 && sequence.stackWords == 0
            && target.results == sequence.results
            && (clobbers | arguments) & kept == 0
            && (callee != nil || !(kept | arguments).contains(Self.tailCallee))
        guard canJump else {
            emitCall(id, target)
            var pairs: [CopyPair] = []
            for (source, result) in zip(target.results, sequence.results) where source != result {
                pairs.append(CopyPair(target: .register(result), source: .register(source)))
            }
            var site = CallSite(uses: sequence.resultMask)
            if isEntryWithoutStatus { addStatus(&pairs, &site) }
            emitCopies(pairs)
            return emitReturn(site)
        }
        var pairs = emitArguments(id, target)
        var site = CallSite(uses: arguments, clobbers: clobbers, callee: callee)
        if callee == nil {
            let address = copySource(function.lists[data.list, 0])
            pairs.append(CopyPair(target: .register(Self.tailCallee), source: address))
            site.uses |= Self.tailCallee.bit
            site.signature = data.signature
        }
        var instruction = MachineInstruction(.tailCall, .jmp)
        instruction.aux = machine.makeCallSite(site)
        emitCopies(pairs)
        emit(instruction)
    }

    /// Where a tail call through an address has it; no argument travels there.
    static let tailCallee = MachineRegister(14)
}
