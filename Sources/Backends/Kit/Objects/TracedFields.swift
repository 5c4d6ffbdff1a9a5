// What the runtime is told of records: which of their words are values.

import IR

/// The tables of `hub_objects` that say which words of the records of each layout are values.
public struct TracedFields: Sendable {
    /// Where the masks of each layout start.
    public private(set) var starts: [Int] = []
    /// A bit for each word of a record, 64 to an element.
    public private(set) var masks: [UInt64] = []
    /// The number of fields of each layout.
    public private(set) var fieldCounts: [Int] = []
    /// The bytes of an element of each layout; 0 when they are values, or there are none.
    public private(set) var elementBytes: [Int] = []

    public init(_ module: Module) {
        for layout in module.layouts.values {
            starts.append(masks.count)
            fieldCounts.append(layout.fields.count)
            elementBytes.append(layout.elements == .any ? 0 : layout.elementBytes(module.memory))
            for start in stride(from: 0, to: layout.fields.count, by: 64) {
                let part = layout.fields[start..<min(start + 64, layout.fields.count)]
                masks.append(
                    part.enumerated().reduce(0) { $0 | ($1.element.type.isDynamic ? 1 << UInt64($1.offset) : 0) })
            }
        }
    }
}

extension ObjectLayout {
    /// The bytes of an element: a value takes a word. 0 when there are none.
    public func elementBytes(_ memory: MemoryModel) -> Int {
        elements == .any ? 8 : elements?.byteSize(pointerBytes: memory.pointerBytes) ?? 0
    }
}

extension Type {
    /// Whether it is a word that may lead to an object: a dynamic value or a reference.
    public var isDynamic: Bool { self == .any || layout != nil }
}
