// Global value numbering over the dominator tree: a computation that a dominating block has done already is not done
// again, and what a branch has decided is known in the blocks that only its one arm reaches. Block parameters whose
// arguments agree go. Divisions and other computations whose only effect is a trap take part: the earlier one would
// have trapped. Requires: the function is in SSA form. Source: Briggs, Cooper, Simpson, "Value Numbering", 1997 (the
// dominator-based scheme).

import IR
import Support

extension Pass {
    /// Removes computations that were done before.
    static let gvn = Pass(
        name: "gvn", summary: "Reuse computations of dominating blocks, and what branches decide",
        preserves: .controlFlow
    ) { function, cache in
        var numbering = ValueNumbering(&function, cache.controlFlowGraph(function), cache.dominatorTree(function))
        // A merged parameter can make more computations equal; few functions need a third round.
        var rounds = 0
        while numbering.run(), rounds < 4 { rounds += 1 }
        _ = numbering.run(knowingFlagArguments: true)
        swap(&function, &numbering.function)
        for (name, count) in [
            ("removed", numbering.removed), ("parameters", numbering.mergedParameters), ("facts", numbering.usedFacts),
        ] where count > 0 { cache.counters.count(name, count) }
        return numbering.changed
    }
}

/// The walk over the dominator tree.
struct ValueNumbering {
    /// What is known about a computation.
    enum Entry {
        /// Its results are those of this instruction.
        case leader(InstructionID)
        /// A branch has decided it.
        case decided(Bool)
    }

    var function: Function
    private let graph: ControlFlowGraph
    private let tree: DominatorTree
    private(set) var changed = false
    private(set) var removed = 0
    private(set) var mergedParameters = 0
    private(set) var usedFacts = 0

    /// For each value the earlier one that equals it.
    private var leaders: SecondaryMap<ValueID, UInt32>
    /// The computations of the blocks that dominate the current place; the key is the instruction in normal form.
    private var table: [Instruction: Entry] = [:]
    private var tableLog: [(key: Instruction, old: Entry?)] = []
    /// Values that are constant in the current block, because of a branch.
    private var facts: SecondaryMap<ValueID, UInt64?>
    private var factLog: [ValueID] = []
    private var knowingFlagArguments = false
    private var droppedParameters: [(block: BlockID, isDropped: [Bool])] = []

    /// Takes the function over.
    init(_ source: inout Function, _ graph: ControlFlowGraph, _ tree: DominatorTree) {
        self.graph = graph
        self.tree = tree
        leaders = SecondaryMap(initial: .max, count: source.values.count)
        facts = SecondaryMap(initial: nil, count: source.values.count)
        function = Function(name: "")
        swap(&function, &source)
    }

    /// One walk; answers whether another could find more.
    ///
    /// What a branch decides is used in block arguments only when `knowingFlagArguments`, and then for flags only, so
    /// that jump threading sees them: elsewhere it would make the arguments of a parameter differ that agree, and cost
    /// a constant.
    mutating func run(knowingFlagArguments: Bool = false) -> Bool {
        guard let entry = function.entry else { return false }
        self.knowingFlagArguments = knowingFlagArguments
        let incoming = incomingCalls()
        var stack: [(block: BlockID, marks: (table: Int, facts: Int)?)] = [(entry, nil)]
        while let (block, marks) = stack.popLast() {
            if let marks {
                undo(to: marks)
                continue
            }
            stack.append((block, (tableLog.count, factLog.count)))
            if block != entry {
                learnFromBranch(into: block)
                mergeParameters(of: block, incoming)
            }
            for instruction in function.layout.instructions(block) { visit(instruction) }
            for child in tree.children(block).reversed() { stack.append((child, nil)) }
        }
        let merged = !droppedParameters.isEmpty
        dropParameters()
        function.replaceBoundValues { [leaders] value in
            var leader = value
            while leaders[leader] != .max { leader = ValueID(rawValue: leaders[leader]) }
            return leader
        }
        return merged
    }

    private mutating func undo(to marks: (table: Int, facts: Int)) {
        while tableLog.count > marks.table, let last = tableLog.popLast() { table[last.key] = last.old }
        while factLog.count > marks.facts, let last = factLog.popLast() { facts[last] = nil }
    }

    // Instructions.

    private mutating func visit(_ instruction: InstructionID) {
        useLeaders(instruction)
        let data = function[instruction]
        guard data.opcode.effects.isSubset(of: .traps), function.resultCount(instruction) > 0 else { return }
        let key = ValueNumbering.normalForm(data)
        switch table[key] {
        case .leader(let leader) where leader == instruction:
            // A constant that was put here for a parameter.
            break
        case .leader(let leader):
            for index in 0..<function.resultCount(instruction) {
                leaders[function.result(instruction, index)] = function.result(leader, index).rawValue
            }
            function.layout.remove(instruction)
            removed += 1
            changed = true
        case .decided(let isTrue):
            usedFacts += 1
            changed = true
            function[instruction] = .constant(isTrue ? 1 : 0, .i1)
            visit(instruction)
        case nil:
            enter(key, .leader(instruction))
        }
    }

