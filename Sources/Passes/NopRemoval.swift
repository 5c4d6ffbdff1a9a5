// Removes instructions that do nothing.

import IR
import Support

extension Pass {
    /// Removes `nop`.
    static let nopRemoval = Pass(
        name: "nop-removal", summary: "removes instructions that do nothing", preserves: .controlFlow
    ) { function, cache in
        var removed = 0
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) where function[instruction].opcode == .nop {
                function.layout.remove(instruction)
                removed += 1
            }
        }
        cache.counters.count("removed", removed)
        return removed > 0
    }
}
