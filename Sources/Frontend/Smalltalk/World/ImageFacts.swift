// What the compiler must know of an image besides its objects: the classes and objects that virtual machines know.

import Support

/// The special objects and classes of an image.
package struct ImageFacts: Sendable {
    package let nilObject: ObjectID
    package let falseObject: ObjectID
    package let trueObject: ObjectID
    package let smallInteger: ClassID
    package let float: ClassID?
    package let array: ClassID
    package let string: ClassID?
    package let character: ClassID?
    package let message: ClassID?
    package let undefined: ClassID
    /// The class of blocks that share the variables of their home.
    package let blockContext: ClassID?
    /// The class of blocks with variables of their own.
    package let blockClosure: ClassID?
    /// The class of the contexts of methods.
    package let methodContext: ClassID?
    /// The same where its instances have the variables by which activations go on.
    package let frameClass: ClassID?
    package let largePositive: ClassID?
    package let largeNegative: ClassID?
    package let association: ClassID?
    /// In images with objects for characters, the object of each of 256.
    package let characterTable: ObjectID?
    package let doesNotUnderstand: String
    package let mustBeBoolean: String
    package let cannotReturn: String
    /// The bits of a SmallInteger, its sign included.
    package let integerBits: Int

    package init(_ image: SmalltalkImage) throws(ImageError) {
        let memory = image.memory
        func object(_ index: Int) -> ObjectID? { memory.object(image.special, index) }
        // What an image's special objects lack goes by its name: those of old have fewer.
        func classID(_ index: Int, _ name: String? = nil) -> ClassID? {
            object(index).flatMap { image.classIDs[$0] } ?? name.flatMap { image.findClass($0) }
        }
        func text(_ index: Int, _ usual: String) -> String { object(index).flatMap(memory.text) ?? usual }
        func required<T>(_ value: T?, _ what: String) throws(ImageError) -> T {
            guard let value else {
                throw ImageError(
                    "special objects without \(what)", at: memory.objects[image.special].offset)
            }
            return value
        }
        nilObject = try required(object(0), "nil")
        falseObject = try required(object(1), "false")
        trueObject = try required(object(2), "true")
        smallInteger = try required(classID(5), "the class SmallInteger")
        array = try required(classID(7, "Array"), "the class Array")
        undefined = try required(image.classIDs[memory.objects[nilObject].classID], "the class of nil")
        string = classID(6, "String")
        float = classID(9, "Float")
        largePositive = classID(13, "LargePositiveInteger")
        message = classID(15, "Message")
        character = classID(19, "Character")
        largeNegative = classID(42, "LargeNegativeInteger")
        association = image.findClass("Association")
        blockContext = classID(11)
        methodContext = classID(10)
        frameClass = methodContext.flatMap { image.shape($0).fieldCount > FrameField.receiver ? $0 : nil }
        blockClosure = classID(36) ?? classID(37)
        characterTable = object(24).flatMap { memory.slotCount($0) >= 256 ? $0 : nil }
        doesNotUnderstand = text(20, "doesNotUnderstand:")
        cannotReturn = text(21, "cannotReturn:")
        mustBeBoolean = text(25, "mustBeBoolean")
        integerBits = image.header.format.memory == .spur && image.header.format.wordBytes == 8 ? 61 : 31
    }
}
