// The functions that `lower-wide` calls: 64-bit arithmetic that takes too much code to stand where it is used. A 64-bit
// integer is two i32, the low half first.

import IR

/// A function on halves of 64-bit integers.
enum WideHelper: HelperFunction {
    case multiply
    /// Shifts by an i32, modulo 64.
    case shiftLeft, shiftRight, shiftRightSigned
    /// The quotient, then the remainder; they trap when the divisor is 0.
    case divide, divideSigned

    var name: String {
        switch self {
        case .multiply: "hub.i64.multiply"
        case .shiftLeft: "hub.i64.shl"
        case .shiftRight: "hub.i64.lshr"
        case .shiftRightSigned: "hub.i64.ashr"
        case .divide: "hub.i64.divide"
        case .divideSigned: "hub.i64.divide.signed"
        }
    }

    var signature: Signature {
        switch self {
        case .multiply: Signature(parameters: Array(repeating: .i32, count: 4), results: [.i32, .i32])
        case .shiftLeft, .shiftRight, .shiftRightSigned:
            Signature(parameters: [.i32, .i32, .i32], results: [.i32, .i32])
        case .divide, .divideSigned:
            Signature(
                parameters: Array(repeating: .i32, count: 4), results: Array(repeating: .i32, count: 4))
        }
    }

    func build(_ builder: inout FunctionBuilder, _ arguments: [ValueID], _ id: (WideHelper) -> FunctionID) {
        switch self {
        case .multiply: builder.buildWideMultiply(arguments)
        case .shiftLeft: builder.buildWideShiftLeft(arguments)
        case .shiftRight: builder.buildWideShiftRight(arguments, .lshr)
        case .shiftRightSigned: builder.buildWideShiftRight(arguments, .ashr)
        case .divide: builder.buildWideDivide(arguments)
        case .divideSigned: builder.buildWideDivideSigned(arguments, divide: id(.divide))
        }
    }
}

extension FunctionBuilder {
    fileprivate mutating func buildWideMultiply(_ arguments: [ValueID]) {
        let (aLow, aHigh, bLow, bHigh) = (arguments[0], arguments[1], arguments[2], arguments[3])
        let low = binary(.mul, .i32, aLow, bLow)
        let crossed = binary(.add, .i32, binary(.mul, .i32, aHigh, bLow), binary(.mul, .i32, aLow, bHigh))
        ret([low, binary(.add, .i32, binary(.umulh, .i32, aLow, bLow), crossed)])
    }

    /// Below 32 bits move from half to half; above, one half is only moved and the other filled. Shift amounts count
    /// modulo 32 by themselves.
    fileprivate mutating func buildWideShiftLeft(_ arguments: [ValueID]) {
        let (low, high, amount) = (arguments[0], arguments[1], arguments[2])
        let shifted = binary(.shl, .i32, low, amount)
        let isFar = icmp(.ne, .i32, binary(.and, .i32, amount, 32), 0)
        // 31 - n mod 32, in two steps since a shift by 32 is one by 0.
        let rest = binary(.xor, .i32, amount, 31)
        let moved = binary(.lshr, .i32, binary(.lshr, .i32, low, 1), rest)
        let near = binary(.or, .i32, binary(.shl, .i32, high, amount), moved)
        ret([select(.i32, isFar, constant(0, .i32), shifted), select(.i32, isFar, shifted, near)])
    }

    fileprivate mutating func buildWideShiftRight(_ arguments: [ValueID], _ opcode: Opcode) {
        let (low, high, amount) = (arguments[0], arguments[1], arguments[2])
        let shifted = binary(opcode, .i32, high, amount)
        let isFar = icmp(.ne, .i32, binary(.and, .i32, amount, 32), 0)
        let rest = binary(.xor, .i32, amount, 31)
        let moved = binary(.shl, .i32, binary(.shl, .i32, high, 1), rest)
        let near = binary(.or, .i32, binary(.lshr, .i32, low, amount), moved)
        let filler = opcode == .ashr ? binary(.ashr, .i32, high, 31) : constant(0, .i32)
        ret([select(.i32, isFar, shifted, near), select(.i32, isFar, filler, shifted)])
    }