    /// Makes the operands the leaders of their values, or the constants that they are here because of a branch.
    private mutating func useLeaders(_ instruction: InstructionID) {
        var isNew = false
        function.mapOperands(instruction) { operand in
            var leader = operand
            while leaders[leader] != .max { leader = ValueID(rawValue: leaders[leader]) }
            if leader != operand { isNew = true }
            return leader
        }
        var known: [(value: ValueID, constant: ValueID)] = []
        for operand in function.directOperands(instruction) { learnConstant(operand, &known, before: instruction) }
        if !known.isEmpty {
            function.mapDirectOperands(instruction) { operand in
                known.first { $0.value == operand }?.constant ?? operand
            }
            isNew = true
        }
        if knowingFlagArguments, function[instruction].opcode.isTerminator {
            for call in function.blockCallIDs(instruction) {
                let arguments = function.lists.elements(function.blockCalls[call].arguments)
                known = []
                for argument in arguments where function.type(argument) == .i1 {
                    learnConstant(argument, &known, before: instruction)
                }
                guard !known.isEmpty else { continue }
                let new = arguments.map { argument in known.first { $0.value == argument }?.constant ?? argument }
                function.blockCalls[call].arguments = function.lists.make(new)
                isNew = true
            }
        }
        if isNew { changed = true }
    }

    private mutating func learnConstant(
        _ value: ValueID, _ known: inout [(value: ValueID, constant: ValueID)], before place: InstructionID
    ) {
        guard let bits = facts[value], !known.contains(where: { $0.value == value }) else { return }
        known.append((value, constant(bits, function.type(value), before: place)))
        usedFacts += 1
    }

    /// The one value that stands for all that equal `value`.
    func resolve(_ value: ValueID) -> ValueID {
        var leader = value
        while leaders[leader] != .max { leader = ValueID(rawValue: leaders[leader]) }
        return leader
    }

    /// A constant that dominates `place`: one that is there already, or a new one in front of it.
    private mutating func constant(_ bits: UInt64, _ type: Type, before place: InstructionID) -> ValueID {
        let data = Instruction.constant(bits, type)
        if case .leader(let leader) = table[data] { return function.result(leader) }
        let id = function.makeInstruction(data, results: [type])
        function.layout.insert(id, before: place)
        enter(data, .leader(id))
        return function.result(id)
    }

    private mutating func enter(_ key: Instruction, _ entry: Entry) {
        tableLog.append((key, table[key]))
        table[key] = entry
    }

    /// The instruction with its operands in the order of their ids where that changes nothing.
    static func normalForm(_ data: Instruction) -> Instruction {
        guard data.a > data.b else { return data }
        var normal = data
        if data.opcode.info.isCommutative {
            swap(&normal.a, &normal.b)
        } else if data.opcode.info.format == .integerCompare {
            swap(&normal.a, &normal.b)
            normal.aux = data.integerCondition.swapped.rawValue
        }
        return normal
    }

    // What branches decide.

    /// Records what holds in `block` because only one arm of a branch leads to it.
    private mutating func learnFromBranch(into block: BlockID) {
        let predecessors = graph.predecessors(block)
        guard predecessors.count == 1, let branch = function.terminator(predecessors[0]) else { return }
        let calls = function.blockCallIDs(branch)
        let arms = calls.indices.filter { function.blockCalls[calls[$0]].block == block }
        guard arms.count == 1, let arm = arms.first else { return }
        let data = function[branch]
        switch data.opcode.info.format {
        case .branch:
            learn(resolve(data.valueA), isTrue: arm == 0)
        case .switchTable:
            let cases = function.switchTables[data.switchTable].cases
            if arm < cases.count { learn(resolve(data.valueA), is: cases[arm].value) }
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet,
            .call,
            .indirectCall, .closureCall, .send, .service, .closure, .jump, .list, .number:
            break
        }
    }

    private mutating func learn(_ value: ValueID, is bits: UInt64) {
        guard facts[value] == nil, constantBits(value) == nil else { return }
        facts[value] = bits
        factLog.append(value)
    }

    private mutating func learn(_ condition: ValueID, isTrue: Bool) {
        var worklist = [(condition, isTrue)]
        while let (condition, isTrue) = worklist.popLast() {
            learn(condition, is: isTrue ? 1 : 0)
            guard let id = function.definingInstruction(condition) else { continue }
            let data = function[id]
            if data.opcode == .icmp { learnRelation(data, isTrue) }
            if data.opcode == .not { worklist.append((data.valueA, !isTrue)) }
            // What both operands must be for the whole to come out so.
            if data.opcode == (isTrue ? .and : .or) { worklist += [(data.valueA, isTrue), (data.valueB, isTrue)] }
        }
    }

