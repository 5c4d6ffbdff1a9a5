// sin, cos, arcTan, ln and exp of Floats, as functions of the IR, so that all targets answer the same bits. They compute
// with pairs of floats: the errors are below 2^-64 of the answer, which is then rounded once, so that it is the float
// nearest to the exact value but for about one in a thousand arguments.

import IR

enum FloatFunction: String {
    case sin, cos, arctan, ln, exp

    /// The function of the module, of an f64; made when it is first asked for.
    func function(_ program: ProgramLowering) -> FunctionID {
        let name = "smalltalk." + rawValue
        if let id = program.function(named: name) { return id }
        let signature = Signature(parameters: [.f64], results: [.f64])
        var emitter = CodeEmitter(name, arity: 1, program.layout)
        emitter.builder = FunctionBuilder(Function(name: name, signature: signature))
        let value = emitter.start()[0]
        let isNumber = emitter.compare(.oeq, value, value)
        emitter.answer(value, unless: isNumber)
        switch self {
        case .sin, .cos: turn(value, &emitter)
        case .arctan: FloatFunction.arctan(value, &emitter)
        case .ln: FloatFunction.ln(value, &emitter)
        case .exp: FloatFunction.exp(value, &emitter)
        }
        return program.module.functions.append(emitter.builder.function)
    }

    // ln 2 and half of pi; each part goes on where the one before it ends.
    private static let ln2 = FloatPairConstant(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)
    private static let right = FloatPairConstant(0x1.921fb54442d18p0, 0x1.1a62633145c07p-54)
    private static let rightRest = -0x1.f1976b7ed8fbcp-110

    /// 1 / n!, with every other sign turned.
    private static func factorials(_ numbers: StrideTo<Int>) -> [FloatPairConstant] {
        numbers.enumerated().map { place, number in
            let reciprocal = FloatPairConstant(reciprocal: (1...max(number, 1)).reduce(1.0) { $0 * Double($1) })
            return place % 2 == 0 ? reciprocal : reciprocal.negated
        }
    }

    /// sin of an angle of at most an eighth of a turn.
    private static func smallSin(_ angle: FloatPair, _ square: FloatPair, _ emitter: inout CodeEmitter) -> FloatPair {
        emitter.product(angle, emitter.polynomial(factorials(stride(from: 1, to: 25, by: 2)), of: square, exact: 5))
    }

    private static func smallCos(_ square: FloatPair, _ emitter: inout CodeEmitter) -> FloatPair {
        emitter.polynomial(factorials(stride(from: 0, to: 25, by: 2)), of: square, exact: 5)
    }

    /// x = turns * pi / 2 + rest
    private func turn(_ value: ValueID, _ emitter: inout CodeEmitter) {
        // sin of zero is that zero, with its sign; an infinite angle has neither.
        if self == .sin { emitter.answer(value, if: emitter.compare(.oeq, value, emitter.double(0))) }
        let size = emitter.builder.unary(.fabs, .f64, value)
        let isFinite = emitter.compare(.olt, size, emitter.double(.infinity))
        emitter.answer(emitter.double(.nan), unless: isFinite)
        let join = emitter.builder.makeBlock([.i64, .f64, .f64]), large = emitter.makeBlock()
        emitter.require(emitter.compare(.olt, size, emitter.double(0x1p52)), else: large)
        let turns = Self.nearest(emitter.multiply(size, emitter.double(0x1.45f306dc9c883p-1)), &emitter)
        let count = emitter.builder.unary(.sitofp, .f64, turns)
        let first = emitter.exactProduct(count, emitter.double(Self.right.high))
        let second = emitter.exactProduct(count, emitter.double(Self.right.low))
        let third = emitter.multiply(count, emitter.double(Self.rightRest))
        var rest = emitter.exactSum(emitter.subtract(size, first.high), emitter.builder.unary(.fneg, .f64, first.low))
        rest = emitter.sum(rest, emitter.negated(second))
        rest = emitter.sum(rest, FloatPair(high: emitter.builder.unary(.fneg, .f64, third), low: emitter.double(0)))
        emitter.builder.jump(join, [turns, rest.high, rest.low])
        emitter.begin(large)
        let angle = LargeAngles.turns(size, &emitter)
        let product = emitter.product(angle.rest, emitter.pair(Self.right))
        emitter.builder.jump(join, [angle.count, product.high, product.low])
        emitter.begin(join)
        let found = emitter.builder.function.parameters(join)
        turn(found[0], FloatPair(high: found[1], low: found[2]), of: value, &emitter)
    }

