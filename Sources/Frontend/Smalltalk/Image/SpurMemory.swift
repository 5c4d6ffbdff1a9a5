// Reads the objects of Spur images (spec/smalltalk.md 3.3): headers of 64 bits with the number of a class, segments with
// bridges between them.

struct SpurMemory {
    private let header: ImageHeader
    private let file: ImageBytes
    private let word: Int
    private var memory = ObjectMemory()
    private var segments: [Segment] = []
    /// The ids of objects by the eight bytes in which their header lies, counted over the whole heap; -1 for none.
    private var ids: [Int32]
    private var found: [Found] = []

    /// A stretch of addresses, and where it lies in the file.
    private struct Segment {
        let address: UInt64
        let offset: Int
        let bytes: Int
    }

    private struct Found {
        /// Where its header is, in bytes of the file.
        let offset: Int
        let classIndex: Int
        let format: Int
        let hash: UInt32
        /// Words behind the header, of the image's size.
        let words: Int
    }

    /// The class index of the array of arrays in which classes are found by their indices.
    private static let classTableIndex = 16
    private static let classesPerPage = 1024
    /// Classes of objects that are the virtual machine's own: free ones, forwarders, the class table.
    private static let firstClassIndex = 32

    static func read(_ header: ImageHeader, _ file: ImageBytes) throws(ImageError) -> (ObjectMemory, special: ObjectID)
    {
        var reader = SpurMemory(header, file)
        try reader.findSegments()
        for segment in reader.segments { try reader.findObjects(segment) }
        let special = try reader.id(at: header.specialObjects, header.start + 8)
        let classes = try reader.classTable()
        for object in reader.found { try reader.readObject(object, classes) }
        return (reader.memory, special)
    }

    private init(_ header: ImageHeader, _ file: ImageBytes) {
        self.header = header
        self.file = file
        word = header.format.wordBytes
        ids = Array(repeating: -1, count: header.heapBytes / 8)
    }

    // MARK: Finding objects

    private mutating func findSegments() throws(ImageError) {
        var offset = header.heap, address = header.base
        var bytes = header.firstSegmentBytes
        let end = header.heap + header.heapBytes
        while bytes > 0 {
            guard bytes >= 16, bytes <= end - offset, bytes % 8 == 0 else {
                throw ImageError("a segment of \(bytes) bytes", at: offset)
            }
            segments.append(Segment(address: address, offset: offset, bytes: bytes - 16))
            // The bridge says how far the next segment's addresses are from this one's end, and how long that is.
            let bridge = offset + bytes - 16
            let delta = try file.u64(bridge) & 0x00FF_FFFF_FFFF_FFFF
            let next = try file.u64(bridge + 8)
            guard next <= UInt64(end) else { throw ImageError("a segment of \(next) bytes", at: bridge + 8) }
            (address, offset) = (address &+ UInt64(bytes) &+ delta &* 8, offset + bytes)
            bytes = Int(next)
        }
    }

    private mutating func findObjects(_ segment: Segment) throws(ImageError) {
        var offset = segment.offset
        let end = segment.offset + segment.bytes
        while offset < end {
            var header = try file.u64(offset)
            var slots = Int(header >> 56)
            if slots == 255 {
                // The count lies in front of the header, which follows.
                let count = header & 0x00FF_FFFF_FFFF_FFFF
                guard count <= UInt64(end - offset) else { throw ImageError("an object of \(count) words", at: offset) }
                slots = Int(count)
                offset += 8
                header = try file.u64(offset)
            }
            let body = max(8, (slots * word + 7) & ~7)
            guard offset < end, body <= end - offset - 8 else {
                throw ImageError("an object of \(slots) words", at: offset)
            }
            let index = Int(header & 0x3FFFFF)
            // Index 0 is memory that is free.
            if index != 0 {
                ids[(offset - self.header.heap) / 8] = Int32(found.count)
                found.append(
                    Found(
                        offset: offset, classIndex: index, format: Int(header >> 24 & 31),
                        hash: UInt32(header >> 32 & 0x3FFFFF), words: slots))
            }
            offset += 8 + body
        }
    }

    private func id(at address: UInt64, _ offset: Int) throws(ImageError) -> ObjectID {
        for segment in segments where address >= segment.address && address - segment.address < UInt64(segment.bytes) {
            let place = segment.offset + Int(address - segment.address)
            let index = place % 8 == header.heap % 8 ? ids[(place - header.heap) / 8] : -1
            if index >= 0 { return ObjectID(index: Int(index)) }
        }
        throw ImageError("no object at address 0x\(String(address, radix: 16))", at: offset)
    }

    // MARK: Classes

