// Fields that nothing changes once their objects have been made: all over the module they are set right behind `alloc`,
// before anything could look. What was set there is what they hold.

import IR
import Support

/// A field of a family of layouts: where it is in the layout that the others extend, it is in all of them.
struct FieldKey: Hashable {
    let origin: LayoutID
    let number: UInt32
}

/// The fields of a module that change after their objects have been made.
struct SettledFields {
    private let tests: KindTests
    private var changed: Set<FieldKey> = []

    init(_ module: Module) {
        tests = KindTests(module.layouts)
        for function in module.functions.values { note(function) }
    }

    /// Whether the field of every object of `layout`, and of those that extend it, keeps its first value.
    func isSettled(_ layout: LayoutID, _ number: UInt32) -> Bool {
        !changed.contains(FieldKey(origin: tests.origin(layout), number: number))
    }

    private mutating func note(_ function: Function) {
        var first = EntitySet<InstructionID>()
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                if data.opcode == .alloc {
                    for set in function.firstSets(instruction) { first.insert(set) }
                } else if data.opcode == .fieldSet, !first.contains(instruction),
                    let layout = function.type(data.valueA).layout
                {
                    changed.insert(FieldKey(origin: tests.origin(layout), number: data.c))
                }
            }
        }
    }
}

extension Function {
    /// The instructions that set fields of a new object before anything can look at it, in order.
    func firstSets(_ alloc: InstructionID) -> [InstructionID] {
        let object = result(alloc)
        var sets: [InstructionID] = []
        var next = layout.next(alloc)
        while let instruction = next {
            let data = self[instruction]
            if data.opcode == .fieldSet {
                if data.valueA == object { sets.append(instruction) }
            } else if data.opcode != .rootGet, !data.opcode.effects.isSubset(of: [.allocates, .traps]) {
                break
            }
            next = layout.next(instruction)
        }
        return sets
    }
}
