// The objects that methods of an image refer to, as literals of text where text can say what they are.

import Support

struct StasmImageLiterals {
    private let image: SmalltalkImage
    private let null, truth, falsehood: ObjectID?

    /// Elements of arrays and literals of blocks in one method, all told; what goes beyond is an object.
    static let mostElements = 20_000
    private static let deepest = 16

    init(_ image: SmalltalkImage) {
        self.image = image
        null = image.memory.object(image.special, 0)
        falsehood = image.memory.object(image.special, 1)
        truth = image.memory.object(image.special, 2)
    }

    /// Counts elements of arrays, of which a method has not more than `mostElements`.
    func literal(_ value: ImageValue?, _ elements: inout Int) -> StasmLiteral {
        let before = elements
        let literal = literal(value, 0, &elements)
        guard elements > Self.mostElements, elements > before, case .object(let id) = value else { return literal }
        return placeholder(id)
    }

    /// An object by its class and its number.
    func placeholder(_ id: ObjectID) -> StasmLiteral {
        .object(className: image.className(.object(id)), number: id.index)
    }

    private func literal(_ value: ImageValue?, _ depth: Int, _ elements: inout Int) -> StasmLiteral {
        switch value {
        case nil: return .nil
        case .integer(let value): return .integer(StasmInteger(value))
        case .character(let code): return .character(code)
        case .float(let value): return .float(value.bitPattern)
        case .object(let id):
            if id == null { return .nil }
            if id == truth { return .true }
            if id == falsehood { return .false }
            return object(id, depth, &elements) ?? placeholder(id)
        }
    }

    /// Nil for objects that text cannot make.
    private func object(_ id: ObjectID, _ depth: Int, _ elements: inout Int) -> StasmLiteral? {
        let memory = image.memory, bytes = memory.bytes(id)
        let className = image.className(.object(id))
        switch (memory.objects[id].shape, className) {
        case (.bytes, "String"), (.bytes, "ByteString"): return .string(Array(bytes))
        case (.bytes, "Symbol"), (.bytes, "ByteSymbol"): return .symbol(Array(bytes))
        case (.bytes, "ByteArray"): return .byteArray(Array(bytes))
        case (.bytes, "LargePositiveInteger"), (.bytes, "LargeNegativeInteger"):
            return integer(bytes, isNegative: className == "LargeNegativeInteger")
        case (.words, "Float"), (.words, "BoxedFloat64"): return float(bytes)
        case (.fixed, "Character"):
            guard case .integer(let code) = memory.slot(id, 0), memory.slotCount(id) == 1, (0..<1 << 30).contains(code)
            else { return nil }
            return .character(UInt32(code))
        case (.indexable, "Array"):
            elements += memory.slotCount(id)
            guard depth < Self.deepest, elements <= Self.mostElements else { return nil }
            var list: [StasmLiteral] = []
            for value in memory.slots(id) { list.append(literal(value, depth + 1, &elements)) }
            return .array(list)
        case (.fixed, _) where className.hasSuffix("Association") || className.hasSuffix("Binding"): return binding(id)
        case (.fixed, _), (.indexable, _), (.weak, _), (.bytes, _), (.shorts, _), (.words, _), (.longs, _),
            (.method, _):
            return nil
        }
    }

    /// An integer that is not small in this image, and has no zeros in front.
    private func integer(_ bytes: ArraySlice<UInt8>, isNegative: Bool) -> StasmLiteral? {
        guard let last = bytes.last, last != 0, bytes.count <= StasmInteger.mostBytes else { return nil }
        let integer = StasmInteger(isNegative: isNegative, magnitude: Array(bytes))
        let limit: Int64 = image.header.format.wordBytes == 4 ? 1 << 30 : 1 << 60
        if let value = integer.value, value >= -limit, value < limit { return nil }
        return .integer(integer)
    }

    private func float(_ bytes: ArraySlice<UInt8>) -> StasmLiteral? {
        guard bytes.count == 8 else { return nil }
        let bits = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return .float(image.header.format.hasNativeFloats && !image.isBigEndian ? bits : bits << 32 | bits >> 32)
    }

    /// A variable with a name, or what holds a class.
    private func binding(_ id: ObjectID) -> StasmLiteral? {
        let memory = image.memory
        guard memory.slotCount(id) == 2, let key = memory.object(id, 0) else { return nil }
        if key == null {
            guard let value = memory.object(id, 1), let found = image.classIDs[value] else { return nil }
            let instance = image.classes[found].instance
            return .classBinding(image.classes[instance ?? found].name, isMeta: instance != nil)
        }
        guard memory.objects[key].shape == .bytes,
            let text = String(validating: memory.bytes(key), as: UTF8.self)
        else { return nil }
        return .binding(text)
    }
}
