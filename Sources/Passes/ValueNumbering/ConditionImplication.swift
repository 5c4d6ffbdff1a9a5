// Which integer conditions follow from which, on the same operands.

import IR

extension IntegerCondition {
    /// The outcomes of comparing two integers in which the condition holds. Besides equality there are four, as the
    /// signed and the unsigned order can agree or not: bit 0 equal, 1 signed and unsigned less, 2 signed less only, 3
    /// unsigned less only, 4 neither.
    private var outcomes: UInt8 {
        switch self {
        case .eq: 0b00001
        case .ne: 0b11110
        case .slt: 0b00110
        case .sle: 0b00111
        case .sgt: 0b11000
        case .sge: 0b11001
        case .ult: 0b01010
        case .ule: 0b01011
        case .ugt: 0b10100
        case .uge: 0b10101
        }
    }

    /// What `other` is where this condition holds; nil where it can be either.
    func decides(_ other: IntegerCondition) -> Bool? {
        if outcomes & other.outcomes == 0 { return false }
        return outcomes & ~other.outcomes == 0 ? true : nil
    }
}
