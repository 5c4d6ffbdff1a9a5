// The layouts with elements, by what their elements are: one family for each layout with elements whose parent has
// none, since code can only take elements from objects of a layout that it names.

import IR

struct ElementFamily {
    let layout: LayoutID
    let elements: Type
}

enum ElementFamilies {
    /// Arrays first, then texts: they are asked for most.
    static func of(_ program: ProgramLayout, _ module: Module) -> [ElementFamily] {
        var families: [ElementFamily] = []
        for id in module.layouts.ids {
            guard let elements = module.layouts[id].elements else { continue }
            if let parent = module.layouts[id].parent, module.layouts[parent].elements != nil { continue }
            families.append(ElementFamily(layout: id, elements: elements))
        }
        let first = [program.world.facts.array, program.world.facts.string].compactMap { $0.flatMap(program.layout) }
        return families.sorted { left, right in
            let places = [left, right].map { family in
                first.firstIndex { module.layouts.isKind($0, of: family.layout) } ?? first.count
            }
            return (places[0], left.layout) < (places[1], right.layout)
        }
    }
}
