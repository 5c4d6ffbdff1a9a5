import IR
import Testing

/// All pairs of i8 operands, each opcode against an independent definition on unbounded integers.
@Suite struct EvaluateIntegerTests {
    private func wrapped(_ value: Int) -> UInt64 { UInt64(bitPattern: Int64(value)) & 0xFF }

    private func forEachPair(_ body: (_ a: UInt64, _ b: UInt64) -> Void) {
        for a in UInt64(0)..<256 {
            for b in UInt64(0)..<256 { body(a, b) }
        }
    }

    private func signed(_ bits: UInt64) -> Int { bits < 128 ? Int(bits) : Int(bits) - 256 }

    private func expectAll(_ opcode: Opcode, _ expected: (Int, Int, Int, Int) -> Evaluation) {
        var failures = 0
        forEachPair { a, b in
            let result = Evaluate.binary(opcode, .i8, a, b)
            if result != expected(Int(a), Int(b), signed(a), signed(b)) { failures += 1 }
        }
        #expect(failures == 0, "\(opcode)")
    }

    @Test func arithmeticWraps() {
        expectAll(.add) { a, b, _, _ in .value(wrapped(a + b)) }
        expectAll(.sub) { a, b, _, _ in .value(wrapped(a - b)) }
        expectAll(.mul) { a, b, _, _ in .value(wrapped(a * b)) }
        expectAll(.and) { a, b, _, _ in .value(wrapped(a & b)) }
        expectAll(.or) { a, b, _, _ in .value(wrapped(a | b)) }
        expectAll(.xor) { a, b, _, _ in .value(wrapped(a ^ b)) }
        expectAll(.umulh) { a, b, _, _ in .value(wrapped((a * b) >> 8)) }
        expectAll(.smulh) { _, _, a, b in .value(wrapped((a * b) >> 8)) }
    }

    @Test func shiftAmountsAreModuloTheWidth() {
        expectAll(.shl) { a, b, _, _ in .value(wrapped(a << (b % 8))) }
        expectAll(.lshr) { a, b, _, _ in .value(wrapped(a >> (b % 8))) }
        expectAll(.ashr) { _, b, a, _ in .value(wrapped(a >> (b % 8))) }
    }

    @Test func divisionTrapsAndWraps() {
        expectAll(.udiv) { a, b, _, _ in b == 0 ? .trap(.divideByZero) : .value(wrapped(a / b)) }
        expectAll(.urem) { a, b, _, _ in b == 0 ? .trap(.divideByZero) : .value(wrapped(a % b)) }
        expectAll(.sdiv) { _, _, a, b in b == 0 ? .trap(.divideByZero) : .value(wrapped(a / b)) }
        expectAll(.srem) { _, _, a, b in b == 0 ? .trap(.divideByZero) : .value(wrapped(a % b)) }
        for (type, smallest) in [(Type.i32, UInt64(1) << 31), (.i64, 1 << 63), (.i16, 0x8000), (.i1, 1)] {
            #expect(Evaluate.binary(.sdiv, type, smallest, type.integerMask) == .value(smallest))
            #expect(Evaluate.binary(.srem, type, smallest, type.integerMask) == .value(0))
            #expect(Evaluate.binary(.urem, type, smallest, 0) == .trap(.divideByZero))
        }
    }

    @Test func unaryAndBitCounts() {
        for bits in UInt64(0)..<256 {
            let byte = UInt8(bits)
            func unary(_ opcode: Opcode) -> UInt64? { Evaluate.unary(opcode, from: .i8, to: .i8, bits).value }
            #expect(unary(.not) == UInt64(~byte))
            #expect(unary(.neg) == wrapped(-Int(bits)))
            #expect(unary(.clz) == UInt64(byte.leadingZeroBitCount))
            #expect(unary(.ctz) == UInt64(byte.trailingZeroBitCount))
            #expect(unary(.popcnt) == UInt64(byte.nonzeroBitCount))
        }
        for type in [Type.i1, .i16, .i32, .i64] {
            let width = UInt64(type.bits ?? 0)
            #expect(Evaluate.unary(.clz, from: type, to: type, 0) == .value(width))
            #expect(Evaluate.unary(.ctz, from: type, to: type, 0) == .value(width))
            #expect(Evaluate.unary(.popcnt, from: type, to: type, type.integerMask) == .value(width & type.integerMask))
        }
    }

    @Test func carriesAndBorrows() {
        var failures = 0
        forEachPair { a, b in
            for carry in 0...1 {
                let sum = Int(a) + Int(b) + carry
                let difference = Int(a) - Int(b) - carry
                let flagged = Evaluate.addCarry(.i8, a, b, UInt64(carry))
                if flagged != .valueAndFlag(wrapped(sum), sum > 255) { failures += 1 }
                let borrowed = Evaluate.subBorrow(.i8, a, b, UInt64(carry))
                if borrowed != .valueAndFlag(wrapped(difference), difference < 0) { failures += 1 }
            }
        }
        #expect(failures == 0)
        #expect(Evaluate.addCarry(.i64, .max, .max, 1) == .valueAndFlag(.max, true))
        #expect(Evaluate.addCarry(.i64, .max, 0, 1) == .valueAndFlag(0, true))
        #expect(Evaluate.addCarry(.i64, .max - 1, 0, 1) == .valueAndFlag(.max, false))
        #expect(Evaluate.subBorrow(.i64, 0, .max, 1) == .valueAndFlag(0, true))
        #expect(Evaluate.subBorrow(.i64, 5, 4, 1) == .valueAndFlag(0, false))
    }

