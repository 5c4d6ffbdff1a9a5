// The test that ends a counting loop: where the counter certainly meets the bound, "less" and "not equal" are the same,
// and the latter is cheaper on most machines and can be asked of a pointer as well.

import IR
import Support

/// A comparison of an induction variable with a bound from outside, which leaves the loop in every iteration that it
/// fails in.
struct ExitTest {
    let compare: InstructionID
    let variable: InductionVariable
    /// Whether the compared value is the next value of the variable, not the current one.
    let isNext: Bool
    let bound: ValueID
    /// The relation while the loop goes on, with the bound on the right.
    let condition: IntegerCondition

    /// The exit test of `loop` that `branch`, at the end of `block`, decides.
    init?(
        _ loop: InductionLoop, block: BlockID, _ function: Function, _ tree: DominatorTree
    ) {
        guard let branch = function.terminator(block), function[branch].opcode.info.format == .branch,
            loop.loop.latches.allSatisfy({ tree.dominates(block, $0) }),
            let compare = function.definingInstruction(function[branch].valueA), function[compare].opcode == .icmp,
            function.layout.block(of: compare) == block
        else { return nil }
        let targets = function.successors(block)
        let staysWhenTrue = loop.loop.blocks.contains(targets[0])
        guard staysWhenTrue != loop.loop.blocks.contains(targets[1]) else { return nil }
        let data = function[compare]
        let holding = staysWhenTrue ? data.integerCondition : data.integerCondition.inverted
        for (value, bound, condition) in [
            (data.valueA, data.valueB, holding), (data.valueB, data.valueA, holding.swapped),
        ] where !loop.defines(bound, function) || function.constantBits(bound) != nil {
            guard let variable = loop.variables.first(where: { $0.parameter == value || $0.next == value }) else {
                continue
            }
            self.compare = compare
            self.variable = variable
            isNext = value == variable.next
            self.bound = bound
            self.condition = condition
            return
        }
        return nil
    }

    /// Whether the variable counts up by one to the bound and so meets it: what "less" says, "not equal" says too.
    func certainlyMeetsBound(_ loop: InductionLoop, _ function: Function, _ graph: ControlFlowGraph) -> Bool {
        guard variable.step == 1, condition == .ult || condition == .slt else { return false }
        let signBit = variable.type.integerMask ^ (variable.type.integerMask >> 1)
        // In order, a signed number with its sign bit flipped is an unsigned one.
        let flip = condition == .slt ? signBit : 0
        if let start = function.constantBits(variable.start), let bound = function.constantBits(bound) {
            return isNext ? start ^ flip < bound ^ flip : start ^ flip <= bound ^ flip
        }
        return isGuarded(loop, function, graph)
    }

    /// Whether a branch before the loop has made sure that the start is less than the bound.
    private func isGuarded(_ loop: InductionLoop, _ function: Function, _ graph: ControlFlowGraph) -> Bool {
        guard var block = graph.predecessors(loop.loop.header).first(where: { !loop.loop.blocks.contains($0) }) else {
            return false
        }
        var target = loop.loop.header
        var steps = 0
        while steps < 8 {
            steps += 1
            if let branch = function.terminator(block), function[branch].opcode.info.format == .branch,
                let test = function.definingInstruction(function[branch].valueA), function[test].opcode == .icmp
            {
                let targets = function.successors(block)
                if targets[0] != targets[1], establishesOrder(function[test], isTrue: targets[0] == target, function) {
                    return true
                }
            }
            guard graph.predecessors(block).count == 1 else { return false }
            (target, block) = (block, graph.predecessors(block)[0])
        }
        return false
    }

    private func establishesOrder(_ test: Instruction, isTrue: Bool, _ function: Function) -> Bool {
        let holding = isTrue ? test.integerCondition : test.integerCondition.inverted
        func same(_ left: ValueID, _ right: ValueID) -> Bool {
            if left == right { return true }
            guard let bits = function.constantBits(left) else { return false }
            return function.constantBits(right) == bits
        }
        for (left, right, relation) in [
            (test.valueA, test.valueB, holding), (test.valueB, test.valueA, holding.swapped),
        ] where test.type == variable.type {
            if same(left, variable.start), same(right, bound), relation == condition { return true }
            // Above zero is the same as not zero.
            if condition == .ult, function.constantBits(variable.start) == 0, same(left, bound),
                function.constantBits(right) == 0, relation == .ne || relation == .ugt
            {
                return true
            }
        }
        return false
    }

    /// Whether no value but the bound that the variable can have maps to the image of the bound under a multiplication
    /// by `scale`.
    func isInjective(scale: UInt64, _ function: Function) -> Bool {
        if scale & 1 == 1 { return true }
        let mask = variable.type.integerMask
        let scale = scale & mask
        guard let start = function.constantBits(variable.start), let bound = function.constantBits(bound), scale != 0
        else {
            return false
        }
        let first = isNext ? (start &+ variable.step) & mask : start
        let isDown = variable.step > mask / 2
        let distance = (isDown ? first &- bound : bound &- first) & mask
        let step = (isDown ? 0 &- variable.step : variable.step) & mask
        guard step != 0, distance % step == 0 else { return false }
        let magnitude = scale > mask / 2 ? (0 &- scale) & mask : scale
        let reach = distance.multipliedReportingOverflow(by: magnitude)
        return !reach.overflow && reach.partialValue <= mask
    }
}
