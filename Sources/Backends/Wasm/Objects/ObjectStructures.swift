// What the structure of an object is made of, and in which order: the number of its layout, where the module asks
// objects for it; the fields; and the array with its elements. Structures of layouts that extend others begin with what
// those have, so the elements stand behind the fields of the first layout of the family that has elements.

import IR
import Support

/// The structures of a module's layouts.
struct ObjectStructures {
    /// A field of a structure.
    enum Part {
        case layoutNumber
        /// The layout's field of this number.
        case field(Int)
        case elements
    }

    /// Whether every object knows the number of its layout.
    private let isNumbered: Bool
    /// How many fields each layout has.
    private var fieldCounts = PrimaryMap<LayoutID, Int>()
    /// How many fields of each layout stand before the elements; nil without elements.
    private var countsBefore = PrimaryMap<LayoutID, Int?>()

    init(_ layouts: PrimaryMap<LayoutID, ObjectLayout>, isNumbered: Bool) {
        self.isNumbered = isNumbered
        for layout in layouts.values {
            fieldCounts.append(layout.fields.count)
            let inherited = layout.parent.flatMap { countsBefore[$0] }
            countsBefore.append(layout.elements == nil ? nil : inherited ?? layout.fields.count)
        }
    }

    /// Where a structure has the number of its layout.
    static let layoutNumberPlace = 0

    /// Where the structures of `layout` have one of its fields.
    func place(of field: Int, in layout: LayoutID) -> Int {
        let isBehind = countsBefore[layout].map { field >= $0 } ?? false
        return (isNumbered ? 1 : 0) + field + (isBehind ? 1 : 0)
    }

    /// Where the structures of `layout` have the array of elements. Requires: the layout has elements.
    func elementsPlace(in layout: LayoutID) -> Int {
        guard let count = countsBefore[layout] else {
            preconditionFailure("ObjectStructures: layout \(layout.rawValue) has no elements")
        }
        return (isNumbered ? 1 : 0) + count
    }

    /// All that the structures of `layout` are made of, in order.
    func parts(of layout: LayoutID) -> [Part] {
        var parts = (0..<fieldCounts[layout]).map(Part.field)
        if let count = countsBefore[layout] { parts.insert(.elements, at: count) }
        return isNumbered ? [.layoutNumber] + parts : parts
    }
}

extension LayoutID {
    /// What `layout_of` gives of its objects.
    var number: Int32 { Int32(rawValue) + 1 }
}
