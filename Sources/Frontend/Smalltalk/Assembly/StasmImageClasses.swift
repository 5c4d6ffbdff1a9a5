// The classes of an image as definitions. Where a class keeps the names of its variables is found out by what is there.

import Support

struct StasmImageClasses {
    private let image: SmalltalkImage
    private static let formatSlot = 2
    /// The special object that holds the global variables.
    private static let globals = 8

    init(_ image: SmalltalkImage) { self.image = image }

    func definition(_ id: ClassID) -> StasmClass {
        let found = image.classes[id]
        let parent = found.superclass.map { StasmName(image.classes[$0].name, .nowhere) }
        var result = StasmClass(name: StasmName(found.name, .nowhere), superclass: parent)
        let inherited = found.superclass.map(shape) ?? .fixed
        if shape(id) != .fixed || inherited != .fixed { result.shape = shape(id) }
        result.instanceVariables = variables(id)
        result.classVariables = classVariables(found.object)
        if let meta = image.metaclass(of: id) { result.classInstanceVariables = variables(meta) }
        return result
    }

    /// The variables that all methods see, besides the classes.
    func globals() -> [StasmName] {
        guard let smalltalk = image.memory.object(image.special, Self.globals) else { return [] }
        // It may be an association, whose value is a dictionary, whose elements are in an array.
        var place = smalltalk
        for _ in 0..<3 {
            let keys = image.memory.slots(place).compactMap(globalKey)
            if image.memory.objects[place].shape == .indexable, !keys.isEmpty {
                return keys.compactMap(\.self).sorted().map { StasmName($0, .nowhere) }
            }
            guard let next = image.memory.object(place, 1) else { return [] }
            place = next
        }
        return []
    }

    /// The key of an association; nothing in it when the value is the class of that name.
    private func globalKey(_ value: ImageValue) -> String?? {
        guard let key = key(value), case .object(let id) = value else { return nil }
        guard let held = image.memory.object(id, 1), let found = image.classIDs[held] else { return key }
        return .some(image.classes[found].name == key ? nil : key)
    }

    private func format(_ id: ClassID) -> Int64 {
        guard case .integer(let value) = image.memory.slot(image.classes[id].object, Self.formatSlot) else { return 0 }
        return value
    }

    /// How many variables instances have.
    private func variableCount(_ id: ClassID) -> Int {
        let value = format(id)
        switch image.header.format.memory {
        case .v3: return max(0, Int((value >> 1 & 0x3F) + (value >> 10 & 0xC0)) - 1)
        case .spur: return Int(value & 0xFFFF)
        }
    }

    private func shape(_ id: ClassID) -> StasmShape {
        let value = format(id)
        switch image.header.format.memory {
        case .v3: return StasmShape(v3: Int(value >> 7 & 15))
        case .spur: return StasmShape(spur: Int(value >> 16 & 31))
        }
    }

    /// The variables that a class adds to its superclass's.
    private func variables(_ id: ClassID) -> [StasmName] {
        let inherited = image.classes[id].superclass.map(variableCount) ?? 0
        let count = variableCount(id) - inherited
        guard count > 0 else { return [] }
        for value in image.memory.slots(image.classes[id].object) {
            if let names = names(value, count) { return names }
        }
        return (inherited..<inherited + count).map { StasmName("v\($0)", .nowhere) }
    }

    /// The names in an array of so many texts; nil for anything else.
    private func names(_ value: ImageValue, _ count: Int) -> [StasmName]? {
        guard case .object(let array) = value, image.memory.objects[array].shape == .indexable,
            image.memory.slotCount(array) == count
        else { return nil }
        let texts = image.memory.slots(array).compactMap { value -> String? in
            guard case .object(let id) = value else { return nil }
            return image.memory.text(id)
        }
        return texts.count == count ? texts.map { StasmName($0, .nowhere) } : nil
    }

    /// The keys of the dictionary that a class holds, or of the array of associations.
    private func classVariables(_ id: ObjectID) -> [StasmName] {
        for value in image.memory.slots(id) {
            guard case .object(let pool) = value else { continue }
            var array = pool
            if image.className(value) == "Dictionary", let values = image.memory.object(pool, 1) { array = values }
            let keys = image.memory.slots(array).compactMap(key)
            if image.memory.objects[array].shape == .indexable, !keys.isEmpty {
                return keys.sorted().map { StasmName($0, .nowhere) }
            }
        }
        return []
    }

    private func key(_ value: ImageValue) -> String? {
        guard case .object(let id) = value, image.className(value).hasSuffix("Association"),
            image.memory.slotCount(id) == 2, let key = image.memory.object(id, 0)
        else { return nil }
        return image.memory.text(key)
    }
}

extension StasmShape {
    /// What V3 has at that number.
    init(v3 number: Int) {
        switch number {
        case 2, 3: self = .indexable
        case 4: self = .weak
        case 6: self = .words
        case 8...11: self = .bytes
        case 12...15: self = .code
        default: self = .fixed
        }
    }

    /// What Spur has at that number.
    init(spur number: Int) {
        switch number {
        case 2, 3: self = .indexable
        case 4: self = .weak
        case 5: self = .ephemeron
        case 7: self = .immediate
        case 9: self = .longs
        case 10, 11: self = .words
        case 12...15: self = .shorts
        case 16...23: self = .bytes
        case 24...31: self = .code
        default: self = .fixed
        }
    }

    /// The number that Spur has for it, with or without named variables.
    func spurNumber(hasVariables: Bool) -> Int {
        switch self {
        case .fixed: hasVariables ? 1 : 0
        case .indexable: hasVariables ? 3 : 2
        case .weak: 4
        case .ephemeron: 5
        case .immediate: 7
        case .longs: 9
        case .words: 10
        case .shorts: 12
        case .bytes: 16
        case .code: 24
        }
    }
}
