// Sparse conditional constant propagation: finds what is constant on the paths that can be taken, through block
// parameters and loads from constant globals, and folds it together with the branches that it decides. What would trap
// stays.
// Source: Wegman, Zadeck, "Constant Propagation with Conditional Branches", TOPLAS 1991.
// Requires: every block ends with a terminator.

import IR
import Support

extension Pass {
    /// Folds constants along the paths that can be taken.
    static let sccp = Pass(name: "sccp", summary: "folds constants and the branches they decide") { function, cache in
        var propagation = ConstantPropagation(function, cache.module)
        propagation.propagate(function)
        return propagation.rewrite(&function, &cache.counters)
    }
}

private struct ConstantPropagation {
    /// What is known of a value; it only ever goes down this list.
    private enum State: UInt8 {
        case unknown, constant, varying
    }

    private enum Known: Equatable {
        case unknown
        case constant(UInt64)
        case varying
    }

    private let facts: ModuleFacts
    private let constantMemory: ConstantMemory
    private let users: Users
    private var states: SecondaryMap<ValueID, State>
    private var bits: SecondaryMap<ValueID, UInt64>
    private var blocks: EntitySet<BlockID>
    private var calls: EntitySet<BlockCallID>
    private var blockWorklist: [BlockID] = []
    private var valueWorklist: [ValueID] = []

    init(_ function: Function, _ facts: ModuleFacts) {
        self.facts = facts
        constantMemory = ConstantMemory(facts)
        users = Users(function)
        states = SecondaryMap(initial: .unknown, count: function.values.count)
        bits = SecondaryMap(initial: 0, count: function.values.count)
        blocks = EntitySet(capacity: function.blocks.count)
        calls = EntitySet(capacity: function.blockCalls.count)
    }

    // The lattice.

    private func known(_ value: ValueID) -> Known {
        switch states[value] {
        case .unknown: .unknown
        case .constant: .constant(bits[value])
        case .varying: .varying
        }
    }

    private func constant(_ value: ValueID) -> UInt64? { states[value] == .constant ? bits[value] : nil }

    /// Adds `new` to what is known of `value`.
    private mutating func meet(_ value: ValueID, _ new: Known) {
        switch (known(value), new) {
        case (_, .unknown), (.varying, _): return
        case (.unknown, .constant(let constant)):
            states[value] = .constant
            bits[value] = constant
        case (.constant(let old), .constant(let constant)) where old == constant: return
        case (.constant, .constant), (.unknown, .varying), (.constant, .varying): states[value] = .varying
        }
        valueWorklist.append(value)
    }

    // Propagation.

    mutating func propagate(_ function: Function) {
        guard let entry = function.entry else { return }
        for parameter in function.parameters(entry) { meet(parameter, .varying) }
        blocks.insert(entry)
        blockWorklist.append(entry)
        while true {
            if let value = valueWorklist.popLast() {
                for user in users[value] {
                    if let block = function.layout.block(of: user), blocks.contains(block) { visit(user, function) }
                }
            } else if let block = blockWorklist.popLast() {
                for instruction in function.layout.instructions(block) { visit(instruction, function) }
            } else {
                return
            }
        }
    }

    private mutating func visit(_ instruction: InstructionID, _ function: Function) {
        let data = function[instruction]
        if data.opcode.isTerminator { return visitTerminator(instruction, function) }
        guard function.resultCount(instruction) > 0 else { return }
        if data.opcode == .select {
            return meet(function.result(instruction), select(data))
        }
        if data.opcode == .load {
            return meet(function.result(instruction), load(data, function))
        }
        switch operands(data) {
        case .varying: return meetAll(instruction, .varying, function)
        case .unknown: return
        case .constant: break
        }
        switch Evaluate.instruction(
            instruction, in: function, pointerBytes: facts.memory.pointerBytes, constant: constant)
        {
        case .value(let value): meet(function.result(instruction), .constant(value))
        case .valueAndFlag(let value, let flag):
            meet(function.result(instruction, 0), .constant(value))
            meet(function.result(instruction, 1), .constant(flag ? 1 : 0))
        case .trap, .notPure, nil: meetAll(instruction, .varying, function)
        }
    }

    /// What is known of the operands together: constants are computed with only when all are, and what is unknown is
    /// waited for. What cannot be computed varies at once.
    private func operands(_ data: Instruction) -> State {
        switch data.opcode.info.format {
        case .immediate: .constant
        case .unary: states[data.valueA]
        case .binary, .integerCompare, .floatCompare: together(states[data.valueA], states[data.valueB])
        case .ternary: together(together(states[data.valueA], states[data.valueB]), states[data.valueC])
        case .nullary, .trap, .dynamicCompare, .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet,
            .rootGet, .rootSet, .load, .store, .fieldGet, .fieldSet, .call, .indirectCall, .closureCall, .send,
            .service,
            .closure, .jump, .branch, .switchTable, .list, .number:
            .varying
        }
    }

    private func together(_ one: State, _ other: State) -> State {
        if one == .unknown || other == .unknown { return .unknown }
        return one == .constant && other == .constant ? .constant : .varying
    }

    private mutating func meetAll(_ instruction: InstructionID, _ new: Known, _ function: Function) {
        for result in function.results(instruction) { meet(result, new) }
    }

