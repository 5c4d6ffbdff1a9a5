// The selectors that have bytecodes of their own, as an image lists them (spec/smalltalk.md 2.4): pairs of a selector and
// a number of arguments, in number 23 of the special objects.

package struct SpecialSelectors: Sendable {
    /// By their numbers: those of arithmetic first.
    package let names: [String]
    package let argumentCounts: [Int]

    private static let specialObject = 23
    private static let count = 32
    /// The one that images may leave empty, since virtual machines answer it without a send.
    private static let classIndex = 23

    package init(_ memory: ObjectMemory, _ special: ObjectID) throws(ImageError) {
        guard let array = memory.object(special, Self.specialObject), memory.slotCount(array) >= 2 * Self.count else {
            throw ImageError("special objects without selectors", at: memory.objects[special].offset)
        }
        var names: [String] = [], counts: [Int] = []
        for index in 0..<Self.count {
            let name = memory.object(array, 2 * index).flatMap(memory.text)
            guard case .integer(let count) = memory.slot(array, 2 * index + 1), (0...15).contains(count) else {
                throw ImageError("a special selector without a number of arguments", at: memory.objects[array].offset)
            }
            guard name != nil || index == Self.classIndex else {
                throw ImageError("a special selector without a name", at: memory.objects[array].offset)
            }
            names.append(name ?? "class")
            counts.append(Int(count))
        }
        (self.names, argumentCounts) = (names, counts)
    }

    package init(names: [String], argumentCounts: [Int]) {
        (self.names, self.argumentCounts) = (names, argumentCounts)
    }

    /// Those that every image has had, with `~~` where blocks are closures.
    package static let standard = SpecialSelectors(
        names: [
            "+", "-", "<", ">", "<=", ">=", "=", "~=", "*", "/", "\\\\", "@", "bitShift:", "//", "bitAnd:", "bitOr:",
            "at:",
            "at:put:", "size", "next", "nextPut:", "atEnd", "==", "class", "~~", "value", "value:", "do:", "new",
            "new:", "x",
            "y",
        ],
        argumentCounts: [
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0,
        ])

    /// What images without closures have in place of `~~`.
    package static let blockCopy = "blockCopy:"
    package static let blockCopyIndex = 24

    /// Those of images without closures.
    package static let withBlockCopy: SpecialSelectors = {
        var names = standard.names
        names[blockCopyIndex] = blockCopy
        return SpecialSelectors(names: names, argumentCounts: standard.argumentCounts)
    }()

    /// Whether number `index` makes a block whose temporary variables are its home's.
    package func isBlockCopy(_ index: Int) -> Bool { argumentCounts[index] == 1 && names[index] == Self.blockCopy }
}
