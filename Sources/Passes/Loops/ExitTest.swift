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
    /// Whether the loop goes on while the comparison as it is written holds.
    let staysWhenTrue: Bool
    /// The relation without "or equal" where that only shifts a constant bound, and that bound's bits.
    let strict: (condition: IntegerCondition, bound: UInt64?)

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
            self.staysWhenTrue = staysWhenTrue
            strict = Self.strict(condition, function.constantBits(bound), variable.type)
            return
        }
        return nil
    }

    private static func strict(
        _ condition: IntegerCondition, _ bound: UInt64?, _ type: Type
    ) -> (IntegerCondition, UInt64?) {
        guard let bound else { return (condition, nil) }
        let mask = type.integerMask
        let least = mask ^ (mask >> 1)
        switch condition {
        case .sge where bound != least: return (.sgt, (bound &- 1) & mask)
        case .uge where bound != 0: return (.ugt, (bound &- 1) & mask)
        case .sle where bound != least - 1: return (.slt, (bound &+ 1) & mask)
        case .ule where bound != mask: return (.ult, (bound &+ 1) & mask)
        case .eq, .ne, .ult, .ule, .ugt, .uge, .slt, .sle, .sgt, .sge: return (condition, bound)
        }
    }

    /// Whether the variable counts by one to the bound and so meets it: what "less" says (or "greater", on the way
    /// down), "not equal" says too.
    func certainlyMeetsBound(_ loop: InductionLoop, _ function: Function, _ graph: ControlFlowGraph) -> Bool {
        let isDown = variable.step == variable.type.integerMask || variable.step == .max
        switch strict.condition {
        case .ult, .slt: guard variable.step == 1 else { return false }
        case .ugt, .sgt: guard isDown else { return false }
        case .eq, .ne, .ule, .uge, .sle, .sge: return false
        }
        if let start = function.constantBits(variable.start), let bound = strict.bound {
            let (near, far) = isDown ? (ordered(bound), ordered(start)) : (ordered(start), ordered(bound))
            return isNext ? near < far : near <= far
        }
        return isGuarded(loop, function, graph)
    }

    /// A number whose unsigned order is the order of the condition.
    private func ordered(_ bits: UInt64) -> UInt64 {
        let signBit = variable.type.integerMask ^ (variable.type.integerMask >> 1)
        switch strict.condition {
        case .slt, .sle, .sgt, .sge: return bits ^ signBit
        case .eq, .ne, .ult, .ule, .ugt, .uge: return bits
        }
    }

    /// Whether a branch before the loop has made sure that the start is on the near side of the bound.
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
            if same(left, variable.start), isBound(right, function), relation == strict.condition { return true }
            if same(left, variable.start), isJustBeyond(right, relation, function) { return true }
            // Above zero is the same as not zero.
            if strict.condition == .ult, function.constantBits(variable.start) == 0, isBound(left, function),
                function.constantBits(right) == 0, relation == .ne || relation == .ugt
            {
                return true
            }
        }
        return false
    }

    private func isBound(_ value: ValueID, _ function: Function) -> Bool {
        guard let bits = strict.bound else { return value == bound }
        return function.constantBits(value) == bits
    }

    /// Whether what is in `relation` to the constant `limit` is on the near side of a constant bound, or, where the
    /// variable is tested before its step, has just met it.
    private func isJustBeyond(_ limit: ValueID, _ relation: IntegerCondition, _ function: Function) -> Bool {
        guard let bound = strict.bound, let bits = function.constantBits(limit) else { return false }
        switch (strict.condition, relation) {
        // What is greater as a signed number than one that is not negative, is as an unsigned one.
        case (.ugt, .sgt) where bits > variable.type.integerMask / 2,
            (.ugt, .sge) where bits > variable.type.integerMask / 2:
            return false
        case (.sgt, .sgt), (.ugt, .ugt), (.ugt, .sgt):
            return ordered(bits) >= ordered(bound) || (!isNext && ordered(bits) + 1 == ordered(bound))
        case (.ugt, .ne): return bits == 0 && bound <= (isNext ? 0 : 1)
        case (.sgt, .sge), (.ugt, .uge), (.ugt, .sge):
            return ordered(bits) > ordered(bound) || (!isNext && ordered(bits) >= ordered(bound))
        default: return false
        }
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
