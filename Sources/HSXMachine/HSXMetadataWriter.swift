// Declarations as JSON, for .hxo files and for `inspect`; `HSXMetadataReader` reads all of it back.

import Support

/// Turns declarations into JSON with normalised keys.
public enum HSXMetadataWriter {
    public static func tree(_ metadata: HSXMetadata) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if !metadata.values.isEmpty { members.append(("values", .array(metadata.values.map(value)))) }
        if !metadata.commands.isEmpty { members.append(("commands", .array(metadata.commands.map(command)))) }
        if !metadata.mailboxes.isEmpty { members.append(("mailboxes", .array(metadata.mailboxes.map(mailbox)))) }
        return .object(members)
    }

    static func value(_ value: HSXValueDeclaration) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("group", .integer(value.group)), ("value", .integer(value.id)), ("flags", .integer(value.flags)),
            ("auth", .integer(value.authorization)),
        ]
        for (key, text) in [("name", value.name), ("unit", value.unit), ("group_name", value.groupName)] {
            if let text { members.append((key, .string(text))) }
        }
        members.append(("init_raw", .integer(value.initial)))
        for (key, bits) in [("epsilon_raw", value.epsilon), ("min_raw", value.minimum), ("max_raw", value.maximum)]
        where bits != 0 {
            members.append((key, .integer(bits)))
        }
        if value.persistKey != 0 { members.append(("persist_key", .integer(value.persistKey))) }
        if value.rateMilliseconds != 0 { members.append(("rate_ms", .integer(value.rateMilliseconds))) }
        return .object(members + others(value.others))
    }

    static func command(_ command: HSXCommandDeclaration) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("group", .integer(command.group)), ("cmd", .integer(command.id)), ("flags", .integer(command.flags)),
            ("auth", .integer(command.authorization)),
        ]
        for (key, text) in [("name", command.name), ("help", command.help), ("group_name", command.groupName)] {
            if let text { members.append((key, .string(text))) }
        }
        switch command.handler {
        case .none: break
        case .offset(let offset): members.append(("handler_offset", .integer(offset)))
        case .symbol(let name): members.append(("handler", .string(name)))
        }
        if command.reserved != 0 { members.append(("reserved", .integer(command.reserved))) }
        return .object(members + others(command.others))
    }

    static func mailbox(_ mailbox: HSXMailboxDeclaration) -> JSONValue {
        .object([("target", .string(mailbox.target))] + others(mailbox.others))
    }

    private static func others(_ members: [JSONValue.Member]) -> [(String, JSONValue)] {
        members.map { ($0.key, $0.value) }
    }
}
