// Values that checks send messages to and pass as arguments. Objects are made anew for each check.

import Support

/// A value that a check makes.
package indirect enum Sample: Hashable, Sendable {
    case integer(Int64)
    /// By its bits.
    case float(UInt64)
    case null
    /// An object of the image: true, false, a class, a symbol.
    case object(ObjectID)
    case character(UInt8)
    /// An object whose elements are numbers: a string, a large integer.
    case raw(ClassID, [UInt64])
    case instance(ClassID, fields: [Sample], elements: [Sample])
    /// A block that answers its last argument, nil if it takes none; a predicate answers a truth value.
    case block(arity: Int, isPredicate: Bool)
}

extension Sample {
    /// The sample as a report shows it.
    func text(_ world: SmalltalkWorld) -> String {
        switch self {
        case .integer(let number): return String(number)
        case .float(let bits): return String(Double(bitPattern: bits))
        case .null: return "nil"
        case .object(let object): return Self.text(of: object, world)
        case .character(let code):
            return Self.isPlain(code) ? "$\(Character(Unicode.Scalar(code)))" : "Character \(code)"
        case .raw(let id, let elements):
            let bytes = elements.map { UInt8(truncatingIfNeeded: $0) }
            guard world.isText(id), bytes.allSatisfy(Self.isPlain) else {
                let numbers = elements.map { String($0) }.joined(separator: " ")
                return "\(world.image.classes[id].name)[\(numbers)]"
            }
            return "'\(String(decoding: bytes, as: UTF8.self))'"
        case .instance(let id, let fields, let elements):
            let variables = fields.isEmpty ? "" : "(\(fields.map { $0.text(world) }.joined(separator: " ")))"
            let items = elements.isEmpty ? "" : "[\(elements.map { $0.text(world) }.joined(separator: " "))]"
            return "\(world.image.classes[id].name)\(variables)\(items)"
        case .block(let arity, let isPredicate):
            let names = (0..<arity).map { ":a\($0 + 1)" }.joined(separator: " ")
            let answer = isPredicate ? String(arity > 0) : arity > 0 ? "a\(arity)" : "nil"
            return arity > 0 ? "[\(names) | \(answer)]" : "[\(answer)]"
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }

    private static func text(of object: ObjectID, _ world: SmalltalkWorld) -> String {
        if object == world.facts.trueObject { return "true" }
        if object == world.facts.falseObject { return "false" }
        if let id = world.classID(object: object) { return world.image.classes[id].name }
        return world.image.memory.text(object).map { "#\($0)" } ?? "an object of the image"
    }
}

extension SmalltalkWorld {
    /// Whether the instances of a class are strings or symbols.
    func isText(_ id: ClassID) -> Bool {
        let symbols = image.memory.object(image.special, 20).flatMap { classID(of: .object($0)) }
        return [facts.string, symbols].contains { $0.map { inherits(id, from: $0) } == true }
    }
}
