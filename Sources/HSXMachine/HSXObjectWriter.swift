// Writes .hxo files: the reference's JSON schema, two spaces a level; what hubc adds are optional keys that stand only
// where they say something.

import Support

/// The writer of .hxo files.
public enum HSXObjectWriter {
    /// The text of `object`. With `debug`, the line table and function ranges go into the key `debug`, which the
    /// reference ignores.
    public static func encode(_ object: HSXObject, debug: Bool = false) -> [UInt8] {
        JSONWriter.pretty(tree(object, debug: debug))
    }

    public static func tree(_ object: HSXObject, debug: Bool = false) -> JSONValue {
        var entryOffset: UInt32 = 0
        var entrySymbol = JSONValue.null
        switch object.entry {
        case .offset(let offset): entryOffset = offset
        case .symbol(let name): entrySymbol = .string(object.name(name))
        }
        let exported = object.symbols.filter(\.isExported)
        var members: [(String, JSONValue)] = [
            ("version", .integer(1)),
            ("entry", .integer(entryOffset)),
            ("entry_symbol", entrySymbol),
            ("code", .array(object.code.map { .integer($0) })),
            ("rodata", .string(Hexadecimal.text(object.data))),
            ("externs", .array(object.externs.map { .string(object.name($0.name)) })),
            ("imports", .array(object.imports.map { .string(object.name($0.name)) })),
            ("relocs", .array(object.relocations.map { relocation($0, object) })),
            ("symbols", .object(exported.map { (object.name($0.name), symbol($0, isLocal: false)) })),
            ("local_symbols", .object(object.symbols.map { (object.name($0.name), symbol($0, isLocal: true)) })),
        ]
        if !object.metadata.isEmpty { members.append(("metadata", HSXMetadataWriter.tree(object.metadata))) }
        if object.bssSize > 0 { members.append(("bss", .integer(object.bssSize))) }
        let alignments = HSXSection.allCases.filter { object.alignment($0) > ($0 == .text ? 4 : 1) }
        if !alignments.isEmpty {
            members.append(("align", .object(alignments.map { ($0.name, .integer(object.alignment($0))) })))
        }
        if debug, !object.lineTable.rows.isEmpty { members.append(("debug", debugInfo(object))) }
        return .object(members)
    }

    private static func symbol(_ symbol: HSXSymbol, isLocal: Bool) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("section", .string(symbol.section.name)), ("offset", .integer(symbol.offset)),
        ]
        // Where a lone object's data would be; zeroed data has no address before linking.
        if isLocal {
            members.append(("abs_addr", .integer(symbol.offset &+ (symbol.section == .data ? HSXMemory.dataBase : 0))))
        }
        return .object(members)
    }

    private static func relocation(_ relocation: HSXRelocation, _ object: HSXObject) -> JSONValue {
        let isCode = relocation.section == .text
        var members: [(String, JSONValue)] = [
            ("type", .string(relocation.type.rawValue)),
            isCode ? ("index", .integer(relocation.offset / 4)) : ("offset", .integer(relocation.offset)),
            ("symbol", .string(object.name(relocation.symbol))),
            ("kind", .string(relocation.kind.rawValue)),
            ("section", .string(isCode ? "code" : "rodata")),
        ]
        if relocation.isPCRelative { members.append(("pc_relative", .bool(true))) }
        if relocation.addend != 0 { members.append(("addend", .integer(relocation.addend))) }
        return .object(members)
    }

    private static func debugInfo(_ object: HSXObject) -> JSONValue {
        let rows = object.lineTable.rows.map { row in
            JSONValue.array([.integer(row.offset), .integer(row.file), .integer(row.line), .integer(row.column)])
        }
        let functions = object.functions.map { function in
            JSONValue.object([
                ("name", .string(function.name)), ("offset", .integer(function.offset)),
                ("size", .integer(function.size)),
                ("file", .integer(function.file)), ("line", .integer(function.line)),
            ])
        }
        return .object([
            ("files", .array(object.lineTable.files.map { .string($0) })), ("lines", .array(rows)),
            ("functions", .array(functions)),
        ])
    }
}
