// What constant roots hold.

import IR
import Support

extension Instruction {
    /// What the root starts with, and so always holds, when the instruction is a `root_get` of a constant one.
    func constantRoot(_ roots: PrimaryMap<RootID, Root>) -> RootValue? { constantRootID(roots).map { roots[$0].value } }

    /// The root that says what a constant one starts with, when the instruction is a `root_get` of that.
    func constantRootID(_ roots: PrimaryMap<RootID, Root>) -> RootID? {
        guard opcode == .rootGet, roots[root].isConstant else { return nil }
        var id = root
        while case .same(let other) = roots[id].value { id = other }
        return id
    }
}

extension PrimaryMap<RootID, Root> {
    /// Whether two roots start with one object; nil for numbers, of which that is open.
    func areIdentical(_ one: RootID, _ other: RootID) -> Bool? {
        if one == other { return true }
        switch (self[one].value, self[other].value) {
        case (.null, .null): return true
        case (.integer, .integer), (.float, .float), (.same, _), (_, .same): return nil
        case (.null, _), (.integer, _), (.float, _), (.bytes, _), (.object, _), (.closure, _), (.array, _): return false
        }
    }
}
