// Writes .hxo files: the reference's JSON schema, two spaces a level; what hubc adds are optional keys that stand only
// where they say something.

import Support

/// The writer of .hxo files.
public enum HSXObjectWriter {
    /// The text of `object`. With `debug`, the line table and function ranges go into the key `debug`, which the
    /// reference ignores.
    public static func encode(_ object: HSXObject, debug: Bool = false) -> [UInt8] {
        // Straight into the bytes: a tree of values would take many times the size of the text.
        var writer = JSONWriter(.indented(2), asciiOnly: true)
        writer.reserve(1024 + object.code.count * 16 + object.data.count * 2 + object.relocations.count * 160)
        writer.object { writer in
            header(object, &writer)
            writer.key("code")
            writer.array { writer in for word in object.code { writer.integer(Int(word)) } }
            writer.member("rodata", Hexadecimal.text(object.data))
            names("externs", object.externs, object, &writer)
            names("imports", object.imports, object, &writer)
            writer.key("relocs")
            writer.array { writer in for entry in object.relocations { relocation(entry, object, &writer) } }
            symbols("symbols", object.symbols.filter(\.isExported), object, isLocal: false, &writer)
            symbols("local_symbols", object.symbols, object, isLocal: true, &writer)
            additions(object, &writer)
            if debug, !object.lineTable.rows.isEmpty { debugInfo(object, &writer) }
        }
        writer.newline()
        return writer.bytes
    }

    private static func header(_ object: HSXObject, _ writer: inout JSONWriter) {
        writer.member("version", 1)
        switch object.entry {
        case .offset(let offset):
            writer.member("entry", Int(offset))
            writer.key("entry_symbol")
            writer.null()
        case .symbol(let name):
            writer.member("entry", 0)
            writer.member("entry_symbol", object.name(name))
        }
    }

    private static func names(
        _ key: String, _ list: [HSXExternalName], _ object: HSXObject, _ writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.array { writer in for entry in list { writer.string(object.name(entry.name)) } }
    }

    private static func symbols(
        _ key: String, _ list: [HSXSymbol], _ object: HSXObject, isLocal: Bool, _ writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.object { writer in
            for symbol in list {
                writer.key(object.name(symbol.name))
                writer.object { writer in
                    writer.member("section", symbol.section.name)
                    writer.member("offset", Int(symbol.offset))
                    guard isLocal else { return }
                    // Where a lone object's data would be; zeroed data has no address before linking.
                    let base = symbol.section == .data ? HSXMemory.dataBase : 0
                    writer.member("abs_addr", Int(symbol.offset &+ base))
                }
            }
        }
    }

    private static func relocation(_ relocation: HSXRelocation, _ object: HSXObject, _ writer: inout JSONWriter) {
        let isCode = relocation.section == .text
        writer.object { writer in
            writer.member("type", relocation.type.rawValue)
            if isCode {
                writer.member("index", Int(relocation.offset / 4))
            } else {
                writer.member("offset", Int(relocation.offset))
            }
            writer.member("symbol", object.name(relocation.symbol))
            writer.member("kind", relocation.kind.rawValue)
            writer.member("section", isCode ? "code" : "rodata")
            if relocation.isPCRelative { writer.member("pc_relative", true) }
            if relocation.addend != 0 { writer.member("addend", Int(relocation.addend)) }
        }
    }

    /// What the reference does not know.
    private static func additions(_ object: HSXObject, _ writer: inout JSONWriter) {
        if !object.metadata.isEmpty {
            writer.key("metadata")
            writer.value(HSXMetadataWriter.tree(object.metadata))
        }
        if object.bssSize > 0 { writer.member("bss", Int(object.bssSize)) }
        let alignments = HSXSection.allCases.filter { object.alignment($0) > ($0 == .text ? 4 : 1) }
        if alignments.isEmpty { return }
        writer.key("align")
        writer.object { writer in
            for section in alignments { writer.member(section.name, Int(object.alignment(section))) }
        }
    }

    private static func debugInfo(_ object: HSXObject, _ writer: inout JSONWriter) {
        writer.key("debug")
        writer.object { writer in
            writer.key("files")
            writer.array { writer in for file in object.lineTable.files { writer.string(file) } }
            writer.key("lines")
            writer.array { writer in
                for row in object.lineTable.rows {
                    writer.array { writer in
                        for number in [row.offset, row.file, row.line, row.column] { writer.integer(Int(number)) }
                    }
                }
            }
            writer.key("functions")
            writer.array { writer in
                for function in object.functions {
                    writer.object { writer in
                        writer.member("name", function.name)
                        writer.member("offset", Int(function.offset))
                        writer.member("size", Int(function.size))
                        writer.member("file", Int(function.file))
                        writer.member("line", Int(function.line))
                    }
                }
            }
        }
    }
}
