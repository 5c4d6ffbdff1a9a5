// A loadable program: the contents of a .hxe file.

import Support

/// Flags of the image header.
public struct HSXImageFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Parsed by the loader, without effect.
    public static let manifest = HSXImageFlags(rawValue: 1)
    public static let allowsMultipleInstances = HSXImageFlags(rawValue: 2)
}

/// One metadata section of an image.
public struct HSXImageSection: Hashable, Sendable {
    public var type: UInt32
    /// The number of declarations in it.
    public var count: UInt32
    public var bytes: [UInt8]

    public init(type: UInt32, count: UInt32, bytes: [UInt8]) {
        self.type = type
        self.count = count
        self.bytes = bytes
    }
}

/// A program as the loader takes it.
public struct HSXImage: Hashable, Sendable {
    /// 1 or 2; written images are always 2.
    public var version: UInt16 = 2
    public var flags: HSXImageFlags = .allowsMultipleInstances
    /// Byte offset in the code.
    public var entry: UInt32 = 0
    public var code: [UInt32] = []
    public var data: [UInt8] = []
    /// Zeroed bytes behind the data.
    public var bssSize: UInt32 = 0
    public var requiredCapabilities: UInt32 = 0
    /// At most 31 bytes of ASCII; empty in version 1.
    public var appName = ""
    public var sections: [HSXImageSection] = []
    /// The checksum in the file; the writer computes its own.
    public var checksum: UInt32 = 0

    public init() {}

    public static let magic: UInt32 = 0x4853_5845
    public static let maximumNameLength = 31

    static func headerSize(version: UInt16) -> Int { version == 1 ? 32 : 96 }
}

extension HSXImage {
    /// Patches `program` and packs it; nil, with errors in `log`, when it does not fit.
    public init?(_ program: LinkedProgram, options: HSXLinkOptions, log: inout DiagnosticLog) {
        guard let (code, data) = program.patched(options: options, log: &log) else { return nil }
        let name = Array(options.appName.utf8)
        if !name.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) || name.count > Self.maximumNameLength {
            guard options.isCompatible, name.allSatisfy({ $0 > 0 && $0 < 0x80 }) else {
                log.report(.badAppName(options.appName))
                return nil
            }
        }
        self.code = code
        self.data = data
        entry = program.entry
        bssSize = program.bssSize == 0 ? 0 : program.bssSize + program.bssPadding
        flags = options.allowsMultipleInstances ? .allowsMultipleInstances : []
        requiredCapabilities = options.requiredCapabilities & 0xFFFF
        appName = String(decoding: name.prefix(Self.maximumNameLength), as: UTF8.self)
        sections = HSXMetadataEncoder.sections(program.metadata)
        if let section = sections.first(where: { !HSXMetadataEncoder.fits($0) }) {
            log.report(.metadataTooLarge(section))
            return nil
        }
    }

    /// Links `objects` into an image: both steps of the linker.
    public static func link(
        _ objects: [HSXObject], options: HSXLinkOptions, log: inout DiagnosticLog
    ) -> (image: HSXImage, program: LinkedProgram)? {
        guard let program = HSXLinker.merge(objects, options: options, log: &log),
            let image = HSXImage(program, options: options, log: &log)
        else { return nil }
        return (image, program)
    }
}

// MARK: - Writing

extension HSXImage {
    /// The checksum that the header of an encoded image holds.
    public static func checksum(of encoded: [UInt8]) -> UInt32 {
        encoded.dropFirst(0x1C).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The bytes of the .hxe file, version 2.
    public func encoded() -> [UInt8] {
        var body = ByteWriter()
        for word in code { body.u32BE(word) }
        body.append(data)
        let headerSize = Self.headerSize(version: 2)
        let tableOffset = headerSize + body.bytes.count
        var payloadOffset = tableOffset + 16 * sections.count
        for section in sections {
            body.u32BE(section.type)
            body.u32BE(UInt32(payloadOffset))
            body.u32BE(UInt32(section.bytes.count))
            body.u32BE(section.count)
            payloadOffset += section.bytes.count
        }
        for section in sections { body.append(section.bytes) }

        var file = ByteWriter()
        file.u32BE(Self.magic)
        file.u16BE(2)
        file.u16BE(flags.rawValue)
        file.u32BE(entry)
        file.u32BE(UInt32(code.count * 4))
        file.u32BE(UInt32(data.count))
        file.u32BE(bssSize)
        file.u32BE(requiredCapabilities)
        var checksum = CRC32()
        checksum.update(file.bytes)
        checksum.update(body.bytes)
        file.u32BE(checksum.value)
        let name = Array(appName.utf8.prefix(Self.maximumNameLength))
        file.append(name + Array(repeating: 0, count: 32 - name.count))
        file.u32BE(sections.isEmpty ? 0 : UInt32(tableOffset))
        file.u32BE(UInt32(sections.count))
        file.append(Array(repeating: 0, count: 24))
        file.append(body.bytes)
        return file.bytes
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func badAppName(_ name: String) -> Diagnostic {
        .error(
            "E2130",
            "the application name '\(name)' must be printable ASCII of at most \(HSXImage.maximumNameLength) characters; give another name"
        )
    }

    fileprivate static func metadataTooLarge(_ section: HSXImageSection) -> Diagnostic {
        .error(
            "E2131", "\(section.count) declarations of one kind with their texts do not fit a section of 65536 bytes")
    }
}