    /// A comparison that came out decides others of the same operands; equality with a constant gives a value.
    private mutating func learnRelation(_ data: Instruction, _ isTrue: Bool) {
        let holding = isTrue ? data.integerCondition : data.integerCondition.inverted
        for other in IntegerCondition.allCases {
            guard let decided = holding.decides(other) else { continue }
            var key = data
            key.aux = other.rawValue
            enter(ValueNumbering.normalForm(key), .decided(decided))
        }
        guard holding == .eq, data.type.isInteger else { return }
        if let bits = constantBits(data.valueB) { learn(data.valueA, is: bits) }
        if let bits = constantBits(data.valueA) { learn(data.valueB, is: bits) }
    }

    private func constantBits(_ value: ValueID) -> UInt64? {
        guard let id = function.definingInstruction(value), function[id].opcode == .iconst else { return nil }
        return function[id].immediate
    }

    // Block parameters.

    /// The block calls to each block, from reachable blocks, each once.
    private func incomingCalls() -> SecondaryMap<BlockID, [BlockCallID]> {
        var incoming = SecondaryMap<BlockID, [BlockCallID]>(initial: [], count: function.blocks.count)
        for block in graph.reversePostorder {
            guard let branch = function.terminator(block) else { continue }
            for call in function.blockCallIDs(branch) where !incoming[function.blockCalls[call].block].contains(call) {
                incoming[function.blockCalls[call].block].append(call)
            }
        }
        return incoming
    }

    /// Finds parameters that equal a value from outside, or another parameter of the block.
    private mutating func mergeParameters(of block: BlockID, _ incoming: SecondaryMap<BlockID, [BlockCallID]>) {
        let parameters = function.parameters(block)
        guard !parameters.isEmpty else { return }
        let arguments = incoming[block].map { call in
            function.lists.elements(function.blockCalls[call].arguments).map(resolve)
        }
        var isDropped = [Bool](repeating: false, count: parameters.count)
        var columns: [[ValueID]: ValueID] = [:]
        for (index, parameter) in parameters.enumerated() {
            let column = arguments.map { $0[index] }
            if let equal = commonValue(column, parameter, at: block) {
                leaders[parameter] = equal.rawValue
                isDropped[index] = true
                continue
            }
            // Two parameters that get the same from everywhere, where each counts for the other.
            let key = column.map { $0 == parameter ? ValueID(rawValue: .max) : $0 }
            if let twin = columns[key], function.type(twin) == function.type(parameter) {
                leaders[parameter] = twin.rawValue
                isDropped[index] = true
            } else {
                columns[key] = parameter
            }
        }
        let count = isDropped.count { $0 }
        guard count > 0 else { return }
        droppedParameters.append((block, isDropped))
        mergedParameters += count
        changed = true
    }

    /// The value that all of `column` is, besides `parameter` itself.
    private mutating func commonValue(_ column: [ValueID], _ parameter: ValueID, at block: BlockID) -> ValueID? {
        let others = column.filter { $0 != parameter }
        guard let first = others.first else { return nil }
        if others.allSatisfy({ $0 == first }) { return first }
        guard let bits = constantBits(first), others.allSatisfy({ constantBits($0) == bits }),
            let place = function.layout.first(in: block)
        else { return nil }
        return constant(bits, function.type(parameter), before: place)
    }

    /// Takes the merged parameters out, with the arguments for them everywhere.
    private mutating func dropParameters() {
        guard changed else { return }
        var marks = SecondaryMap<BlockID, [Bool]>(initial: [], count: function.blocks.count)
        for (block, isDropped) in droppedParameters {
            marks[block] = isDropped
            function.filterParameters(block) { !isDropped[$0] }
        }
        droppedParameters = []
        var seen = EntitySet<BlockCallID>(capacity: function.blockCalls.count)
        for block in function.layout.blocks {
            // Unreachable code was not walked over, and back edges came before what they carry was known.
            for instruction in function.layout.instructions(block) { useLeaders(instruction) }
            guard let branch = function.terminator(block) else { continue }
            for call in function.blockCallIDs(branch) where seen.insert(call) {
                let isDropped = marks[function.blockCalls[call].block]
                guard !isDropped.isEmpty else { continue }
                let kept = zip(function.lists.elements(function.blockCalls[call].arguments), isDropped).filter { !$0.1 }
                function.blockCalls[call].arguments = function.lists.make(kept.map(\.0))
            }
        }
    }
}
