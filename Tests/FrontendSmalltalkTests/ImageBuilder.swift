// Makes small images in every format, so that the readers can be tried without any image at hand.

import Support
import Testing

/// The format of an image to be made.
struct BuiltFormat: Hashable, Sendable, CustomTestStringConvertible {
    let number: UInt32
    let isBigEndian: Bool
    /// Bytes in front of the header.
    var skipped = 0

    var isSpur: Bool { number == 6521 || number == 7033 || number > 68000 }
    var wordBytes: Int { number > 68000 ? 8 : 4 }
    var testDescription: String {
        "\(number) \(isBigEndian ? "big" : "little")\(skipped > 0 ? " behind \(skipped) bytes" : "")"
    }

    static let all = [
        BuiltFormat(number: 6502, isBigEndian: false), BuiltFormat(number: 6502, isBigEndian: true),
        BuiltFormat(number: 6504, isBigEndian: false), BuiltFormat(number: 6505, isBigEndian: false),
        BuiltFormat(number: 6505, isBigEndian: false, skipped: 512), BuiltFormat(number: 6521, isBigEndian: false),
        BuiltFormat(number: 6521, isBigEndian: true), BuiltFormat(number: 7033, isBigEndian: false),
        BuiltFormat(number: 68021, isBigEndian: false), BuiltFormat(number: 68021, isBigEndian: true),
        BuiltFormat(number: 68533, isBigEndian: false),
    ]
}

struct ImageBuilder {
    enum Value {
        case object(Int)
        case integer(Int64)
        case character(UInt32)
        /// As Spur has them in words of 64 bits.
        case float(Double)
    }

    enum Content {
        case fixed([Value])
        case array([Value])
        case bytes([UInt8])
        case words([UInt32])
        case method(header: Int64, literals: [Value], code: [UInt8])
    }

    private struct Object {
        let classNumber: Int
        let content: Content
    }

    let format: BuiltFormat
    private var objects: [Object?] = []
    /// The classes of Spur, in the order of their indices.
    private var classes: [Int] = []
    private static let base: UInt64 = 0x10000
    private static let firstClassIndex = 32

    init(_ format: BuiltFormat) { self.format = format }

    /// A place for an object that is made later.
    mutating func reserve() -> Int {
        objects.append(nil)
        return objects.count - 1
    }

    mutating func set(_ number: Int, _ classNumber: Int, _ content: Content) {
        objects[number] = Object(classNumber: classNumber, content: content)
    }

    mutating func add(_ classNumber: Int, _ content: Content) -> Int {
        let number = reserve()
        set(number, classNumber, content)
        return number
    }

    // MARK: Writing

    /// The file, whose special objects are the array `special`.
    mutating func file(special: Int) -> [UInt8] {
        if format.isSpur { addClassTable() }
        var addresses: [UInt64] = []
        var next = Self.base
        for object in objects {
            guard let object else { preconditionFailure("ImageBuilder: an object that was never made") }
            let headerBytes = headerBytes(object)
            addresses.append(next + UInt64(headerBytes) - (format.isSpur ? 8 : 4))
            next += UInt64(headerBytes + bodyBytes(object))
        }
        var heap: [UInt8] = []
        for object in objects.compactMap(\.self) { write(object, addresses, &heap) }
        if format.isSpur { heap += Array(repeating: 0, count: 16) }
        return Array(repeating: 0xAA, count: format.skipped) + header(heap.count, addresses[special]) + heap
    }

    private func header(_ heapBytes: Int, _ special: UInt64) -> [UInt8] {
        let word = format.wordBytes
        var bytes: [UInt8] = []
        append(UInt64(format.number), 4, &bytes)
        append(UInt64(word * 16), 4, &bytes)
        for value in [UInt64(heapBytes), Self.base, special] { append(value, word, &bytes) }
        while bytes.count < (word == 4 ? 48 : 72) { bytes.append(0) }
        append(format.isSpur ? UInt64(heapBytes) : 0, word, &bytes)
        while bytes.count < word * 16 { bytes.append(0) }
        return bytes
    }

