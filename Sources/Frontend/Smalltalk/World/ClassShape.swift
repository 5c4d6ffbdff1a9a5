// What the instances of a class look like, as the class's format says (spec/smalltalk.md 3.2, 3.3).

import IR

/// The variables and elements of the instances of a class.
package struct ClassShape: Hashable, Sendable {
    /// Variables with names, those of superclasses first.
    package let fieldCount: Int
    /// What stands behind them, as many as each instance was made with; nil for none.
    package let elements: Type?

    /// Requires: `format` is what a class of an image of this memory format has in its slot.
    package init(format: Int64, _ memory: ImageFormat.Memory) {
        switch memory {
        case .v3:
            fieldCount = Int(max(0, (format >> 1 & 0x3F) + (format >> 10 & 0xC0) - 1))
            elements = Self.elements(v3: Int(format >> 7 & 15))
        case .spur:
            fieldCount = Int(format & 0xFFFF)
            elements = Self.elements(spur: Int(format >> 16 & 31))
        }
    }

    package init(fieldCount: Int, elements: Type? = nil) {
        self.fieldCount = fieldCount
        self.elements = elements
    }

    private static func elements(v3 kind: Int) -> Type? {
        switch kind {
        case 2...4: .any
        case 6: .i32
        case 8...15: .i8
        default: nil
        }
    }

    private static func elements(spur kind: Int) -> Type? {
        switch kind {
        case 2...5: .any
        case 9: .i64
        case 10, 11: .i32
        case 12...15: .i16
        case 16...31: .i8
        default: nil
        }
    }
}

extension SmalltalkImage {
    /// What the instances of a class look like; no variables where the class does not say.
    package func shape(_ id: ClassID) -> ClassShape {
        guard case .integer(let format) = memory.slot(classes[id].object, 2) else { return ClassShape(fieldCount: 0) }
        return ClassShape(format: format, header.format.memory)
    }
}
