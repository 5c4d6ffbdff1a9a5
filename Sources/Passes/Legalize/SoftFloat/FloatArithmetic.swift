// The bodies of the soft-float helpers that compute: sum, product, quotient, square root, rounding, order.

import IR

extension FunctionBuilder {
    /// Rounds (sign, exponent, significand). An exponent below 1 makes a subnormal number, one that is too large makes
    /// infinity; a significand of 0 makes a zero.
    mutating func buildRound(_ arguments: [ValueID], _ format: FloatFormat) {
        let type = format.bits
        let (sign, exponent, significand) = (arguments[0], arguments[1], arguments[2])
        ret(sign, if: icmp(.eq, type, significand, 0))
        let infinity = binary(.or, type, sign, format.infinity)
        ret(infinity, if: icmp(.sge, type, exponent, format.topExponent))
        let subnormal = makeBlock()
        let rounding = makeBlock([type, type])
        let one = constant(1, type)
        branch(icmp(.slt, type, exponent, one), subnormal, else: rounding, [exponent, significand])
        position(atEndOf: subnormal)
        jump(rounding, [one, shiftedRight(significand, binary(.sub, type, one, exponent), type)])
        position(atEndOf: rounding)
        let (place, digits) = (function.parameters(rounding)[0], function.parameters(rounding)[1])
        let half: Int64 = 1 << (format.guardBits - 1)
        let last = binary(.and, type, binary(.lshr, type, digits, format.guardBits), 1)
        let raised = binary(.add, type, binary(.add, type, digits, half - 1), last)
        let rounded = binary(.lshr, type, raised, format.guardBits)
        // The first one of the significand adds 1 to the exponent field; so does a carry out of the fraction.
        let base = binary(.shl, type, binary(.sub, type, place, one), format.fraction)
        ret([binary(.or, type, binary(.add, type, base, rounded), sign)])
    }

    mutating func buildAdd(_ arguments: [ValueID], _ format: FloatFormat, round: FunctionID) {
        let type = format.bits
        let magnitudes = arguments.map { masked($0, format.magnitude, format) }
        let isSecondLarger = icmp(.ugt, type, magnitudes[1], magnitudes[0])
        let large = unpacked(select(type, isSecondLarger, arguments[1], arguments[0]), format, normalised: false)
        let small = unpacked(select(type, isSecondLarger, arguments[0], arguments[1]), format, normalised: false)
        let isAlike = icmp(.eq, type, large.sign, small.sign)
        ret(bits: format.canonicalNaN, type, if: isNaN(large.magnitude, format))
        let isUnknown = binary(
            .and, .i1, isInfinite(small.magnitude, format), unary(.not, .i1, isAlike))
        ret(bits: format.canonicalNaN, type, if: isUnknown)
        ret(binary(.or, type, large.magnitude, large.sign), if: isInfinite(large.magnitude, format))
        let distance = binary(.sub, type, large.exponent, small.exponent)
        let aligned = shiftedRight(small.significand, distance, type)
        let sum = binary(.add, type, large.significand, aligned)
        let difference = binary(.sub, type, large.significand, aligned)
        let digits = select(type, isAlike, sum, difference)
        // Zero has the sign that both have, and else none.
        let zero = select(type, isAlike, large.sign, constant(0, type))
        ret(zero, if: icmp(.eq, type, digits, 0))
        let hasCarry = icmp(.slt, type, digits, 0)
        let fitting = select(type, hasCarry, halved(digits, type), digits)
        let raise = unary(.zext, type, hasCarry)
        let shift = binary(.sub, type, unary(.clz, type, fitting), 1)
        let exponent = binary(.sub, type, binary(.add, type, large.exponent, raise), shift)
        tailCall(round, [large.sign, exponent, binary(.shl, type, fitting, shift)])
    }

