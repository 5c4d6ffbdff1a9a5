// The metadata sections of a .hxe file back to declarations.

import Support

/// A metadata section that does not hold what its table entry says.
public struct HSXSectionError: Error, Hashable, Sendable {
    public let type: UInt32
    public let message: String
}

/// Unpacks metadata sections; sections of unknown type are passed over.
public enum HSXMetadataDecoder {
    public static func metadata(_ sections: [HSXImageSection]) throws(HSXSectionError) -> HSXMetadata {
        var metadata = HSXMetadata()
        for section in sections {
            guard let type = HSXSectionType(rawValue: section.type) else { continue }
            do {
                switch type {
                case .values: metadata.values += try values(section)
                case .commands: metadata.commands += try commands(section)
                case .mailboxes: metadata.mailboxes += try mailboxes(section)
                }
            } catch {
                throw HSXSectionError(type: section.type, message: error.message)
            }
        }
        return metadata
    }

    private struct Fault: Error {
        let message: String
    }

    private static func record<Result>(
        _ reader: inout ByteReader, _ body: (inout ByteReader) throws(ByteIOError) -> Result
    ) throws(Fault) -> Result {
        do { return try body(&reader) } catch {
            throw Fault(message: "record past the end of the section at byte \(error.offset)")
        }
    }

    private static func values(_ section: HSXImageSection) throws(Fault) -> [HSXValueDeclaration] {
        var reader = ByteReader(section.bytes)
        var values: [HSXValueDeclaration] = []
        for _ in 0..<section.count {
            let (bytes, halves) = try record(&reader) { reader throws(ByteIOError) in
                let bytes = Array(try reader.take(4))
                var halves: [UInt16] = []
                for _ in 0..<8 { halves.append(try reader.u16BE()) }
                return (bytes, halves)
            }
            var value = HSXValueDeclaration(group: bytes[0], id: bytes[1])
            value.flags = bytes[2]
            value.authorization = bytes[3]
            value.initial = halves[0]
            value.name = try string(section, halves[1])
            value.unit = try string(section, halves[2])
            value.epsilon = halves[3]
            value.minimum = halves[4]
            value.maximum = halves[5]
            value.persistKey = halves[6]
            value.groupName = try string(section, halves[7])
            values.append(value)
        }
        return values
    }

    private static func commands(_ section: HSXImageSection) throws(Fault) -> [HSXCommandDeclaration] {
        var reader = ByteReader(section.bytes)
        var commands: [HSXCommandDeclaration] = []
        for _ in 0..<section.count {
            let (bytes, handler, halves) = try record(&reader) { reader throws(ByteIOError) in
                let bytes = Array(try reader.take(4))
                let handler = try reader.u32BE()
                var halves: [UInt16] = []
                for _ in 0..<4 { halves.append(try reader.u16BE()) }
                return (bytes, handler, halves)
            }
            var command = HSXCommandDeclaration(group: bytes[0], id: bytes[1])
            command.flags = bytes[2]
            command.authorization = bytes[3]
            command.handler = .offset(handler)
            command.name = try string(section, halves[0])
            command.help = try string(section, halves[1])
            command.reserved = halves[2]
            command.groupName = try string(section, halves[3])
            commands.append(command)
        }
        return commands
    }

    /// JSON with the key `mailboxes` or `entries`, a bare list, or the legacy records (name offset, depth, mode,
    /// reserved).
    private static func mailboxes(_ section: HSXImageSection) throws(Fault) -> [HSXMailboxDeclaration] {
        let first = section.bytes.first { $0 != 0x20 && $0 != 0x0A }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return try legacyMailboxes(section) }
        var mailboxes: [HSXMailboxDeclaration] = []
        do {
            let tree = try JSONReader.read(section.bytes, dialect: .hsx)
            for entry in (tree["mailboxes"] ?? tree["entries"] ?? tree).array ?? [] {
                mailboxes.append(try HSXMetadataReader.mailbox(entry))
            }
        } catch let error as JSONError {
            throw Fault(message: "\(error.message) at byte \(error.start)")
        } catch let error as HSXMetadataError {
            throw Fault(message: "\(error.message) at byte \(error.place.lowerBound)")
        } catch {
            throw Fault(message: "malformed JSON")
        }
        return mailboxes
    }

    private static func legacyMailboxes(_ section: HSXImageSection) throws(Fault) -> [HSXMailboxDeclaration] {
        var reader = ByteReader(section.bytes)
        var mailboxes: [HSXMailboxDeclaration] = []
        for _ in 0..<section.count {
            let (nameOffset, depth, mode) = try record(&reader) { reader throws(ByteIOError) in
                let fields = (try reader.u32BE(), try reader.u16BE(), try reader.u16BE())
                _ = try reader.take(8)
                return fields
            }
            guard let offset = UInt16(exactly: nameOffset), let target = try string(section, offset) else {
                throw Fault(message: "mailbox without a name")
            }
            var mailbox = HSXMailboxDeclaration(target: target)
            mailbox.others = [
                JSONValue.Member("capacity", .integer(depth)),
                JSONValue.Member("mode_mask", .integer(mode)),
            ]
            mailboxes.append(mailbox)
        }
        return mailboxes
    }

    /// The NUL-terminated string at `offset`; nil for 0.
    private static func string(_ section: HSXImageSection, _ offset: UInt16) throws(Fault) -> String? {
        guard offset != 0 else { return nil }
        guard Int(offset) < section.bytes.count, let end = section.bytes[Int(offset)...].firstIndex(of: 0) else {
            throw Fault(message: "string past the end of the section at byte \(offset)")
        }
        return String(decoding: section.bytes[Int(offset)..<end], as: UTF8.self)
    }
}
