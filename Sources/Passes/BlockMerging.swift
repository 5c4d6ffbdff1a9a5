// Joins blocks: a block with the block it jumps to, when nothing else goes there, and the two arms of a branch that do
// the same.
// Requires: no unreachable blocks.

import IR
import Support

enum BlockMerging {
    /// Appends each block that only one jump leads to to the block that jumps; answers how many blocks went away.
    static func mergeStraightLines(_ function: inout Function, _ graph: ControlFlowGraph) -> Int {
        let incoming = function.incomingCalls()
        var replacement = ValueReplacement(function)
        var merged = 0
        for block in graph.reversePostorder where function.layout.contains(block) {
            while let jump = function.terminator(block), function[jump].opcode.info.format == .jump {
                let call = BlockCallID(rawValue: function[jump].a)
                let next = function.blockCalls[call].block
                guard next != function.entry, next != block, incoming[next].count == 1 else { break }
                for (parameter, argument) in zip(function.parameters(next), function.arguments(call)) {
                    replacement.replace(parameter, by: argument)
                }
                function.layout.remove(jump)
                for instruction in function.layout.instructions(next) {
                    function.layout.move(instruction, toEndOf: block)
                }
                function.layout.remove(next)
                merged += 1
            }
        }
        replacement.apply(to: &function)
        return merged
    }

    /// Makes a branch a jump where both ways do the same and then go to the same place; answers how many there were.
    static func mergeIdenticalArms(_ function: inout Function) -> Int {
        let incoming = function.incomingCalls()
        var uses: UseCounts?
        var merged = 0
        for block in function.layout.blocks {
            guard let branch = function.terminator(block), function[branch].opcode.info.format == .branch else {
                continue
            }
            let calls = function.blockCallIDs(branch)
            let (yes, no) = (function.blockCalls[calls[0]].block, function.blockCalls[calls[1]].block)
            guard yes != no, incoming[yes].count == 1, incoming[no].count == 1, function.parameters(yes).isEmpty,
                function.parameters(no).isEmpty
            else { continue }
            let (left, right) = (function.layout.instructions(yes), function.layout.instructions(no))
            guard left.count == right.count, left.count <= armLimit,
                zip(left, right).allSatisfy({ function[$0].opcode == function[$1].opcode })
            else { continue }
            guard areIdentical(left, right, &uses, function) else { continue }
            function[branch] = Instruction(.jump, a: calls[0].rawValue)
            // What the variables are differs between the two.
            function.layout.detachAll(yes)
            merged += 1
        }
        return merged
    }

    /// Longer arms are not compared.
    private static let armLimit = 24

    /// Whether `right` computes what `left` does, in the same order, and hands on nothing but equal values.
    private static func areIdentical(
        _ left: [InstructionID], _ right: [InstructionID], _ uses: inout UseCounts?, _ function: Function
    ) -> Bool {
        var pairs: [(left: ValueID, right: ValueID)] = []
        func matches(_ first: ValueID, _ second: ValueID) -> Bool {
            first == second || pairs.contains { $0.left == first && $0.right == second }
        }
        for (first, second) in zip(left, right) {
            guard function.isSameOperation(first, second) else { return false }
            let (operands, others) = (function.operands(first), function.operands(second))
            guard operands.count == others.count, zip(operands, others).allSatisfy(matches) else { return false }
            pairs += zip(function.results(first), function.results(second)).map { ($0, $1) }
        }
        var outsideUses = uses ?? UseCounts(function)
        uses = nil
        let operands = (left + right).flatMap(function.operands)
        for operand in operands { outsideUses[operand] -= 1 }
        let areUnused = pairs.allSatisfy { outsideUses[$0.left] == 0 && outsideUses[$0.right] == 0 }
        for operand in operands { outsideUses[operand] += 1 }
        uses = outsideUses
        return areUnused
    }
}

extension Function {
    /// Whether two instructions do the same to their operands; for terminators also whether they lead to the same
    /// blocks.
    func isSameOperation(_ left: InstructionID, _ right: InstructionID) -> Bool {
        let (first, second) = (self[left], self[right])
        guard first.opcode == second.opcode, first.type == second.type, first.aux == second.aux else { return false }
        switch first.opcode.info.format {
        case .nullary, .trap, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary,
            .closureCall, .list:
            return true
        case .immediate: return first.immediate == second.immediate
        case .global, .slot: return first.a == second.a && first.offset == second.offset
        case .load, .store, .fieldGet, .fieldSet: return first.c == second.c
        case .function, .variableGet, .variableSet, .rootGet, .rootSet, .call, .indirectCall, .send, .service, .closure:
            return first.a == second.a
        case .number: return first.b == second.b
        case .jump, .branch:
            return blockCallIDs(left).map { blockCalls[$0].block } == blockCallIDs(right).map { blockCalls[$0].block }
        case .switchTable:
            let (cases, others) = (switchTables[first.switchTable].cases, switchTables[second.switchTable].cases)
            return cases.map(\.value) == others.map(\.value)
                && blockCallIDs(left).map { blockCalls[$0].block } == blockCallIDs(right).map { blockCalls[$0].block }
        }
    }
}
