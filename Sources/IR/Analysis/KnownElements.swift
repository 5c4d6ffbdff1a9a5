// Which accesses to elements need no check, since a test in front of them has compared the index with the number of
// elements, which never changes. Requires: the function is in SSA form.

import Support

/// The accesses of a function to elements that are certainly there.
public struct KnownElements: Sendable {
    /// That an index is below the number of elements, in a block and those that it dominates.
    private struct Fact {
        let index: ValueID
        let block: BlockID
    }

    private var accesses = EntitySet<InstructionID>()

    public init(_ function: Function) {
        let candidates = function.layout.blocks.flatMap { block in
            function.layout.instructions(block).filter { KnownElements.isAccess(function[$0]) }
        }
        guard !candidates.isEmpty else { return }
        let graph = ControlFlowGraph(function)
        let facts = KnownElements.facts(function, graph)
        guard !facts.isEmpty else { return }
        let tree = DominatorTree(function, graph)
        for access in candidates {
            guard let block = function.layout.block(of: access), graph.isReachable(block) else { continue }
            let data = function[access]
            let index = KnownElements.wide(data.valueB, function)
            let isKnown = facts[data.valueA]?.contains { fact in
                (fact.index == index || fact.index == data.valueB) && tree.dominates(fact.block, block)
            }
            if isKnown == true { accesses.insert(access) }
        }
    }

    /// Whether the object and its element are there.
    public func contains(_ access: InstructionID) -> Bool { accesses.contains(access) }

    private static func isAccess(_ data: Instruction) -> Bool {
        data.opcode == .elementGet || data.opcode == .elementSet
    }

    /// What branches say, by object. That its elements have been counted tells that the object is there.
    private static func facts(_ function: Function, _ graph: ControlFlowGraph) -> [ValueID: [Fact]] {
        var facts: [ValueID: [Fact]] = [:]
        for block in graph.reversePostorder {
            guard let branch = function.layout.last(in: block), function[branch].opcode == .branch,
                let test = function.definingInstruction(function[branch].valueA), function[test].opcode == .icmp,
                function[test].integerCondition == .ult,
                let object = countedObject(function[test].valueB, function)
            else { continue }
            let target = function.blockCalls[BlockCallID(rawValue: function[branch].b)].block
            guard graph.predecessors(target) == [block], function[branch].b != function[branch].c else { continue }
            facts[object, default: []].append(Fact(index: function[test].valueA, block: target))
        }
        return facts
    }

    /// The object whose elements a value counts.
    private static func countedObject(_ value: ValueID, _ function: Function) -> ValueID? {
        guard var maker = function.definingInstruction(value) else { return nil }
        if function[maker].opcode == .zext, let inner = function.definingInstruction(function[maker].valueA) {
            maker = inner
        }
        return function[maker].opcode == .elementCount ? function[maker].valueA : nil
    }

    /// What an index was cut from: where that is below a number of 32 bits, the index is the same number.
    private static func wide(_ index: ValueID, _ function: Function) -> ValueID {
        guard let maker = function.definingInstruction(index), function[maker].opcode == .trunc else { return index }
        return function[maker].valueA
    }
}
