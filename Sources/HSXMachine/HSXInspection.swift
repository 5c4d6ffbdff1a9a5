// What `hubc inspect` says about HSX files: one description as a JSON tree, which is printed for machines as it is and
// for people as text.

import Support

/// Describes files.
public enum HSXInspection {
    public static func describe(_ image: HSXImage) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("format", .string("hxe")), ("version", .integer(image.version)), ("app_name", .string(image.appName)),
            ("allow_multiple", .bool(image.flags.contains(.allowsMultipleInstances))),
            ("manifest", .bool(image.flags.contains(.manifest))), ("entry", .integer(image.entry)),
            ("code_size", .integer(image.code.count * 4)), ("rodata_size", .integer(image.data.count)),
            ("bss_size", .integer(image.bssSize)), ("required_capabilities", .integer(image.requiredCapabilities)),
            ("crc", .string("0x" + Hexadecimal.digits(image.checksum, width: 8))),
        ]
        let sections = image.sections.map { section in
            JSONValue.object([
                ("type", .string(HSXSectionType(rawValue: section.type).map { "\($0)" } ?? "unknown \(section.type)")),
                ("size", .integer(section.bytes.count)), ("count", .integer(section.count)),
            ])
        }
        if !sections.isEmpty { members.append(("sections", .array(sections))) }
        do {
            let metadata = try HSXMetadataDecoder.metadata(image.sections)
            if !metadata.isEmpty { members.append(("metadata", HSXMetadataWriter.tree(metadata))) }
        } catch {
            members.append(("metadata_error", .string("section type \(error.type): \(error.message)")))
        }
        return .object(members)
    }

    public static func describe(_ object: HSXObject) -> JSONValue {
        var entry = JSONValue.null
        switch object.entry {
        case .offset(let offset): entry = .integer(offset)
        case .symbol(let name): entry = .string(object.name(name))
        }
        let symbols = object.symbols.map { symbol in
            JSONValue.object([
                ("name", .string(object.name(symbol.name))), ("section", .string(symbol.section.name)),
                ("offset", .integer(symbol.offset)), ("exported", .bool(symbol.isExported)),
            ])
        }
        var members: [(String, JSONValue)] = [
            ("format", .string("hxo")), ("version", .integer(1)), ("entry", entry),
            ("code_size", .integer(object.codeSize)),
            ("rodata_size", .integer(object.data.count)), ("bss_size", .integer(object.bssSize)),
            ("relocations", .integer(object.relocations.count)), ("symbols", .array(symbols)),
            ("imports", .array(object.imports.map { .string(object.name($0.name)) })),
            ("externs", .array(object.externs.map { .string(object.name($0.name)) })),
        ]
        if !object.metadata.isEmpty { members.append(("metadata", HSXMetadataWriter.tree(object.metadata))) }
        return .object(members)
    }

    public static func describe(_ symbols: HSXSymbolFile) -> JSONValue {
        let labels = symbols.labels.sorted { $0.key < $1.key }.map { address, names in
            JSONValue.object([("address", .integer(address)), ("names", .array(names.map { .string($0) }))])
        }
        return .object([
            ("format", .string("sym")), ("version", .integer(1)),
            ("files", .array(symbols.lineTable.files.map { .string($0) })),
            ("instructions", .integer(symbols.lineTable.rows.count)), ("labels", .array(labels)),
        ])
    }

    /// A description for people: a line a member, nested ones indented, objects of plain values in lists on one line.
    public static func text(_ tree: JSONValue) -> String { text(tree, indent: "") }

    private static func text(_ tree: JSONValue, indent: String) -> String {
        var output = ""
        for member in tree.object ?? [] {
            switch member.value.kind {
            case .object: output += "\(indent)\(member.key):\n" + text(member.value, indent: indent + "  ")
            case .array(let elements):
                output += "\(indent)\(member.key): \(elements.isEmpty ? "none" : String(elements.count))\n"
                for element in elements { output += "\(indent)  \(plain(element))\n" }
            case .null, .bool, .integer, .number, .string: output += "\(indent)\(member.key): \(plain(member.value))\n"
            }
        }
        return output
    }

    private static func plain(_ tree: JSONValue) -> String {
        switch tree.kind {
        case .null: "-"
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .number(let value): value.description
        case .string(let value): value
        case .array(let elements): elements.map(plain).joined(separator: ", ")
        case .object(let members): members.map { "\($0.key) \(plain($0.value))" }.joined(separator: ", ")
        }
    }
}
