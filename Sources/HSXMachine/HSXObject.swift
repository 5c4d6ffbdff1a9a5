// One translation unit before linking: the currency between assembler, lifter, back end, linker and the .hxo file.
// It is plain data in dense arrays; names are ids of its own `names`; offsets are bytes from the start of the section.

import Support

/// A section of an object or of a program.
public enum HSXSection: UInt8, Sendable, CaseIterable {
    case text, data, bss

    /// The name in .hxo files and in directives (after a point).
    public var name: String {
        switch self {
        case .text: "text"
        case .data: "data"
        case .bss: "bss"
        }
    }
}

/// A name that the object gives to a place of its own.
public struct HSXSymbol: Hashable, Sendable {
    public var name: Symbol
    public var section: HSXSection
    public var offset: UInt32
    /// Whether other objects see it.
    public var isExported: Bool
    /// Where it was defined, if that is known.
    public var span: SourceSpan?

    public init(name: Symbol, section: HSXSection, offset: UInt32, isExported: Bool, span: SourceSpan? = nil) {
        self.name = name
        self.section = section
        self.offset = offset
        self.isExported = isExported
        self.span = span
    }
}

/// A name that the object expects from elsewhere, and where it said so.
public struct HSXExternalName: Hashable, Sendable {
    public var name: Symbol
    public var span: SourceSpan?

    public init(name: Symbol, span: SourceSpan? = nil) {
        self.name = name
        self.span = span
    }
}

/// Where execution begins.
public enum HSXEntry: Hashable, Sendable {
    /// A byte offset in the object's code.
    case offset(UInt32)
    case symbol(Symbol)
}

/// A translation unit: code, data, names and what is to be patched.
public struct HSXObject: Sendable {
    /// What diagnostics call the object: the source or object file it came from.
    public var path: String
    public var names = ByteInterner()
    public var code: [UInt32] = []
    public var data: [UInt8] = []
    /// Bytes of zeroed data behind the data (an extension of hubc).
    public var bssSize: UInt32 = 0
    /// What the linker must round each section's start up to, in bytes (an extension of hubc); 1 packs sections
    /// tightly.
    public var codeAlignment: UInt32 = 4
    public var dataAlignment: UInt32 = 1
    public var bssAlignment: UInt32 = 1
    /// Definitions, each name at most once, in order of appearance.
    public var symbols: [HSXSymbol] = []
    /// Names that may come from elsewhere: missing ones matter only when something refers to them.
    public var externs: [HSXExternalName] = []
    /// Names that must come from elsewhere.
    public var imports: [HSXExternalName] = []
    /// At most one for each place, those of the code before those of the data, each by rising offset.
    public var relocations: [HSXRelocation] = []
    public var entry: HSXEntry = .offset(0)
    /// Where the entry was chosen, if that is known.
    public var entrySpan: SourceSpan?
    public var metadata = HSXMetadata()
    public var lineTable = HSXLineTable()
    public var functions: [HSXFunctionRange] = []
    public var variables: [HSXVariable] = []
    /// What calls through an address may reach, where that is known.
    public var indirectCalls: [HSXIndirectCall] = []
    /// What the data memory is for, where more is known than names.
    public var dataItems: [HSXDataItem] = []

    public init(path: String) { self.path = path }

    /// The name behind `symbol`.
    public func name(_ symbol: Symbol) -> String { names.name(symbol) }

    /// The size of the code in bytes.
    public var codeSize: UInt32 { UInt32(code.count) * 4 }

    /// The size of `section` in bytes.
    public func size(_ section: HSXSection) -> UInt32 {
        switch section {
        case .text: codeSize
        case .data: UInt32(data.count)
        case .bss: bssSize
        }
    }

    public func alignment(_ section: HSXSection) -> UInt32 {
        switch section {
        case .text: codeAlignment
        case .data: dataAlignment
        case .bss: bssAlignment
        }
    }
}
