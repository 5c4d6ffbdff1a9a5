// Where the variables of the source are while the program runs.

import Support

/// Where some bytes of a variable are.
public enum HSXVariablePlace: Hashable, Sendable {
    case register(HSXRegister)
    /// In memory, so many bytes above the stack pointer.
    case stack(Int32)
    /// In memory, at an address.
    case address(UInt32)
    /// In memory, so many bytes above the address in a register.
    case memory(HSXRegister, Int32)
    case constant(UInt64)
    /// In memory at the address of a name; only in objects.
    case symbol(Symbol, Int32)
    /// It is the address of a name; only in objects.
    case pointer(Symbol, Int32)
}

/// Some bytes of a variable, and where they are.
public struct HSXVariablePiece: Hashable, Sendable {
    /// The first byte of the variable.
    public var offset: UInt32
    /// In bytes; 0 for the whole variable.
    public var size: UInt32
    public var place: HSXVariablePlace

    public init(offset: UInt32, size: UInt32, place: HSXVariablePlace) {
        self.offset = offset
        self.size = size
        self.place = place
    }
}

/// What is known of a variable while the program counter is in a stretch of code.
public struct HSXVariableRange: Hashable, Sendable {
    /// Byte offsets in the code; the instruction at `end` does not belong to it.
    public var start: UInt32
    public var end: UInt32
    /// By rising offset; bytes that no piece covers are not known.
    public var pieces: [HSXVariablePiece]

    public init(start: UInt32, end: UInt32, pieces: [HSXVariablePiece]) {
        self.start = start
        self.end = end
        self.pieces = pieces
    }
}

/// A variable or parameter of a function.
public struct HSXVariable: Hashable, Sendable {
    public var name: String
    /// As the source spells it.
    public var type: String
    /// In bytes; 0 when it is not known.
    public var size: UInt32
    /// The name of the function whose code it is in; not the one that it was inlined from.
    public var function: String
    /// Its declaration: an index into the line table's files, and line and column from 1.
    public var file: UInt32
    public var line: UInt32
    public var column: UInt32
    public var isParameter: Bool
    /// The inlined call that it belongs to, as in `HSXLineRow`.
    public var call: UInt32
    /// By rising start, without overlaps.
    public var ranges: [HSXVariableRange]

    public init(
        name: String, type: String, size: UInt32, function: String, file: UInt32, line: UInt32, column: UInt32,
        isParameter: Bool, call: UInt32, ranges: [HSXVariableRange]
    ) {
        self.name = name
        self.type = type
        self.size = size
        self.function = function
        self.file = file
        self.line = line
        self.column = column
        self.isParameter = isParameter
        self.call = call
        self.ranges = ranges
    }
}

/// A stretch of data memory and what it is for.
public struct HSXDataItem: Hashable, Sendable {
    /// What the memory is.
    public enum Kind: String, Sendable {
        /// A variable of the program.
        case global
        /// Locals and spilled words of a function that need no stack.
        case locals
        /// Words that calls pass arguments in.
        case arguments
        /// A jump table of a function.
        case table
    }

    public var kind: Kind
    /// The name in the source, or of the function whose locals these are.
    public var name: String
    public var section: HSXSection
    /// Byte offset in the section.
    public var offset: UInt32
    /// In bytes.
    public var size: UInt32
    /// As the source spells it; nil when it is not known.
    public var type: String?
    /// The file of the declaration, an index into the line table's files, and its line from 1; nil when not known.
    public var place: HSXSourcePlace?
    public var isExported: Bool

    public init(
        kind: Kind, name: String, section: HSXSection, offset: UInt32, size: UInt32, type: String? = nil,
        place: HSXSourcePlace? = nil, isExported: Bool = false
    ) {
        self.kind = kind
        self.name = name
        self.section = section
        self.offset = offset
        self.size = size
        self.type = type
        self.place = place
        self.isExported = isExported
    }
}

/// A call or jump through an address.
public struct HSXIndirectCall: Hashable, Sendable {
    /// Byte offset of the CALL in the code.
    public var offset: UInt32
    /// The functions that it may reach, all of them.
    public var targets: [Symbol]

    public init(offset: UInt32, targets: [Symbol]) {
        self.offset = offset
        self.targets = targets
    }
}

/// A line of a source file.
public struct HSXSourcePlace: Hashable, Sendable {
    /// Index into the line table's files.
    public var file: UInt32
    /// From 1.
    public var line: UInt32

    public init(file: UInt32, line: UInt32) {
        self.file = file
        self.line = line
    }
}
