// A place that holds the value of a name, to be filled in when the name's address is known.

import Support

/// A field of the code or of the data that depends on a symbol.
public struct HSXRelocation: Hashable, Sendable {
    /// The section that holds the field: text or data.
    public var section: HSXSection
    public var type: HSXRelocationType
    public var kind: HSXRelocationKind
    /// Whether the field counts words from the instruction itself (CALL).
    public var isPCRelative: Bool
    /// Byte offset of the field in its section; in the code that of the word (of the literal word for LDI32).
    public var offset: UInt32
    public var symbol: Symbol
    /// Added to the symbol's address before `kind` picks a part of it.
    public var addend: Int32
    /// Where the reference was written, if that is known.
    public var span: SourceSpan?

    public init(
        section: HSXSection, type: HSXRelocationType, kind: HSXRelocationKind = .symbol, isPCRelative: Bool = false,
        offset: UInt32, symbol: Symbol, addend: Int32 = 0, span: SourceSpan? = nil
    ) {
        self.section = section
        self.type = type
        self.kind = kind
        self.isPCRelative = isPCRelative
        self.offset = offset
        self.symbol = symbol
        self.addend = addend
        self.span = span
    }
}

/// The field that a relocation fills; raw values are those of .hxo files.
public enum HSXRelocationType: String, Sendable, CaseIterable {
    /// The twelve low bits of LDI.
    case imm12
    /// A whole code word: the literal of LDI32.
    case imm32
    /// The twelve low bits of a branch or CALL.
    case jump
    /// The twelve low bits of a load or store.
    case mem
    case dataWord = "data_word"
    case dataHalf = "data_half"
    case dataByte = "data_byte"

    /// Bytes of data that the field takes; 4 in the code.
    public var byteCount: UInt32 {
        switch self {
        case .imm12, .imm32, .jump, .mem, .dataWord: 4
        case .dataHalf: 2
        case .dataByte: 1
        }
    }

    /// Whether the field lies in the code.
    public var isInCode: Bool {
        switch self {
        case .imm12, .imm32, .jump, .mem: true
        case .dataWord, .dataHalf, .dataByte: false
        }
    }

    /// The values that the machine gets back from the field as they were meant.
    public func range(isPCRelative: Bool) -> ClosedRange<Int> {
        switch self {
        case .imm12, .mem: -2048...2047
        case .jump: isPCRelative ? -2048...2047 : 0...4095
        case .imm32, .dataWord: -0x8000_0000...0xFFFF_FFFF
        case .dataHalf: -0x8000...0xFFFF
        case .dataByte: -0x80...0xFF
        }
    }
}

/// The part of an address that a relocation wants; raw values are those of .hxo files.
public enum HSXRelocationKind: String, Sendable, CaseIterable {
    case symbol
    /// Bits 15..0.
    case lo16
    /// Bits 31..16.
    case hi16
    /// The distance from the start of the data image; only for data.
    case off16
}
