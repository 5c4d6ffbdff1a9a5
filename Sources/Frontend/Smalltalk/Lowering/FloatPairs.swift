// Sums of two floats, of which the second is below the last place of the first: 106 bits. Products and sums are those
// of Dekker ("A floating-point technique for extending the available precision", 1971) and Knuth (The Art of Computer
// Programming 2, 4.2.2). They need arithmetic that rounds after each operation, as the IR's does.

import IR

/// A number as the sum of two values of type f64.
struct FloatPair {
    var high: ValueID
    var low: ValueID
}

/// A number that is known when the code is written, as a sum of two floats.
struct FloatPairConstant {
    let high: Double
    let low: Double

    init(_ high: Double, _ low: Double = 0) {
        self.high = high
        self.low = low
    }

    /// 1 / `divisor`.
    init(reciprocal divisor: Double) {
        high = 1 / divisor
        low = (1.0).addingProduct(-high, divisor) / divisor
    }

    var negated: FloatPairConstant { FloatPairConstant(-high, -low) }
}

extension CodeEmitter {
    mutating func add(_ left: ValueID, _ right: ValueID) -> ValueID { builder.binary(.fadd, .f64, left, right) }
    mutating func subtract(_ left: ValueID, _ right: ValueID) -> ValueID { builder.binary(.fsub, .f64, left, right) }
    mutating func multiply(_ left: ValueID, _ right: ValueID) -> ValueID { builder.binary(.fmul, .f64, left, right) }
    mutating func divide(_ left: ValueID, _ right: ValueID) -> ValueID { builder.binary(.fdiv, .f64, left, right) }

    mutating func pair(_ constant: FloatPairConstant) -> FloatPair {
        FloatPair(high: double(constant.high), low: double(constant.low))
    }

    /// The exact sum.
    mutating func exactSum(_ left: ValueID, _ right: ValueID) -> FloatPair {
        let sum = add(left, right)
        let ofRight = subtract(sum, left)
        let ofLeft = subtract(sum, ofRight)
        let low = add(subtract(left, ofLeft), subtract(right, ofRight))
        return FloatPair(high: sum, low: low)
    }

    /// The exact sum where `left` is not the smaller one, or zero.
    mutating func exactSum(larger left: ValueID, _ right: ValueID) -> FloatPair {
        let sum = add(left, right)
        return FloatPair(high: sum, low: subtract(right, subtract(sum, left)))
    }

    /// A float as the sum of two of 26 bits.
    private mutating func split(_ value: ValueID) -> FloatPair {
        let scaled = multiply(value, double(134_217_729))
        let high = subtract(scaled, subtract(scaled, value))
        return FloatPair(high: high, low: subtract(value, high))
    }

    /// The exact product, of factors below 2^990.
    mutating func exactProduct(_ left: ValueID, _ right: ValueID) -> FloatPair {
        let product = multiply(left, right)
        let (a, b) = (split(left), split(right))
        var low = subtract(multiply(a.high, b.high), product)
        low = add(low, multiply(a.high, b.low))
        low = add(low, multiply(a.low, b.high))
        return FloatPair(high: product, low: add(low, multiply(a.low, b.low)))
    }

    mutating func sum(_ left: FloatPair, _ right: FloatPair) -> FloatPair {
        let high = exactSum(left.high, right.high)
        let low = exactSum(left.low, right.low)
        let first = exactSum(larger: high.high, add(high.low, low.high))
        return exactSum(larger: first.high, add(first.low, low.low))
    }

    mutating func product(_ left: FloatPair, _ right: FloatPair) -> FloatPair {
        let product = exactProduct(left.high, right.high)
        let crossed = add(multiply(left.high, right.low), multiply(left.low, right.high))
        return exactSum(larger: product.high, add(product.low, crossed))
    }

    mutating func quotient(_ left: FloatPair, _ right: FloatPair) -> FloatPair {
        let first = divide(left.high, right.high)
        let taken = product(FloatPair(high: first, low: double(0)), right)
        let rest = sum(left, negated(taken))
        return exactSum(larger: first, divide(rest.high, right.high))
    }

    mutating func negated(_ pair: FloatPair) -> FloatPair {
        FloatPair(high: builder.unary(.fneg, .f64, pair.high), low: builder.unary(.fneg, .f64, pair.low))
    }

    /// Times a power of two.
    mutating func scaled(_ pair: FloatPair, by factor: Double) -> FloatPair {
        let factor = double(factor)
        return FloatPair(high: multiply(pair.high, factor), low: multiply(pair.low, factor))
    }

    /// The polynomial of these coefficients, the constant one first. From number `exact` on single floats are enough.
    mutating func polynomial(_ coefficients: [FloatPairConstant], of value: FloatPair, exact: Int) -> FloatPair {
        var tail = double(0)
        for coefficient in coefficients[exact...].reversed() {
            tail = add(multiply(tail, value.high), double(coefficient.high))
        }
        var result = FloatPair(high: tail, low: double(0))
        for coefficient in coefficients[..<exact].reversed() {
            result = sum(pair(coefficient), product(result, value))
        }
        return result
    }
}
