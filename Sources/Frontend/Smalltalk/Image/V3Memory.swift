// Reads the objects of images in the format of V3 (spec/smalltalk.md 3.2): headers of one to three words, of which the
// last, the base header, is what addresses mean.

struct V3Memory {
    private let header: ImageHeader
    private let file: ImageBytes
    private var memory = ObjectMemory()
    /// The ids of objects by the word of their base header, counted from the start of the heap; -1 for none.
    private var ids: [Int32]
    /// What a first walk finds out of each object.
    private var found: [Found] = []

    private struct Found {
        /// Where its base header is, in bytes of the file.
        let offset: Int
        /// The address of its class, or the negative number of a compact one.
        let classWord: Int64
        let format: Int
        let hash: UInt32
        /// Words behind the base header.
        let words: Int
    }

    static func read(_ header: ImageHeader, _ file: ImageBytes) throws(ImageError) -> (ObjectMemory, special: ObjectID)
    {
        var reader = V3Memory(header, file)
        try reader.findObjects()
        let special = try reader.id(at: header.specialObjects, header.start + 16)
        let compact = try reader.compactClasses(special)
        for index in reader.found.indices { try reader.readObject(reader.found[index], compact) }
        return (reader.memory, special)
    }

    private init(_ header: ImageHeader, _ file: ImageBytes) {
        self.header = header
        self.file = file
        ids = Array(repeating: -1, count: header.heapBytes / 4)
    }

    // MARK: Finding objects

    private mutating func findObjects() throws(ImageError) {
        var offset = header.heap
        let end = header.heap + header.heapBytes
        while offset < end {
            let first = try file.u32(offset)
            var base = offset
            var classWord: Int64?
            var words: Int?
            switch first & 3 {
            case 0:
                words = Int(first >> 2)
                classWord = Int64(try file.u32(offset + 4) & ~3)
                base = offset + 8
            case 1:
                classWord = Int64(first & ~3)
                base = offset + 4
            case 2:
                // A free chunk: its size counts from its header.
                let size = Int(first & ~3)
                guard size >= 4, size <= end - offset else {
                    throw ImageError("a free chunk of \(size) bytes", at: offset)
                }
                offset += size
                continue
            default: break
            }
            let header = try file.u32(base)
            guard header & 3 == first & 3 else { throw ImageError("parts of a header that do not fit", at: base) }
            let total = words ?? Int(header >> 2 & 63)
            guard total >= 1, total <= (end - base) / 4 else {
                throw ImageError("an object of \(total) words", at: base)
            }
            let compact = Int64(header >> 12 & 31)
            guard classWord != nil || compact > 0 else { throw ImageError("an object without a class", at: base) }
            ids[(base - self.header.heap) / 4] = Int32(found.count)
            found.append(
                Found(
                    offset: base, classWord: classWord ?? -compact, format: Int(header >> 8 & 15),
                    hash: header >> 17 & 0xFFF, words: total - 1))
            offset = base + total * 4
        }
    }

    private func id(at address: UInt64, _ offset: Int) throws(ImageError) -> ObjectID {
        let place = Int64(bitPattern: address) - Int64(bitPattern: header.base)
        guard place >= 0, place < Int64(header.heapBytes), place % 4 == 0, ids[Int(place / 4)] >= 0 else {
            throw ImageError("no object at address 0x\(String(address, radix: 16))", at: offset)
        }
        return ObjectID(index: Int(ids[Int(place / 4)]))
    }

    /// The classes that headers name by numbers from 1 on: number 28 of the special objects holds them.
    private func compactClasses(_ special: ObjectID) throws(ImageError) -> [ObjectID] {
        let array = found[special.index]
        guard array.words > 28 else { throw ImageError("special objects without compact classes", at: array.offset) }
        let list = found[try id(at: UInt64(try file.u32(array.offset + 4 + 28 * 4)), array.offset + 4 + 28 * 4).index]
        var classes: [ObjectID] = []
        for index in 0..<list.words {
            let offset = list.offset + 4 + index * 4
            classes.append(try id(at: UInt64(try file.u32(offset)), offset))
        }
        return classes
    }

    // MARK: Reading objects

    private mutating func readObject(_ object: Found, _ compact: [ObjectID]) throws(ImageError) {
        let classID: ObjectID
        if object.classWord < 0 {
            let number = Int(-object.classWord)
            guard number <= compact.count else { throw ImageError("no compact class \(number)", at: object.offset) }
            classID = compact[number - 1]
        } else {
            classID = try id(at: UInt64(object.classWord), object.offset - 4)
        }
        let firstSlot = UInt32(memory.values.count), firstByte = UInt32(memory.bytes.count)
        let shape: ObjectShape
        switch object.format {
        case 0, 1: shape = .fixed
        case 2, 3: shape = .indexable
        case 4: shape = .weak
        case 6: shape = .words
        case 8...11: shape = .bytes
        case 12...15: shape = .method
        default: throw ImageError("an object of format \(object.format)", at: object.offset)
        }
        switch shape {
        case .fixed, .indexable, .weak: for index in 0..<object.words { try readSlot(object, index) }
        case .bytes: try readBytes(object, from: 0)
        case .words:
            for index in 0..<object.words {
                var word = try file.u32(object.offset + 4 + index * 4)
                for _ in 0..<4 {
                    memory.bytes.append(UInt8(truncatingIfNeeded: word))
                    word >>= 8
                }
            }
        case .method:
            guard object.words > 0 else { throw ImageError("a method without a header", at: object.offset) }
            try readSlot(object, 0)
            guard case .integer(let header) = memory.values[Int(firstSlot)] else {
                throw ImageError("a method whose header is no integer", at: object.offset + 4)
            }
            let literals = Int(header >> 9 & 0xFF)
            guard literals < object.words else {
                throw ImageError("a method with \(literals) literals", at: object.offset)
            }
            for index in 1..<1 + literals { try readSlot(object, index) }
            try readBytes(object, from: 1 + literals)
        case .shorts, .longs: break
        }
        memory.objects.append(
            ImageObject(
                classID: classID, shape: shape, hash: object.hash, offset: object.offset,
                slots: firstSlot..<UInt32(memory.values.count), bytes: firstByte..<UInt32(memory.bytes.count)))
    }

    private mutating func readSlot(_ object: Found, _ index: Int) throws(ImageError) {
        let offset = object.offset + 4 + index * 4
        let word = try file.u32(offset)
        if word & 1 == 1 {
            memory.values.append(.integer(Int64(Int32(bitPattern: word) >> 1)))
        } else {
            memory.values.append(.object(try id(at: UInt64(word), offset)))
        }
    }

    /// What lies behind so many words, without the bytes at the end that the format says are unused.
    private mutating func readBytes(_ object: Found, from words: Int) throws(ImageError) {
        let unused = object.format & 3
        let start = object.offset + 4 + words * 4, end = object.offset + 4 + object.words * 4 - unused
        guard start <= end else { throw ImageError("an object with \(unused) unused bytes", at: object.offset) }
        memory.bytes += file.bytes[start..<end]
    }
}
