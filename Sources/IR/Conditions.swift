// The small enumerations that an instruction holds in its `aux` byte.

/// The relation that `icmp` and `dyn_cmp` test.
public enum IntegerCondition: UInt8, CaseIterable, Sendable {
    case eq, ne, slt, sle, sgt, sge, ult, ule, ugt, uge

    /// The relation that holds exactly when this one does not.
    public var inverted: IntegerCondition {
        switch self {
        case .eq: .ne
        case .ne: .eq
        case .slt: .sge
        case .sle: .sgt
        case .sgt: .sle
        case .sge: .slt
        case .ult: .uge
        case .ule: .ugt
        case .ugt: .ule
        case .uge: .ult
        }
    }

    /// The relation with the operands exchanged.
    public var swapped: IntegerCondition {
        switch self {
        case .eq: .eq
        case .ne: .ne
        case .slt: .sgt
        case .sle: .sge
        case .sgt: .slt
        case .sge: .sle
        case .ult: .ugt
        case .ule: .uge
        case .ugt: .ult
        case .uge: .ule
        }
    }
}

/// The relation that `fcmp` tests: `o…` is false and `u…` true when an operand is NaN.
public enum FloatCondition: UInt8, CaseIterable, Sendable {
    case oeq, one, olt, ole, ogt, oge, ord, ueq, une, ult, ule, ugt, uge, uno

    public var inverted: FloatCondition {
        switch self {
        case .oeq: .une
        case .one: .ueq
        case .olt: .uge
        case .ole: .ugt
        case .ogt: .ule
        case .oge: .ult
        case .ord: .uno
        case .ueq: .one
        case .une: .oeq
        case .ult: .oge
        case .ule: .ogt
        case .ugt: .ole
        case .uge: .olt
        case .uno: .ord
        }
    }
}

/// What dynamic integer arithmetic does when the result leaves the small-integer range.
public enum OverflowRule: UInt8, CaseIterable, Sendable {
    /// Goes on with an unbounded integer.
    case promote
    /// Goes on in floating point.
    case float
    /// Wraps to the width of a small integer.
    case wrap
    /// Stops the program.
    case trap
    /// Sends the operator as a message.
    case send
}

/// Why `trap` stops the program.
public enum TrapCode: UInt8, CaseIterable, Sendable {
    case unreachable
    case divideByZero = 1
    case memoryFault
    case stackOverflow
    case stackUnderflow
    case illegalInstruction
    case pcOutOfRange
    case badCast
    case indexOutOfRange
    case user

    /// The name in the text form.
    public var name: String {
        switch self {
        case .unreachable: "unreachable"
        case .divideByZero: "divide_by_zero"
        case .memoryFault: "memory_fault"
        case .stackOverflow: "stack_overflow"
        case .stackUnderflow: "stack_underflow"
        case .illegalInstruction: "illegal_instruction"
        case .pcOutOfRange: "pc_out_of_range"
        case .badCast: "bad_cast"
        case .indexOutOfRange: "index_out_of_range"
        case .user: "user"
        }
    }

    public static func named(_ name: String) -> TrapCode? { allCases.first { $0.name == name } }
}
