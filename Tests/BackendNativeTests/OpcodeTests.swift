// Every opcode that computes, at every type, on the edges of its operands: native code against the interpreter.

import BackendKit
import IR
import Interpreter
import Support
import Testing

/// A function of one instruction.
private struct OpcodeCase {
    let text: String
    let parameters: [Type]
    let results: [Type]

    /// `operands` is the instruction's text behind its name, where v0, v1 and v2 are the parameters.
    init(_ instruction: String, _ parameters: [Type], _ results: [Type]) {
        text = instruction
        self.parameters = parameters
        self.results = results
    }

    func function(_ name: String) -> String {
        let types = parameters.map { "\($0.kind)" }
        let arguments = types.enumerated().map { "v\($0.offset): \($0.element)" }.joined(separator: ", ")
        let values = results.indices.map { "v\($0 + 10)" }.joined(separator: ", ")
        return """
            func @\(name) (\(types.joined(separator: ", "))) -> (\(results.map { "\($0.kind)" }.joined(separator: ", "))) export {
            block0(\(arguments)):
                \(values) = \(text)
                ret \(values)
            }

            """
    }
}

private enum OpcodeCases {
    static let integers: [Type] = [.i1, .i8, .i16, .i32, .i64]
    static let floats: [Type] = [.f32, .f64]
    static let all = integerCases + floatCases + comparisons + conversions

    private static var integerCases: [OpcodeCase] {
        let binary = [
            "add", "sub", "mul", "sdiv", "udiv", "srem", "urem", "and", "or", "xor", "shl", "lshr", "ashr", "umulh",
            "smulh",
        ]
        var cases: [OpcodeCase] = []
        for type in integers {
            cases += binary.map { OpcodeCase("\($0).\(type.kind) v0, v1", [type, type], [type]) }
            cases += ["not", "neg", "clz", "ctz", "popcnt"].map { OpcodeCase("\($0).\(type.kind) v0", [type], [type]) }
            for narrow in integers where (narrow.bits ?? 0) < (type.bits ?? 0) {
                cases.append(OpcodeCase("insert.\(type.kind) v0, v1", [type, narrow], [type]))
            }
            if type == .i1 { continue }
            cases += ["add_carry", "sub_borrow"].map {
                OpcodeCase("\($0).\(type.kind) v0, v1, v2", [type, type, .i1], [type, .i1])
            }
        }
        return cases
    }

    private static var floatCases: [OpcodeCase] {
        floats.flatMap { type in
            ["fadd", "fsub", "fmul", "fdiv", "fmin", "fmax"].map {
                OpcodeCase("\($0).\(type.kind) v0, v1", [type, type], [type])
            } + ["fneg", "fabs", "fsqrt"].map { OpcodeCase("\($0).\(type.kind) v0", [type], [type]) }
        }
    }

    private static var comparisons: [OpcodeCase] {
        integers.flatMap { type in
            IntegerCondition.allCases.map { OpcodeCase("icmp.\(type.kind) \($0) v0, v1", [type, type], [.i1]) }
        }
            + floats.flatMap { type in
                FloatCondition.allCases.map { OpcodeCase("fcmp.\(type.kind) \($0) v0, v1", [type, type], [.i1]) }
            }
            + (integers + floats).map { OpcodeCase("select.\($0.kind) v0, v1, v2", [.i1, $0, $0], [$0]) }
    }

    private static var conversions: [OpcodeCase] {
        var cases: [OpcodeCase] = []
        for narrow in integers {
            for wide in integers where (narrow.bits ?? 0) < (wide.bits ?? 0) {
                cases.append(OpcodeCase("trunc.\(narrow.kind) v0", [wide], [narrow]))
                cases.append(OpcodeCase("zext.\(wide.kind) v0", [narrow], [wide]))
                cases.append(OpcodeCase("sext.\(wide.kind) v0", [narrow], [wide]))
            }
        }
        for integer in integers.dropFirst() {
            for float in floats {
                cases.append(OpcodeCase("sitofp.\(float.kind) v0", [integer], [float]))
                cases.append(OpcodeCase("uitofp.\(float.kind) v0", [integer], [float]))
                cases.append(OpcodeCase("fptosi.\(integer.kind) v0", [float], [integer]))
                cases.append(OpcodeCase("fptoui.\(integer.kind) v0", [float], [integer]))
            }
        }
        for (integer, float) in [(Type.i32, Type.f32), (.i64, .f64)] {
            cases.append(OpcodeCase("bitcast.\(float.kind) v0", [integer], [float]))
            cases.append(OpcodeCase("bitcast.\(integer.kind) v0", [float], [integer]))
        }
        return cases + [
            OpcodeCase("fptrunc.f32 v0", [.f64], [.f32]), OpcodeCase("fpext.f64 v0", [.f32], [.f64]),
        ]
    }
}

/// The values that operands take.
private enum Edges {
    static func of(_ type: Type) -> [UInt64] {
        switch type.kind {
        case .i1: [0, 1]
        case .f32: f32
        case .f64: f64
        case .i8, .i16, .i32, .i64, .f16, .ptr, .any, .ref: integers(type)
        }
    }

    private static func integers(_ type: Type) -> [UInt64] {
        let width = UInt64(type.bits ?? 64)
        let mask = type.integerMask
        let values: [UInt64] = [
            0, 1, 2, 3, 7, width - 1, width, width + 1, mask, mask - 1, mask >> 1, (mask >> 1) + 1, mask / 3, 100,
            0x1234_5678_9ABC_DEF0,
        ]
        return values.map { $0 & mask }
    }

