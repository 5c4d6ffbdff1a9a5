// The sum of all objects of a program with every name resolved and nothing patched: the linker's first step.
// The image writer patches it (second step, `HSXPatcher`); the lifter reads it as it is, so that a reference to a label
// stays a reference
// instead of a number that might be an address. The HXE back end's object takes the same way.

import Support

/// A definition in a `LinkedProgram`.
public struct LinkedSymbolID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An object in a `LinkedProgram`, in the order in which they were given.
public struct LinkedModuleID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Where an object went.
public struct LinkedModule: Sendable {
    /// The object's path, for messages.
    public let path: String
    /// Byte offsets of its sections in those of the program.
    /// The source file as debug files record it; empty when the object names none.
    public let source: String
    public let codeBase: UInt32
    public let dataBase: UInt32
    public let bssBase: UInt32

    func base(_ section: HSXSection) -> UInt32 {
        switch section {
        case .text: codeBase
        case .data: dataBase
        case .bss: bssBase
        }
    }
}

/// A name with its place in the program.
public struct LinkedSymbol: Sendable {
    public let name: Symbol
    public let module: LinkedModuleID
    public let section: HSXSection
    /// Byte offset in the program's section.
    public let offset: UInt32
    public let isExported: Bool
    public let span: SourceSpan?
}

/// A field to be patched, with what it refers to.
public struct LinkedRelocation: Sendable {
    /// Byte offset of the field in the program's section.
    public let offset: UInt32
    public let type: HSXRelocationType
    public let kind: HSXRelocationKind
    public let isPCRelative: Bool
    public let target: LinkedSymbolID
    public let addend: Int32
    public let module: LinkedModuleID
    public let span: SourceSpan?
}

/// A whole program before patching.
public struct LinkedProgram: Sendable {
    public internal(set) var modules = PrimaryMap<LinkedModuleID, LinkedModule>()
    public internal(set) var names = ByteInterner()
    public internal(set) var symbols = PrimaryMap<LinkedSymbolID, LinkedSymbol>()
    /// The code words as the objects hold them; fields with a relocation are not filled in.
    public internal(set) var code: [UInt32] = []
    public internal(set) var data: [UInt8] = []
    public internal(set) var bssSize: UInt32 = 0
    /// What the start of the zeroed data is rounded up to, in bytes; at least 4.
    public internal(set) var bssAlignment: UInt32 = 4
    /// By rising offset.
    public internal(set) var codeRelocations: [LinkedRelocation] = []
    /// By rising offset.
    public internal(set) var dataRelocations: [LinkedRelocation] = []
    /// Byte offset in the code.
    public internal(set) var entry: UInt32 = 0
    /// The name at the entry, if it was chosen by name.
    public internal(set) var entrySymbol: LinkedSymbolID?
    /// Offsets are the program's; handlers are offsets.
    public internal(set) var metadata = HSXMetadata()
    public internal(set) var lineTable = HSXLineTable()
    public internal(set) var functions: [HSXFunctionRange] = []
    public internal(set) var variables: [HSXVariable] = []
    /// What calls through an address may reach: byte offsets in the code.
    public internal(set) var indirectCalls: [(offset: UInt32, targets: [UInt32])] = []
    /// Offsets are the program's.
    public internal(set) var dataItems: [HSXDataItem] = []
    /// One more than the place in `codeRelocations`, for each code word; 0 for a word without.
    var relocationOfWord: [UInt32] = []

    init() {}

    /// The relocation of code word `index`.
    public func relocation(ofWord index: Int) -> LinkedRelocation? {
        guard index < relocationOfWord.count, relocationOfWord[index] != 0 else { return nil }
        return codeRelocations[Int(relocationOfWord[index]) - 1]
    }

    /// Says what its data is for as `labels` do, in place of what is said of the same bytes now: for programs whose
    /// data lies where another program's did.
    public mutating func describeData(_ labels: [HSXDataSize]) {
        guard let first = labels.first, let last = labels.last else { return }
        let others = dataItems.filter { item in
            let address = baseAddress(item.section) + item.offset
            return address + item.size <= first.address || last.address + last.size <= address
        }
        dataItems = others
        for label in labels where label.address >= HSXMemory.dataBase {
            let place =
                label.file.isEmpty
                ? nil : HSXSourcePlace(file: lineTable.index(ofFile: label.file), line: label.line)
            dataItems.append(
                HSXDataItem(
                    kind: .global, name: label.name, section: .data, offset: label.address - HSXMemory.dataBase,
                    size: label.size, place: place, isExported: label.isExported))
        }
    }

    public func name(_ symbol: LinkedSymbolID) -> String { names.name(symbols[symbol].name) }

    /// The first address of `section`: in the code space for text, else in the data space.
    public func baseAddress(_ section: HSXSection) -> UInt32 {
        switch section {
        case .text: 0
        case .data: HSXMemory.dataBase
        case .bss: HSXMemory.dataBase + UInt32(data.count) + bssPadding
        }
    }

    /// Bytes between the end of the data and the start of the zeroed data.
    public var bssPadding: UInt32 {
        let excess = UInt32(data.count) % bssAlignment
        return bssSize == 0 || excess == 0 ? 0 : bssAlignment - excess
    }

    /// The address of `symbol` in its address space.
    public func address(of symbol: LinkedSymbolID) -> UInt32 {
        baseAddress(symbols[symbol].section) &+ symbols[symbol].offset
    }

    /// Exported names, in order of definition.
    public var exports: [LinkedSymbolID] { symbols.ids.filter { symbols[$0].isExported } }

    /// Where `module` put the reference or definition at `span`, in words, for messages about files that are not at
    /// hand.
    func place(_ offset: UInt32, in section: HSXSection) -> String {
        if section == .text, let row = lineTable.row(at: offset) {
            return "\(lineTable.files[Int(row.file)]):\(row.line)"
        }
        return "\(section.name)+0x\(String(offset, radix: 16))"
    }
}
