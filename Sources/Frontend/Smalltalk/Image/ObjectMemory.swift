// The objects of an image, whatever format they came in.

import Support

/// The id of an object.
public struct ObjectID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// What a slot holds.
public enum ImageValue: Hashable, Sendable {
    case object(ObjectID)
    case integer(Int64)
    case character(UInt32)
    case float(Double)
}

/// What an object consists of.
package enum ObjectShape: Hashable, Sendable {
    /// Slots with names.
    case fixed
    /// Slots with numbers, behind those with names.
    case indexable
    /// The same, but what it holds may be collected.
    case weak
    /// Integers of 8, 16, 32 or 64 bits.
    case bytes, shorts, words, longs
    /// A header and literals, then bytes.
    case method
}

/// One object. Slots and bytes are ranges of the memory's.
package struct ImageObject: Sendable {
    package let classID: ObjectID
    package let shape: ObjectShape
    package let hash: UInt32
    /// Where it lies in the file, in bytes.
    package let offset: Int
    package var slots: Range<UInt32>
    package var bytes: Range<UInt32>
}

/// All objects of an image, in the order of their addresses.
package struct ObjectMemory: Sendable {
    package var objects = PrimaryMap<ObjectID, ImageObject>()
    /// The slots of all objects.
    package var values: [ImageValue] = []
    /// The bytes of all objects. Integers of more than one byte have the low one first.
    package var bytes: [UInt8] = []

    package func slots(_ id: ObjectID) -> ArraySlice<ImageValue> {
        let range = objects[id].slots
        return values[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    package func slotCount(_ id: ObjectID) -> Int { objects[id].slots.count }

    /// Slot number `index`, from 0; nil when it has none.
    package func slot(_ id: ObjectID, _ index: Int) -> ImageValue? {
        let range = objects[id].slots
        guard index >= 0, index < range.count else { return nil }
        return values[Int(range.lowerBound) + index]
    }

    /// The object in a slot; nil when there is none.
    package func object(_ id: ObjectID, _ index: Int) -> ObjectID? {
        guard case .object(let object) = slot(id, index) else { return nil }
        return object
    }

    package func bytes(_ id: ObjectID) -> ArraySlice<UInt8> {
        let range = objects[id].bytes
        return bytes[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    /// The bytes of a byte object as text; nil for any other.
    package func text(_ id: ObjectID) -> String? {
        guard objects[id].shape == .bytes else { return nil }
        return String(decoding: bytes(id), as: UTF8.self)
    }
}
