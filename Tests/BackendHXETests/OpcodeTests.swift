// Every pure operation on every type with edge values, operands in registers and as constants, against the interpreter.

import IR
import Interpreter
import Support
import Testing

/// Builds `main` from operations whose results go to memory, and compares the memory after a run.
struct OperationProgram {
    static let results: UInt32 = 0x5000
    var builder: FunctionBuilder
    private var inputs: [UInt8] = []
    private var place: Int32 = 0

    init() {
        builder = FunctionBuilder(Function(name: "main", signature: Signature(results: [.i32]), attributes: .entry))
        _ = builder.makeEntryBlock()
    }

    /// A value that the back end cannot know.
    mutating func input(_ bits: UInt64, _ type: Type) -> ValueID {
        let size = type.byteSize() ?? 4
        let address = builder.constant(Int64(0x4000 + inputs.count), .i32)
        for byte in 0..<size { inputs.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte))) }
        return builder.load(type, address)
    }

    mutating func constant(_ bits: UInt64, _ type: Type) -> ValueID {
        var instruction = Instruction(type.isFloat ? .fconst : .iconst, type: type)
        instruction.immediate = bits & (type.isFloat ? 0xFFFF : type.integerMask)
        return builder.value(instruction)
    }

    mutating func output(_ value: ValueID) {
        let type = builder.function.type(value)
        let address = builder.constant(Int64(Self.results), .i32)
        builder.store(type, address, value, offset: place)
        place += 4
    }

    mutating func module() -> Module {
        builder.ret([builder.constant(0, .i32)])
        var module = Module(name: "t", memory: .hsx)
        module.globals.append(
            Global(name: "inputs", size: UInt32(max(inputs.count, 1)), address: 0x4000, bytes: inputs))
        module.functions.append(builder.function)
        return module
    }

    /// Runs both ways and compares the results.
    static func check(_ module: Module, _ what: String) throws {
        guard let entry = module.entry else { return }
        var interpreter = Interpreter(module)
        let expected = interpreter.run(entry)
        guard case .returned = expected.ending else { throw TestError("\(what): \(expected.ending)") }
        let run = try Machine.run(module)
        #expect(run.status == "RETURNED", "\(what)")
        let range = Int(results)..<0x7000
        if Array(interpreter.memory[range]) != Array(run.memory[range]) {
            let place = range.first { interpreter.memory[$0] != run.memory[$0] } ?? 0
            let index = (place - Int(results)) / 4
            Issue.record("\(what): result \(index) is \(run.memory[place]), not \(interpreter.memory[place])")
        }
    }
}

struct OpcodeTests {
    static let integers: [Type] = [.i1, .i8, .i16, .i32]
    static let binary: [Opcode] = [
        .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr, .umulh, .smulh, .sdiv, .udiv, .srem, .urem,
    ]

    static func edges(_ type: Type) -> [UInt64] {
        switch type {
        case .i1: [0, 1]
        case .i8: [0, 1, 2, 0x7F, 0x80, 0xFF, 0x35]
        case .i16: [0, 1, 3, 0x7FFF, 0x8000, 0xFFFF, 0x1234]
        case .f16: [0, 0x8000, 0x3C00, 0xBC00, 0x0001, 0x83FF, 0x7BFF, 0x7C00, 0xFC00, 0x7E00, 0x4248]
        default: [0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1234_5678, 0x0001_0000]
        }
    }

    @Test(arguments: binary, integers) func binaryOperation(_ opcode: Opcode, _ type: Type) throws {
        var program = OperationProgram()
        for a in Self.edges(type) {
            for b in Self.edges(type) {
                if opcode.effects.contains(.traps), b == 0 { continue }
                let (left, right) = (program.input(a, type), program.input(b, type))
                program.output(program.builder.binary(opcode, type, left, right))
                let known = program.constant(b, type)
                program.output(program.builder.binary(opcode, type, left, known))
                let first = program.constant(a, type)
                program.output(program.builder.binary(opcode, type, first, right))
            }
        }
        try OperationProgram.check(program.module(), "\(opcode).\(type.kind)")
    }

