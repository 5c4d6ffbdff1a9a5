// Writes JSON: deterministic, ASCII only (other characters as \u escapes), indented or compact, keys sorted on request.

/// How a document is laid out.
public struct JSONPrinter {
    /// Spaces a level; nil puts everything on one line without spaces.
    public var indent: Int?
    /// Whether members are written in the order of their keys' UTF-8 bytes instead of their own.
    public var sortsKeys: Bool

    private var output: [UInt8] = []

    private init(indent: Int?, sortsKeys: Bool) {
        self.indent = indent
        self.sortsKeys = sortsKeys
    }

    /// The text of `tree`, two spaces a level, with a final newline.
    public static func pretty(_ tree: JSONTree, sortsKeys: Bool = false) -> [UInt8] {
        var printer = JSONPrinter(indent: 2, sortsKeys: sortsKeys)
        printer.write(tree, level: 0)
        printer.output.append(0x0A)
        return printer.output
    }

    /// The text of `tree` on one line without spaces.
    public static func compact(_ tree: JSONTree, sortsKeys: Bool = false) -> [UInt8] {
        var printer = JSONPrinter(indent: nil, sortsKeys: sortsKeys)
        printer.write(tree, level: 0)
        return printer.output
    }

    private mutating func write(_ tree: JSONTree, level: Int) {
        switch tree.content {
        case .null: text("null")
        case .bool(let value): text(value ? "true" : "false")
        case .integer(let value): text(String(value))
        case .real(let value): text(value.isFinite ? value.description : "null")
        case .string(let value): quoted(value)
        case .array(let elements):
            list(elements, open: "[", close: "]", level: level) { $0.write($1, level: level + 1) }
        case .object(let members):
            let ordered =
                sortsKeys ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
            list(ordered, open: "{", close: "}", level: level) { printer, member in
                printer.quoted(member.key)
                printer.text(printer.indent == nil ? ":" : ": ")
                printer.write(member.value, level: level + 1)
            }
        }
    }

    private mutating func list<Element>(
        _ elements: [Element], open: String, close: String, level: Int, _ body: (inout JSONPrinter, Element) -> Void
    ) {
        text(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { text(",") }
            newLine(level + 1)
            body(&self, element)
        }
        if !elements.isEmpty { newLine(level) }
        text(close)
    }

    private mutating func newLine(_ level: Int) {
        guard let indent else { return }
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: indent * level))
    }

    private mutating func text(_ text: String) { output.append(contentsOf: text.utf8) }

    private mutating func quoted(_ string: String) {
        text("\"")
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text("\\\"")
            case "\\": text("\\\\")
            case "\n": text("\\n")
            case "\r": text("\\r")
            case "\t": text("\\t")
            case " "..."~": output.append(UInt8(truncatingIfNeeded: scalar.value))
            default: for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() { escaped(unit) }
            }
        }
        text("\"")
    }

    private mutating func escaped(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        text("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
}
