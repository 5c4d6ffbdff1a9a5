// The metadata sections of a .hxe file, to and from bytes (big-endian records, then a string table; mailboxes as JSON).

import Support

/// The section types.
public enum HSXSectionType: UInt32, Sendable, CaseIterable {
    case values = 1
    case commands = 2
    case mailboxes = 3
}

/// Packs declarations into sections: values, commands, mailboxes; empty ones are left out.
public enum HSXMetadataEncoder {
    public static func sections(_ metadata: HSXMetadata) -> [HSXImageSection] {
        var sections: [HSXImageSection] = []
        if !metadata.values.isEmpty { sections.append(values(metadata.values)) }
        if !metadata.commands.isEmpty { sections.append(commands(metadata.commands)) }
        if !metadata.mailboxes.isEmpty { sections.append(mailboxes(metadata.mailboxes)) }
        return sections
    }

    /// Whether every string of a section can be reached with a 16-bit offset.
    public static func fits(_ section: HSXImageSection) -> Bool {
        section.type == HSXSectionType.mailboxes.rawValue || section.bytes.count <= maximumSectionSize
    }

    private static let maximumSectionSize = 0x1_0000
    static let valueRecordSize = 20
    static let commandRecordSize = 16

    private static func values(_ values: [HSXValueDeclaration]) -> HSXImageSection {
        let values = values.sorted { ($0.group, $0.id) < ($1.group, $1.id) }
        var records = ByteWriter()
        var strings = StringTable(base: values.count * valueRecordSize)
        for value in values {
            for byte in [value.group, value.id, value.flags, value.authorization] { records.u8(byte) }
            let name = strings.offset(value.name)
            let unit = strings.offset(value.unit)
            let groupName = strings.offset(value.groupName)
            for half in [
                value.initial, name, unit, value.epsilon, value.minimum, value.maximum, value.persistKey, groupName,
            ] { records.u16BE(half) }
        }
        return HSXImageSection(
            type: HSXSectionType.values.rawValue, count: UInt32(values.count), bytes: records.bytes + strings.bytes)
    }

    private static func commands(_ commands: [HSXCommandDeclaration]) -> HSXImageSection {
        let commands = commands.sorted { ($0.group, $0.id) < ($1.group, $1.id) }
        var records = ByteWriter()
        var strings = StringTable(base: commands.count * commandRecordSize)
        for command in commands {
            for byte in [command.group, command.id, command.flags, command.authorization] { records.u8(byte) }
            if case .offset(let offset) = command.handler { records.u32BE(offset) } else { records.u32BE(0) }
            records.u16BE(strings.offset(command.name))
            records.u16BE(strings.offset(command.help))
            records.u16BE(command.reserved)
            records.u16BE(strings.offset(command.groupName))
        }
        return HSXImageSection(
            type: HSXSectionType.commands.rawValue, count: UInt32(commands.count), bytes: records.bytes + strings.bytes)
    }

    private static func mailboxes(_ mailboxes: [HSXMailboxDeclaration]) -> HSXImageSection {
        let entries = mailboxes.sorted { $0.target.utf8.lexicographicallyPrecedes($1.target.utf8) }.map(
            HSXMetadataWriter.mailbox)
        let tree = JSONValue.object([("mailboxes", .array(entries)), ("version", .integer(1))])
        return HSXImageSection(
            type: HSXSectionType.mailboxes.rawValue, count: UInt32(entries.count),
            bytes: JSONWriter.compact(tree, sortedKeys: true))
    }
}

/// NUL-terminated strings behind the records of a section, each once; offset 0 means absent.
private struct StringTable {
    let base: Int
    var bytes: [UInt8] = []
    private var offsets: [String: UInt16] = [:]

    init(base: Int) { self.base = base }

    /// The offset of `text` from the start of the section; 0 for nil, and past the 64 KiB that offsets reach (see
    /// `fits`).
    mutating func offset(_ text: String?) -> UInt16 {
        guard let text else { return 0 }
        if let known = offsets[text] { return known }
        guard let offset = UInt16(exactly: base + bytes.count) else { return 0 }
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
        offsets[text] = offset
        return offset
    }
}
