// An image with its classes and methods.

import Support

/// The id of a class, metaclasses included.
public struct ClassID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The id of a compiled method.
public struct MethodID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A class or a metaclass.
package struct SmalltalkClass: Sendable {
    package let object: ObjectID
    /// A metaclass has the name of its class, with ' class' behind it.
    package let name: String
    /// The class whose metaclass this is.
    package let instance: ClassID?
    package var superclass: ClassID?
    /// In the order of the selectors' names.
    package var methods: [MethodID] = []
}

/// A method of a class.
package struct CompiledMethod: Sendable {
    package let object: ObjectID
    package let classID: ClassID
    package let selector: String
    package let header: MethodHeader
}

/// A Smalltalk image.
public struct SmalltalkImage: Sendable {
    package let header: ImageHeader
    package let isBigEndian: Bool
    package let memory: ObjectMemory
    /// The array of what the virtual machine has to know.
    package let special: ObjectID
    package let selectors: SpecialSelectors
    package let classes: PrimaryMap<ClassID, SmalltalkClass>
    package let methods: PrimaryMap<MethodID, CompiledMethod>
    package let classIDs: [ObjectID: ClassID]
    /// Whether methods are marked as handlers of exceptions.
    package let marksHandlers: Bool
    /// Where the instructions of methods were written, in their order; for an image that was in a file only what a file
    /// of changes beside it has.
    package internal(set) var codePlaces: [ObjectID: [CodePlace]] = [:]

    /// The image in a file of these bytes. Reports E2700.
    public static func read(_ bytes: [UInt8], path: String, log: inout DiagnosticLog) -> SmalltalkImage? {
        do throws(ImageError) {
            return try SmalltalkImage(bytes)
        } catch {
            log.report(.brokenImage(error, path))
            return nil
        }
    }

    package init(_ file: [UInt8]) throws(ImageError) {
        let bytes: ImageBytes
        (header, bytes) = try ImageHeader.read(file)
        isBigEndian = bytes.isBigEndian
        switch header.format.memory {
        case .v3: (memory, special) = try V3Memory.read(header, bytes)
        case .spur: (memory, special) = try SpurMemory.read(header, bytes)
        }
        selectors = try SpecialSelectors(memory, special)
        let finder = try ClassFinder(memory, special, header.format.memory)
        (classes, methods, classIDs) = (finder.classes, finder.methods, finder.ids)
        marksHandlers = Self.marksHandlers(methods)
    }

    /// An image that was never in a file.
    package init(_ format: ImageFormat, _ memory: ObjectMemory, special: ObjectID) throws(ImageError) {
        header = ImageHeader(format)
        isBigEndian = false
        (self.memory, self.special) = (memory, special)
        selectors = try SpecialSelectors(memory, special)
        let finder = try ClassFinder(memory, special, format.memory)
        (classes, methods, classIDs) = (finder.classes, finder.methods, finder.ids)
        marksHandlers = Self.marksHandlers(methods)
    }

    private static func marksHandlers(_ methods: PrimaryMap<MethodID, CompiledMethod>) -> Bool {
        methods.values.contains { $0.header.primitive == HandlerMarker.primitive }
    }

    /// The bytes of a method behind its literals.
    package func code(_ method: MethodID) -> ArraySlice<UInt8> { memory.bytes(methods[method].object) }

    /// Literal number `index` of a method, from 0; nil when it has none.
    package func literal(_ method: MethodID, _ index: Int) -> ImageValue? {
        index >= 0 && index < methods[method].header.literalCount ? memory.slot(methods[method].object, index + 1) : nil
    }

    /// What a method's primitive 117 calls, which its first literal names.
    package func primitiveFunction(of method: CompiledMethod) -> (module: String, name: String)? {
        guard let names = memory.object(method.object, 1), memory.slotCount(names) >= 2,
            let module = memory.object(names, 0).flatMap(memory.text),
            let name = memory.object(names, 1).flatMap(memory.text)
        else { return nil }
        return (module, name)
    }

    /// The class of an object.
    package func className(_ value: ImageValue) -> String {
        switch value {
        case .integer: return "SmallInteger"
        case .character: return "Character"
        case .float: return "SmallFloat64"
        case .object(let id): return classIDs[memory.objects[id].classID].map { classes[$0].name } ?? "?"
        }
    }
}
