// Arithmetic on SmallIntegers.

import IR

enum IntegerOperations {
    static func condition(_ name: String) -> IntegerCondition {
        switch name {
        case "<": .slt
        case ">": .sgt
        case "<=": .sle
        case ">=": .sge
        case "=": .eq
        default: .ne
        }
    }

    /// The answer of an operation on two i64, a value; goes to `other` where the answer is no SmallInteger.
    static func compute(
        _ name: String, _ left: ValueID, _ right: ValueID, else other: BlockID, _ emitter: inout CodeEmitter
    ) -> ValueID {
        switch name {
        case "+": return emitter.smallInteger(of: emitter.builder.binary(.add, .i64, left, right), else: other)
        case "-": return emitter.smallInteger(of: emitter.builder.binary(.sub, .i64, left, right), else: other)
        case "*": return product(left, right, else: other, &emitter)
        case "bitAnd:": return emitter.box(.i64, emitter.builder.binary(.and, .i64, left, right))
        case "bitOr:": return emitter.box(.i64, emitter.builder.binary(.or, .i64, left, right))
        case "bitXor:": return emitter.box(.i64, emitter.builder.binary(.xor, .i64, left, right))
        case "//", "\\\\": return floored(name == "//", left, right, else: other, &emitter)
        case "/": return exact(left, right, else: other, &emitter)
        case "quo:":
            requireNonzero(right, else: other, &emitter)
            return emitter.smallInteger(of: emitter.builder.binary(.sdiv, .i64, left, right), else: other)
        case "bitShift:": return shift(left, right, else: other, &emitter)
        default: preconditionFailure("IntegerOperations: no operation \(name)")
        }
    }

    private static func product(
        _ left: ValueID, _ right: ValueID, else other: BlockID, _ emitter: inout CodeEmitter
    ) -> ValueID {
        let low = emitter.builder.binary(.mul, .i64, left, right)
        if emitter.program.integerBits > 31 {
            // The high half is what the sign of the low one says unless the product does not fit.
            let high = emitter.builder.binary(.smulh, .i64, left, right)
            let sign = emitter.builder.binary(.ashr, .i64, low, emitter.long(63))
            let fits = emitter.builder.icmp(.eq, .i64, high, sign)
            emitter.require(fits, else: other)
        }
        return emitter.smallInteger(of: low, else: other)
    }

    private static func requireNonzero(_ value: ValueID, else other: BlockID, _ emitter: inout CodeEmitter) {
        let zero = emitter.long(0)
        let isZero = emitter.builder.icmp(.eq, .i64, value, zero)
        emitter.leave(if: isZero, to: other)
    }

    /// Quotient or remainder of division that rounds down.
    private static func floored(
        _ isQuotient: Bool, _ left: ValueID, _ right: ValueID, else other: BlockID, _ emitter: inout CodeEmitter
    ) -> ValueID {
        requireNonzero(right, else: other, &emitter)
        let zero = emitter.long(0)
        let remainder = emitter.builder.binary(.srem, .i64, left, right)
        let isInexact = emitter.builder.icmp(.ne, .i64, remainder, zero)
        let signs = emitter.builder.binary(.xor, .i64, remainder, right)
        let differ = emitter.builder.icmp(.slt, .i64, signs, zero)
        let adjusts = emitter.builder.binary(.and, .i1, isInexact, differ)
        if isQuotient {
            let quotient = emitter.builder.binary(.sdiv, .i64, left, right)
            let one = emitter.builder.unary(.zext, .i64, adjusts)
            return emitter.smallInteger(of: emitter.builder.binary(.sub, .i64, quotient, one), else: other)
        }
        let sum = emitter.builder.binary(.add, .i64, remainder, right)
        return emitter.box(.i64, emitter.builder.select(.i64, adjusts, sum, remainder))
    }

    private static func exact(
        _ left: ValueID, _ right: ValueID, else other: BlockID, _ emitter: inout CodeEmitter
    ) -> ValueID {
        requireNonzero(right, else: other, &emitter)
        let zero = emitter.long(0)
        let remainder = emitter.builder.binary(.srem, .i64, left, right)
        let isExact = emitter.builder.icmp(.eq, .i64, remainder, zero)
        emitter.require(isExact, else: other)
        return emitter.smallInteger(of: emitter.builder.binary(.sdiv, .i64, left, right), else: other)
    }

    /// To the left where that loses nothing, else to the right with the sign.
    private static func shift(
        _ left: ValueID, _ right: ValueID, else other: BlockID, _ emitter: inout CodeEmitter
    ) -> ValueID {
        let join = emitter.builder.makeBlock([.any])
        let zero = emitter.long(0), limit = emitter.long(Int64(emitter.program.integerBits))
        let isRight = emitter.builder.icmp(.slt, .i64, right, zero)
        let rightward = emitter.makeBlock()
        emitter.leave(if: isRight, to: rightward)
        let isSmall = emitter.builder.icmp(.slt, .i64, right, limit)
        emitter.require(isSmall, else: other)
        let shifted = emitter.builder.binary(.shl, .i64, left, right)
        let back = emitter.builder.binary(.ashr, .i64, shifted, right)
        let isWhole = emitter.builder.icmp(.eq, .i64, back, left)
        emitter.require(isWhole, else: other)
        let answer = emitter.smallInteger(of: shifted, else: other)
        emitter.builder.jump(join, [answer])
        emitter.begin(rightward)
        let distance = emitter.builder.unary(.neg, .i64, right)
        let most = emitter.long(63)
        let isFar = emitter.builder.icmp(.sgt, .i64, distance, most)
        let capped = emitter.builder.select(.i64, isFar, most, distance)
        let low = emitter.box(.i64, emitter.builder.binary(.ashr, .i64, left, capped))
        emitter.builder.jump(join, [low])
        emitter.begin(join)
        return emitter.builder.function.parameters(join)[0]
    }
}
