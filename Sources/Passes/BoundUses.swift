// What becomes of debug variables outside of a loop when the loop gets copies: the values that they are bound to are
// computed in several places then.

import IR
import Support

/// The bindings of debug variables to values, with the blocks that they stand in.
struct BoundUses {
    private var entries: [ValueID: [(binding: DebugBindingID, block: BlockID)]] = [:]

    init(_ function: Function) {
        guard function.layout.hasAttachments else { return }
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                for id in function.layout.attached(before: instruction) {
                    guard let value = function.debugBindings[id].place.value else { continue }
                    entries[value, default: []].append((id, block))
                }
            }
        }
    }

    /// Makes the bindings to `value` in other blocks than `own` bindings to what reaches those blocks; where that was
    /// not worked out the variable is not known.
    func repair(
        _ value: ValueID, outside own: (BlockID) -> Bool, reaching: [BlockID: ValueID], _ function: inout Function
    ) {
        for (id, block) in entries[value] ?? [] where !own(block) {
            let place = function.debugBindings[id].place
            switch (place, reaching[block]) {
            case (.value, let new?): function.debugBindings[id].place = .value(new)
            case (.memory(_, let offset), let new?): function.debugBindings[id].place = .memory(new, offset)
            default: function.debugBindings[id].place = .none
            }
        }
    }
}