    private func select(_ data: Instruction) -> Known {
        switch known(data.valueA) {
        case .unknown: return .unknown
        case .constant(let condition): return known(condition & 1 == 0 ? data.valueC : data.valueB)
        case .varying:
            let (yes, no) = (known(data.valueB), known(data.valueC))
            if yes == .unknown || no == .unknown { return .unknown }
            return yes == no ? yes : .varying
        }
    }

    private func load(_ data: Instruction, _ function: Function) -> Known {
        var value: UInt64?
        switch known(data.valueA) {
        case .unknown: return .unknown
        case .constant(let address):
            value = constantMemory.value(data.type, at: address &+ UInt64(bitPattern: Int64(data.offset)))
        case .varying:
            let address = KnownAddress(data.valueA, offset: Int64(data.offset), in: function)
            if case .global(let global) = address.base {
                value = constantMemory.value(data.type, in: global, at: address.offset)
            }
        }
        return value.map(Known.constant) ?? .varying
    }

    private mutating func visitTerminator(_ terminator: InstructionID, _ function: Function) {
        let targets = function.distinctBlockCallIDs(terminator)
        if targets.count < 2 {
            if let only = targets.first { visitCall(only, terminator, function) }
            return
        }
        switch states[function[terminator].valueA] {
        case .unknown: break
        case .constant:
            let target = function.decidedTarget(terminator, constant: constant)
            if let target { visitCall(target, terminator, function) }
        case .varying: for call in targets { visitCall(call, terminator, function) }
        }
    }

    private mutating func visitCall(_ call: BlockCallID, _ terminator: InstructionID, _ function: Function) {
        calls.insert(call)
        let target = function.blockCalls[call].block
        for (parameter, argument) in zip(function.parameters(target), function.arguments(call)) {
            meet(parameter, knownOnEdge(argument, call, terminator, function))
        }
        if blocks.insert(target) { blockWorklist.append(target) }
    }

    /// What is known of an argument, also from the branch that took this edge.
    private func knownOnEdge(
        _ argument: ValueID, _ call: BlockCallID, _ terminator: InstructionID, _ function: Function
    ) -> Known {
        let data = function[terminator]
        guard data.opcode.info.format == .branch, data.b != data.c else { return known(argument) }
        let isTrue = call.rawValue == data.b
        if argument == data.valueA { return .constant(isTrue ? 1 : 0) }
        guard let instruction = function.definingInstruction(data.valueA), function[instruction].opcode == .icmp,
            function[instruction].integerCondition == (isTrue ? .eq : .ne), function[instruction].valueA == argument,
            let bits = function.constantBits(function[instruction].valueB)
        else { return known(argument) }
        return .constant(bits)
    }

    // Rewriting.

    func rewrite(_ function: inout Function, _ counters: inout PassCounters) -> Bool {
        var replacement = ValueReplacement(function)
        var (folded, branches) = (0, 0)
        for block in function.layout.blocks where blocks.contains(block) {
            for parameter in function.parameters(block) where block != function.entry {
                guard let constant = makeConstant(parameter, .none, &function) else { continue }
                function.layout.prepend(constant, to: block)
                replacement.replace(parameter, by: function.result(constant))
                folded += 1
            }
            for instruction in function.layout.instructions(block) {
                if function[instruction].opcode.isTerminator {
                    if isFoldable(instruction, function), function.foldBranch(instruction, constant: constant) {
                        branches += 1
                    }
                } else {
                    folded += fold(instruction, &replacement, &function)
                }
            }
        }
        replacement.apply(to: &function)
        let removed = branches == 0 ? 0 : function.removeUnreachableBlocks(ControlFlowGraph(function))
        counters.count("constants", folded)
        counters.count("branches", branches)
        counters.count("unreachable blocks", removed)
        return folded + branches > 0
    }

    /// Whether a terminator may go fewer ways than it says, by a quick look.
    private func isFoldable(_ terminator: InstructionID, _ function: Function) -> Bool {
        let data = function[terminator]
        if data.opcode.info.format == .switchTable { return true }
        guard data.opcode.info.format == .branch else { return false }
        return states[data.valueA] == .constant
            || function.blockCalls[BlockCallID(rawValue: data.b)].block
                == function.blockCalls[BlockCallID(rawValue: data.c)].block
    }

    /// Replaces what is constant of an instruction's results; answers how many there were.
    private func fold(
        _ instruction: InstructionID, _ replacement: inout ValueReplacement, _ function: inout Function
    ) -> Int {
        guard function[instruction].opcode.info.format != .immediate else { return 0 }
        let results = function.results(instruction)
        if results.count == 1, let bits = constant(results[0]), isFoldable(results[0], function) {
            var data = Instruction(
                function.type(results[0]).isFloat ? .fconst : .iconst, type: function.type(results[0]))
            data.immediate = bits
            function[instruction] = data
            return 1
        }
        var folded = 0
        for result in results {
            guard let constant = makeConstant(result, function.location(instruction), &function) else { continue }
            function.layout.insert(constant, after: instruction)
            replacement.replace(result, by: function.result(constant))
            folded += 1
        }
        return folded
    }

    private func isFoldable(_ value: ValueID, _ function: Function) -> Bool {
        function.type(value).isInteger || function.type(value).isFloat
    }

    /// An instruction for a value that is constant and used, in no place of the layout yet.
    private func makeConstant(
        _ value: ValueID, _ location: LocationID, _ function: inout Function
    ) -> InstructionID? {
        guard let bits = constant(value), !users[value].isEmpty, isFoldable(value, function) else { return nil }
        return function.makeConstant(bits, function.type(value), location: location)
    }
}