    mutating func buildMultiply(_ arguments: [ValueID], _ format: FloatFormat, round: FunctionID) {
        let type = format.bits
        let (a, b) = (
            unpacked(arguments[0], format, normalised: true), unpacked(arguments[1], format, normalised: true)
        )
        let sign = binary(.xor, type, a.sign, b.sign)
        let isEitherNaN = binary(.or, .i1, isNaN(a.magnitude, format), isNaN(b.magnitude, format))
        ret(bits: format.canonicalNaN, type, if: isEitherNaN)
        let isEitherZero = binary(
            .or, .i1, icmp(.eq, type, a.magnitude, 0), icmp(.eq, type, b.magnitude, 0))
        let isEitherInfinite = binary(.or, .i1, isInfinite(a.magnitude, format), isInfinite(b.magnitude, format))
        ret(bits: format.canonicalNaN, type, if: binary(.and, .i1, isEitherZero, isEitherInfinite))
        ret(sign, if: isEitherZero)
        ret(binary(.or, type, sign, format.infinity), if: isEitherInfinite)
        let (left, right) = (binary(.shl, type, a.significand, 1), binary(.shl, type, b.significand, 1))
        let low = binary(.mul, type, left, right)
        let rest = unary(.zext, type, icmp(.ne, type, low, 0))
        let product = binary(.or, type, binary(.umulh, type, left, right), rest)
        let hasCarry = icmp(.slt, type, product, 0)
        let digits = select(type, hasCarry, halved(product, type), product)
        let sum = binary(.add, type, a.exponent, b.exponent)
        let raise = unary(.zext, type, hasCarry)
        let exponent = binary(.add, type, binary(.sub, type, sum, format.bias), raise)
        tailCall(round, [sign, exponent, digits])
    }

    mutating func buildDivide(_ arguments: [ValueID], _ format: FloatFormat, round: FunctionID) {
        let type = format.bits
        let (a, b) = (
            unpacked(arguments[0], format, normalised: true), unpacked(arguments[1], format, normalised: true)
        )
        let sign = binary(.xor, type, a.sign, b.sign)
        let isEitherNaN = binary(.or, .i1, isNaN(a.magnitude, format), isNaN(b.magnitude, format))
        let (isZero, byZero) = (icmp(.eq, type, a.magnitude, 0), icmp(.eq, type, b.magnitude, 0))
        let (ofInfinity, byInfinity) = (isInfinite(a.magnitude, format), isInfinite(b.magnitude, format))
        let isUnknown = binary(
            .or, .i1, binary(.and, .i1, isZero, byZero), binary(.and, .i1, ofInfinity, byInfinity))
        ret(bits: format.canonicalNaN, type, if: binary(.or, .i1, isEitherNaN, isUnknown))
        ret(sign, if: binary(.or, .i1, isZero, byInfinity))
        ret(binary(.or, type, sign, format.infinity), if: binary(.or, .i1, byZero, ofInfinity))
        let isLess = unary(.zext, type, icmp(.ult, type, a.significand, b.significand))
        let dividend = binary(.shl, type, a.significand, isLess)
        let exponent = binary(
            .sub, type, binary(.add, type, binary(.sub, type, a.exponent, b.exponent), format.bias), isLess)
        let (quotient, rest) = dividedBits(dividend, b.significand, format)
        let inexact = unary(.zext, type, icmp(.ne, type, rest, 0))
        tailCall(round, [sign, exponent, binary(.or, type, quotient, inexact)])
    }

    /// Divides bit by bit: the quotient, whose first one has the second highest place, and what is left. Requires: the
    /// dividend is at least the divisor and less than twice as large.
    private mutating func dividedBits(
        _ dividend: ValueID, _ divisor: ValueID, _ format: FloatFormat
    ) -> (quotient: ValueID, rest: ValueID) {
        let type = format.bits
        let loop = makeBlock([type, type, type])
        let done = makeBlock([type, type])
        jump(loop, [dividend, constant(0, type), constant(format.width - 1, type)])
        position(atEndOf: loop)
        let state = function.parameters(loop)
        let fits = icmp(.uge, type, state[0], divisor)
        let rest = select(type, fits, binary(.sub, type, state[0], divisor), state[0])
        let quotient = binary(.or, type, binary(.shl, type, state[1], 1), unary(.zext, type, fits))
        let left = binary(.sub, type, state[2], 1)
        let next = binary(.shl, type, rest, 1)
        branch(icmp(.eq, type, left, 0), done, [quotient, rest], else: loop, [next, quotient, left])
        position(atEndOf: done)
        return (function.parameters(done)[0], function.parameters(done)[1])
    }

