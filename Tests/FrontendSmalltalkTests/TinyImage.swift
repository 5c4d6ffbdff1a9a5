// A small image with some classes and methods, in any format.

import Support

struct TinyImage {
    private var builder: ImageBuilder
    private let isSista: Bool
    private var classes: [String: Int] = [:]
    private var symbols: [String: Int] = [:]

    private static let names = [
        "Object", "UndefinedObject", "SmallInteger", "Array", "String", "Symbol", "Bitmap", "MethodDictionary",
        "CompiledMethod", "Metaclass",
    ]

    static func file(_ format: BuiltFormat) -> [UInt8] {
        var image = TinyImage(format)
        return image.make()
    }

    private init(_ format: BuiltFormat) {
        builder = ImageBuilder(format)
        isSista = format.number == 7033 || format.number == 68533
    }

    private mutating func make() -> [UInt8] {
        let null = builder.reserve()
        for name in Self.names {
            classes[name] = builder.reserve()
            classes[name + " class"] = builder.reserve()
        }
        builder.set(null, number("UndefinedObject"), .fixed([]))
        let methods = [
            "answer": method(literals: [.integer(42)], v3: [0x20, 0x7C], sista: [0x20, 0x5C]),
            "self": method(literals: [], v3: [0x78], sista: [0x58]),
            "+": method(literals: [], primitive: 1, v3: [0x78], sista: [0x58]),
        ]
        for name in Self.names {
            let dictionary = self.dictionary(name == "SmallInteger" ? methods : [:])
            let parent = name == "Object" ? null : number("Object")
            let slots = [parent, dictionary].map { ImageBuilder.Value.object($0) } + [.integer(2)]
            builder.set(number(name), number(name + " class"), .fixed(slots + [.object(symbol(name))]))
            builder.set(number(name + " class"), number("Metaclass"), .fixed(slots + [.object(number(name))]))
        }
        let words = builder.add(number("Bitmap"), .words([0x0102_0304, 0xFFFF_FFFE, 7]))
        let long = builder.add(number("Array"), .array(Array(repeating: .integer(-3), count: 300)))
        var special = Array(repeating: ImageBuilder.Value.object(null), count: 60)
        special[5] = .object(number("SmallInteger"))
        special[23] = .object(specialSelectors())
        special[28] = .object(builder.add(number("Array"), .array([.object(null), .object(number("Array"))])))
        special[40] = .object(words)
        special[41] = .object(long)
        let array = builder.add(number("Array"), .array(special))
        return builder.file(special: array)
    }

    private func number(_ name: String) -> Int { classes[name] ?? 0 }

    private mutating func symbol(_ text: String) -> Int {
        if let known = symbols[text] { return known }
        symbols[text] = builder.add(number("Symbol"), .bytes(Array(text.utf8)))
        return symbols[text] ?? 0
    }

    private mutating func dictionary(_ methods: [String: Int]) -> Int {
        let selectors = methods.keys.sorted()
        let values = builder.add(number("Array"), .array(selectors.map { .object(methods[$0] ?? 0) }))
        let keys = selectors.map { ImageBuilder.Value.object(symbol($0)) }
        return builder.add(
            number("MethodDictionary"), .array([.integer(Int64(selectors.count)), .object(values)] + keys))
    }

    private mutating func method(
        literals: [ImageBuilder.Value], primitive: Int64 = 0, v3: [UInt8], sista: [UInt8]
    ) -> Int {
        let count = Int64(literals.count)
        var code = isSista ? sista : v3
        var header: Int64
        if builder.format.isSpur {
            header = count
            if primitive > 0 {
                header |= 1 << 16
                code = [isSista ? 0xF8 : 139, UInt8(primitive), 0] + code
            }
            // The sign says which set of bytecodes it is.
            if isSista { header |= builder.format.wordBytes == 8 ? Int64.min >> 3 : -(1 << 30) }
        } else {
            header = count << 9 | primitive
        }
        return builder.add(number("CompiledMethod"), .method(header: header, literals: literals, code: code))
    }

    private mutating func specialSelectors() -> Int {
        let text =
            "+ - < > <= >= = ~= * / \\\\ @ bitShift: // bitAnd: bitOr: at: at:put: size next nextPut: atEnd == class"
            + " blockCopy: value value: do: new new: x y"
        let values = text.split(separator: " ").flatMap { word -> [ImageBuilder.Value] in
            let name = String(word)
            let colons = name.count { $0 == ":" }
            let isWord = name.first?.isLetter == true
            return [.object(symbol(name)), .integer(Int64(isWord ? colons : 1))]
        }
        return builder.add(number("Array"), .array(values))
    }
}