    /// sin of the angle with the sign of `value`; cos is sin of a right angle more, whatever the sign.
    private func turn(_ turns: ValueID, _ rest: FloatPair, of value: ValueID, _ emitter: inout CodeEmitter) {
        let square = emitter.product(rest, rest)
        let sine = Self.smallSin(rest, square, &emitter).high, cosine = Self.smallCos(square, &emitter).high
        let shift = emitter.long(self == .cos ? 1 : 0)
        let turns = emitter.builder.binary(.add, .i64, turns, shift)
        let size = emitter.builder.select(.f64, Self.isSet(1, of: turns, &emitter), cosine, sine)
        var isTurned = Self.isSet(2, of: turns, &emitter)
        if self == .sin {
            let isBelow = emitter.compare(.olt, value, emitter.double(0))
            isTurned = emitter.builder.binary(.xor, .i1, isTurned, isBelow)
        }
        let turned = emitter.builder.unary(.fneg, .f64, size)
        emitter.ret(emitter.builder.select(.f64, isTurned, turned, size))
    }

    private static func isSet(_ bit: Int64, of number: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let masked = emitter.builder.binary(.and, .i64, number, emitter.long(bit))
        return emitter.builder.icmp(.ne, .i64, masked, emitter.long(0))
    }

    /// The nearest integer, an i64.
    private static func nearest(_ value: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let isNegative = emitter.compare(.olt, value, emitter.double(0))
        let half = emitter.builder.select(.f64, isNegative, emitter.double(-0.5), emitter.double(0.5))
        return emitter.builder.unary(.fptosi, .i64, emitter.add(value, half))
    }

    /// An estimate y, and one step of Newton's method: the rest is the angle of (cos y + t sin y, t cos y - sin y).
    private static func arctan(_ value: ValueID, _ emitter: inout CodeEmitter) {
        let size = emitter.builder.unary(.fabs, .f64, value)
        // x - x^3 / 3 and pi / 2 - 1 / x, where what is taken off is below the last place.
        emitter.answer(value, if: emitter.compare(.olt, size, emitter.double(0x1p-28)))
        let isNegative = emitter.compare(.olt, value, emitter.double(0))
        let isHuge = emitter.compare(.ogt, size, emitter.double(0x1p60))
        let most = emitter.builder.select(.f64, isNegative, emitter.double(-right.high), emitter.double(right.high))
        emitter.answer(most, if: isHuge)

        let one = emitter.pair(FloatPairConstant(1))
        let isSteep = emitter.compare(.ogt, size, one.high)
        let inverse = emitter.quotient(one, FloatPair(high: size, low: emitter.double(0)))
        let tangent = FloatPair(
            high: emitter.builder.select(.f64, isSteep, inverse.high, size),
            low: emitter.builder.select(.f64, isSteep, inverse.low, emitter.double(0)))
        let estimate = estimatedArctan(tangent.high, &emitter)
        let angle = FloatPair(high: estimate, low: emitter.double(0))
        let square = emitter.exactProduct(estimate, estimate)
        let sine = smallSin(angle, square, &emitter), cosine = smallCos(square, &emitter)
        let over = emitter.sum(emitter.product(tangent, cosine), emitter.negated(sine))
        let under = emitter.sum(cosine, emitter.product(tangent, sine))
        let small = emitter.exactSum(larger: estimate, emitter.divide(over.high, under.high))
        let steep = emitter.sum(emitter.pair(right), emitter.negated(small))
        let answer = emitter.builder.select(.f64, isSteep, steep.high, small.high)
        let turned = emitter.builder.unary(.fneg, .f64, answer)
        emitter.ret(emitter.builder.select(.f64, isNegative, turned, answer))
    }

    /// Twice half the angle, whose tangent is below 0.2 after two turns, by its series.
    private static func estimatedArctan(_ tangent: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let one = emitter.double(1)
        var half = tangent
        for _ in 0..<2 {
            let hypotenuse = emitter.builder.unary(.fsqrt, .f64, emitter.add(one, emitter.multiply(half, half)))
            half = emitter.divide(half, emitter.add(one, hypotenuse))
        }
        let square = emitter.multiply(half, half)
        var sum = emitter.double(0)
        for divisor in stride(from: 25, through: 1, by: -2) {
            sum = emitter.subtract(emitter.double(1 / Double(divisor)), emitter.multiply(sum, square))
        }
        return emitter.multiply(emitter.multiply(half, sum), emitter.double(4))
    }

