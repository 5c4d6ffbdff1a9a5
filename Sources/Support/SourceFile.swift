// Source text and places in it. Text is bytes; lines and columns are computed only when a diagnostic is shown.

/// The id of a file in a `SourceMap`.
public struct SourceFileID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A stretch of bytes in a source file, end not included.
public struct SourceSpan: Hashable, Sendable {
    public let file: SourceFileID
    public let start: UInt32
    public let end: UInt32

    public init(file: SourceFileID, start: Int, end: Int) {
        self.file = file
        self.start = UInt32(start)
        self.end = UInt32(end)
    }
}

/// A line and a column, both from 1; columns count bytes of UTF-8.
public struct SourcePosition: Hashable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// The text of one file, under the name that diagnostics and debug metadata show.
public struct SourceFile: Sendable {
    public let name: String
    public let text: [UInt8]
    /// The byte offset of each line's first byte.
    public let lineStarts: [UInt32]

    public init(name: String, text: [UInt8]) {
        self.name = name
        self.text = text
        var starts: [UInt32] = [0]
        for (offset, byte) in text.enumerated() where byte == UInt8(ascii: "\n") { starts.append(UInt32(offset + 1)) }
        lineStarts = starts
    }

    public init(name: String, _ text: String) { self.init(name: name, text: Array(text.utf8)) }

    /// The line and column of byte `offset`.
    public func position(_ offset: Int) -> SourcePosition {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
        }
        return SourcePosition(line: low + 1, column: offset - Int(lineStarts[low]) + 1)
    }

    /// The text of line number `line` (from 1) without its line end; bytes that are no UTF-8 are shown as U+FFFD.
    public func lineText(_ line: Int) -> String {
        guard line >= 1, line <= lineStarts.count else { return "" }
        let start = Int(lineStarts[line - 1])
        var end = line < lineStarts.count ? Int(lineStarts[line]) - 1 : text.count
        if end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return String(decoding: text[start..<max(start, end)], as: UTF8.self)
    }
}

/// The files of one compilation.
public struct SourceMap: Sendable {
    public private(set) var files = PrimaryMap<SourceFileID, SourceFile>()

    public init() {}

    public mutating func add(_ file: SourceFile) -> SourceFileID { files.append(file) }

    public subscript(id: SourceFileID) -> SourceFile { files[id] }
}
