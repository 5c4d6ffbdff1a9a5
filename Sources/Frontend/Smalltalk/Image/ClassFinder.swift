// Finds the classes of an image and their methods, wherever its classes keep what (spec/smalltalk.md 3.4): SmallInteger
// is among the special objects; the class of its class's class is Metaclass; what has that class is a metaclass.

import Support

struct ClassFinder {
    private(set) var classes = PrimaryMap<ClassID, SmalltalkClass>()
    private(set) var methods = PrimaryMap<MethodID, CompiledMethod>()
    private(set) var ids: [ObjectID: ClassID] = [:]

    private let memory: ObjectMemory
    private let format: ImageFormat.Memory

    /// Slots of classes that all images have at the same places.
    private enum Slot { static let superclass = 0, methods = 1 }
    /// Slots of method dictionaries; selectors start behind them.
    private enum Dictionary { static let methods = 1, selectors = 2 }
    private static let smallInteger = 5
    /// More levels than this in a chain of superclasses mean that it goes round.
    private static let mostLevels = 1000

    init(_ memory: ObjectMemory, _ special: ObjectID, _ format: ImageFormat.Memory) throws(ImageError) {
        self.memory = memory
        self.format = format
        guard let small = memory.object(special, Self.smallInteger) else {
            throw ImageError("special objects without the class SmallInteger", at: memory.objects[special].offset)
        }
        let offset = memory.objects[small].offset
        let smallClass = memory.objects[small].classID
        let metaclass = memory.objects[smallClass].classID
        guard let instanceSlot = Self.slot(of: small, in: smallClass, memory),
            let nameSlot = (0..<memory.slotCount(small)).first(where: { index in
                memory.object(small, index).flatMap(memory.text) == "SmallInteger"
            })
        else { throw ImageError("a class SmallInteger without its name, or unknown to its metaclass", at: offset) }
        try findClasses(metaclass, instanceSlot, nameSlot)
        guard ids[small] != nil else { throw ImageError("a class SmallInteger that is none", at: offset) }
        try findSuperclasses()
        for id in classes.ids { try findMethods(id) }
    }

    private static func slot(of value: ObjectID, in object: ObjectID, _ memory: ObjectMemory) -> Int? {
        memory.slots(object).enumerated().first { $0.element == .object(value) }?.offset
    }

    // MARK: Classes

    private mutating func findClasses(_ metaclass: ObjectID, _ instanceSlot: Int, _ nameSlot: Int) throws(ImageError) {
        for meta in memory.objects.ids where memory.objects[meta].classID == metaclass {
            guard let object = memory.object(meta, instanceSlot), memory.objects[object].classID == meta else {
                continue
            }
            guard let name = memory.object(object, nameSlot).flatMap(memory.text) else { continue }
            let id = classes.append(SmalltalkClass(object: object, name: name, instance: nil))
            ids[object] = id
            ids[meta] = classes.append(SmalltalkClass(object: meta, name: name + " class", instance: id))
        }
    }

    private mutating func findSuperclasses() throws(ImageError) {
        for id in classes.ids {
            guard let object = memory.object(classes[id].object, Slot.superclass) else { continue }
            classes[id].superclass = ids[object]
        }
        for id in classes.ids {
            var levels = 0, next = classes[id].superclass
            while let current = next {
                levels += 1
                guard levels < Self.mostLevels else {
                    throw ImageError("a class that inherits from itself", at: memory.objects[classes[id].object].offset)
                }
                next = classes[current].superclass
            }
        }
    }

    // MARK: Methods

    private mutating func findMethods(_ id: ClassID) throws(ImageError) {
        guard let dictionary = memory.object(classes[id].object, Slot.methods),
            let values = memory.object(dictionary, Dictionary.methods)
        else { return }
        var found: [CompiledMethod] = []
        for index in 0..<max(0, memory.slotCount(dictionary) - Dictionary.selectors) {
            guard let selector = memory.object(dictionary, Dictionary.selectors + index),
                let name = memory.text(selector), let method = memory.object(values, index)
            else { continue }
            let object = memory.objects[method]
            guard object.shape == .method, case .integer(let header) = memory.slot(method, 0) else {
                throw ImageError("a method '\(name)' that is none", at: object.offset)
            }
            let code = memory.bytes(method)
            found.append(
                CompiledMethod(
                    object: method, classID: id, selector: name, header: MethodHeader(header, format, code)))
        }
        for method in found.sorted(by: { $0.selector < $1.selector }) {
            classes[id].methods.append(methods.append(method))
        }
    }
}
