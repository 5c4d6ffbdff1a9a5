// Dead code removal: keeps what has an effect and what that needs; block parameters count only when they are needed, so
// that values that merely go round a loop vanish, and a new object that nobody looks at goes with what sets its fields.
// Blocks and branches stay.

import IR
import Support

extension Pass {
    /// Removes instructions and block parameters that nothing needs.
    static let dce = Pass(
        name: "dce", summary: "removes instructions and block parameters without use", preserves: .controlFlow
    ) { function, cache in
        var liveness = Needed(function, cache.module)
        liveness.mark(function)
        return liveness.sweep(&function, &cache.counters)
    }
}

extension ModuleFacts {
    /// What `instruction` may do, given what its callee is known to do and whether its operands can make it trap.
    func effects(of instruction: InstructionID, in function: Function) -> Effects {
        let data = function[instruction]
        var effects = data.opcode.effects
        if data.opcode.info.format == .call {
            effects = effects.intersection(.terminates).union(callees[data.function].effects)
        } else if effects.contains(.traps), !traps.mayTrap(instruction, in: function) {
            effects.remove(.traps)
        }
        return effects
    }

    /// Whether `instruction` has to stay although nothing uses its results.
    func isNeeded(_ instruction: InstructionID, in function: Function) -> Bool {
        !effects(of: instruction, in: function).isDisjoint(with: [.writes, .traps, .calls, .terminates])
    }
}

extension Function {
    /// The object or cell, made in this function, that `instruction` changes.
    fileprivate func newObject(changedBy instruction: InstructionID) -> ValueID? {
        let data = self[instruction]
        guard data.opcode == .fieldSet || data.opcode == .cellSet, let maker = definingInstruction(data.valueA) else {
            return nil
        }
        return self[maker].opcode == .alloc || self[maker].opcode == .cellNew ? data.valueA : nil
    }
}

/// The instructions and values of a function that are needed.
private struct Needed {
    private let facts: ModuleFacts
    private let incoming: SecondaryMap<BlockID, [BlockCallID]>
    private var instructions: EntitySet<InstructionID>
    private var values: EntitySet<ValueID>
    private var variables = EntitySet<VariableID>()
    /// What sets each variable: needed when the variable is read.
    private var setters: SecondaryMap<VariableID, [InstructionID]>
    /// What sets fields of each new object, and each new cell: needed when the object is.
    private var initializers: [ValueID: [InstructionID]] = [:]
    private var worklist: [ValueID] = []

    init(_ function: Function, _ facts: ModuleFacts) {
        self.facts = facts
        incoming = function.incomingCalls()
        instructions = EntitySet(capacity: function.instructions.count)
        values = EntitySet(capacity: function.values.count)
        setters = SecondaryMap(initial: [], count: function.variables.count)
    }

    mutating func mark(_ function: Function) {
        var roots: [InstructionID] = []
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                if function[instruction].opcode.info.format == .variableSet {
                    setters[function[instruction].variable].append(instruction)
                } else if let object = function.newObject(changedBy: instruction) {
                    initializers[object, default: []].append(instruction)
                } else if facts.isNeeded(instruction, in: function) {
                    roots.append(instruction)
                }
            }
        }
        for root in roots { need(root, function) }
        while let value = worklist.popLast() {
            for instruction in initializers[value] ?? [] { need(instruction, function) }
            switch function.definition(value) {
            case .result(let instruction, _): need(instruction, function)
            case .parameter(let block, let index):
                for call in incoming[block] { need(function.lists[function.blockCalls[call].arguments, index]) }
            }
        }
    }

    private mutating func need(_ value: ValueID) {
        if values.insert(value) { worklist.append(value) }
    }

    private mutating func need(_ instruction: InstructionID, _ function: Function) {
        guard instructions.insert(instruction) else { return }
        for operand in function.directOperands(instruction) { need(operand) }
        guard function[instruction].opcode.info.format == .variableGet else { return }
        let variable = function[instruction].variable
        if variables.insert(variable) {
            for setter in setters[variable] { need(setter, function) }
        }
    }

    func sweep(_ function: inout Function, _ counters: inout PassCounters) -> Bool {
        var (removed, dropped) = (0, 0)
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) where !instructions.contains(instruction) {
                function.layout.remove(instruction)
                removed += 1
            }
            guard block != function.entry else { continue }
            let isDropped = function.parameters(block).map { !values.contains($0) }
            guard isDropped.contains(true) else { continue }
            function.dropParameters(block, isDropped, incoming: incoming[block])
            dropped += isDropped.filter { $0 }.count
        }
        counters.count("instructions", removed)
        counters.count("block parameters", dropped)
        return removed + dropped > 0
    }
}
