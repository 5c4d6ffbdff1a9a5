// The start of an image file (spec/smalltalk.md 3.1): which format it has, and where its objects lie.

package struct ImageHeader {
    package let format: ImageFormat
    /// Where the header starts: some files have 512 bytes before it.
    package let start: Int
    /// Bytes of the header; the objects lie behind it.
    package let size: Int
    /// Bytes of all objects.
    package let heapBytes: Int
    /// The address that the first object had when the image was written.
    package let base: UInt64
    /// The address of the array of special objects.
    package let specialObjects: UInt64
    /// Bytes of the first segment; 0 in V3, which has but one.
    package let firstSegmentBytes: Int

    /// Where the objects start in the file.
    package var heap: Int { start + size }

    /// That of an image that was never in a file.
    init(_ format: ImageFormat) {
        self.format = format
        (start, size, heapBytes, firstSegmentBytes) = (0, 16 * format.wordBytes, 0, 0)
        (base, specialObjects) = (0, 0)
    }

    /// Finds out the byte order too.
    static func read(_ file: [UInt8]) throws(ImageError) -> (header: ImageHeader, bytes: ImageBytes) {
        for start in [0, 512] where file.count >= start + 4 {
            for isBigEndian in [false, true] {
                let bytes = ImageBytes(bytes: file, isBigEndian: isBigEndian)
                guard let format = ImageFormat(number: try bytes.u32(start)) else { continue }
                return (try ImageHeader(format, start, bytes), bytes)
            }
        }
        throw ImageError("this is no Smalltalk image of a known format", at: 0)
    }

    private init(_ format: ImageFormat, _ start: Int, _ bytes: ImageBytes) throws(ImageError) {
        self.format = format
        self.start = start
        let word = format.wordBytes
        size = Int(try bytes.u32(start + 4))
        guard size >= 16 * word, size <= bytes.count - start else {
            throw ImageError("a header of \(size) bytes", at: start + 4)
        }
        heapBytes = try Self.length(bytes, start + 8, word)
        base = try bytes.word(start + 8 + word, word)
        specialObjects = try bytes.word(start + 8 + 2 * word, word)
        firstSegmentBytes = format.memory == .spur ? try Self.length(bytes, start + (word == 4 ? 48 : 72), word) : 0
        guard heapBytes <= bytes.count - start - size else {
            throw ImageError("\(heapBytes) bytes of objects in a file of \(bytes.count)", at: start + 8)
        }
        guard base <= UInt64.max - UInt64(bytes.count) else {
            throw ImageError("objects at address \(base)", at: start + 8 + word)
        }
    }

    private static func length(_ bytes: ImageBytes, _ offset: Int, _ word: Int) throws(ImageError) -> Int {
        let value = try bytes.word(offset, word)
        guard value <= UInt64(bytes.count) else { throw ImageError("a length of \(value) bytes", at: offset) }
        return Int(value)
    }
}
