// The output: bytes of C, line by line.

/// C source in the making.
struct CText {
    private(set) var bytes: [UInt8] = []
    /// The number of the line being written, from 1.
    private(set) var lineNumber = 1
    private var depth = 0

    mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Begins a line, indented.
    mutating func begin() {
        for _ in 0..<depth { write("    ") }
    }

    mutating func end() {
        bytes.append(UInt8(ascii: "\n"))
        lineNumber += 1
    }

    /// One whole line; an empty one is not indented.
    mutating func line(_ text: String) {
        if !text.isEmpty { begin() }
        write(text)
        end()
    }

    /// Adds whole lines.
    mutating func append(_ other: CText) {
        bytes += other.bytes
        lineNumber += other.lineNumber - 1
    }

    mutating func indent() { depth += 1 }
    mutating func outdent() { depth -= 1 }
}

extension CText {
    /// The inside of a string literal. A question mark is escaped, for two and another character are a trigraph.
    static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        var result = ""
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n"): result += "\\n"
            case UInt8(ascii: "\t"): result += "\\t"
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "?"):
                result += "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: result += String(UnicodeScalar(byte))
            // Three octal digits end by themselves, whatever follows.
            default: result += "\\" + String(Int(byte) + 0o1000, radix: 8).dropFirst()
            }
        }
        return result
    }

    /// A string literal.
    static func quoted(_ text: String) -> String { "\"\(escaped(text.utf8))\"" }

    /// A comment that says `text`, whatever it holds.
    static func comment(_ text: String) -> String {
        let safe = escaped(text.utf8).split(separator: "*", omittingEmptySubsequences: false).joined(separator: "\\052")
        return "/* \(safe.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\057")) */"
    }
}
