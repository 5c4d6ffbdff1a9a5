// Bounds-checked reading and writing of binary formats. A reader never reads past its end: it throws, with the offset.

/// A read past the end of the input.
public struct ByteIOError: Error, Hashable, Sendable {
    public let offset: Int
    public let wanted: Int
    public let available: Int
}

/// Reads integers and byte runs from a byte array, front to back.
public struct ByteReader: Sendable {
    public let bytes: [UInt8]
    public private(set) var offset: Int

    public init(_ bytes: [UInt8], at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    public var remaining: Int { max(0, bytes.count - offset) }
    public var isAtEnd: Bool { offset >= bytes.count }

    public mutating func seek(_ offset: Int) throws(ByteIOError) {
        guard offset >= 0, offset <= bytes.count else {
            throw ByteIOError(offset: offset, wanted: 0, available: bytes.count)
        }
        self.offset = offset
    }

    public mutating func take(_ count: Int) throws(ByteIOError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw ByteIOError(offset: offset, wanted: count, available: remaining)
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    public mutating func u8() throws(ByteIOError) -> UInt8 { try take(1).first ?? 0 }
    public mutating func u16BE() throws(ByteIOError) -> UInt16 { UInt16(try bigEndian(2)) }
    public mutating func u32BE() throws(ByteIOError) -> UInt32 { try bigEndian(4) }
    public mutating func u16LE() throws(ByteIOError) -> UInt16 { UInt16(try bigEndian(2)).byteSwapped }
    public mutating func u32LE() throws(ByteIOError) -> UInt32 { try bigEndian(4).byteSwapped }

    private mutating func bigEndian(_ count: Int) throws(ByteIOError) -> UInt32 {
        try take(count).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// Appends integers and byte runs to a byte array.
public struct ByteWriter: Sendable {
    public var bytes: [UInt8] = []

    public init() {}

    public mutating func u8(_ value: UInt8) { bytes.append(value) }
    public mutating func u16BE(_ value: UInt16) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
    public mutating func u32BE(_ value: UInt32) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
    public mutating func u16LE(_ value: UInt16) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    public mutating func u32LE(_ value: UInt32) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    public mutating func append(_ run: some Sequence<UInt8>) { bytes.append(contentsOf: run) }
    public mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