    private func append(_ value: UInt64, _ count: Int, _ bytes: inout [UInt8]) {
        let little = (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
        bytes += format.isBigEndian ? little.reversed() : little
    }

    // MARK: Objects

    /// The words behind the header, the last one perhaps not full.
    private func words(_ object: Object) -> Int {
        let word = format.wordBytes
        switch object.content {
        case .fixed(let values), .array(let values): return values.count
        case .bytes(let bytes): return (bytes.count + word - 1) / word
        case .words(let words): return (words.count * 4 + word - 1) / word
        case .method(_, let literals, let code): return 1 + literals.count + (code.count + word - 1) / word
        }
    }

    /// All headers have room for many words: three words in V3, two of 64 bits in Spur when needed.
    private func headerBytes(_ object: Object) -> Int {
        let words = words(object)
        if format.isSpur { return words >= 255 ? 16 : 8 }
        return words >= 63 ? 12 : 8
    }

    private func bodyBytes(_ object: Object) -> Int {
        let bytes = words(object) * format.wordBytes
        return format.isSpur ? max(8, (bytes + 7) & ~7) : bytes
    }

    private func write(_ object: Object, _ addresses: [UInt64], _ heap: inout [UInt8]) {
        let word = format.wordBytes, words = words(object)
        let unused: Int
        switch object.content {
        case .fixed, .array: unused = 0
        case .bytes(let bytes): unused = (word - bytes.count % word) % word
        case .words(let integers): unused = integers.count * 4 % word
        case .method(_, _, let code): unused = (word - code.count % word) % word
        }
        if format.isSpur {
            writeSpurHeader(object, words, unused, &heap)
        } else {
            writeV3Header(object, words, unused, addresses, &heap)
        }
        let start = heap.count
        switch object.content {
        case .fixed(let values), .array(let values): for value in values { append(raw(value, addresses), word, &heap) }
        case .bytes(let bytes): heap += bytes
        case .words(let integers): for integer in integers { append(UInt64(integer), 4, &heap) }
        case .method(let header, let literals, let code):
            append(raw(.integer(header), addresses), word, &heap)
            for value in literals { append(raw(value, addresses), word, &heap) }
            heap += code
        }
        while heap.count - start < bodyBytes(object) { heap.append(0) }
    }

    private func raw(_ value: Value, _ addresses: [UInt64]) -> UInt64 {
        switch value {
        case .object(let number): return addresses[number]
        case .integer(let value):
            return format.wordBytes == 8 ? UInt64(bitPattern: value) << 3 | 1 : UInt64(bitPattern: value) << 1 | 1
        case .character(let code): return format.wordBytes == 8 ? UInt64(code) << 3 | 2 : UInt64(code) << 2 | 2
        case .float(let value):
            let bits = value.bitPattern << 1 | value.bitPattern >> 63
            return (bits <= 1 ? bits : bits - (896 << 53)) << 3 | 4
        }
    }

    private func writeV3Header(
        _ object: Object, _ words: Int, _ unused: Int, _ addresses: [UInt64], _ heap: inout [UInt8]
    ) {
        let kind: UInt64
        switch object.content {
        case .fixed: kind = 1
        case .array: kind = 2
        case .bytes: kind = UInt64(8 + unused)
        case .words: kind = 6
        case .method: kind = UInt64(12 + unused)
        }
        let hash: UInt64 = 0x123
        let isLong = words >= 63
        let tag: UInt64 = isLong ? 0 : 1
        if isLong { append(UInt64(words + 1) << 2 | tag, 4, &heap) }
        append(addresses[object.classNumber] | tag, 4, &heap)
        append(hash << 17 | kind << 8 | (isLong ? 0 : UInt64(words + 1) << 2) | tag, 4, &heap)
    }

    private func writeSpurHeader(_ object: Object, _ words: Int, _ unused: Int, _ heap: inout [UInt8]) {
        let kind: UInt64
        switch object.content {
        case .fixed: kind = 1
        case .array: kind = 2
        case .bytes: kind = UInt64(16 + unused)
        case .words: kind = UInt64(10 + unused / 4)
        case .method: kind = UInt64(24 + unused)
        }
        let index =
            object.classNumber < 0
            ? -object.classNumber : (classes.firstIndex(of: object.classNumber) ?? -1) + Self.firstClassIndex
        precondition(index > 0, "ImageBuilder: a class that is none")
        let hash: UInt64 = 0x123
        if words >= 255 { append(UInt64(words) | 255 << 56, 8, &heap) }
        append(UInt64(min(words, 255)) << 56 | hash << 32 | kind << 24 | UInt64(index), 8, &heap)
    }

    /// The array of arrays by which classes are found; objects of the virtual machine's own have negative class numbers.
    private mutating func addClassTable() {
        classes = Set(objects.compactMap { $0?.classNumber }).filter { $0 >= 0 }.sorted()
        let nothing = Value.object(0)
        var entries = Array(repeating: nothing, count: 1024)
        for (place, number) in classes.enumerated() { entries[Self.firstClassIndex + place] = .object(number) }
        // The root comes first.
        let root = reserve()
        let page = add(-16, .array(entries))
        set(root, -16, .array([.object(page)]))
    }
}
