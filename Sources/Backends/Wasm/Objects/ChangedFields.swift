// Which fields of layouts change after their objects were made. A field that layouts share through extension changes in
// all of them when it does in one.

import IR
import Support

/// The fields of a module's layouts that change.
struct ChangedFields {
    /// For each layout, which of its fields.
    private var changed: PrimaryMap<LayoutID, [Bool]>

    init(_ layouts: PrimaryMap<LayoutID, ObjectLayout>) {
        changed = PrimaryMap()
        for layout in layouts.values { changed.append(Array(repeating: false, count: layout.fields.count)) }
    }

    /// Says that code that sees objects of `layout` sets a field.
    mutating func insert(_ field: Int, of layout: LayoutID) { changed[layout][field] = true }

    /// Says of all layouts that share a field what has been said of one.
    mutating func spread(_ layouts: PrimaryMap<LayoutID, ObjectLayout>) {
        for id in layouts.ids.reversed() {
            guard let parent = layouts[id].parent else { continue }
            for field in changed[parent].indices where changed[id][field] { changed[parent][field] = true }
        }
        for id in layouts.ids {
            guard let parent = layouts[id].parent else { continue }
            for field in changed[parent].indices where changed[parent][field] { changed[id][field] = true }
        }
    }

    /// Requires: `spread` was called after the last field was added.
    func contains(_ field: Int, of layout: LayoutID) -> Bool { changed[layout][field] }
}
