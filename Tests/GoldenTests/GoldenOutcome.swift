// The outcome of a golden case as text: what is compared with the expectation, and what blessing writes.

import Foundation

/// What one command did.
struct RunOutcome {
    let line: String
    let status: Int32
    let output: Data
    let errors: Data
}

enum GoldenOutcome {
    /// The sections `--- run`, `--- stdout`, `--- stderr`, `--- status` of every command, then `--- file` for each
    /// file left behind.
    static func render(_ runs: [RunOutcome], files: [(name: String, content: Data?)]) -> String {
        var text = ""
        for run in runs {
            text += "--- run \(run.line)\n"
            if !run.output.isEmpty { text += "--- stdout\n" + body(run.output) }
            if !run.errors.isEmpty { text += "--- stderr\n" + body(run.errors) }
            text += "--- status \(run.status)\n"
        }
        for file in files {
            text += "--- file \(file.name)\n" + (file.content.map(body) ?? "")
        }
        return text
    }

    /// Text as it stands, or a hexadecimal dump; lines that look like a section's head are escaped.
    private static func body(_ data: Data) -> String {
        guard let text = String(data: data, encoding: .utf8), text.unicodeScalars.allSatisfy(isPlain) else {
            return dump(data)
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let endsInNewline = lines.last?.isEmpty == true
        if endsInNewline { lines.removeLast() }
        let body = lines.map { $0.hasPrefix("--- ") || $0.hasPrefix("\\") ? "\\\($0)\n" : "\($0)\n" }.joined()
        return endsInNewline ? body : body + "\\ no newline at the end\n"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value != 0x7F || scalar == "\n" || scalar == "\t" || scalar == "\u{1B}"
    }

    private static func dump(_ data: Data) -> String {
        let bytes = Array(data)
        return stride(from: 0, to: bytes.count, by: 16).map { start in
            let row = bytes[start..<min(start + 16, bytes.count)]
            let hex = row.map { String(format: "%02x", $0) }.joined(separator: " ")
            let text = row.map { $0 >= 0x20 && $0 < 0x7F ? String(UnicodeScalar($0)) : "." }.joined()
            return String(format: "%06x  ", start) + hex.padding(toLength: 48, withPad: " ", startingAt: 0)
                + " |\(text)|\n"
        }.joined()
    }
}
