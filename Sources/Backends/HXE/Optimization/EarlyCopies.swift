// Lets go of a loop variable before it advances: where a block ends with "previous becomes current, current becomes
// next", the first copy goes in front of the instruction that computes what comes next, if "previous" is not needed any
// more there. Next and current then share a register. Requires: virtual registers, before allocation.

import HSXMachine

/// Moves copies out of the parallel copies at the ends of blocks and on edges.
struct EarlyCopies {
    static func run(_ function: inout MachineFunction) {
        var liveness: Liveness?
        let predecessors = function.predecessors()
        for block in function.order {
            guard let last = function.blocks[block].instructions.last, last.form == .parallelCopy else { continue }
            // The copies of an edge look into the block that the edge comes from.
            let isEdge = function.blocks[block].instructions.count == 1 && predecessors[block.index].count == 1
            let home = isEdge ? predecessors[block.index][0] : block
            var other: MachineBlockID?
            if isEdge {
                guard case .branch(_, let taken, let rest) = function.blocks[home].terminator else { continue }
                other = taken == block ? rest : taken
            }
            var code = function.blocks[home].instructions
            if !isEdge { code.removeLast() }
            var pairs = function.parallelCopies[Int(last.aux)]
            var place = 0
            while place < pairs.count {
                guard let index = earlyPlace(place, pairs, code, function),
                    case .register(let target) = pairs[place].target, case .register(let source) = pairs[place].source,
                    !isNeeded(target, in: other, function, &liveness)
                else {
                    place += 1
                    continue
                }
                var copy = MachineInstruction.copy(target, source)
                copy.location = code[index].location
                code.insert(copy, at: index)
                pairs.remove(at: place)
            }
            guard pairs.count < function.parallelCopies[Int(last.aux)].count else { continue }
            function.parallelCopies[Int(last.aux)] = pairs
            function.blocks[home].instructions = isEdge ? code : code + [last]
        }
    }

    /// Whether control that goes to `block` still finds the old value of `register` there. What has moved since the
    /// liveness was found changes nothing of this: it is not needed there.
    private static func isNeeded(
        _ register: MachineRegister, in block: MachineBlockID?, _ function: MachineFunction,
        _ liveness: inout Liveness?
    ) -> Bool {
        guard let block else { return false }
        let known = liveness ?? Liveness(function)
        liveness = known
        return known.isLiveIn(register, block)
    }

    /// Where the copy number `place` may stand: in front of the instruction that defines what its source becomes.
    private static func earlyPlace(
        _ place: Int, _ pairs: [CopyPair], _ code: [MachineInstruction], _ function: MachineFunction
    ) -> Int? {
        guard case .register(let target) = pairs[place].target, target.isVirtual,
            case .register(let source) = pairs[place].source, source.isVirtual,
            let advance = pairs.first(where: { $0.target == .register(source) }),
            case .register(let next) = advance.source, next.isVirtual, next != target,
            !pairs.contains(where: { $0.source == .register(target) })
        else { return nil }
        var index = code.count - 1
        while index >= 0 {
            var (definesNext, touches) = (false, false)
            function.forEachDefinition(code[index]) { register in
                if register == next { definesNext = true }
                if register == target || register == source { touches = true }
            }
            function.forEachUse(code[index]) { if $0 == target { touches = true } }
            // Behind the instruction the source must not be needed either, or the two could not share a register.
            if !definesNext { function.forEachUse(code[index]) { if $0 == source { touches = true } } }
            if touches { return nil }
            if definesNext { return index }
            index -= 1
        }
        return nil
    }
}
