// Expressions of random modules: every pure operation on every type that it takes.

import IR

extension ModuleGenerator {
    private static let integers: [Type] = [.i1, .i8, .i16, .i32, .i64]
    private static let floats: [Type] = [.f16, .f32, .f64]

    /// A value of a type: one in scope, a variable or a constant.
    mutating func value(_ type: Type) -> ValueID {
        let known = scope.filter { $0.type == type }
        if !known.isEmpty, !random.oneIn(3) { return random.pick(Array(known.suffix(6))).value }
        let fitting = variables.filter { $0.type == type }
        if !fitting.isEmpty, random.oneIn(2) { return builder.get(random.pick(fitting).variable) }
        return constant(type)
    }

    private mutating func constant(_ type: Type) -> ValueID {
        guard type != .ptr else {
            let source = random.pick(suitsMachine ? [.i16, .i32] : [Type.i16, .i32, .i64])
            return builder.unary(.intToPtr, .ptr, constant(source))
        }
        guard type.isFloat else {
            let word = UInt64(random.word()) | (random.oneIn(2) ? UInt64(random.word()) << 32 : 0)
            return builder.constant(Int64(bitPattern: word), type)
        }
        var instruction = Instruction(.fconst, type: type)
        if isHosted, random.oneIn(4) {
            instruction.immediate = unusualFloat(type)
            return builder.value(instruction)
        }
        let simple: [Double] = [0, -0.0, 1, -1, 0.5, 3, 1e4, 65504, 1e-5, .infinity, -.infinity, .nan, 6e-8]
        let number = random.pick(simple)
        switch type {
        case .f64: instruction.immediate = number.bitPattern
        case .f32: instruction.immediate = UInt64(Float(number).bitPattern)
        default:
            instruction.immediate = random.pick([
                0, 0x8000, 0x3C00, 0xBC00, 0x3800, 0x4200, 0x7BFF, 1, 0x400, 0x7C00, 0xFC00, 0x7E00,
            ])
        }
        return builder.value(instruction)
    }

    /// A value that is computed by up to `depth` levels of operations.
    mutating func expression(_ type: Type, _ depth: Int) -> ValueID {
        guard depth > 0 else { return value(type) }
        if random.oneIn(12) {
            return builder.select(type, expression(.i1, depth - 1), expression(type, depth - 1), value(type))
        }
        if random.oneIn(8), let converted = conversion(type, depth) { return converted }
        if type == .i1, !random.oneIn(4) { return comparison(depth) }
        if type == .ptr {
            let addend = random.pick(ModuleGenerator.integers.filter { $0 != .i1 && types.contains($0) })
            return builder.binary(.ptrAdd, .ptr, expression(.ptr, depth - 1), value(addend))
        }
        return type.isFloat ? floatOperation(type, depth) : integerOperation(type, depth)
    }

    private mutating func integerOperation(_ type: Type, _ depth: Int) -> ValueID {
        let left = expression(type, depth - 1)
        switch random.number(0...17) {
        case 0: return builder.unary(random.pick([.not, .neg, .clz, .ctz, .popcnt]), type, left)
        case 1:
            let narrow = ModuleGenerator.integers.filter {
                (types.contains($0) || $0 == .i8) && ($0.bits ?? 0) < (type.bits ?? 0)
            }
            guard !narrow.isEmpty else { return builder.unary(.not, type, left) }
            return builder.binary(.insert, type, left, value(random.pick(narrow)))
        case 2 where type != .i1, 3 where type != .i1:
            let opcode = random.pick([Opcode.addCarry, .subBorrow])
            let sum = builder.withFlag(opcode, type, left, value(type), value(.i1))
            scope.append((sum.flag, .i1))
            return sum.value
        case 4:
            // The divisor is a constant, or its lowest bit is set.
            let opcode = random.pick([Opcode.sdiv, .udiv, .srem, .urem])
            if random.oneIn(20) { return builder.binary(opcode, type, left, value(type)) }
            if random.oneIn(2), type != .i1 {
                return builder.binary(
                    opcode, type, left, builder.constant(random.pick([1, 2, 3, 7, 10, 16, 64, -1, -8]), type))
            }
            let odd = builder.binary(.or, type, value(type), builder.constant(1, type))
            return builder.binary(opcode, type, left, odd)
        case 5, 6: return builder.binary(random.pick([.shl, .lshr, .ashr]), type, left, value(type))
        case 7, 8:
            let amount = builder.constant(Int64(random.number(0...(type.bits ?? 8) - 1)), type)
            return builder.binary(random.pick([.shl, .lshr, .ashr]), type, left, amount)
        case 9: return builder.binary(random.pick([.umulh, .smulh, .mul]), type, left, value(type))
        default:
            let opcodes: [Opcode] = [.add, .sub, .mul, .and, .or, .xor, .add, .sub]
            return builder.binary(
                random.pick(opcodes), type, left, random.oneIn(3) ? expression(type, depth - 1) : value(type))
        }
    }

    private mutating func floatOperation(_ type: Type, _ depth: Int) -> ValueID {
        let left = expression(type, depth - 1)
        switch random.number(0...6) {
        case 0: return builder.unary(random.pick(suitsMachine ? [.fneg, .fabs] : [.fneg, .fabs, .fsqrt]), type, left)
        case 1 where type == .f16: return builder.binary(random.pick([.hsxFmul, .hsxFdiv]), type, left, value(type))
        case 2: return builder.binary(random.pick([.fmin, .fmax]), type, left, value(type))
        default:
            let opcodes: [Opcode] = suitsMachine ? [.fadd, .fsub, .hsxFmul, .hsxFdiv] : [.fadd, .fsub, .fmul, .fdiv]
            return builder.binary(random.pick(opcodes), type, left, value(type))
        }
    }

    private mutating func comparison(_ depth: Int) -> ValueID {
        let type = random.pick(types)
        if type.isFloat {
            var instruction = Instruction(.fcmp, type: type, aux: random.pick(FloatCondition.allCases).rawValue)
            instruction.valueA = expression(type, depth - 1)
            instruction.valueB = value(type)
            let id = builder.append(instruction, results: [.i1])
            return builder.function.result(id)
        }
        return builder.icmp(random.pick(IntegerCondition.allCases), type, expression(type, depth - 1), value(type))
    }

    /// A value of another type made into one of `type`; nil when there is none that fits.
    private mutating func conversion(_ type: Type, _ depth: Int) -> ValueID? {
        let source = random.pick(types)
        guard source != type else { return nil }
        if source == .ptr || type == .ptr {
            guard [source, type].allSatisfy({ $0 == .ptr || $0.isInteger && $0 != .i1 }) else { return nil }
            return builder.unary(source == .ptr ? .ptrToInt : .intToPtr, type, expression(source, depth - 1))
        }
        let (from, to) = (source.bits ?? 0, type.bits ?? 0)
        let opcode: Opcode
        switch (source.isFloat, type.isFloat) {
        case (false, false): opcode = from > to ? .trunc : random.pick([.zext, .sext])
        case (true, true): opcode = from > to ? .fptrunc : .fpext
        case (true, false):
            if type == .i1 { return nil }
            opcode = from == to && random.oneIn(2) ? .bitcast : random.pick([.fptosi, .fptoui])
        case (false, true):
            if source == .i1 { return nil }
            opcode = from == to && random.oneIn(2) ? .bitcast : random.pick([.sitofp, .uitofp])
        }
        return builder.unary(opcode, type, expression(source, depth - 1))
    }
}
