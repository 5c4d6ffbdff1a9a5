// What the kind inference wants to know of a function before it starts, and what follows from where control is.

import IR
import Support

/// That a value is one of some kinds.
struct KindFact: Sendable {
    let value: ValueID
    let kinds: ValueKinds
}

/// The blocks of a function in order, and what tests have shown in each.
struct KindShape: Sendable {
    /// Reachable blocks in reverse postorder.
    let order: [BlockID]
    private let tree: DominatorTree?
    /// What holds in a block, and in those that it dominates; by value, empty for those that are never tested.
    private var tested: SecondaryMap<ValueID, [(block: BlockID, kinds: ValueKinds)]>
    private let tests: KindTests

    init(_ function: Function, _ tests: KindTests) {
        self.tests = tests
        tested = SecondaryMap(initial: [], count: function.values.count)
        guard function.entry != nil else {
            order = []
            tree = nil
            return
        }
        let graph = ControlFlowGraph(function)
        order = graph.reversePostorder
        tree = DominatorTree(function, graph)
        for block in order {
            guard let terminator = function.terminator(block), function[terminator].opcode == .branch else { continue }
            let calls = function.blockCallIDs(terminator)
            for (call, truth) in zip(calls, [true, false]) {
                let target = function.blockCalls[call].block
                guard graph.predecessors(target).count == 1 else { continue }
                for fact in facts(function[terminator].valueA, truth, function) {
                    tested[fact.value].append((target, fact.kinds))
                }
            }
        }
    }

    /// What tests have shown of `value` where `block` begins.
    func mask(_ value: ValueID, in block: BlockID) -> ValueKinds {
        let list = tested[value]
        guard !list.isEmpty, let tree else { return .all }
        var mask = ValueKinds.all
        for entry in list where tree.dominates(entry.block, block) { mask.formIntersection(entry.kinds) }
        return mask
    }

    /// What follows when a flag is `truth`.
    func facts(_ flag: ValueID, _ truth: Bool, _ function: Function) -> [KindFact] {
        guard let instruction = function.definingInstruction(flag) else { return [] }
        let data = function[instruction]
        if data.opcode == .not { return facts(data.valueA, !truth, function) }
        if data.opcode == (truth ? .and : .or) {
            return facts(data.valueA, truth, function) + facts(data.valueB, truth, function)
        }
        if data.opcode == .isNil {
            return [KindFact(value: data.valueA, kinds: truth ? .null : ValueKinds.all.subtracting(.null))]
        }
        guard data.opcode == .isRef else { return [] }
        let kinds = truth ? tests.possible(data.type) : ValueKinds.all.subtracting(tests.certain(data.type))
        return [KindFact(value: data.valueA, kinds: kinds)]
    }

    /// Whether all dynamic fields of a new object are set before anything else can happen.
    static func isInitialized(_ alloc: InstructionID, _ function: Function, _ layout: ObjectLayout) -> Bool {
        var missing = Set(layout.fields.indices.filter { layout.fields[$0].type.isDynamic })
        let object = function.result(alloc)
        var next = function.layout.next(alloc)
        while !missing.isEmpty, let instruction = next {
            let data = function[instruction]
            if data.opcode == .fieldSet, data.valueA == object {
                missing.remove(Int(data.c))
            } else if !data.opcode.isPure {
                return false
            }
            next = function.layout.next(instruction)
        }
        return missing.isEmpty
    }
}
