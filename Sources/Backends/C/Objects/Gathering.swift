// Brings the parts of each construction together, so that one expression of C makes the object: the `alloc` and its
// `field_set`s move down to the last of them, which changes nothing, since nothing uses the object before.

import BackendKit
import IR

extension Constructions {
    /// `module` with every construction in one place.
    static func gather(_ module: Module) -> Module {
        guard module.hasDynamicValues else { return module }
        var module = module
        for id in module.functions.ids { gather(&module.functions[id]) }
        return module
    }

    private static func gather(_ function: inout Function) {
        let constructions = Constructions(function)
        for block in function.layout.blocks {
            let instructions = function.layout.instructions(block)
            for (index, alloc) in instructions.enumerated() where function[alloc].opcode == .alloc {
                let place = constructions.place(of: alloc)
                if place == alloc { continue }
                let object = function.result(alloc)
                let parts = instructions[(index + 1)...].filter {
                    $0 != place && constructions.contains($0) && function[$0].opcode == .fieldSet
                        && function[$0].valueA == object
                }
                for part in [alloc] + parts {
                    function.layout.remove(part)
                    function.layout.insert(part, before: place)
                }
            }
        }
    }
}
