// Which parts of what roots start with have to be filled in when the module is instantiated: those that are declared no
// earlier than what refers to them, and those that would make optimising slow. For wherever an immutable global is read
// Binaryen evaluates all that its constant expression leads to, up to a certain depth, without remembering any of it;
// so a root that leads to much is a mutable global, at which it stops, and which no constant expression may name.

import IR
import Support

/// How the roots of a module are made.
struct RootPlan {
    /// How many objects deep Binaryen looks.
    private static let depth = 24
    /// How many steps evaluating all roots once may take, and within what that leaves for one root.
    private static let stepLimit = 200_000
    private static let rootLimits = 8...1_000

    /// The evaluation of a root.
    private struct Evaluation {
        var steps = 1
        /// Whether it ends because it has gone deep enough.
        var isCut = false
    }

    private let module: Module
    private var null = EntitySet<RootID>()
    private var mutable = EntitySet<RootID>()

    init(_ module: Module) {
        self.module = module
        var fixed = EntitySet<RootID>(capacity: module.roots.count)
        for id in module.roots.ids {
            switch module.roots[id].value {
            case .null: null.insert(id)
            case .closure(_, let captured): for named in captured { fixed.insert(named) }
            case .same(let named):
                fixed.insert(named)
                if null.contains(named) { null.insert(id) }
            case .integer, .float, .bytes, .object, .array: break
            }
        }
        let share = RootPlan.stepLimit / max(module.roots.count, 1)
        let limit = min(max(share, RootPlan.rootLimits.lowerBound), RootPlan.rootLimits.upperBound)
        // For each root, its evaluation with each number of objects that may still nest.
        var evaluations: [Evaluation] = []
        evaluations.reserveCapacity(module.roots.count * RootPlan.depth)
        for id in module.roots.ids {
            let value = module.roots[id].value
            let parts = value.roots.filter { !waits($0, in: id) && !null.contains($0) }
            let ownSteps = value.ownSteps
            for depth in 0..<RootPlan.depth {
                evaluations.append(RootPlan.evaluation(ownSteps, parts, depth, evaluations))
            }
            let steps = evaluations[evaluations.count - 1].steps
            if steps > limit, !fixed.contains(id) { mutable.insert(id) }
        }
    }

    /// Whether a root starts with nil.
    func isNull(_ root: RootID) -> Bool { null.contains(root) }

    /// Whether what a root starts with is a mutable global.
    func isMutable(_ root: RootID) -> Bool { mutable.contains(root) }

    /// Whether a field or an element of what `place` starts with that refers to `root` has to be filled in.
    func waits(_ root: RootID, in place: RootID) -> Bool {
        root >= place && !null.contains(root) || mutable.contains(root)
    }

    func waits(_ field: RootField, in place: RootID) -> Bool { field.root.map { waits($0, in: place) } ?? false }

    /// Whether anything of what `root` starts with has to be filled in.
    func hasGaps(_ root: RootID) -> Bool {
        switch module.roots[root].value {
        case .object(_, let values): values.contains { waits($0, in: root) }
        case .array(let elements): elements.contains { waits($0, in: root) }
        case .null, .integer, .float, .bytes, .closure, .same: false
        }
    }

    private static func evaluation(
        _ ownSteps: Int, _ parts: [RootID], _ depth: Int, _ evaluations: [Evaluation]
    ) -> Evaluation {
        if depth == 0 { return Evaluation(isCut: true) }
        var sum = Evaluation(steps: ownSteps)
        for part in parts {
            let evaluation = evaluations[part.index * RootPlan.depth + depth - 1]
            sum.steps = min(sum.steps + evaluation.steps, RootPlan.stepLimit)
            if evaluation.isCut {
                sum.isCut = true
                break
            }
        }
        return sum
    }
}

extension RootValue {
    /// How many bytes take as long as a step.
    private static let bytesInStep = 4

    /// The steps of evaluating the value without what it refers to.
    fileprivate var ownSteps: Int {
        switch self {
        case .null, .integer, .float, .same: 1
        case .bytes(let bytes): 1 + bytes.count / RootValue.bytesInStep
        case .object(_, let values): 1 + values.count
        case .closure(_, let parts), .array(let parts): 1 + parts.count
        }
    }
}
