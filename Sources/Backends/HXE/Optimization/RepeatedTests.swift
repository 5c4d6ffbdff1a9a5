// Drops comparisons whose outcome is in Z already, because the same comparison was the last to change the flags: choices
// between pairs of words ask the same question twice. Requires: virtual registers, before allocation.

import HSXMachine

/// Removes repeated comparisons.
struct RepeatedTests {
    static func run(_ function: inout MachineFunction) {
        var uses: [Int]?
        for block in function.order
        where function.blocks[block].instructions.contains(where: { $0.form == .conditional }) {
            let counts = uses ?? countUses(function)
            uses = counts
            var code = function.blocks[block].instructions
            var known: [MachineInstruction] = []
            var index = 0
            while index < code.count {
                let length = testLength(code, index, function, counts)
                if length > 0 {
                    let test = Array(code[index..<(index + length)])
                    if known.count == length, zip(known, test).allSatisfy(isSame) {
                        code.removeSubrange(index..<(index + length))
                        continue
                    }
                    known = test
                    index += length
                    continue
                }
                let instruction = code[index]
                if instruction.writesFlags || instruction.form == .service { known = [] }
                function.forEachDefinition(instruction) { register in
                    if known.contains(where: { $0.rs1 == register || $0.rs2 == register }) { known = [] }
                }
                index += 1
            }
            function.blocks[block].instructions = code
        }
    }

    /// The number of instructions of the test that begins at `index`: a comparison alone, or with the SBC that turns
    /// its borrow into Z; 0 where there is none.
    private static func testLength(
        _ code: [MachineInstruction], _ index: Int, _ function: MachineFunction, _ uses: [Int]
    ) -> Int {
        let first = code[index]
        if first.form == .test { return 1 }
        guard first.form == .plain, first.opcode == .cmp else { return 0 }
        guard index + 1 < code.count else { return 1 }
        let next = code[index + 1]
        let isBorrow =
            next.form == .plain && next.opcode == .sbc && next.rs1 == next.rs2 && next.rd.isVirtual
            && uses[next.rd.index] == 0
        return isBorrow ? 2 : 1
    }

    private static func isSame(_ left: MachineInstruction, _ right: MachineInstruction) -> Bool {
        // SBC r, r answers the same for every r.
        if left.opcode == .sbc, right.opcode == .sbc { return true }
        return left.form == right.form && left.opcode == right.opcode && left.rs1 == right.rs1 && left.rs2 == right.rs2
    }

    private static func countUses(_ function: MachineFunction) -> [Int] {
        var uses = Array(repeating: 0, count: function.registerCount)
        for block in function.order {
            for instruction in function.blocks[block].instructions {
                function.forEachUse(instruction) { uses[$0.index] += 1 }
            }
        }
        return uses
    }
}
