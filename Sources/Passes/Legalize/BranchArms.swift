// Makes branches of choices between values that take several instructions each on a target without their type: an arm
// that nothing else needs is then computed only where it is chosen. Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Moves the arms of selects behind branches, for the types that the target computes piece by piece.
    public static let branchArms = Pass(
        name: "branch-arms", summary: "Compute wide and float arms of selects only where they are chosen"
    ) { function, cache in
        var count = 0
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) where function[instruction].opcode == .select {
                let uses = UseCounts(function)
                if ArmBranch.run(instruction, uses, &function) { count += 1 }
            }
        }
        cache.counters.count("selects", count)
        return count > 0
    }
}

/// The work on one select.
private enum ArmBranch {
    /// Answers whether it became a branch.
    static func run(_ select: InstructionID, _ uses: UseCounts, _ function: inout Function) -> Bool {
        let data = function[select]
        guard isWide(data.type), data.valueB != data.valueC, let block = function.layout.block(of: select) else {
            return false
        }
        let arms = [data.valueB, data.valueC].map { computation($0, in: block, uses, function) }
        guard arms.contains(where: { !$0.isEmpty }) else { return false }
        let rest = function.splitBlock(block, after: select)
        let parameter = function.appendParameter(rest, data.type)
        let location = function.location(select)
        let old = function.result(select)
        var targets: [BlockCallID] = []
        for (value, code) in zip([data.valueB, data.valueC], arms) {
            guard !code.isEmpty else {
                targets.append(function.makeBlockCall(rest, [value]))
                continue
            }
            let arm = function.makeBlock()
            function.layout.insert(arm, after: block)
            for instruction in code { function.layout.move(instruction, toEndOf: arm) }
            function.appendJump(to: function.makeBlockCall(rest, [value]), in: arm, location: location)
            targets.append(function.makeBlockCall(arm, []))
        }
        function.layout.remove(select)
        let branch = Instruction(.branch, a: data.valueA.rawValue, b: targets[0].rawValue, c: targets[1].rawValue)
        let id = function.makeInstruction(branch, results: [], location: location)
        function.layout.append(id, to: block)
        function.replaceValues { $0 == old ? parameter : $0 }
        return true
    }

    /// Whether the operations of a type take several instructions where it is missing.
    private static func isWide(_ type: Type) -> Bool {
        switch type.kind {
        case .i64, .f32, .f64: true
        case .i1, .i8, .i16, .i32, .f16, .ptr, .any, .ref: false
        }
    }

    /// The instructions of `block` that are there for `value` alone, in order.
    private static func computation(
        _ value: ValueID, in block: BlockID, _ uses: UseCounts, _ function: Function
    ) -> [InstructionID] {
        var found = EntitySet<InstructionID>(capacity: function.instructions.count)
        var worklist = [value]
        while let next = worklist.popLast() {
            guard uses[next] == 1, let instruction = function.definingInstruction(next),
                function.layout.block(of: instruction) == block, function[instruction].opcode.isPure,
                function.resultCount(instruction) == 1, function[instruction].opcode != .iconst,
                function[instruction].opcode != .fconst, found.insert(instruction)
            else { continue }
            worklist += function.operands(instruction)
        }
        return function.layout.instructions(block).filter { found.contains($0) }
    }
}
