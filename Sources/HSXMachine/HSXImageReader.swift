// Reads .hxe files, versions 1 and 2, with the checks and messages of the reference loader in its order.

import Support

/// Why a file is no image, in the reference loader's words, and the offset of the offending field.
public struct HSXImageError: Error, Hashable, Sendable {
    public let message: String
    public let offset: Int
}

extension HSXImage {
    /// The image in `bytes`.
    public init(reading bytes: [UInt8]) throws(HSXImageError) {
        do {
            try self.init(checked: bytes)
        } catch {
            switch error {
            case .invalid(let fault): throw fault
            case .truncated(let fault): throw HSXImageError(message: "HSXE image too short", offset: fault.offset)
            }
        }
    }

    /// The image in `bytes`; nil, with an error in `log`, when there is none.
    public static func read(_ bytes: [UInt8], path: String, log: inout DiagnosticLog) -> HSXImage? {
        do {
            return try HSXImage(reading: bytes)
        } catch {
            log.report(.badImage(path, error))
            return nil
        }
    }

    private enum Fault: Error {
        case invalid(HSXImageError)
        case truncated(ByteIOError)
    }

    private static func require(_ condition: Bool, _ message: String, at offset: Int) throws(Fault) {
        if !condition { throw .invalid(HSXImageError(message: message, offset: offset)) }
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) throws(Fault) -> Int {
        var reader = ByteReader(bytes, at: offset)
        do { return Int(try reader.u32BE()) } catch { throw .truncated(error) }
    }

    private init(checked bytes: [UInt8]) throws(Fault) {
        try Self.require(bytes.count >= 32, "HSXE image too short", at: 0)
        let versionAndFlags = try Self.word(bytes, 4)
        version = UInt16(versionAndFlags >> 16)
        flags = HSXImageFlags(rawValue: UInt16(versionAndFlags & 0xFFFF))
        let headerSize = Self.headerSize(version: version == 2 ? 2 : 1)
        if version == 2 {
            try Self.require(bytes.count >= 96, "HSXE v2 header too short", at: 32)
            try Self.require(
                bytes[0x48..<0x60].allSatisfy { $0 == 0 }, "Reserved HSXE header bytes must be zero", at: 0x48)
            let name = bytes[0x20..<0x40].prefix { $0 != 0 }
            try Self.require(name.allSatisfy { $0 < 0x80 }, "Application name must be ASCII", at: 0x20)
            appName = String(decoding: name, as: UTF8.self)
        } else {
            flags.insert(.allowsMultipleInstances)
        }
        try Self.require(try Self.word(bytes, 0) == Int(Self.magic), "Bad magic", at: 0)
        try Self.require(version == 1 || version == 2, "Unsupported HSXE version \(version)", at: 4)
        let entry = try Self.word(bytes, 0x08)
        let codeSize = try Self.word(bytes, 0x0C)
        let dataSize = try Self.word(bytes, 0x10)
        let bssSize = try Self.word(bytes, 0x14)
        try Self.require(codeSize <= HSXMemory.maximumSectionSize, "Code size exceeds VM capacity", at: 0x0C)
        try Self.require(dataSize <= HSXMemory.maximumSectionSize, "RODATA size exceeds VM capacity", at: 0x10)
        try Self.require(bssSize <= HSXMemory.maximumSectionSize, "BSS size exceeds VM capacity", at: 0x14)
        try Self.require(codeSize % 4 == 0, "Code section must be 4-byte aligned", at: 0x0C)
        try Self.require(entry % 4 == 0, "Entry address must be 4-byte aligned", at: 0x08)
        checksum = UInt32(try Self.word(bytes, 0x1C))
        var computed = CRC32()
        computed.update(bytes[..<0x1C])
        computed.update(bytes[headerSize...])
        try Self.require(computed.value == checksum, "CRC mismatch", at: 0x1C)
        let dataStart = headerSize + codeSize
        let bodyEnd = dataStart + dataSize
        try Self.require(bodyEnd <= bytes.count, "HSXE sections exceed file length", at: 0x0C)
        try Self.require(entry < codeSize, "Entry point outside code section", at: 0x08)
        self.entry = UInt32(entry)
        self.bssSize = UInt32(bssSize)
        requiredCapabilities = UInt32(try Self.word(bytes, 0x18))
        code = stride(from: headerSize, to: dataStart, by: 4).map { place in
            bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        data = Array(bytes[dataStart..<bodyEnd])
        if version == 2 { sections = try Self.sections(bytes, bodyEnd) }
    }

    private static func sections(_ bytes: [UInt8], _ bodyEnd: Int) throws(Fault) -> [HSXImageSection] {
        let table = try word(bytes, 0x40)
        let count = try word(bytes, 0x44)
        guard count > 0 else { return [] }
        try require(table >= bodyEnd, "Metadata table overlaps code or data", at: 0x40)
        try require(
            count <= bytes.count / 16 && table + 16 * count <= bytes.count, "Metadata table exceeds file length",
            at: 0x44)
        var sections: [HSXImageSection] = []
        // Sections may share bytes; together they must not be larger than the file allows.
        var total = 0
        for place in stride(from: table, to: table + 16 * count, by: 16) {
            let start = try word(bytes, place + 4)
            let size = try word(bytes, place + 8)
            try require(
                start <= bytes.count && size <= bytes.count - start, "Metadata section exceeds file length", at: place)
            total += size
            try require(total <= bytes.count, "Metadata sections overlap", at: place)
            sections.append(
                HSXImageSection(
                    type: UInt32(try word(bytes, place)), count: UInt32(try word(bytes, place + 12)),
                    bytes: Array(bytes[start..<start + size])))
        }
        return sections
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func badImage(_ path: String, _ error: HSXImageError) -> Diagnostic {
        .error("E2010", "the image cannot be loaded: \(error.message) (byte \(error.offset))", path: path)
    }
}
