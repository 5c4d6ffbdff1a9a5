// Shorter ways to build the arithmetic of helper functions: operations with a constant on the right.

import IR

extension FunctionBuilder {
    mutating func binary(_ opcode: Opcode, _ type: Type, _ left: ValueID, _ right: Int64) -> ValueID {
        let constant = constant(right, type)
        return binary(opcode, type, left, constant)
    }

    mutating func icmp(_ condition: IntegerCondition, _ type: Type, _ left: ValueID, _ right: Int64) -> ValueID {
        let constant = constant(right, type)
        return icmp(condition, type, left, constant)
    }

    /// The larger of two signed numbers.
    mutating func maximum(_ type: Type, _ left: ValueID, _ right: Int64) -> ValueID {
        let constant = constant(right, type)
        return select(type, icmp(.sgt, type, left, constant), left, constant)
    }

    /// The smaller of two unsigned numbers.
    mutating func unsignedMinimum(_ type: Type, _ left: ValueID, _ right: Int64) -> ValueID {
        let constant = constant(right, type)
        return select(type, icmp(.ult, type, left, constant), left, constant)
    }
}
