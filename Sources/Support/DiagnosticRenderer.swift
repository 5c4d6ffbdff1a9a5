// Turns diagnostics into text at the edge of the program: for people with the source line and an underline, for
// machines as one JSON object a line. Pure: the same log gives the same text. How a source line is drawn is in
// SourceExcerpt.swift.

/// Renders the diagnostics of one compilation.
public struct DiagnosticRenderer: Sendable {
    /// How diagnostics are printed.
    public enum Format: String, Sendable, CaseIterable {
        case human, json
    }

    public let sources: SourceMap
    public let format: Format
    public let color: Bool
    /// What stands in place of a file when a diagnostic has none.
    public let tool: String

    public init(sources: SourceMap, format: Format = .human, color: Bool = false, tool: String = "hubc") {
        self.sources = sources
        self.format = format
        self.color = color
        self.tool = tool
    }

    /// All of `diagnostics`, in order, each ending in a newline.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        var text = ""
        for diagnostic in diagnostics { text += render(diagnostic) }
        return text
    }

    /// One diagnostic with its notes and fix-its, ending in a newline.
    public func render(_ diagnostic: Diagnostic) -> String {
        switch format {
        case .human: human(diagnostic)
        case .json: json(diagnostic)
        }
    }

    /// How many errors and warnings there are, "2 errors, 1 warning" with a newline; empty when there are none.
    public static func summary(_ diagnostics: [Diagnostic]) -> String {
        let parts = [(Severity.error, "error"), (.warning, "warning")].compactMap { severity, name -> String? in
            let count = diagnostics.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(name)\(count == 1 ? "" : "s")"
        }
        return parts.isEmpty ? "" : parts.joined(separator: ", ") + "\n"
    }

    // MARK: For people

    private func human(_ diagnostic: Diagnostic) -> String {
        var text = head(
            diagnostic.severity.rawValue, severityStyle(diagnostic.severity), diagnostic.message, code: diagnostic.code,
            at: diagnostic.span, path: diagnostic.path ?? tool)
        text += excerpt(diagnostic.span)
        for note in diagnostic.notes {
            text += head("note", .cyan, note.message, at: note.span, path: nil) + excerpt(note.span)
        }
        for fixIt in diagnostic.fixIts {
            text += head("fix-it", .green, describe(fixIt), at: fixIt.span, path: nil)
        }
        return text
    }

    private func head(
        _ label: String, _ style: TerminalStyle, _ message: String, code: String? = nil, at span: SourceSpan?,
        path: String?
    ) -> String {
        var text = ""
        if let span {
            let file = sources[span.file]
            let position = file.position(Int(span.start))
            text = paint("\(SourceExcerpt.oneLine(file.name)):\(position.line):\(position.column): ", .bold)
        } else if let path {
            text = paint("\(SourceExcerpt.oneLine(path)): ", .bold)
        }
        text += paint("\(label): ", style) + paint(SourceExcerpt.visible(message), code == nil ? .plain : .bold)
        if let code, !code.isEmpty { text += " [\(code)]" }
        return text + "\n"
    }

    private func excerpt(_ span: SourceSpan?) -> String {
        guard let span, let excerpt = SourceExcerpt(span, in: sources[span.file]) else { return "" }
        let gutter = String(repeating: " ", count: excerpt.label.utf8.count)
        let line = excerpt.line.isEmpty ? "" : " " + excerpt.line
        return paint(" \(excerpt.label) |", .dim) + line + "\n"
            + paint(" \(gutter) | ", .dim) + paint(excerpt.underline, .green) + "\n"
    }

    private func describe(_ fixIt: FixIt) -> String {
        let file = sources[fixIt.span.file]
        let end = min(Int(fixIt.span.end), file.text.count)
        let old = String(decoding: file.text[min(Int(fixIt.span.start), end)..<end], as: UTF8.self)
        if old.isEmpty { return "insert '\(SourceExcerpt.oneLine(fixIt.replacement))'" }
        if fixIt.replacement.isEmpty { return "remove '\(SourceExcerpt.oneLine(old))'" }
        return "replace '\(SourceExcerpt.oneLine(old))' with '\(SourceExcerpt.oneLine(fixIt.replacement))'"
    }

    // MARK: Colour

    private enum TerminalStyle: String {
        case plain = ""
        case bold = "1"
        case dim = "2"
        case red = "1;31"
        case green = "1;32"
        case magenta = "1;35"
        case blue = "1;34"
        case cyan = "1;36"
    }

    private func severityStyle(_ severity: Severity) -> TerminalStyle {
        switch severity {
        case .error: .red
        case .warning: .magenta
        case .remark: .blue
        }
    }

    private func paint(_ text: String, _ style: TerminalStyle) -> String {
        color && style != .plain ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    // MARK: For machines

    private func json(_ diagnostic: Diagnostic) -> String {
        var writer = JSONWriter(.spaced)
        writer.object { writer in
            writer.member("severity", diagnostic.severity.rawValue)
            writer.member("code", diagnostic.code)
            writer.member("message", diagnostic.message)
            place(diagnostic.span, path: diagnostic.path, in: &writer)
            writer.key("notes")
            writer.array { writer in
                for note in diagnostic.notes { self.note(note.message, at: note.span, in: &writer) }
                for fixIt in diagnostic.fixIts { self.note("fix-it: " + describe(fixIt), at: fixIt.span, in: &writer) }
            }
        }
        writer.newline()
        return writer.text
    }

    private func note(_ message: String, at span: SourceSpan?, in writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("message", message)
            place(span, path: nil, in: &writer)
        }
    }

    /// Writes file, line, column, endLine and endColumn; null where there is no such thing.
    private func place(_ span: SourceSpan?, path: String?, in writer: inout JSONWriter) {
        writer.key("file")
        guard let span else {
            if let path { writer.string(path) } else { writer.null() }
            for key in ["line", "column", "endLine", "endColumn"] {
                writer.key(key)
                writer.null()
            }
            return
        }
        let file = sources[span.file]
        let start = file.position(Int(span.start))
        let end = file.position(Int(span.end))
        writer.string(file.name)
        writer.member("line", start.line)
        writer.member("column", start.column)
        writer.member("endLine", end.line)
        writer.member("endColumn", end.column)
    }
}
