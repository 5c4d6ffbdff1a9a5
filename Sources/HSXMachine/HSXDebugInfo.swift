// What a debugger needs to get from code addresses to source lines.

/// The source place of the instruction at a code offset.
public struct HSXLineRow: Hashable, Sendable {
    /// Byte offset of the instruction in the code.
    public var offset: UInt32
    /// Index into the table's files.
    public var file: UInt32
    /// From 1.
    public var line: UInt32
    /// From 1, in bytes.
    public var column: UInt32

    public init(offset: UInt32, file: UInt32, line: UInt32, column: UInt32) {
        self.offset = offset
        self.file = file
        self.line = line
        self.column = column
    }
}

/// The source places of instructions, by rising offset.
public struct HSXLineTable: Hashable, Sendable {
    public var files: [String] = []
    public var rows: [HSXLineRow] = []

    public init() {}

    /// The index of `file`, which is added when new.
    public mutating func index(ofFile file: String) -> UInt32 {
        if let index = files.firstIndex(of: file) { return UInt32(index) }
        files.append(file)
        return UInt32(files.count - 1)
    }

    /// The row of the instruction that contains code offset `offset`.
    public func row(at offset: UInt32) -> HSXLineRow? {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : rows[low - 1]
    }
}

/// The code of one function.
public struct HSXFunctionRange: Hashable, Sendable {
    public var name: String
    public var offset: UInt32
    /// In bytes.
    public var size: UInt32
    /// Index into the line table's files.
    public var file: UInt32
    /// The line of its label, from 1.
    public var line: UInt32

    public init(name: String, offset: UInt32, size: UInt32, file: UInt32, line: UInt32) {
        self.name = name
        self.offset = offset
        self.size = size
        self.file = file
        self.line = line
    }
}

extension HSXLineTable {
    /// The folder and the last part of a source path, as debug files record them; "." for a plain name.
    static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}
