// The kinds of images, by the number that a file starts with (spec/smalltalk.md 3.1).

/// How the objects of an image are laid out.
package struct ImageFormat: Hashable, Sendable {
    package enum Memory: Hashable, Sendable {
        /// Objects with headers of one to three words.
        case v3
        /// Objects with a header of 64 bits.
        case spur
    }

    package let number: UInt32
    package let memory: Memory
    /// Bytes in a word: 4 or 8.
    package let wordBytes: Int
    /// Whether the two words of a Float lie as the machine that wrote them has them; else the high one comes first.
    package let hasNativeFloats: Bool

    /// The format with a number; nil when there is none.
    package init?(number: UInt32) {
        self.number = number
        switch number {
        case 6502, 6504: (memory, wordBytes, hasNativeFloats) = (.v3, 4, false)
        case 6505: (memory, wordBytes, hasNativeFloats) = (.v3, 4, true)
        case 6521, 7033: (memory, wordBytes, hasNativeFloats) = (.spur, 4, true)
        case 68021, 68533: (memory, wordBytes, hasNativeFloats) = (.spur, 8, true)
        default: return nil
        }
    }

    /// Spur in words of 32 bits, with both sets of bytecodes: what programs are assembled to.
    package static let assembled = ImageFormat(memory: .spur, number: 7033, wordBytes: 4)

    private init(memory: Memory, number: UInt32, wordBytes: Int) {
        (self.number, self.memory, self.wordBytes, hasNativeFloats) = (number, memory, wordBytes, true)
    }

    package var name: String {
        switch memory {
        case .v3: "V3"
        case .spur: "Spur \(wordBytes * 8)"
        }
    }
}
