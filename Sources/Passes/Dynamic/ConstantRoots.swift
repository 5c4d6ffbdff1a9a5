// What constant roots hold.

import IR
import Support

extension Instruction {
    /// What the root starts with, and so always holds, when the instruction is a `root_get` of a constant one.
    func constantRoot(_ roots: PrimaryMap<RootID, Root>) -> RootValue? {
        guard opcode == .rootGet, roots[root].isConstant else { return nil }
        var value = roots[root].value
        while case .same(let other) = value { value = roots[other].value }
        return value
    }
}
