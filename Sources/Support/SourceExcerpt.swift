// The source line of a diagnostic with an underline beneath it. Works on cells of the terminal, not bytes: tabs are
// widened, wide and combining characters counted, control characters and bytes that are no UTF-8 shown as U+FFFD, and
// long lines cut around the mark.

/// One line of a source file, drawn.
public struct SourceExcerpt: Hashable, Sendable {
    /// The line's number.
    public let label: String
    public let line: String
    /// Spaces, then `^` at the start of the span and `~` under the rest of it on this line.
    public let underline: String

    /// The most cells of a line that are shown.
    static let widest = 100
    private static let tabWidth = 4
    private static let ellipsis = "..."

    /// Draws the line on which `span` starts; nil when the file is empty.
    public init?(_ span: SourceSpan, in file: SourceFile) {
        guard !file.text.isEmpty else { return nil }
        let position = file.position(Int(span.start))
        let lineStart = Int(file.lineStarts[position.line - 1])
        var lineEnd = position.line < file.lineStarts.count ? Int(file.lineStarts[position.line]) - 1 : file.text.count
        if lineEnd > lineStart, file.text[lineEnd - 1] == UInt8(ascii: "\r") { lineEnd -= 1 }

        // The bytes that can fall into the window: a line of megabytes must not be drawn whole.
        let reach = 4 * Self.widest
        let from = max(lineStart, Int(span.start) - reach)
        let to = max(from, min(lineEnd, Int(span.start) + reach))
        let cells = Self.cells(file.text[from..<to])

        let mark = cells.column(of: Int(span.start))
        let markEnd = max(mark + 1, cells.column(of: min(Int(span.end), to)))
        var first = 0
        if cells.width > Self.widest { first = max(0, min(mark - Self.widest / 3, cells.width - Self.widest)) }
        let last = min(cells.width, first + Self.widest)
        let cutsFront = first > 0 || from > lineStart
        let cutsBack = last < cells.width || to < lineEnd

        label = String(position.line)
        let front = cutsFront ? Self.ellipsis : ""
        line = front + cells.text(first..<last) + (cutsBack ? Self.ellipsis : "")
        let length = max(1, min(markEnd, max(last, mark + 1)) - mark)
        underline =
            String(repeating: " ", count: front.utf8.count + mark - first) + "^"
            + String(repeating: "~", count: length - 1)
    }

    /// `text` on one line: control characters written as escapes.
    static func oneLine(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return visible(result)
    }

    /// `text` with control characters other than line feeds and tabs written as escapes, so that no input can steer
    /// the terminal.
    static func visible(_ text: String) -> String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
        }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                result += "\\x" + Hexadecimal.digits(scalar.value, width: 2)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    // MARK: Cells

    /// One character as drawn: its text, the cell where it starts, how many it takes, and its first byte.
    private struct Cell {
        let text: String
        let column: Int
        let width: Int
        let offset: Int
    }

    private struct Cells {
        var cells: [Cell] = []
        var width = 0
        let end: Int

        /// The cell column of the character that holds byte `offset`; the end of the line for what lies after it.
        func column(of offset: Int) -> Int {
            guard offset < end else { return width }
            return cells.last { $0.offset <= offset }?.column ?? 0
        }

        func text(_ columns: Range<Int>) -> String {
            cells.reduce(into: "") { text, cell in
                if cell.column >= columns.lowerBound, cell.column + cell.width <= columns.upperBound {
                    text += cell.text
                }
            }
        }
    }

    private static func cells(_ bytes: ArraySlice<UInt8>) -> Cells {
        var result = Cells(end: bytes.endIndex)
        var offset = bytes.startIndex
        while offset < bytes.endIndex {
            let (scalar, length) = decode(bytes, at: offset)
            var text = String(scalar)
            var width = cellWidth(scalar)
            if scalar == "\t" {
                width = tabWidth - result.width % tabWidth
                text = String(repeating: " ", count: width)
            }
            result.cells.append(Cell(text: text, column: result.width, width: width, offset: offset))
            result.width += width
            offset += length
        }
        return result
    }

    /// The scalar at `offset` and its length in bytes; U+FFFD and 1 for what is no UTF-8 or must not reach a terminal.
    private static func decode(_ bytes: ArraySlice<UInt8>, at offset: Int) -> (Unicode.Scalar, Int) {
        let lead = bytes[offset]
        if lead == UInt8(ascii: "\t") || (lead >= 0x20 && lead < 0x7F) { return (Unicode.Scalar(lead), 1) }
        let length =
            switch lead {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard length > 1, offset + length <= bytes.endIndex,
            let scalar = String(validating: bytes[offset..<offset + length], as: UTF8.self)?.unicodeScalars.first,
            scalar.value >= 0xA0, scalar.properties.generalCategory != .format
        else { return ("\u{FFFD}", 1) }
        return (scalar, length)
    }

    private static func cellWidth(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
