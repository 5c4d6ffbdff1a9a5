// Arithmetic on Floats. An argument may be a SmallInteger.

import IR

struct FloatPrimitives {
    let primitive: PrimitiveLowering

    init(_ primitive: PrimitiveLowering) { self.primitive = primitive }

    func emit(_ number: Int, _ emitter: inout CodeEmitter) {
        switch number {
        case 40:
            let integer = emitter.smallInteger(primitive.receiver, else: primitive.failure)
            emitter.ret(emitter.box(.f64, emitter.builder.unary(.sitofp, .f64, integer)))
        case 41: compute(.fadd, &emitter)
        case 42: compute(.fsub, &emitter)
        case 43: compare(.olt, &emitter)
        case 44: compare(.ogt, &emitter)
        case 45: compare(.ole, &emitter)
        case 46: compare(.oge, &emitter)
        case 47: compare(.oeq, &emitter)
        case 48: compare(.une, &emitter)
        case 49: compute(.fmul, &emitter)
        case 50: divide(&emitter)
        case 51: truncate(&emitter)
        case 52: fraction(&emitter)
        case 53: exponent(&emitter)
        case 54: timesTwoPower(&emitter)
        case 55: emitter.ret(emitter.box(.f64, emitter.builder.unary(.fsqrt, .f64, receiver(&emitter))))
        case 56: call(.sin, &emitter)
        case 57: call(.arctan, &emitter)
        case 58: call(.ln, &emitter)
        case 59: call(.exp, &emitter)
        default: break
        }
    }

    func call(_ function: FloatFunction, _ emitter: inout CodeEmitter) {
        let value = receiver(&emitter)
        let id = function.function(primitive.program)
        emitter.ret(emitter.box(.f64, emitter.builder.call(id, [value], results: [.f64])[0]))
    }

    private func receiver(_ emitter: inout CodeEmitter) -> ValueID {
        emitter.require(emitter.flag(.isRef, .f64, primitive.receiver), else: primitive.failure)
        return emitter.unbox(.f64, primitive.receiver)
    }

    /// The argument as a float.
    private func argument(_ emitter: inout CodeEmitter) -> ValueID {
        let value = primitive.values[1]
        let join = emitter.builder.makeBlock([.f64])
        let other = emitter.makeBlock()
        emitter.require(emitter.flag(.isRef, .f64, value), else: other)
        emitter.builder.jump(join, [emitter.unbox(.f64, value)])
        emitter.begin(other)
        let integer = emitter.smallInteger(value, else: primitive.failure)
        emitter.builder.jump(join, [emitter.builder.unary(.sitofp, .f64, integer)])
        emitter.begin(join)
        return emitter.builder.function.parameters(join)[0]
    }

    private func compute(_ opcode: Opcode, _ emitter: inout CodeEmitter) {
        let left = receiver(&emitter)
        let right = argument(&emitter)
        emitter.ret(emitter.box(.f64, emitter.builder.binary(opcode, .f64, left, right)))
    }

    private func compare(_ condition: FloatCondition, _ emitter: inout CodeEmitter) {
        let left = receiver(&emitter)
        let right = argument(&emitter)
        emitter.retTruth(emitter.compare(condition, left, right))
    }

    private func divide(_ emitter: inout CodeEmitter) {
        let left = receiver(&emitter)
        let right = argument(&emitter)
        let isZero = emitter.compare(.oeq, right, emitter.double(0))
        emitter.leave(if: isZero, to: primitive.failure)
        emitter.ret(emitter.box(.f64, emitter.builder.binary(.fdiv, .f64, left, right)))
    }

    /// The integer part, when it is a SmallInteger.
    private func truncate(_ emitter: inout CodeEmitter) {
        let value = receiver(&emitter)
        let limit = emitter.double(Double(UInt64(1) << UInt64(emitter.program.integerBits - 1)))
        let isSmall = emitter.compare(.olt, emitter.builder.unary(.fabs, .f64, value), limit)
        emitter.require(isSmall, else: primitive.failure)
        let integer = emitter.builder.unary(.fptosi, .i64, value)
        emitter.ret(emitter.smallInteger(of: integer, else: primitive.failure))
    }

    private func fraction(_ emitter: inout CodeEmitter) {
        let value = receiver(&emitter)
        // From here on every float is an integer.
        let limit = emitter.double(Double(UInt64(1) << 52))
        let isSmall = emitter.compare(.olt, emitter.builder.unary(.fabs, .f64, value), limit)
        emitter.require(isSmall, else: primitive.failure)
        let whole = emitter.builder.unary(.sitofp, .f64, emitter.builder.unary(.fptosi, .i64, value))
        emitter.ret(emitter.box(.f64, emitter.builder.binary(.fsub, .f64, value, whole)))
    }

    /// The exponent of a normal number.
    private func exponent(_ emitter: inout CodeEmitter) {
        let biased = biasedExponent(receiver(&emitter), &emitter)
        emitter.ret(emitter.box(.i64, emitter.builder.binary(.sub, .i64, biased, emitter.long(1023))))
    }

    private func biasedExponent(_ value: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let bits = emitter.builder.unary(.bitcast, .i64, value)
        let shifted = emitter.builder.binary(.lshr, .i64, bits, emitter.long(52))
        let biased = emitter.builder.binary(.and, .i64, shifted, emitter.long(0x7FF))
        let below = emitter.builder.binary(.sub, .i64, biased, emitter.long(1))
        let isNormal = emitter.builder.icmp(.ult, .i64, below, emitter.long(0x7FE))
        emitter.require(isNormal, else: primitive.failure)
        return biased
    }

    /// Exact where the answer is a normal number; anything else is left to the image's own code.
    private func timesTwoPower(_ emitter: inout CodeEmitter) {
        let value = receiver(&emitter)
        let power = emitter.smallInteger(primitive.values[1], else: primitive.failure)
        let isZero = emitter.compare(.oeq, value, emitter.double(0))
        let zero = emitter.makeBlock()
        emitter.leave(if: isZero, to: zero)
        let biased = biasedExponent(value, &emitter)
        let sum = emitter.builder.binary(.add, .i64, biased, power)
        let below = emitter.builder.binary(.sub, .i64, sum, emitter.long(1))
        let isNormal = emitter.builder.icmp(.ult, .i64, below, emitter.long(0x7FE))
        emitter.require(isNormal, else: primitive.failure)
        let bits = emitter.builder.unary(.bitcast, .i64, value)
        let shifted = emitter.builder.binary(.shl, .i64, power, emitter.long(52))
        let scaled = emitter.builder.binary(.add, .i64, bits, shifted)
        emitter.ret(emitter.box(.f64, emitter.builder.unary(.bitcast, .f64, scaled)))
        emitter.begin(zero)
        emitter.ret(primitive.receiver)
    }
}