    @Test(arguments: [Opcode.not, .neg, .clz, .ctz, .popcnt], integers)
    func unaryOperation(_ opcode: Opcode, _ type: Type) throws {
        var program = OperationProgram()
        for a in Self.edges(type) {
            let value = program.input(a, type)
            program.output(program.builder.unary(opcode, type, value))
            // The upper half of a sum is anybody's guess.
            let sum = program.builder.binary(.add, type, value, program.input(0x55, type))
            program.output(program.builder.unary(opcode, type, sum))
        }
        try OperationProgram.check(program.module(), "\(opcode).\(type.kind)")
    }

    @Test(arguments: IntegerCondition.allCases, integers + [.ptr])
    func integerComparison(_ condition: IntegerCondition, _ type: Type) throws {
        var program = OperationProgram()
        for a in Self.edges(type) {
            for b in Self.edges(type) {
                let (left, right) = (program.input(a, type), program.input(b, type))
                var pairs = [(left, right)]
                if type != .ptr {
                    pairs += [(left, program.constant(b, type)), (program.constant(a, type), right)]
                    if b == 1 {
                        pairs.append((program.builder.binary(.add, type, left, right), right))
                        pairs.append((right, program.builder.binary(.sub, type, left, right)))
                    }
                }
                for (x, y) in pairs {
                    program.output(program.builder.icmp(condition, type, x, y))
                    let mask = program.builder.icmp(condition, type, x, y)
                    program.output(program.builder.value(.unary(.sext, .i32, mask)))
                    let choice = program.builder.icmp(condition, type, x, y)
                    program.output(program.builder.select(type, choice, left, right))
                }
            }
        }
        try OperationProgram.check(program.module(), "icmp \(condition).\(type.kind)")
    }

    @Test(arguments: FloatCondition.allCases) func floatComparison(_ condition: FloatCondition) throws {
        for a in Self.edges(.f16) {
            var program = OperationProgram()
            for b in Self.edges(.f16) {
                let (left, right) = (program.input(a, .f16), program.input(b, .f16))
                var compare = Instruction(
                    .fcmp, type: .f16, aux: condition.rawValue, a: left.rawValue, b: right.rawValue)
                let id = program.builder.append(compare, results: [.i1])
                program.output(program.builder.function.result(id))
                compare.b = program.constant(b, .f16).rawValue
                let other = program.builder.append(compare, results: [.i1])
                let flag = program.builder.function.result(other)
                program.output(program.builder.select(.f16, flag, left, right))
            }
            try OperationProgram.check(program.module(), "fcmp \(condition)")
        }
    }

    @Test(arguments: [Opcode.fadd, .fsub, .fmin, .fmax, .hsxFmul, .hsxFdiv]) func floatBinary(_ opcode: Opcode) throws {
        for a in Self.edges(.f16) {
            var program = OperationProgram()
            for b in Self.edges(.f16) {
                let (left, right) = (program.input(a, .f16), program.input(b, .f16))
                let result = program.builder.binary(opcode, .f16, left, right)
                program.output(result)
                let again = program.builder.binary(opcode, .f16, left, right)
                let bits = program.builder.unary(.bitcast, .i16, again)
                program.output(program.builder.unary(.zext, .i32, bits))
                let third = program.builder.unary(.bitcast, .i16, program.builder.binary(opcode, .f16, right, left))
                let whole = program.input(0x1234_5678, .i32)
                program.output(program.builder.binary(.insert, .i32, whole, third))
            }
            try OperationProgram.check(program.module(), "\(opcode)")
        }
    }

    @Test func floatUnaryAndConversions() throws {
        var program = OperationProgram()
        for a in Self.edges(.f16) + [0x5BFF, 0xDBFF, 0x6400, 0xF800, 0x7800] {
            let value = program.input(a, .f16)
            program.output(program.builder.unary(.fneg, .f16, value))
            program.output(program.builder.unary(.fabs, .f16, value))
            for type in [Type.i8, .i16, .i32] {
                program.output(program.builder.unary(.fptosi, type, value))
                program.output(program.builder.unary(.fptoui, type, value))
            }
        }
        for type in [Type.i8, .i16, .i32] {
            for a in Self.edges(type) + [65519, 65520, 65535] {
                let value = program.input(a & type.integerMask, type)
                program.output(program.builder.unary(.sitofp, .f16, value))
                program.output(program.builder.unary(.uitofp, .f16, value))
            }
        }
        try OperationProgram.check(program.module(), "float conversions")
    }

