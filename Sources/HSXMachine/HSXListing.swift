// Disassembly as text: a program that assembles again, or a listing with addresses and words for people.

import Support

/// Renders images.
public enum HSXListing {
    /// MVASM source of `image`: entry, code and data. Its code and data assemble to the same bytes.
    public static func source(_ image: HSXImage, symbols: HSXSymbolFile = HSXSymbolFile()) -> String {
        var output = ".text\n.entry \(image.entry)\n"
        for line in HSXDisassembler.lines(image.code, symbols: symbols) {
            for label in line.labels { output += "\(label):\n" }
            output += "    \(line.text)"
            if let comment = line.comment { output += "  ; \(comment)" }
            output += "\n"
        }
        if !image.data.isEmpty { output += ".data\n" + data(image.data) }
        // The size in the image counts from the end of the data; the section begins at a multiple of four at least.
        let padding = UInt32((4 - image.data.count % 4) % 4)
        if image.bssSize > padding { output += ".bss\n    .zero \(image.bssSize - padding)\n" }
        return output
    }

    /// Addresses, words and text of the code, with functions and source lines where `symbols` has them. `source` gives
    /// the text of a line of one of the line table's files, where it is known.
    public static func listing(
        _ image: HSXImage, symbols: HSXSymbolFile = HSXSymbolFile(), source: (UInt32, UInt32) -> String? = { _, _ in nil }
    ) -> String {
        var output = ""
        var lastRow: HSXLineRow?
        var functions: [UInt32: HSXFunctionSize] = [:]
        for function in symbols.functions { functions[function.address] = function }
        for line in HSXDisassembler.lines(image.code, symbols: symbols) {
            if let function = functions[line.offset] {
                output += "\(output.isEmpty ? "" : "\n"); function \(function.name), \(function.size) bytes"
                output += function.file.isEmpty ? "\n" : ", \(function.file):\(function.line)\n"
                lastRow = nil
            }
            for label in line.labels { output += "\(label):\n" }
            if let row = symbols.lineTable.row(at: line.offset), row.offset == line.offset, !row.isGenerated,
                row.line != lastRow?.line || row.file != lastRow?.file || row.call != lastRow?.call
            {
                output += place(row, symbols.lineTable, source)
                lastRow = row
            }
            let words = line.words.map { Hexadecimal.digits($0, width: 8) }.joined(separator: " ")
            let marker = line.offset == image.entry ? ">" : " "
            output += "\(marker)\(Hexadecimal.digits(line.offset, width: 4))  \(words)"
            output += String(repeating: " ", count: max(1, 19 - words.count)) + line.text
            if let comment = line.comment { output += "  ; \(comment)" }
            output += "\n"
        }
        return output
    }

    /// A source line as a comment, and how its code came here when it was inlined.
    private static func place(
        _ row: HSXLineRow, _ table: HSXLineTable, _ source: (UInt32, UInt32) -> String?
    ) -> String {
        var text = "; \(table.files[Int(row.file)]):\(row.line)"
        if let line = source(row.file, row.line) {
            let visible = line.drop { $0 == " " || $0 == "\t" }
            if !visible.isEmpty { text += ": \(visible)" }
        }
        for call in table.chain(row.call) {
            text += "\n;   inlined from \(call.function) at \(table.files[Int(call.file)]):\(call.line)"
        }
        return text + "\n"
    }

    /// Bytes as directives, sixteen a line; runs of zeros as `.zero`.
    private static func data(_ bytes: [UInt8]) -> String {
        var output = ""
        var place = 0
        while place < bytes.count {
            let zeros = bytes[place...].prefix { $0 == 0 }.count
            if zeros >= 16 {
                output += "    .zero \(zeros)\n"
                place += zeros
                continue
            }
            let run = bytes[place..<min(place + 16, bytes.count)]
            output +=
                "    .byte "
                + run.map { "0x" + Hexadecimal.digits(UInt32($0), width: 2) }.joined(separator: ", ")
            output += "  ; 0x\(Hexadecimal.digits(HSXMemory.dataBase + UInt32(place), width: 4))\n"
            place += run.count
        }
        return output
    }
}