    mutating func buildSquareRoot(_ argument: ValueID, _ format: FloatFormat, round: FunctionID) {
        let type = format.bits
        let number = unpacked(argument, format, normalised: true)
        ret(argument, if: icmp(.eq, type, number.magnitude, 0))
        let isNegative = icmp(.ne, type, number.sign, 0)
        let hasNone = binary(.or, .i1, isNegative, isNaN(number.magnitude, format))
        ret(bits: format.canonicalNaN, type, if: hasNone)
        ret(argument, if: isInfinite(number.magnitude, format))
        // 2^(e - bias) · m with an even e - bias: m is in [1, 4), its root in [1, 2).
        let distance = binary(.sub, type, number.exponent, format.bias)
        let isOdd = binary(.and, type, distance, 1)
        let radicand = binary(.shl, type, number.significand, isOdd)
        let exponent = binary(.add, type, binary(.ashr, type, distance, 1), format.bias)
        let (root, rest) = rootBits(radicand, format)
        let inexact = unary(.zext, type, icmp(.ne, type, rest, 0))
        tailCall(round, [constant(0, type), exponent, binary(.or, type, root, inexact)])
    }

    /// The root of radicand / 2^(width - 2), times 2^(width - 2), and a number that is 0 if it is exact. One bit of the
    /// root in each round, highest first: `rest` is radicand - root², scaled as the rounds go on. Three guard bits are
    /// left out on the way, so that nothing overflows. Requires: they are 0.
    private mutating func rootBits(
        _ radicand: ValueID, _ format: FloatFormat
    ) -> (root: ValueID, rest: ValueID) {
        let type = format.bits
        let loop = makeBlock([type, type, type])
        let done = makeBlock([type, type])
        let top: Int64 = 1 << (format.width - 5)
        let start = binary(.sub, type, binary(.lshr, type, radicand, 3), top)
        jump(loop, [start, constant(top, type), constant(top >> 1, type)])
        position(atEndOf: loop)
        let state = function.parameters(loop)
        let (root, bit) = (state[1], state[2])
        // With the next bit, root² grows by bit · (2 · root + bit); everything is halved once more in each round.
        let doubled = binary(.shl, type, state[0], 1)
        let trial = binary(.add, type, binary(.shl, type, root, 1), bit)
        let fits = icmp(.uge, type, doubled, trial)
        let rest = select(type, fits, binary(.sub, type, doubled, trial), doubled)
        let newRoot = select(type, fits, binary(.or, type, root, bit), root)
        let nextBit = binary(.lshr, type, bit, 1)
        let last = icmp(.eq, type, bit, 1)
        branch(last, done, [newRoot, rest], else: loop, [rest, newRoot, nextBit])
        position(atEndOf: done)
        return (binary(.shl, type, function.parameters(done)[0], 3), function.parameters(done)[1])
    }

    // MARK: Order

    mutating func buildCompare(_ arguments: [ValueID], _ format: FloatFormat) {
        let type = format.bits
        let magnitudes = arguments.map { masked($0, format.magnitude, format) }
        let isUnordered = binary(.or, .i1, isNaN(magnitudes[0], format), isNaN(magnitudes[1], format))
        ret(constant(8, .i32), if: isUnordered)
        let areZeros = icmp(.eq, type, binary(.or, type, magnitudes[0], magnitudes[1]), 0)
        let isSame = icmp(.eq, type, arguments[0], arguments[1])
        let equal = constant(1, .i32)
        ret(equal, if: binary(.or, .i1, areZeros, isSame))
        let isLess = icmp(.slt, type, orderKey(arguments[0], format), orderKey(arguments[1], format))
        ret([select(.i32, isLess, constant(2, .i32), constant(4, .i32))])
    }

    /// `fmin` for `slt`, `fmax` for `sgt`.
    mutating func buildExtreme(_ condition: IntegerCondition, _ arguments: [ValueID], _ format: FloatFormat) {
        let type = format.bits
        let magnitudes = arguments.map { masked($0, format.magnitude, format) }
        let isEitherNaN = binary(.or, .i1, isNaN(magnitudes[0], format), isNaN(magnitudes[1], format))
        ret(bits: format.canonicalNaN, type, if: isEitherNaN)
        let isFirst = icmp(condition, type, orderKey(arguments[0], format), orderKey(arguments[1], format))
        ret([select(type, isFirst, arguments[0], arguments[1])])
    }
}