    @Test func integerConversions() throws {
        var program = OperationProgram()
        for from in Self.integers {
            for to in Self.integers where from != to {
                for a in Self.edges(from) {
                    let value = program.input(a, from)
                    let dirty = program.builder.binary(.mul, from, value, program.input(0x77, from))
                    for operand in [value, dirty] {
                        if (from.bits ?? 0) < (to.bits ?? 0) {
                            program.output(program.builder.unary(.zext, to, operand))
                            program.output(program.builder.unary(.sext, to, operand))
                            let whole = program.input(0xA5A5_A5A5, to)
                            program.output(program.builder.binary(.insert, to, whole, operand))
                            program.output(program.builder.binary(.insert, to, whole, program.constant(a, from)))
                        } else {
                            program.output(program.builder.unary(.trunc, to, operand))
                        }
                    }
                }
            }
        }
        try OperationProgram.check(program.module(), "integer conversions")
    }

    @Test(arguments: [Type.i8, .i16, .i32]) func pointerSums(_ type: Type) throws {
        var program = OperationProgram()
        for a in [0, 0x4000, 0xFFFF_FFFF] as [UInt64] {
            for b in Self.edges(type) {
                let base = program.builder.unary(.intToPtr, .ptr, program.input(a, .i32))
                let (addend, known) = (program.input(b, type), program.constant(b, type))
                program.output(program.builder.binary(.ptrAdd, .ptr, base, addend))
                program.output(program.builder.binary(.ptrAdd, .ptr, base, known))
                program.output(program.builder.load(.i8, program.builder.binary(.ptrAdd, .ptr, base, known), offset: 3))
            }
        }
        try OperationProgram.check(program.module(), "ptr_add \(type)")
    }

    @Test(arguments: [Opcode.addCarry, .subBorrow], [Type.i8, .i16, .i32])
    func carry(_ opcode: Opcode, _ type: Type) throws {
        var program = OperationProgram()
        for a in Self.edges(type) {
            for b in Self.edges(type) {
                for c in [UInt64(0), 1] {
                    let (left, right, flag) = (program.input(a, type), program.input(b, type), program.input(c, .i1))
                    let first = program.builder.withFlag(opcode, type, left, right, flag)
                    let second = program.builder.withFlag(opcode, type, right, left, first.flag)
                    program.output(first.value)
                    program.output(second.value)
                    program.output(second.flag)
                    let known = program.builder.withFlag(opcode, type, left, right, program.constant(c, .i1))
                    program.output(known.flag)
                    program.output(program.builder.select(type, known.flag, left, known.value))
                    let below = program.builder.icmp(c == 0 ? .ult : .uge, type, left, right)
                    program.output(program.builder.withFlag(opcode, type, left, right, below).value)
                    let mixed: Opcode = opcode == .addCarry ? .subBorrow : .addCarry
                    program.output(program.builder.withFlag(mixed, type, left, right, second.flag).value)
                }
            }
        }
        try OperationProgram.check(program.module(), "\(opcode).\(type.kind)")
    }

    @Test func highProductTest() throws {
        var program = OperationProgram()
        for a in Self.edges(.i32) {
            for b in Self.edges(.i32) {
                for condition in [IntegerCondition.eq, .ne] {
                    let (left, right) = (program.input(a, .i32), program.input(b, .i32))
                    let high = program.builder.binary(.umulh, .i32, left, right)
                    let flag = program.builder.icmp(condition, .i32, high, program.constant(0, .i32))
                    program.output(program.builder.select(.i32, flag, left, right))
                }
            }
        }
        try OperationProgram.check(program.module(), "umulh test")
    }
}
