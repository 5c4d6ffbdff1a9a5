// Makes an object memory piece by piece: objects can refer to each other before they are made.

import Support

struct ObjectBuilder {
    private struct Content {
        let classID: ObjectID
        let shape: ObjectShape
        let slots: [ImageValue]
        let bytes: [UInt8]
    }

    private var contents: [Content?] = []

    /// An object that is made later.
    mutating func reserve() -> ObjectID {
        contents.append(nil)
        return ObjectID(index: contents.count - 1)
    }

    mutating func define(
        _ id: ObjectID, _ classID: ObjectID, _ shape: ObjectShape, slots: [ImageValue] = [], bytes: [UInt8] = []
    ) {
        contents[id.index] = Content(classID: classID, shape: shape, slots: slots, bytes: bytes)
    }

    mutating func add(
        _ classID: ObjectID, _ shape: ObjectShape, slots: [ImageValue] = [], bytes: [UInt8] = []
    ) -> ObjectID {
        let id = reserve()
        define(id, classID, shape, slots: slots, bytes: bytes)
        return id
    }

    /// Requires: all objects that were reserved are made.
    func memory() -> ObjectMemory {
        var memory = ObjectMemory()
        for (index, content) in contents.enumerated() {
            guard let content else { preconditionFailure("ObjectBuilder: object \(index) was never made") }
            let slots = UInt32(memory.values.count), bytes = UInt32(memory.bytes.count)
            memory.values += content.slots
            memory.bytes += content.bytes
            memory.objects.append(
                ImageObject(
                    classID: content.classID, shape: content.shape, hash: UInt32(index & 0x3FFFFF), offset: 0,
                    slots: slots..<UInt32(memory.values.count), bytes: bytes..<UInt32(memory.bytes.count)))
        }
        return memory
    }
}
