// What the code of a module changes after it was made: static objects of such layouts cannot be constant data, and
// may come to lead to objects of the heap.

import IR
import Support

/// The kinds of objects that some code of a module changes.
public struct MutableLayouts: Sendable {
    private var layouts = EntitySet<LayoutID>()
    public private(set) var changesArrays = false
    public private(set) var changesBytes = false

    /// `constructions` are those of each function.
    public init(_ module: Module, _ forms: ObjectForms, _ constructions: SecondaryMap<FunctionID, Constructions?>) {
        for id in module.functions.ids {
            let function = module.functions[id]
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block)
                where constructions[id]?.contains(instruction) != true {
                    scan(function[instruction], function, forms)
                }
            }
        }
    }

    private mutating func scan(_ data: Instruction, _ function: Function, _ forms: ObjectForms) {
        if data.opcode == .arraySet { changesArrays = true }
        if data.opcode == .bytesSet || data.opcode == .bytesCopy { changesBytes = true }
        if data.opcode == .elementsCopy {
            let target = function.lists.elements(data.list)[0]
            for kind in function.type(target).layout.map(forms.kinds) ?? [] { layouts.insert(kind) }
        }
        guard data.opcode == .fieldSet || data.opcode == .elementSet, let layout = function.type(data.valueA).layout
        else { return }
        for kind in forms.kinds(of: layout) { layouts.insert(kind) }
    }

    public func contains(_ layout: LayoutID) -> Bool { layouts.contains(layout) }
}
