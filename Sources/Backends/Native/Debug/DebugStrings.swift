// Keeps the linker from sharing the tails of debug strings. LLVM marks their section as one whose strings may be merged;
// GNU ld then lets a name that ends another begin in its middle, which llvm-dwarfdump calls an error.

/// Changes ELF objects of either width, little-endian; others stay as they are.
enum DebugStrings {
    private static let magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]
    private static let name = Array(".debug_str\0".utf8)
    /// The flags of a section whose strings may be merged.
    private static let mergeFlags: UInt8 = 0x30

    /// Where things stand in the file's header and in those of sections.
    private struct Format {
        let headersOffset, headerSize, headerCount, namesIndex, wordSize: Int
        let flags, offset: Int

        static let narrow = Format(
            headersOffset: 0x20, headerSize: 0x2E, headerCount: 0x30, namesIndex: 0x32, wordSize: 4, flags: 0x08,
            offset: 0x10)
        static let wide = Format(
            headersOffset: 0x28, headerSize: 0x3A, headerCount: 0x3C, namesIndex: 0x3E, wordSize: 8, flags: 0x08,
            offset: 0x18)
    }

    /// Takes the mark off the section of debug strings.
    static func keepApart(in object: inout [UInt8]) {
        guard object.count >= 0x40, object.starts(with: magic) else { return }
        let format = object[4] == 2 ? Format.wide : .narrow
        func number(_ place: Int, _ bytes: Int) -> Int {
            guard place >= 0, place + bytes <= object.count else { return 0 }
            return object[place..<place + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let (first, size) = (number(format.headersOffset, format.wordSize), number(format.headerSize, 2))
        let names = number(first + number(format.namesIndex, 2) * size + format.offset, format.wordSize)
        for index in 0..<number(format.headerCount, 2) {
            let header = first + index * size
            let place = names + number(header, 4)
            guard place + name.count <= object.count, header + format.flags < object.count else { continue }
            if object[place..<place + name.count].elementsEqual(name) { object[header + format.flags] &= ~mergeFlags }
        }
    }
}