    /// Bit by bit, from the highest one of the dividend on; numbers of 32 bits divide at once.
    fileprivate mutating func buildWideDivide(_ arguments: [ValueID]) {
        let (aLow, aHigh, bLow, bHigh) = (arguments[0], arguments[1], arguments[2], arguments[3])
        let zero = constant(0, .i32)
        let (small, large) = (makeBlock(), makeBlock())
        branch(icmp(.eq, .i32, binary(.or, .i32, aHigh, bHigh), zero), small, else: large)
        position(atEndOf: small)
        ret([binary(.udiv, .i32, aLow, bLow), zero, binary(.urem, .i32, aLow, bLow), zero])
        position(atEndOf: large)
        let (fault, start) = (makeBlock(), makeBlock())
        branch(icmp(.eq, .i32, binary(.or, .i32, bLow, bHigh), zero), fault, else: start)
        position(atEndOf: fault)
        trap(.divideByZero)
        position(atEndOf: start)
        // Dividend and quotient share two words: as bits leave at the top, others enter at the bottom.
        let loop = makeBlock([.i32, .i32, .i32, .i32, .i32])
        let done = makeBlock()
        let hasHigh = icmp(.ne, .i32, aHigh, zero)
        let first = select(.i32, hasHigh, aLow, zero)
        let second = select(.i32, hasHigh, aHigh, aLow)
        let count = select(.i32, hasHigh, constant(64, .i32), constant(32, .i32))
        jump(loop, [first, second, zero, zero, count])
        position(atEndOf: loop)
        let state = function.parameters(loop)
        let none = constant(0, .i1)
        let (low, carry) = withFlag(.addCarry, .i32, state[0], state[0], none)
        let (high, outgoing) = withFlag(.addCarry, .i32, state[1], state[1], carry)
        let (restLow, restCarry) = withFlag(.addCarry, .i32, state[2], state[2], outgoing)
        let (restHigh, overflow) = withFlag(.addCarry, .i32, state[3], state[3], restCarry)
        let (lessLow, borrow) = withFlag(.subBorrow, .i32, restLow, bLow, none)
        let (lessHigh, isLess) = withFlag(.subBorrow, .i32, restHigh, bHigh, borrow)
        let fits = binary(.or, .i1, overflow, unary(.not, .i1, isLess))
        let quotient = binary(.or, .i32, low, unary(.zext, .i32, fits))
        let newLow = select(.i32, fits, lessLow, restLow)
        let newHigh = select(.i32, fits, lessHigh, restHigh)
        let left = binary(.sub, .i32, state[4], 1)
        branch(icmp(.eq, .i32, left, zero), done, else: loop, [quotient, high, newLow, newHigh, left])
        position(atEndOf: done)
        // After 32 rounds the quotient has one word, since the upper one held the dividend.
        ret([quotient, high, newLow, newHigh])
    }

    fileprivate mutating func buildWideDivideSigned(_ arguments: [ValueID], divide: FunctionID) {
        let signs = (binary(.ashr, .i32, arguments[1], 31), binary(.ashr, .i32, arguments[3], 31))
        let a = negated(arguments[0], arguments[1], if: signs.0)
        let b = negated(arguments[2], arguments[3], if: signs.1)
        let results = call(divide, [a.low, a.high, b.low, b.high], results: [.i32, .i32, .i32, .i32])
        let quotient = negated(results[0], results[1], if: binary(.xor, .i32, signs.0, signs.1))
        let rest = negated(results[2], results[3], if: signs.0)
        ret([quotient.low, quotient.high, rest.low, rest.high])
    }

    /// The negative of a 64-bit integer where `sign` is -1; itself where it is 0.
    private mutating func negated(
        _ low: ValueID, _ high: ValueID, if sign: ValueID
    ) -> (low: ValueID, high: ValueID) {
        let none = constant(0, .i1)
        let (newLow, borrow) = withFlag(.subBorrow, .i32, binary(.xor, .i32, low, sign), sign, none)
        let (newHigh, _) = withFlag(.subBorrow, .i32, binary(.xor, .i32, high, sign), sign, borrow)
        return (newLow, newHigh)
    }
}
