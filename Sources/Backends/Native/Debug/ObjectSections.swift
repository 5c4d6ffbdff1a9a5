// The sections of an object that LLVM made, to be changed where LLVM has no setting.

/// The section headers of an ELF object of either width, little-endian.
struct ObjectSections {
    /// Where things stand in the file's header and in those of sections.
    private struct Format {
        let headersOffset, headerSize, headerCount, namesIndex, wordSize: Int
        let flags, offset, size: Int

        static let narrow = Format(
            headersOffset: 0x20, headerSize: 0x2E, headerCount: 0x30, namesIndex: 0x32, wordSize: 4, flags: 0x08,
            offset: 0x10, size: 0x14)
        static let wide = Format(
            headersOffset: 0x28, headerSize: 0x3A, headerCount: 0x3C, namesIndex: 0x3E, wordSize: 8, flags: 0x08,
            offset: 0x18, size: 0x20)
    }

    private static let magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]
    /// The flags of a section whose strings may be merged.
    private static let mergeFlags: UInt8 = 0x30
    /// The flag of a section that linkers leave out, in the highest of four bytes.
    private static let excludeFlag: UInt8 = 0x80

    private(set) var object: [UInt8]
    private let format: Format

    /// Nil for objects in other formats.
    init?(_ object: [UInt8]) {
        guard object.count >= 0x40, object.starts(with: ObjectSections.magic) else { return nil }
        self.object = object
        format = object[4] == 2 ? .wide : .narrow
    }

    private func number(_ place: Int, _ bytes: Int) -> Int {
        guard place >= 0, place + bytes <= object.count else { return 0 }
        return object[place..<place + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func set(_ number: Int, at place: Int) {
        for byte in 0..<format.wordSize where place + byte < object.count {
            object[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte))
        }
    }

    /// The headers of all sections with a name.
    private func headers(_ name: String) -> [Int] {
        let name = Array(name.utf8) + [0]
        let (first, size) = (number(format.headersOffset, format.wordSize), number(format.headerSize, 2))
        let names = number(first + number(format.namesIndex, 2) * size + format.offset, format.wordSize)
        return (0..<number(format.headerCount, 2)).map { first + $0 * size }.filter { header in
            let place = names + number(header, 4)
            guard place + name.count <= object.count, header + size <= object.count else { return false }
            return object[place..<place + name.count].elementsEqual(name)
        }
    }

    /// Takes the mark off the sections that their strings may be merged.
    mutating func keepStringsApart(_ name: String) {
        for header in headers(name) { object[header + format.flags] &= ~ObjectSections.mergeFlags }
    }

    /// Has linkers leave the section out, with its relocations.
    mutating func leaveOut(_ name: String) {
        for header in headers(name) { object[header + format.flags + 3] |= ObjectSections.excludeFlag }
    }

    /// Gives the section other contents, at the end of the object.
    /// Requires: nothing refers to other places of the section than its start.
    mutating func replace(_ name: String, _ contents: (ArraySlice<UInt8>) -> [UInt8]) {
        for header in headers(name) {
            let start = number(header + format.offset, format.wordSize)
            let end = start + number(header + format.size, format.wordSize)
            guard start <= end, end <= object.count else { continue }
            let bytes = contents(object[start..<end])
            set(object.count, at: header + format.offset)
            set(bytes.count, at: header + format.size)
            object += bytes
        }
    }
}
