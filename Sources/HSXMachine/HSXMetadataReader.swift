// From the JSON after .value, .cmd and .mailbox, and from the metadata of a .hxo file, to declarations. One reader for
// both.

import Support

/// A declaration that breaks the rules, with the place of the wrong part in the JSON text.
public struct HSXMetadataError: Error, Hashable, Sendable {
    public let place: Range<Int>
    public let message: String
}

/// Reads declarations; every reader throws at the first mistake of a declaration.
public enum HSXMetadataReader {
    public static func value(_ tree: JSONValue) throws(HSXMetadataError) -> HSXValueDeclaration {
        var members = try Members(tree)
        var value = HSXValueDeclaration(
            group: UInt8(try members.required(["group", "group_id", "groupId"], 0...0xFF)),
            id: UInt8(try members.required(["id", "value", "value_id", "valueId"], 0...0xFF)))
        value.name = try members.string("name")
        value.unit = try members.string("unit")
        value.groupName = try members.string("group_name")
        value.flags = UInt8(try members.bits(["flags"], .valueFlags))
        value.authorization = UInt8(try members.bits(["auth"], .authorizations))
        value.initial = try members.half("init")
        value.epsilon = try members.half("epsilon")
        value.minimum = try members.half("min")
        value.maximum = try members.half("max")
        value.persistKey = UInt16(try members.optional(["persist_key", "persist"], 0...0xFFFF) ?? 0)
        value.rateMilliseconds = UInt32(try members.optional(["rate_ms"], 0...0xFFFF_FFFF) ?? 0)
        value.others = members.rest
        return value
    }

    public static func command(_ tree: JSONValue) throws(HSXMetadataError) -> HSXCommandDeclaration {
        var members = try Members(tree)
        var command = HSXCommandDeclaration(
            group: UInt8(try members.required(["group", "group_id", "groupId"], 0...0xFF)),
            id: UInt8(try members.required(["id", "cmd", "cmd_id"], 0...0xFF)))
        command.name = try members.string("name")
        command.help = try members.string("help")
        command.groupName = try members.string("group_name")
        command.flags = UInt8(try members.bits(["flags"], .commandFlags))
        command.authorization = UInt8(try members.bits(["auth"], .authorizations))
        command.reserved = UInt16(try members.optional(["reserved"], 0...0xFFFF) ?? 0)
        if let name = members.takeString("handler") {
            command.handler = .symbol(name)
        } else if let offset = try members.optional(["handler", "handler_offset"], 0...0xFFFF_FFFF) {
            command.handler = .offset(UInt32(offset))
        }
        command.others = members.rest
        return command
    }

    public static func mailbox(_ tree: JSONValue) throws(HSXMetadataError) -> HSXMailboxDeclaration {
        var members = try Members(tree)
        var target = try members.string("target")
        if target == nil { target = try members.string("name") }
        guard let target, !target.isEmpty else {
            throw HSXMetadataError(place: tree.range, message: "'target' is missing")
        }
        var mailbox = HSXMailboxDeclaration(target: target)
        mailbox.others = members.rest
        return mailbox
    }
}

/// The members of a declaration; each that is understood is taken out.
private struct Members {
    let place: Range<Int>
    var rest: [JSONValue.Member]

    init(_ tree: JSONValue) throws(HSXMetadataError) {
        guard let members = tree.object else {
            throw HSXMetadataError(place: tree.range, message: "an object was expected, not \(tree.kindName)")
        }
        place = tree.range
        rest = members
    }

    /// The last member with one of `keys`; all of them are taken out. A null counts as absent.
    mutating func take(_ keys: [String]) -> JSONValue.Member? {
        var found: JSONValue.Member?
        rest.removeAll { member in
            guard keys.contains(member.key) else { return false }
            if !member.value.isNull { found = member }
            return true
        }
        return found
    }

    mutating func optional(_ keys: [String], _ range: ClosedRange<Int>) throws(HSXMetadataError) -> Int? {
        guard let member = take(keys) else { return nil }
        guard let number = Self.integer(member.value) else {
            throw wrong(member, "must be an integer, not \(member.value.kindName)")
        }
        guard range.contains(number) else {
            throw wrong(member, "is \(number); it must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func required(_ keys: [String], _ range: ClosedRange<Int>) throws(HSXMetadataError) -> Int {
        if let number = try optional(keys, range) { return number }
        throw HSXMetadataError(place: place, message: "'\(keys[0])' is missing")
    }

    mutating func string(_ key: String) throws(HSXMetadataError) -> String? {
        guard let member = take([key]) else { return nil }
        guard let text = member.value.string else {
            throw wrong(member, "must be a string, not \(member.value.kindName)")
        }
        guard !text.utf8.contains(0) else { throw wrong(member, "must not contain a NUL") }
        return text
    }

    /// Takes out `key` if it is a string that is no number.
    mutating func takeString(_ key: String) -> String? {
        guard let place = rest.lastIndex(where: { $0.key == key }), let text = rest[place].value.string,
            Self.integer(rest[place].value) == nil
        else { return nil }
        rest.remove(at: place)
        return text
    }

    mutating func bits(_ keys: [String], _ names: HSXNamedBits) throws(HSXMetadataError) -> Int {
        guard let member = take(keys) else { return 0 }
        if let number = Self.integer(member.value) {
            guard (0...0xFF).contains(number) else { throw wrong(member, "is \(number); it must be from 0 to 255") }
            return number
        }
        guard let text = member.value.string else {
            throw wrong(member, "must be an integer or names, not \(member.value.kindName)")
        }
        var bits = 0
        for word in text.split(whereSeparator: { $0 == "|" || $0 == "," }) {
            let name = word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            guard let known = names.bits(String(name)) else {
                let nearest = NearestName.find(String(name), among: names.names.map(\.name))
                throw wrong(member, "has no '\(String(name))'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
            }
            bits |= known
        }
        return bits
    }

    /// `key` as a number that is rounded to F16, or `key_raw` as the bit pattern; 0 when both are absent.
    mutating func half(_ key: String) throws(HSXMetadataError) -> UInt16 {
        let raw = try optional([key + "_raw"], 0...0xFFFF)
        guard let member = take([key]) else { return UInt16(raw ?? 0) }
        if let raw { return UInt16(raw) }
        guard let number = member.value.number ?? member.value.bool.map({ $0 ? 1 : 0 }) else {
            throw wrong(member, "must be a number, not \(member.value.kindName)")
        }
        return Float16(number).bitPattern
    }

    private func wrong(_ member: JSONValue.Member, _ what: String) -> HSXMetadataError {
        HSXMetadataError(place: member.value.range, message: "'\(member.key)' \(what)")
    }

    /// An integer, or a string that spells one (`"0x10"`, `"12"`).
    private static func integer(_ tree: JSONValue) -> Int? {
        if let number = tree.integer { return number }
        guard let text = tree.string else { return nil }
        if text.hasPrefix("0x") || text.hasPrefix("0X") { return Int(text.dropFirst(2), radix: 16) }
        return Int(text)
    }
}
