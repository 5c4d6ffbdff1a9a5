// Integer arithmetic and comparison in two's complement on zero-extended bits.

extension Evaluate {
    /// The width of a scalar in bits; 64 for what has no width of its own.
    @inline(__always)
    static func width(_ type: Type) -> UInt64 {
        // One byte a kind, i1 lowest: the table of `Type.bits` without its branches.
        type.rawValue < 8 ? (0x4020_1040_2010_0801 &>> (UInt64(type.rawValue) &* 8)) & 0xFF : 64
    }

    /// All ones in the width of `type`.
    @inline(__always)
    static func mask(_ type: Type) -> UInt64 { .max &>> (64 &- width(type)) }

    /// All ones in the width of a pointer.
    @inline(__always)
    static func pointerMask(_ pointerBytes: Int) -> UInt64 { .max &>> UInt64(64 - pointerBytes * 8) }

    /// The sign-extended value of `bits`.
    @inline(__always)
    static func signed(_ bits: UInt64, _ type: Type) -> Int64 {
        let unused = 64 &- width(type)
        return Int64(bitPattern: bits &<< unused) &>> Int64(bitPattern: unused)
    }

    /// A shift amount modulo the width.
    @inline(__always)
    static func shiftAmount(_ amount: UInt64, _ type: Type) -> UInt64 { amount & (width(type) &- 1) }

    /// Rounds toward zero; the one quotient that does not fit, of the smallest value by -1, wraps.
    static func signedQuotient(_ type: Type, _ a: UInt64, _ b: UInt64) -> Evaluation {
        if b == 0 { return .trap(.divideByZero) }
        let quotient = signed(a, type).dividedReportingOverflow(by: signed(b, type)).partialValue
        return .value(UInt64(bitPattern: quotient) & mask(type))
    }

    /// Has the sign of the dividend.
    static func signedRemainder(_ type: Type, _ a: UInt64, _ b: UInt64) -> Evaluation {
        if b == 0 { return .trap(.divideByZero) }
        // The remainder by -1 is 0, also where the quotient overflows.
        if b == mask(type) { return .value(0) }
        return .value(UInt64(bitPattern: signed(a, type) % signed(b, type)) & mask(type))
    }

    /// The high half of the unsigned product.
    static func unsignedHighProduct(_ type: Type, _ a: UInt64, _ b: UInt64) -> UInt64 {
        let width = width(type)
        return width == 64 ? a.multipliedFullWidth(by: b).high : (a &* b) &>> width
    }

    /// The high half of the signed product.
    static func signedHighProduct(_ type: Type, _ a: UInt64, _ b: UInt64) -> UInt64 {
        let (x, y) = (signed(a, type), signed(b, type))
        let width = width(type)
        if width == 64 { return UInt64(bitPattern: x.multipliedFullWidth(by: y).high) }
        return UInt64(bitPattern: (x &* y) &>> Int64(bitPattern: width)) & mask(type)
    }

    /// a + b + carry, and whether it left the width.
    public static func addCarry(_ type: Type, _ a: UInt64, _ b: UInt64, _ carry: UInt64) -> Evaluation {
        let first = a.addingReportingOverflow(b)
        let second = first.partialValue.addingReportingOverflow(carry & 1)
        let mask = mask(type)
        let isOut = mask == .max ? first.overflow || second.overflow : second.partialValue > mask
        return .valueAndFlag(second.partialValue & mask, isOut)
    }

    /// a - b - borrow, and whether it went below zero.
    public static func subBorrow(_ type: Type, _ a: UInt64, _ b: UInt64, _ borrow: UInt64) -> Evaluation {
        let first = a.subtractingReportingOverflow(b)
        let second = first.partialValue.subtractingReportingOverflow(borrow & 1)
        return .valueAndFlag(second.partialValue & mask(type), first.overflow || second.overflow)
    }

    /// Whether the relation holds between two integers or two pointers.
    public static func compare(
        _ condition: IntegerCondition, _ type: Type, _ a: UInt64, _ b: UInt64, pointerBytes: Int = 4
    ) -> Bool {
        let type = type == .ptr && pointerBytes == 4 ? Type.i32 : type
        return switch condition {
        case .eq: a == b
        case .ne: a != b
        case .slt: signed(a, type) < signed(b, type)
        case .sle: signed(a, type) <= signed(b, type)
        case .sgt: signed(a, type) > signed(b, type)
        case .sge: signed(a, type) >= signed(b, type)
        case .ult: a < b
        case .ule: a <= b
        case .ugt: a > b
        case .uge: a >= b
        }
    }
}