    @Test func comparisons() {
        var failures = 0
        forEachPair { a, b in
            let (x, y) = (signed(a), signed(b))
            for condition in IntegerCondition.allCases {
                let expected =
                    switch condition {
                    case .eq: a == b
                    case .ne: a != b
                    case .slt: x < y
                    case .sle: x <= y
                    case .sgt: x > y
                    case .sge: x >= y
                    case .ult: a < b
                    case .ule: a <= b
                    case .ugt: a > b
                    case .uge: a >= b
                    }
                if Evaluate.compare(condition, .i8, a, b) != expected { failures += 1 }
                if Evaluate.compare(condition.inverted, .i8, a, b) == expected { failures += 1 }
                if Evaluate.compare(condition.swapped, .i8, b, a) != expected { failures += 1 }
            }
        }
        #expect(failures == 0)
        #expect(Evaluate.compare(.slt, .ptr, 0xFFFF_FFFF, 0))
        #expect(!Evaluate.compare(.slt, .ptr, 0xFFFF_FFFF, 0, pointerBytes: 8))
    }

    @Test func wideMultiplication() {
        #expect(Evaluate.binary(.umulh, .i64, .max, .max) == .value(.max - 1))
        #expect(Evaluate.binary(.smulh, .i64, .max, .max) == .value(0))
        #expect(Evaluate.binary(.smulh, .i64, 1 << 63, 2) == .value(.max))
        #expect(Evaluate.binary(.umulh, .i32, 0xFFFF_FFFF, 0xFFFF_FFFF) == .value(0xFFFF_FFFE))
        #expect(Evaluate.binary(.smulh, .i32, 0x8000_0000, 0x8000_0000) == .value(0x4000_0000))
        #expect(Evaluate.binary(.smulh, .i1, 1, 1) == .value(0))
    }

    @Test func integerConversions() {
        #expect(Evaluate.unary(.trunc, from: .i64, to: .i8, 0x1234) == .value(0x34))
        #expect(Evaluate.unary(.zext, from: .i8, to: .i32, 0x80) == .value(0x80))
        #expect(Evaluate.unary(.sext, from: .i8, to: .i32, 0x80) == .value(0xFFFF_FF80))
        #expect(Evaluate.unary(.sext, from: .i1, to: .i64, 1) == .value(.max))
        #expect(Evaluate.unary(.bitcast, from: .f32, to: .i32, 0x7F80_0001) == .value(0x7F80_0001))
        #expect(Evaluate.unary(.ptrToInt, from: .ptr, to: .i16, 0x12345) == .value(0x2345))
        #expect(Evaluate.unary(.intToPtr, from: .i64, to: .ptr, 0x1_0000_0004) == .value(4))
        #expect(
            Evaluate.unary(.intToPtr, from: .i64, to: .ptr, 0x1_0000_0004, pointerBytes: 8) == .value(0x1_0000_0004))
        #expect(Evaluate.binary(.insert, .i32, source: .i8, 0x1234_5678, 0xAB) == .value(0x1234_56AB))
        #expect(Evaluate.binary(.insert, .i64, source: .i32, .max, 0) == .value(0xFFFF_FFFF_0000_0000))
        #expect(Evaluate.select(1, 5, 6) == 5 && Evaluate.select(0, 5, 6) == 6)
    }

    @Test func pointerSumsExtendTheirAddend() {
        func sum(_ a: UInt64, _ type: Type, _ b: UInt64, _ pointerBytes: Int) -> UInt64? {
            Evaluate.binary(.ptrAdd, .ptr, source: type, a, b, pointerBytes: pointerBytes).value
        }
        #expect(sum(0x1000, .i8, 0xFF, 4) == 0xFFF && sum(0x1000, .i8, 0x7F, 8) == 0x107F)
        #expect(sum(0, .i16, 0xFFFF, 4) == 0xFFFF_FFFF && sum(0, .i16, 0x8000, 8) == 0xFFFF_FFFF_FFFF_8000)
        #expect(sum(0xFFFF_FFFF, .i32, 1, 4) == 0 && sum(0xFFFF_FFFF, .i32, 1, 8) == 0x1_0000_0000)
        #expect(sum(8, .i32, 0x8000_0000, 8) == 0xFFFF_FFFF_8000_0008)
        #expect(sum(8, .i64, 0x1_0000_0004, 4) == 12 && sum(8, .i64, 0x1_0000_0004, 8) == 0x1_0000_000C)
        #expect(sum(.max, .i64, 2, 8) == 1)
    }

    @Test func foldsAnInstructionOfAFunction() {
        var builder = FunctionBuilder(Function(name: "f"))
        _ = builder.makeEntryBlock()
        let byte = builder.constant(0x80, .i8)
        let wide = builder.unary(.sext, .i32, byte)
        let merged = builder.binary(.insert, .i32, wide, byte)
        let function = builder.function
        func fold(_ value: ValueID, _ constants: [ValueID: UInt64]) -> Evaluation? {
            guard let instruction = function.definingInstruction(value) else { return nil }
            return Evaluate.instruction(instruction, in: function) { constants[$0] }
        }
        #expect(fold(byte, [:]) == .value(0x80))
        #expect(fold(wide, [:]) == nil)
        #expect(fold(wide, [byte: 0x80]) == .value(0xFFFF_FF80))
        #expect(fold(merged, [byte: 0x01, wide: 0xFFFF_FF80]) == .value(0xFFFF_FF01))
    }
}
