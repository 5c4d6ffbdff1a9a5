// Arrays of bytes: as text where they are text, else as numbers.

enum ByteInitializer {
    private static let columns = 16
    private static let textColumns = 72

    /// Writes `head = …;` for an array of `size` bytes that starts with `bytes`.
    static func write(_ head: String, _ bytes: [UInt8], size: Int, _ text: inout CText) {
        let kept = Array(bytes.prefix(bytes.count - trailingZeros(bytes)))
        if isText(kept), kept.count < size {
            writeText(head, kept, &text)
        } else if kept.count <= columns {
            text.line("\(head) = {\(kept.map(String.init).joined(separator: ", "))};")
        } else {
            text.line(head + " = {")
            text.indent()
            writeNumbers(kept, &text)
            text.outdent()
            text.line("};")
        }
    }

    /// Writes an initializer alone: `{1, 2},`.
    static func write(_ bytes: [UInt8], terminator: String, _ text: inout CText) {
        let kept = Array(bytes.prefix(bytes.count - trailingZeros(bytes)))
        if isText(kept), kept.count < bytes.count, kept.count <= textColumns {
            return text.line("\"\(CText.escaped(kept))\"" + terminator)
        }
        if kept.count <= columns {
            let numbers = kept.isEmpty ? "0" : kept.map(String.init).joined(separator: ", ")
            return text.line("{\(numbers)}" + terminator)
        }
        text.line("{")
        text.indent()
        writeNumbers(kept, &text)
        text.outdent()
        text.line("}" + terminator)
    }

    /// Writes numbers separated by commas, some to a line.
    static func writeNumbers(_ bytes: [UInt8], _ text: inout CText) {
        var start = 0
        while start < bytes.count {
            let end = min(start + columns, bytes.count)
            text.line(bytes[start..<end].map(String.init).joined(separator: ", ") + ",")
            start = end
        }
    }

    private static func trailingZeros(_ bytes: [UInt8]) -> Int { bytes.reversed().prefix { $0 == 0 }.count }

    private static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }
    }

    /// A string literal, a piece on each line.
    private static func writeText(_ head: String, _ bytes: [UInt8], _ text: inout CText) {
        if bytes.count <= textColumns { return text.line("\(head) = \"\(CText.escaped(bytes))\";") }
        text.line(head + " =")
        text.indent()
        var start = 0
        while start < bytes.count {
            let end = min(start + textColumns, bytes.count)
            text.line("\"\(CText.escaped(bytes[start..<end]))\"" + (end == bytes.count ? ";" : ""))
            start = end
        }
        text.outdent()
    }
}
