// The right angles in angles so large that each is an integer: 2 / pi has to be known to more than a thousand bits, of
// which 192 matter for one angle (Payne and Hanek, "Radian reduction for trigonometric functions", 1983).

import IR

enum LargeAngles {
    /// 2 / pi, from the bit of weight 2 on.
    private static let twoByPi: [UInt64] = [
        0x28be_60db_9391_054a, 0x7f09_d5f4_7d4d_3770, 0x36d8_a566_4f10_e410, 0x7f94_58ea_f7ae_f158,
        0x6dc9_1b8e_9093_74b8, 0x0192_4bba_8274_6487, 0x3f87_7ac7_2c4a_69cf, 0xba20_8d7d_4bae_d121,
        0x3a67_1c09_ad17_df90, 0x4e64_758e_60d4_ce7d, 0x2721_17e2_ef7e_4a0e, 0xc7fe_25ff_f781_6603,
        0xfbcb_c462_d682_9b47, 0xdb4d_9fb3_c9f2_c26d, 0xd3d1_8fd9_a797_fa8b, 0x5d49_eeb1_faf9_7c5e,
        0xcf41_ce7d_e294_a4ba, 0x9afe_d7ec_47e3_5742, 0x1580_cc11_bf1e_daea,
    ]

    /// The number of right angles nearest to `size`, modulo 4 or so, and the rest in right angles. Requires: `size` is
    /// finite and from 2^52 on.
    static func turns(_ size: ValueID, _ emitter: inout CodeEmitter) -> (count: ValueID, rest: FloatPair) {
        let bits = emitter.builder.unary(.bitcast, .i64, size)
        let exponent = emitter.difference(emitter.right(bits, 52), emitter.long(1075))
        let fraction = emitter.builder.binary(.and, .i64, bits, emitter.long((1 << 52) - 1))
        let mantissa = emitter.builder.binary(.or, .i64, fraction, emitter.long(1 << 52))
        // Bits of 2 / pi before these make whole turns.
        let window = window(exponent, &emitter)
        // Three words of the product, the lowest last.
        let low = emitter.builder.binary(.mul, .i64, mantissa, window[2])
        let middle = emitter.builder.binary(.mul, .i64, mantissa, window[1])
        let carried = emitter.builder.binary(
            .add, .i64, middle, emitter.builder.binary(.umulh, .i64, mantissa, window[2]))
        let carry = emitter.builder.unary(.zext, .i64, emitter.builder.icmp(.ult, .i64, carried, middle))
        let top = emitter.builder.binary(.mul, .i64, mantissa, window[0])
        let high = emitter.builder.binary(.add, .i64, top, emitter.builder.binary(.umulh, .i64, mantissa, window[1]))
        let whole = emitter.builder.binary(.add, .i64, high, carry)
        // Two bits are right angles, the others a signed fraction of one.
        let first = emitter.joined(whole, carried, 2), second = emitter.joined(carried, low, 2)
        let count = emitter.builder.binary(.add, .i64, emitter.right(whole, 62), emitter.right(first, 63))
        let signed = emitter.builder.binary(.ashr, .i64, first, emitter.long(32))
        let upper = emitter.exactSum(
            emitter.float(signed, times: 0x1p-32), emitter.float(emitter.lowHalf(first), times: 0x1p-64))
        let lower = emitter.exactSum(
            emitter.float(emitter.right(second, 32), times: 0x1p-96),
            emitter.float(emitter.lowHalf(second), times: 0x1p-128))
        return (count, emitter.sum(upper, lower))
    }

    /// 192 bits of 2 / pi from bit number `start`, an i64, on.
    private static func window(_ start: ValueID, _ emitter: inout CodeEmitter) -> [ValueID] {
        let words = emitter.builder.makeBlock(Array(repeating: .i64, count: 4))
        let never = emitter.makeBlock()
        var cases: [(value: UInt64, target: BlockCallID)] = []
        var blocks: [BlockID] = []
        for place in 0..<twoByPi.count - 3 {
            blocks.append(emitter.makeBlock())
            cases.append((UInt64(place), emitter.builder.function.makeBlockCall(blocks[place])))
        }
        emitter.branch(emitter.right(start, 6), cases, else: never, .i64)
        emitter.begin(never)
        emitter.builder.unreachable()
        for (place, block) in blocks.enumerated() {
            emitter.begin(block)
            let constants = (place..<place + 4).map { emitter.long(Int64(bitPattern: twoByPi[$0])) }
            emitter.builder.jump(words, constants)
        }
        emitter.begin(words)
        let found = emitter.builder.function.parameters(words)
        let shift = emitter.builder.binary(.and, .i64, start, emitter.long(63))
        return (0..<3).map { emitter.joined(found[$0], found[$0 + 1], by: shift) }
    }
}

extension CodeEmitter {
    fileprivate mutating func difference(_ left: ValueID, _ right: ValueID) -> ValueID {
        builder.binary(.sub, .i64, left, right)
    }

    fileprivate mutating func right(_ value: ValueID, _ distance: Int64) -> ValueID {
        builder.binary(.lshr, .i64, value, long(distance))
    }

    fileprivate mutating func lowHalf(_ value: ValueID) -> ValueID {
        builder.binary(.and, .i64, value, long(0xFFFF_FFFF))
    }

    /// An i64 as a float, times a power of two.
    fileprivate mutating func float(_ value: ValueID, times factor: Double) -> ValueID {
        multiply(builder.unary(.sitofp, .f64, value), double(factor))
    }

    fileprivate mutating func joined(_ high: ValueID, _ low: ValueID, _ distance: Int64) -> ValueID {
        joined(high, low, by: long(distance))
    }

    /// The word that begins `distance` bits, below 64, into two words.
    fileprivate mutating func joined(_ high: ValueID, _ low: ValueID, by distance: ValueID) -> ValueID {
        let upper = builder.binary(.shl, .i64, high, distance)
        let rest = builder.binary(.sub, .i64, long(63), distance)
        return builder.binary(.or, .i64, upper, builder.binary(.lshr, .i64, right(low, 1), rest))
    }
}
