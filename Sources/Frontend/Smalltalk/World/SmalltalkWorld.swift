// An image as the compiler looks at it: what its classes understand and what their instances look like.

import IR
import Support

package struct SmalltalkWorld: Sendable {
    package let image: SmalltalkImage
    package let facts: ImageFacts
    /// Nil for an image without processes.
    package let processes: ProcessFacts?
    package let shapes: PrimaryMap<ClassID, ClassShape>
    /// The classes that inherit directly from each class, in the order of the image.
    package let subclasses: PrimaryMap<ClassID, [ClassID]>
    /// The classes that metaclasses inherit from, up to the last that classes alone inherit from.
    package let behaviors: Set<ClassID>
    private let tables: PrimaryMap<ClassID, [String: MethodID]>

    package init(_ image: SmalltalkImage) throws(ImageError) {
        self.image = image
        facts = try ImageFacts(image)
        processes = facts.frameClass == nil ? nil : ProcessFacts(image)
        var shapes = PrimaryMap<ClassID, ClassShape>()
        var tables = PrimaryMap<ClassID, [String: MethodID]>()
        var subclasses = PrimaryMap<ClassID, [ClassID]>()
        for id in image.classes.ids {
            shapes.append(image.shape(id))
            var table: [String: MethodID] = [:]
            for method in image.classes[id].methods { table[image.methods[method].selector] = method }
            tables.append(table)
            subclasses.append([])
        }
        for id in image.classes.ids {
            if let superclass = image.classes[id].superclass { subclasses[superclass].append(id) }
        }
        (self.shapes, self.tables, self.subclasses) = (shapes, tables, subclasses)
        behaviors = Self.behaviors(image)
    }

    private static func behaviors(_ image: SmalltalkImage) -> Set<ClassID> {
        // What the class of a root of the class tree inherits from, but the root itself.
        var found: Set<ClassID> = []
        for id in image.classes.ids where image.classes[id].instance == nil && image.classes[id].superclass == nil {
            var next = image.metaclass(of: id).flatMap { image.classes[$0].superclass }
            while let current = next, image.classes[current].superclass != nil {
                found.insert(current)
                next = image.classes[current].superclass
            }
        }
        return found
    }

    /// The method that instances of a class run for a selector.
    package func lookup(_ selector: String, in start: ClassID) -> MethodID? {
        var next: ClassID? = start
        while let current = next {
            if let method = tables[current][selector] { return method }
            next = image.classes[current].superclass
        }
        return nil
    }

    /// The method of a class itself.
    package func method(_ selector: String, of id: ClassID) -> MethodID? { tables[id][selector] }

    /// Whether a class is another one or inherits from it.
    package func inherits(_ id: ClassID, from other: ClassID) -> Bool {
        var next: ClassID? = id
        while let current = next {
            if current == other { return true }
            next = image.classes[current].superclass
        }
        return false
    }

    /// The class of an object.
    package func classID(of value: ImageValue) -> ClassID? {
        switch value {
        case .integer: facts.smallInteger
        case .character: facts.character
        case .float: facts.float
        case .object(let object): image.classIDs[image.memory.objects[object].classID]
        }
    }

    /// The class that an object is; nil for all that are none.
    package func classID(object: ObjectID) -> ClassID? { image.classIDs[object] }

    /// Where super sends of a method start to look: above the class that its last literal binds, or that it was found
    /// in.
    package func superclass(of method: MethodID) -> ClassID? {
        let compiled = image.methods[method]
        var owner = compiled.classID
        if compiled.header.literalCount > 0,
            case .object(let binding) = image.literal(method, compiled.header.literalCount - 1),
            image.memory.slotCount(binding) >= 2, let object = image.memory.object(binding, 1),
            let named = image.classIDs[object]
        {
            owner = named
        }
        return image.classes[owner].superclass
    }

    /// The class above which a directed super send starts: the one that the instruction before it pushes. Nil for any
    /// other.
    package func directedClass(_ method: MethodID, _ code: MethodCode, _ pc: Int) -> ClassID? {
        guard let push = code.points.values.first(where: { $0.instruction.end == pc })?.instruction else { return nil }
        let literal: ImageValue?
        switch push.operation {
        case .push(.literal(let index)):
            guard case .object(let binding) = image.literal(method, code, index) else { return nil }
            literal = image.memory.slot(binding, 1)
        case .pushLiteral(let index): literal = image.literal(method, code, index)
        case .push, .store, .pop, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray, .popIntoNewArray,
            .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend, .directedSuperSend,
            .sendSpecial, .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop, .blockReturnTop,
            .blockReturnNil, .callPrimitive, .trap:
            literal = nil
        }
        guard case .object(let object) = literal else { return nil }
        return image.classIDs[object]
    }

    /// Whether an object is a Float of an image that keeps their words in objects.
    package func float(_ object: ObjectID) -> Double? {
        guard let float = facts.float, image.classIDs[image.memory.objects[object].classID] == float else {
            return nil
        }
        let bytes = Array(image.memory.bytes(object))
        guard bytes.count == 8 else { return nil }
        func word(_ start: Int) -> UInt64 {
            (0..<4).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
        }
        // Of the two words the high one comes first, unless the image has them as the machine has.
        let isNative = image.header.format.hasNativeFloats && !image.isBigEndian
        let (high, low) = isNative ? (word(4), word(0)) : (word(0), word(4))
        return Double(bitPattern: high << 32 | low)
    }
}