    /// x = m * 2^k with m near 1, and ln m by the series of s = (m - 1) / (m + 1): 2 (s + s^3 / 3 + s^5 / 5 + ...).
    private static func ln(_ value: ValueID, _ emitter: inout CodeEmitter) {
        let zero = emitter.double(0)
        emitter.answer(emitter.double(-.infinity), if: emitter.compare(.oeq, value, zero))
        emitter.answer(emitter.double(.nan), if: emitter.compare(.olt, value, zero))
        emitter.answer(value, if: emitter.compare(.oeq, value, emitter.double(.infinity)))
        let isSubnormal = emitter.compare(.olt, value, emitter.double(.leastNormalMagnitude))
        let lifted = emitter.multiply(value, emitter.double(0x1p54))
        let bits = emitter.builder.unary(.bitcast, .i64, emitter.builder.select(.f64, isSubnormal, lifted, value))
        let bias = emitter.builder.select(.i64, isSubnormal, emitter.long(1023 + 54), emitter.long(1023))
        // The exponent that brings m between the roots of 1/2 and 2.
        let above = emitter.builder.binary(.add, .i64, bits, emitter.long(Int64(bitPattern: 0x9_5f61_9980_c433)))
        let biased = emitter.builder.binary(.lshr, .i64, above, emitter.long(52))
        let lowered = emitter.builder.binary(.sub, .i64, biased, emitter.long(1023))
        let exponent = emitter.builder.binary(.shl, .i64, lowered, emitter.long(52))
        let mantissa = emitter.builder.unary(.bitcast, .f64, emitter.builder.binary(.sub, .i64, bits, exponent))
        let power = emitter.builder.unary(.sitofp, .f64, emitter.builder.binary(.sub, .i64, biased, bias))

        let one = emitter.double(1)
        let over = FloatPair(high: emitter.subtract(mantissa, one), low: zero)
        let ratio = emitter.quotient(over, emitter.exactSum(mantissa, one))
        let coefficients = stride(from: 1, to: 33, by: 2).map { FloatPairConstant(reciprocal: Double($0)) }
        let series = emitter.polynomial(coefficients, of: emitter.product(ratio, ratio), exact: 5)
        let small = emitter.scaled(emitter.product(ratio, series), by: 2)
        let large = emitter.product(FloatPair(high: power, low: zero), emitter.pair(ln2))
        emitter.ret(emitter.sum(large, small).high)
    }

    /// x = k ln 2 + r, and e^r - 1 from the series of r / 256 by squaring 1 + p eight times.
    private static func exp(_ value: ValueID, _ emitter: inout CodeEmitter) {
        emitter.answer(emitter.double(.infinity), if: emitter.compare(.ogt, value, emitter.double(709.79)))
        emitter.answer(emitter.double(0), if: emitter.compare(.olt, value, emitter.double(-745.14)))
        let power = nearest(emitter.multiply(value, emitter.double(0x1.71547652b82fep0)), &emitter)
        let count = emitter.builder.unary(.sitofp, .f64, power)
        let first = emitter.exactProduct(count, emitter.double(ln2.high))
        let second = emitter.exactProduct(count, emitter.double(ln2.low))
        let near = emitter.exactSum(value, emitter.builder.unary(.fneg, .f64, first.high))
        var rest = emitter.sum(
            near,
            FloatPair(
                high: emitter.builder.unary(.fneg, .f64, first.low), low: emitter.double(0)))
        rest = emitter.scaled(emitter.sum(rest, emitter.negated(second)), by: 0x1p-8)
        let coefficients = (1..<10).map { number in
            FloatPairConstant(reciprocal: (1...number).reduce(1.0) { $0 * Double($1) })
        }
        var less = emitter.product(rest, emitter.polynomial(coefficients, of: rest, exact: 3))
        for _ in 0..<8 { less = emitter.sum(emitter.scaled(less, by: 2), emitter.product(less, less)) }
        let answer = emitter.sum(emitter.pair(FloatPairConstant(1)), less).high
        // Two factors, since 2^k itself can be too large or too small.
        let half = emitter.builder.binary(.ashr, .i64, power, emitter.long(1))
        let other = emitter.builder.binary(.sub, .i64, power, half)
        let scaled = emitter.multiply(answer, powerOfTwo(half, &emitter))
        emitter.ret(emitter.multiply(scaled, powerOfTwo(other, &emitter)))
    }

    private static func powerOfTwo(_ exponent: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let biased = emitter.builder.binary(.add, .i64, exponent, emitter.long(1023))
        return emitter.builder.unary(.bitcast, .f64, emitter.builder.binary(.shl, .i64, biased, emitter.long(52)))
    }
}

extension CodeEmitter {
    /// Answers `value` if the flag holds, else goes on.
    fileprivate mutating func answer(_ value: ValueID, if flag: ValueID) {
        let found = makeBlock()
        let next = makeBlock()
        builder.branch(flag, found, else: next)
        begin(found)
        ret(value)
        begin(next)
    }

    fileprivate mutating func answer(_ value: ValueID, unless flag: ValueID) {
        answer(value, if: builder.unary(.not, .i1, flag))
    }
}
