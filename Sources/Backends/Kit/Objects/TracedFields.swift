// What the runtime is told of records: which of their words are values.

import IR

/// The tables of `hub_objects` that say which words of the records of each layout are values.
public struct TracedFields: Sendable {
    /// Where the masks of each layout start.
    public private(set) var starts: [Int] = []
    /// A bit for each word of a record, 64 to an element.
    public private(set) var masks: [UInt64] = []

    public init(_ module: Module) {
        for layout in module.layouts.values {
            starts.append(masks.count)
            for start in stride(from: 0, to: layout.fields.count, by: 64) {
                let part = layout.fields[start..<min(start + 64, layout.fields.count)]
                masks.append(
                    part.enumerated().reduce(0) { $0 | ($1.element.type.isDynamic ? 1 << UInt64($1.offset) : 0) })
            }
        }
    }
}

extension Type {
    /// Whether it is a word that may lead to an object: a dynamic value or a reference.
    public var isDynamic: Bool { self == .any || layout != nil }
}
