// Gives loops a fast version whose variables are numbers: a copy that ways with other values leave for good.
// Requires: SSA form.

import IR
import Support

extension Pass {
    /// Makes fast versions of loops over numbers.
    static let versionLoops = Pass(
        name: "version-loops", summary: "gives loops a fast version, which ways leave that are not for numbers",
        appliesTo: { $0.hasBoxes }
    ) { function, cache in
        guard !cache.loopForest(function).loops.isEmpty else { return false }
        // The blocks of both versions of loops that have two.
        var done = EntitySet<BlockID>(capacity: function.blocks.count)
        var count = 0
        while count < versionLimit, let plan = LoopVersionPlanner(function, &cache).plan(besides: done) {
            let copies = LoopVersion.make(plan, &function)
            done.formUnion(plan.loop.blocks)
            for block in copies { done.insert(block) }
            count += 1
            cache.counters.count("edges out", plan.leaving.count)
            cache.invalidate()
        }
        cache.counters.count("loops", count)
        return count > 0
    }

    /// The most loops of one function that get a version.
    private static let versionLimit = 8
}

extension Function {
    /// Whether some code makes numbers dynamic values.
    fileprivate var hasBoxes: Bool {
        layout.blocks.contains { block in
            layout.instructions(block).contains { self[$0].opcode == .box && self[$0].type == .i64 }
        }
    }
}
