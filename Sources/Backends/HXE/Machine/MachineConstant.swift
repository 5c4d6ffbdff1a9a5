// Values that a register can be loaded with by one LDI or LDI32, wherever it is needed: allocation repeats them rather
// than keeping them.

import Support

/// The id of a constant of a machine function.
struct ConstantID: EntityID {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The id of an object in the frame of a machine function.
struct FrameObjectID: EntityID {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// What LDI or LDI32 loads.
enum MachineConstant: Hashable {
    case number(UInt32)
    /// The address of a name plus an addend, filled in by the linker.
    case address(Symbol, addend: Int32)
    /// The distance of a place in the frame from R15.
    case frame(FrameObjectID, offset: Int32)

    /// Whether LDI, which takes one word, holds it.
    var isShort: Bool {
        switch self {
        case .number(let value): MachineConstant.fitsImmediate(Int32(bitPattern: value))
        case .address: false
        case .frame: true
        }
    }

    /// Whether twelve bits, sign-extended, give `value`.
    static func fitsImmediate(_ value: Int32) -> Bool { (-2048...2047).contains(value) }
}

/// Something that has a place in the frame.
struct FrameObject {
    enum Kind: Equatable {
        /// Bytes whose address the function takes.
        case slot
        /// As `slot`, ending where SP stood at entry.
        case top
        /// The home of a value that has no register.
        case spill
        /// Words for the stack arguments of calls, at the bottom; there is at most one.
        case outgoing
        /// The stack arguments of the function itself, above the frame.
        case incoming
    }

    var kind: Kind
    /// In bytes.
    var size: Int32
    /// Distance from R15 while the function runs, set by `FrameLayout`.
    var offset: Int32 = 0
}
