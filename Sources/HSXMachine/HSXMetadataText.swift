// Declarations as lines of JSON: how they travel through the IR, which carries metadata without looking into it.

import Support

/// One declaration: its kind ("value", "command", "mailbox") and its JSON.
public struct HSXMetadataLine: Hashable, Sendable {
    public let kind: String
    public let text: String

    public init(kind: String, text: String) {
        self.kind = kind
        self.text = text
    }
}

extension HSXMetadata {
    /// The declarations in order, values before commands before mailboxes.
    public var lines: [HSXMetadataLine] {
        func line(_ kind: String, _ tree: JSONValue) -> HSXMetadataLine {
            HSXMetadataLine(kind: kind, text: String(decoding: JSONWriter.compact(tree), as: UTF8.self))
        }
        return values.map { line("value", HSXMetadataWriter.value($0)) }
            + commands.map { line("command", HSXMetadataWriter.command($0)) }
            + mailboxes.map { line("mailbox", HSXMetadataWriter.mailbox($0)) }
    }

    /// Reads a line back; kinds that are not the machine's are passed over.
    public mutating func add(_ line: HSXMetadataLine) throws(HSXMetadataError) {
        guard ["value", "command", "mailbox"].contains(line.kind) else { return }
        let tree: JSONValue
        do {
            tree = try JSONReader.read(Array(line.text.utf8), dialect: .hsx)
        } catch {
            throw HSXMetadataError(place: error.start..<error.end, message: error.message)
        }
        switch line.kind {
        case "value": values.append(try HSXMetadataReader.value(tree))
        case "command": commands.append(try HSXMetadataReader.command(tree))
        default: mailboxes.append(try HSXMetadataReader.mailbox(tree))
        }
    }
}
