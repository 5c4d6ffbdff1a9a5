// Simplifies single terminators: branches that always go one way, and branches on an inverted condition.

import IR
import Support

extension Function {
    /// Turns a branch or switch that can only go one way into a jump, and drops switch cases that go where the default
    /// goes; answers whether it changed anything. `constant` knows the bits of some values.
    mutating func foldBranch(_ terminator: InstructionID, constant: (ValueID) -> UInt64?) -> Bool {
        let data = self[terminator]
        if data.opcode.info.format == .branch {
            let (yes, no) = (BlockCallID(rawValue: data.b), BlockCallID(rawValue: data.c))
            if let bits = constant(data.valueA) {
                self[terminator] = Instruction(.jump, a: (bits & 1 == 0 ? no : yes).rawValue)
                return true
            }
            guard let joined = joinTargets(data.valueA, yes, no, constant) else { return false }
            self[terminator] = Instruction(.jump, a: joined.rawValue)
            return true
        }
        guard data.opcode.info.format == .switchTable else { return false }
        return foldSwitch(terminator, constant(data.valueA))
    }

    /// One block call for both ways of a branch to one block, where the arguments agree or are the condition itself.
    private mutating func joinTargets(
        _ condition: ValueID, _ yes: BlockCallID, _ no: BlockCallID, _ constant: (ValueID) -> UInt64?
    ) -> BlockCallID? {
        guard blockCalls[yes].block == blockCalls[no].block else { return nil }
        var joined: [ValueID] = []
        for (left, right) in zip(arguments(yes), arguments(no)) {
            if left == right {
                joined.append(left)
            } else if type(left) == .i1, constant(left) == 1 || left == condition,
                constant(right) == 0 || right == condition
            {
                joined.append(condition)
            } else {
                return nil
            }
        }
        return makeBlockCall(blockCalls[yes].block, joined)
    }

    private mutating func foldSwitch(_ terminator: InstructionID, _ bits: UInt64?) -> Bool {
        let id = self[terminator].switchTable
        let table = switchTables[id]
        if let bits {
            let target = table.cases.first { $0.value == bits }?.target ?? table.defaultTarget
            self[terminator] = Instruction(.jump, a: target.rawValue)
            return true
        }
        let kept = table.cases.filter { !areSame($0.target, table.defaultTarget) }
        if kept.isEmpty {
            self[terminator] = Instruction(.jump, a: table.defaultTarget.rawValue)
            return true
        }
        guard kept.count < table.cases.count else { return false }
        switchTables[id].cases = kept
        return true
    }

    private func areSame(_ left: BlockCallID, _ right: BlockCallID) -> Bool {
        blockCalls[left].block == blockCalls[right].block && arguments(left) == arguments(right)
    }

    /// Makes a branch on the negation of a condition a branch on that condition; answers whether it changed anything.
    mutating func simplifyCondition(_ terminator: InstructionID) -> Bool {
        guard self[terminator].opcode.info.format == .branch else { return false }
        var changed = false
        while let inner = unwrapCondition(self[terminator].valueA) {
            var data = self[terminator]
            data.valueA = inner.condition
            if inner.isInverted { (data.b, data.c) = (data.c, data.b) }
            self[terminator] = data
            changed = true
        }
        return changed
    }

    /// The condition that `value` equals or negates, one step back.
    private func unwrapCondition(_ value: ValueID) -> (condition: ValueID, isInverted: Bool)? {
        guard let instruction = definingInstruction(value) else { return nil }
        let data = self[instruction]
        guard data.type == .i1 else { return nil }
        if data.opcode == .not { return (data.valueA, true) }
        guard data.opcode == .xor || data.opcode == .icmp else { return nil }
        let (left, right) = (constantBits(data.valueA), constantBits(data.valueB))
        guard let bits = right ?? left else { return nil }
        let condition = right == nil ? data.valueB : data.valueA
        if data.opcode == .xor { return (condition, bits == 1) }
        switch data.integerCondition {
        case .eq: return (condition, bits == 0)
        case .ne: return (condition, bits == 1)
        case .slt, .sle, .sgt, .sge, .ult, .ule, .ugt, .uge: return nil
        }
    }
}