    private static let f32: [UInt64] = [
        0, 0x8000_0000, 0x3F80_0000, 0xBF80_0000, 0x4049_0FDB, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0xFFC0_1234,
        0x7F80_0001, 1, 0x007F_FFFF, 0x0080_0000, 0x7F7F_FFFF, 0x4F00_0000, 0xCF00_0000, 0x4F80_0000, 0x5F00_0000,
        0x4300_0000, 0xC300_0000, 0xC300_8000, 0x4780_0000,
    ]
    private static let f64: [UInt64] = [
        0, 0x8000_0000_0000_0000, 0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 0x4009_21FB_5444_2D18,
        0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_1234,
        0x7FF0_0000_0000_0001, 1, 0x0010_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFF, 0x41E0_0000_0000_0000,
        0xC1E0_0000_0000_0000, 0x43E0_0000_0000_0000, 0xC3E0_0000_0000_0000, 0x43F0_0000_0000_0000,
        0x405F_C000_0000_0000, 0x3810_0000_0000_0000, 0x47EF_FFFF_E000_0000, 0x47EF_FFFF_F000_0000,
    ]
}

@Suite struct OpcodeTests {
    @Test(.enabled(if: NativeTools.canRun, "LLVM 22 or a C compiler is missing"), arguments: OptimizationLevel.allCases)
    func everyOpcodeComputesAsTheInterpreter(_ level: OptimizationLevel) throws {
        let cases = OpcodeCases.all
        let text = cases.enumerated().map { $0.element.function("f\($0.offset)") }.joined()
        let module = try NativeTools.module("module \"opcodes\"\n\n" + text)
        let result = try NativeTools.run(module, level, main: harness(cases))
        #expect(result.status == 0, "\(result.errors)")
        let actual = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = expectation(cases, module)
        #expect(actual.count == expected.count + 1)
        for (line, wanted) in zip(actual, expected) where line != wanted.outcome {
            Issue.record("\(wanted.call) is \(line) instead of \(wanted.outcome)")
        }
    }

    /// What the interpreter says of every call, in the order of the harness.
    private func expectation(_ cases: [OpcodeCase], _ module: Module) -> [(call: String, outcome: String)] {
        var interpreter = Interpreter(module)
        var lines: [(String, String)] = []
        for (number, opcode) in cases.enumerated() {
            forEachOperands(opcode.parameters) { operands in
                let ending = interpreter.run(FunctionID(index: number), arguments: operands).ending
                let outcome: String
                switch ending {
                case .returned(let values): outcome = values.map { String($0, radix: 16) }.joined(separator: " ")
                case .trapped(let code): outcome = "trap \(code.rawValue)"
                case .exited, .stepLimit, .breakpoint, .unsupported: outcome = "\(ending)"
                }
                lines.append(("\(opcode.text) of \(operands.map { String($0, radix: 16) })", outcome))
            }
        }
        return lines
    }

    private func forEachOperands(_ types: [Type], _ body: ([UInt64]) -> Void) {
        var chosen: [UInt64] = []
        func choose() {
            guard chosen.count < types.count else { return body(chosen) }
            for value in Edges.of(types[chosen.count]) {
                chosen.append(value)
                choose()
                chosen.removeLast()
            }
        }
        choose()
    }

    // The same calls in C.

    private func harness(_ cases: [OpcodeCase]) -> String {
        var text = ""
        for type in OpcodeCases.integers + OpcodeCases.floats {
            let values = Edges.of(type).map { "0x\(String($0, radix: 16))ull" }
            text += "static const uint64_t edges_\(type.kind)[] = {\(values.joined(separator: ", "))};\n"
        }
        for (number, opcode) in cases.enumerated() { text += caller(number, opcode) }
        text += "int main(void) {\n\(cases.indices.map { "    run\($0)();\n" }.joined())    return 0;\n}\n"
        return text
    }

    private func caller(_ number: Int, _ opcode: OpcodeCase) -> String {
        let others = opcode.results.dropFirst().map { Self.name($0) + " *" }
        let types = opcode.parameters.map(Self.name) + others
        var text = "\(Self.name(opcode.results[0])) f\(number)(\(types.joined(separator: ", ")));\n"
        text += "static void run\(number)(void) {\n"
        for (index, type) in opcode.parameters.enumerated() {
            let count = Edges.of(type).count
            text += "    for (int i\(index) = 0; i\(index) < \(count); i\(index)++)\n"
        }
        text += "    {\n        if (setjmp(trapped)) { printf(\"trap %u\\n\", trap_code); continue; }\n"
        for (index, type) in opcode.parameters.enumerated() {
            text += "        \(Self.name(type)) a\(index); "
            text += "memcpy(&a\(index), &edges_\(type.kind)[i\(index)], sizeof a\(index));\n"
        }
        let further = opcode.results.indices.dropFirst()
        for index in further { text += "        \(Self.name(opcode.results[index])) r\(index);\n" }
        let arguments = opcode.parameters.indices.map { "a\($0)" } + further.map { "&r\($0)" }
        text += "        \(Self.name(opcode.results[0])) r0 = f\(number)(\(arguments.joined(separator: ", ")));\n"
        for index in opcode.results.indices {
            text += "        uint64_t b\(index) = 0; memcpy(&b\(index), &r\(index), sizeof r\(index)); "
            text += "printf(\"\(index == 0 ? "" : " ")%llx\", (unsigned long long)b\(index));\n"
        }
        return text + "        printf(\"\\n\");\n    }\n}\n"
    }

    private static func name(_ type: Type) -> String {
        switch type.kind {
        case .i1, .i8: "uint8_t"
        case .i16, .f16: "uint16_t"
        case .i32: "uint32_t"
        case .i64, .ptr, .any, .ref: "uint64_t"
        case .f32: "float"
        case .f64: "double"
        }
    }
}
