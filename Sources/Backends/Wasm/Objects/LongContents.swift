// The contents of roots that are too long for a constant expression, or take less room elsewhere: a list of bytes takes
// three times as much as the bytes in linear memory.

import IR

/// The roots whose arrays are filled in when the module is instantiated.
struct LongContents {
    /// Engines take no longer lists of elements.
    private static let elementLimit = 10_000
    /// What filling takes in code: for each text, and for all.
    private static let textCost = 12
    private static let functionCost = 64

    /// Bytes that lie in linear memory first.
    struct Text {
        let root: RootID
        let bytes: [UInt8]
    }

    /// The roots with byte arrays among them, in order.
    let texts: [Text]
    /// All of them.
    let roots: Set<RootID>

    init(_ module: Module) {
        var texts: [Text] = []
        var others: Set<RootID> = []
        var saved = 0
        var mustFill = false
        for id in module.roots.ids {
            let value = module.roots[id].value
            if let bytes = module.bytes(of: value) {
                guard bytes.count * 2 > LongContents.textCost else { continue }
                texts.append(Text(root: id, bytes: bytes))
                saved += bytes.count * 2 - LongContents.textCost
                mustFill = mustFill || bytes.count > LongContents.elementLimit
            } else if module.elementCount(of: value) > LongContents.elementLimit {
                others.insert(id)
            }
        }
        if !mustFill, saved <= LongContents.functionCost { texts = [] }
        self.texts = texts
        roots = others.union(texts.map(\.root))
    }
}

extension Module {
    /// The bytes in a byte array of a root's value; nil when there is none.
    fileprivate func bytes(of value: RootValue) -> [UInt8]? {
        switch value {
        case .bytes(let bytes): return bytes
        case .object(let layout, let values):
            guard let type = layouts[layout].elements, ObjectKind.elements(of: type) == .bytes else { return nil }
            return values.dropFirst(layouts[layout].fields.count).map { UInt8(truncatingIfNeeded: $0.bits ?? 0) }
        case .null, .integer, .float, .closure, .array, .same: return nil
        }
    }

    fileprivate func elementCount(of value: RootValue) -> Int {
        switch value {
        case .object(let layout, let values): values.count - layouts[layout].fields.count
        case .array(let elements): elements.count
        case .null, .integer, .float, .bytes, .closure, .same: 0
        }
    }
}