    /// The classes by their indices; objects that are no classes, or nothing, where there are none.
    private func classTable() throws(ImageError) -> [ObjectID?] {
        guard let root = found.first(where: { $0.classIndex == Self.classTableIndex }) else {
            throw ImageError("no table of classes", at: header.heap)
        }
        var classes: [ObjectID?] = []
        for page in 0..<min(root.words, 4096) {
            let offset = root.offset + 8 + page * word
            let entries = found[try id(at: try file.word(offset, word), offset).index]
            guard entries.words >= Self.classesPerPage else { continue }
            while classes.count < page * Self.classesPerPage { classes.append(nil) }
            for place in 0..<Self.classesPerPage {
                let offset = entries.offset + 8 + place * word
                classes.append(try id(at: try file.word(offset, word), offset))
            }
        }
        return classes
    }

    // MARK: Reading objects

    private mutating func readObject(_ object: Found, _ classes: [ObjectID?]) throws(ImageError) {
        let firstSlot = UInt32(memory.values.count), firstByte = UInt32(memory.bytes.count)
        var classID = ObjectID(index: 0)
        var shape = ObjectShape.fixed
        // What belongs to the virtual machine is left out, but keeps its id.
        if object.classIndex >= Self.firstClassIndex {
            guard object.classIndex < classes.count, let known = classes[object.classIndex] else {
                throw ImageError("no class \(object.classIndex)", at: object.offset)
            }
            classID = known
            shape = try self.shape(object)
            switch shape {
            case .fixed, .indexable, .weak: for index in 0..<object.words { try readSlot(object, index) }
            case .bytes: try readBytes(object, from: 0, unused: object.format & 7, unit: 1)
            case .shorts: try readBytes(object, from: 0, unused: (object.format & 3) * 2, unit: 2)
            case .words: try readBytes(object, from: 0, unused: (object.format & 1) * 4, unit: 4)
            case .longs: try readBytes(object, from: 0, unused: 0, unit: 8)
            case .method: try readMethod(object, firstSlot)
            }
        }
        memory.objects.append(
            ImageObject(
                classID: classID, shape: shape, hash: object.hash, offset: object.offset,
                slots: firstSlot..<UInt32(memory.values.count), bytes: firstByte..<UInt32(memory.bytes.count)))
    }

    private func shape(_ object: Found) throws(ImageError) -> ObjectShape {
        switch object.format {
        case 0, 1, 5: .fixed
        case 2, 3: .indexable
        case 4: .weak
        case 9: .longs
        case 10, 11: .words
        case 12...15: .shorts
        case 16...23: .bytes
        case 24...31: .method
        default: throw ImageError("an object of format \(object.format)", at: object.offset)
        }
    }

    private mutating func readMethod(_ object: Found, _ firstSlot: UInt32) throws(ImageError) {
        guard object.words > 0 else { throw ImageError("a method without a header", at: object.offset) }
        try readSlot(object, 0)
        guard case .integer(let header) = memory.values[Int(firstSlot)] else {
            throw ImageError("a method whose header is no integer", at: object.offset + 8)
        }
        let literals = Int(header & 0x7FFF)
        guard literals < object.words else { throw ImageError("a method with \(literals) literals", at: object.offset) }
        for index in 1..<1 + literals { try readSlot(object, index) }
        try readBytes(object, from: 1 + literals, unused: object.format & 7, unit: 1)
    }

    private mutating func readSlot(_ object: Found, _ index: Int) throws(ImageError) {
        let offset = object.offset + 8 + index * word
        memory.values.append(
            word == 4 ? try value(of: try file.u32(offset), offset) : try value(of: try file.u64(offset), offset))
    }

    private func value(of word: UInt32, _ offset: Int) throws(ImageError) -> ImageValue {
        if word & 1 == 1 { return .integer(Int64(Int32(bitPattern: word) >> 1)) }
        if word & 3 == 2 { return .character(word >> 2) }
        return .object(try id(at: UInt64(word), offset))
    }

    private func value(of word: UInt64, _ offset: Int) throws(ImageError) -> ImageValue {
        switch word & 7 {
        case 1: return .integer(Int64(bitPattern: word) >> 3)
        case 2: return .character(UInt32(truncatingIfNeeded: word >> 3))
        case 4:
            // Sign in the lowest bit, and an exponent that starts at 896; the two zeros have none.
            let rotated = word >> 3
            let bits = rotated <= 1 ? rotated : rotated + (896 << 53)
            return .float(Double(bitPattern: bits >> 1 | bits << 63))
        default: return .object(try id(at: word, offset))
        }
    }

    /// What lies behind so many words, without so many bytes at the end, as integers of `unit` bytes.
    private mutating func readBytes(_ object: Found, from words: Int, unused: Int, unit: Int) throws(ImageError) {
        let start = object.offset + 8 + words * word, end = object.offset + 8 + object.words * word - unused
        guard start <= end, (end - start) % unit == 0 else {
            throw ImageError("an object with \(unused) unused bytes", at: object.offset)
        }
        guard unit > 1, file.isBigEndian else {
            memory.bytes += file.bytes[start..<end]
            return
        }
        for place in stride(from: start, to: end, by: unit) {
            memory.bytes += file.bytes[place..<place + unit].reversed()
        }
    }
}
