// What LLVM has no setting for in the debug information of an object.

/// Changes objects in LLVM's format for Linux; others stay as they are.
enum DebugSections {
    /// `pointerBytes`: the size of the program's pointers, where it is not the machine's. `isWhole`: the object is not one
    /// of several.
    static func adjust(_ object: inout [UInt8], pointerBytes: UInt8?, isWhole: Bool) {
        guard var sections = ObjectSections(object) else { return }
        // LLVM marks the section as one whose strings may be merged; GNU ld then lets a name that ends another begin in
        // its middle, which llvm-dwarfdump calls an error.
        sections.keepStringsApart(".debug_str")
        // GDB warns of an index of names that is put together of several, and does not use it.
        if !isWhole { sections.leaveOut(".debug_names") }
        if let pointerBytes {
            sections.replace(".debug_abbrev") { Abbreviations.sizingPointers($0, pointerBytes) }
        }
        object = sections.object
    }
}

/// The shapes of DWARF's entries: a code, a tag, whether there are children, attributes with their forms.
private enum Abbreviations {
    private static let pointer = 0x0F
    private static let byteSize: UInt8 = 0x0B
    private static let implicitConstant: UInt8 = 0x21

    /// Says the size of pointers in the shape of their types, where it takes no place in the entries themselves.
    static func sizingPointers(_ bytes: ArraySlice<UInt8>, _ size: UInt8) -> [UInt8] {
        var reader = Reader(bytes: bytes, place: bytes.startIndex)
        var result: [UInt8] = []
        while reader.place < bytes.endIndex {
            let start = reader.place
            guard reader.number() != 0 else {
                result.append(0)
                continue
            }
            let tag = reader.number()
            reader.place += 1
            var end = reader.place
            while reader.place < bytes.endIndex {
                end = reader.place
                let (attribute, form) = (reader.number(), reader.number())
                if attribute == 0, form == 0 { break }
                if form == Int(implicitConstant) { _ = reader.number() }
            }
            result += bytes[start..<min(end, bytes.endIndex)]
            if tag == pointer { result += [byteSize, implicitConstant, size] }
            result += [0, 0]
        }
        return result
    }

    private struct Reader {
        let bytes: ArraySlice<UInt8>
        var place: Int

        /// A number in groups of seven bits, the lowest first; of those with a sign only the length is right.
        mutating func number() -> Int {
            var (result, shift) = (0, 0)
            while place < bytes.endIndex {
                let byte = bytes[place]
                place += 1
                if shift < 56 { result |= Int(byte & 0x7F) << shift }
                shift += 7
                if byte & 0x80 == 0 { break }
            }
            return result
        }
    }
}
