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
    /// One more than the place in the table's `calls` of the call that the code was inlined through; 0 for none.
    public var call: UInt32
    /// Whether the compiler made the instruction for itself; the line is then that of the code before.
    public var isGenerated: Bool

    public init(
        offset: UInt32, file: UInt32, line: UInt32, column: UInt32, call: UInt32 = 0, isGenerated: Bool = false
    ) {
        self.offset = offset
        self.file = file
        self.line = line
        self.column = column
        self.call = call
        self.isGenerated = isGenerated
    }
}

/// A call that is no more because the callee was inlined.
public struct HSXInlinedCall: Hashable, Sendable {
    /// The function that was inlined.
    public var function: String
    /// Where the call is: an index into the table's files, and line and column from 1.
    public var file: UInt32
    public var line: UInt32
    public var column: UInt32
    /// The call that the code around the call was inlined through itself, as in `HSXLineRow`.
    public var parent: UInt32

    public init(function: String, file: UInt32, line: UInt32, column: UInt32, parent: UInt32) {
        self.function = function
        self.file = file
        self.line = line
        self.column = column
        self.parent = parent
    }
}

/// The source places of instructions, by rising offset.
public struct HSXLineTable: Hashable, Sendable {
    public var files: [String] = []
    public var rows: [HSXLineRow] = []
    /// The inlined calls; parents come first.
    public var calls: [HSXInlinedCall] = []

    public init() {}

    /// The number of `call` as rows have it; it is added when new.
    public mutating func number(of call: HSXInlinedCall) -> UInt32 {
        if let index = calls.firstIndex(of: call) { return UInt32(index + 1) }
        calls.append(call)
        return UInt32(calls.count)
    }

    /// The inlined calls around a row or variable, innermost first.
    public func chain(_ call: UInt32) -> [HSXInlinedCall] {
        var result: [HSXInlinedCall] = []
        var next = call
        while next != 0, Int(next) <= calls.count {
            result.append(calls[Int(next) - 1])
            // Parents come first; anything else would be a circle.
            guard calls[Int(next) - 1].parent < next else { break }
            next = calls[Int(next) - 1].parent
        }
        return result
    }

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
    /// Index into the line table's files; the largest number when there is none.
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
