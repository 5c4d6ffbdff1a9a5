// Small programs of all kinds, as text: their status and output are the interpreter's.

import Driver
import IR
import Interpreter
import Support
import Testing

/// A program and what it is about.
struct ProgramCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String

    init(_ name: String, memory: String = "size 65536 stack 32768 pointer 4", _ text: String) {
        testDescription = name
        self.text = "module \"program\"\nmemory \(memory)\n" + text
    }
}

@Suite(.enabled(if: WasmProgram.isAvailable)) struct ProgramTests {
    @Test(arguments: ProgramCase.control + ProgramCase.calls + ProgramCase.memory)
    func runsAsInTheInterpreter(_ program: ProgramCase) throws {
        let module = try parse(program.text)
        let entry = try #require(module.entry)
        var interpreter = Interpreter(module)
        let ending = interpreter.run(entry).ending
        for level in [OptimizationLevel.none, .standard] {
            let built = try WasmProgram(module, level: level)
            for tool in [Tool.node, .wasmtime] {
                guard let found = find(tool) else { continue }
                let run = try built.run(found)
                let wanted = Self.outcome(ending, isMachine: module.memory.size == 65536)
                #expect(run == wanted, "\(tool.title) at \(level.rawValue)")
            }
        }
    }

    private static func outcome(_ ending: Ending, isMachine: Bool) -> WasmRun {
        switch ending {
        case .returned(let values): return WasmRun(status: Int32((values.first ?? 0) & 0xFF), output: [], errors: "")
        case .trapped(let code):
            let machine: [TrapCode: String] = [
                .divideByZero: "DIV_ZERO", .memoryFault: "MEM_FAULT", .pcOutOfRange: "PC_OUT_OF_RANGE",
            ]
            let line =
                isMachine ? "hsx: fault \(machine[code] ?? "ILLEGAL_OPCODE")\n" : "hubc: trap \(code.name)\n"
            return WasmRun(status: 70, output: [], errors: line)
        default: return WasmRun(status: -1, output: [], errors: "\(ending)")
        }
    }
}

extension ProgramCase {
    // MARK: Control flow

    static let control: [ProgramCase] = [
        ProgramCase(
            "parameters that change places",
            """
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 1
                v1 = iconst.i32 2
                v2 = iconst.i32 3
                v3 = iconst.i32 7
                jump block1(v0, v1, v2, v3)
            block1(v4: i32, v5: i32, v6: i32, v7: i32):
                v8 = iconst.i32 1
                v9 = sub.i32 v7, v8
                v10 = add.i32 v4, v7
                v11 = iconst.i32 0
                v12 = icmp.i32 ne v9, v11
                br_if v12, block1(v5, v6, v10, v9), block2
            block2:
                v13 = iconst.i32 10
                v14 = mul.i32 v4, v13
                v15 = add.i32 v14, v5
                v16 = mul.i32 v15, v13
                v17 = add.i32 v16, v6
                ret v17
            }
            """),
        ProgramCase(
            "a switch with close and far numbers",
            """
            func @choose (i32) -> (i32) noinline {
            block0(v0: i32):
                switch.i32 v0 { 1: block1, 2: block2, 3: block2, 5: block3, 6: block4, 0x80000000: block5, \
            0xffffffff: block6, default: block7(v0) }
            block1:
                v1 = iconst.i32 11
                jump block7(v1)
            block2:
                v2 = iconst.i32 22
                jump block7(v2)
            block3:
                v3 = iconst.i32 33
                ret v3
            block4:
                v4 = iconst.i32 44
                jump block7(v4)
            block5:
                v5 = iconst.i32 55
                jump block7(v5)
            block6:
                v6 = iconst.i32 66
                jump block7(v6)
            block7(v7: i32):
                v8 = iconst.i32 3
                v9 = mul.i32 v7, v8
                ret v9
            }
            """ + sums("choose", "i32", [0, 1, 2, 3, 4, 5, 6, 7, 100, 0x8000_0000, 0xFFFF_FFFF])),
        ProgramCase(
            "a switch of 64 bits",
            """
            func @choose (i64) -> (i32) noinline {
            block0(v0: i64):
                switch.i64 v0 { 0x100000001: block1, 0x100000002: block2, 0x100000003: block3, \
            0x100000004: block1, 0x100000005: block2, default: block4 }
            block1:
                v1 = iconst.i32 1
                ret v1
            block2:
                v2 = iconst.i32 2
                ret v2
            block3:
                v3 = iconst.i32 3
                ret v3
            block4:
                v4 = iconst.i32 17
                ret v4
            }
            """ + sums("choose", "i64", [0, 1, 0x1_0000_0001, 0x1_0000_0003, 0x1_0000_0005, 0x2_0000_0001])),
        ProgramCase(
            "two ways into a loop",
            """
            func @walk (i32) -> (i32) noinline {
            block0(v0: i32):
                v1 = iconst.i32 1
                v2 = and.i32 v0, v1
                v3 = iconst.i32 0
                v4 = icmp.i32 ne v2, v3
                br_if v4, block1(v0, v3), block2(v0, v3)
            block1(v5: i32, v6: i32):
                v7 = add.i32 v6, v5
                v8 = sub.i32 v5, v1
                jump block2(v8, v7)
            block2(v9: i32, v10: i32):
                v11 = iconst.i32 3
                v12 = mul.i32 v10, v11
                v13 = sub.i32 v9, v1
                v14 = icmp.i32 sgt v13, v3
                br_if v14, block1(v13, v12), block3
            block3:
                ret v12
            }
            """ + sums("walk", "i32", [0, 1, 2, 3, 4, 9, 10])),
        ProgramCase("a trap", "func @main () -> (i32) entry {\nblock0:\n    trap bad_cast\n}"),
        ProgramCase(
            "division by zero",
            """
            func @half (i32, i32) -> (i32) noinline {
            block0(v0: i32, v1: i32):
                v2 = sdiv.i32 v0, v1
                ret v2
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 0
                v1 = call @half(v0, v0)
                ret v1
            }
            """),
    ]

    /// A main function that adds up what `function` gives for `values`, each weighed by its place.
    private static func sums(_ function: String, _ type: String, _ values: [UInt64]) -> String {
        var lines = ["v0 = iconst.i32 0"]
        for (place, value) in values.enumerated() {
            let first = 1 + place * 4
            let sum = place == 0 ? 0 : first - 1
            lines += [
                "v\(first) = iconst.\(type) \(value)", "v\(first + 1) = call @\(function)(v\(first))",
                "v\(first + 2) = add.i32 v\(sum), v\(first + 1)",
                "v\(first + 3) = add.i32 v\(first + 2), v\(first + 2)",
            ]
        }
        lines.append("ret v\(values.count * 4)")
        return "\nfunc @main () -> (i32) entry {\nblock0:\n    \(lines.joined(separator: "\n    "))\n}\n"
    }

    // MARK: Calls

    static let calls: [ProgramCase] = [
        ProgramCase(
            "tail calls ten million deep",
            """
            func @even (i32, i32) -> (i32) noinline {
            block0(v0: i32, v1: i32):
                v2 = iconst.i32 0
                v3 = icmp.i32 eq v0, v2
                br_if v3, block1, block2
            block1:
                ret v1
            block2:
                v4 = iconst.i32 1
                v5 = sub.i32 v0, v4
                v6 = add.i32 v1, v4
                v7 = func_addr.i32 @odd
                tail_call_indirect (i32, i32, i32) -> (i32) (v7, v5, v6, v4)
            }
            func @odd (i32, i32, i32) -> (i32) noinline {
            block0(v0: i32, v1: i32, v2: i32):
                v3 = xor.i32 v1, v2
                tail_call @even(v0, v3)
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 10000000
                v1 = iconst.i32 5
                v2 = call @even(v0, v1)
                ret v2
            }
            """),
        ProgramCase(
            "several results",
            """
            func @divide (i32, i32) -> (i32, i32) noinline {
            block0(v0: i32, v1: i32):
                v2 = udiv.i32 v0, v1
                v3 = urem.i32 v0, v1
                ret v2, v3
            }
            func @mixed (i32) -> (i32, i64, f64, i8) noinline {
            block0(v0: i32):
                v1 = zext.i64 v0
                v2 = uitofp.f64 v0
                v3 = trunc.i8 v0
                ret v0, v1, v2, v3
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 2001
                v1 = iconst.i32 17
                v2, v3 = call @divide(v0, v1)
                v4 = sub.i32 v2, v3
                v5, v6, v7, v8 = call @mixed(v0)
                v9 = zext.i32 v8
                v10 = fptosi.i32 v7
                v11 = trunc.i32 v6
                v12 = add.i32 v9, v10
                v13 = sub.i32 v12, v11
                v14 = add.i32 v4, v13
                ret v14
            }
            """),
        indirect("an indirect call", address: "func_addr.i32 @double"),
        indirect("an indirect call of nothing", address: "iconst.i32 0"),
        indirect("an indirect call far away", address: "iconst.i32 4000"),
        indirect("an indirect call between functions", address: "iconst.i32 6"),
        indirect("an indirect call with another signature", address: "func_addr.i32 @main"),
        indirect("an indirect call by a wide address", type: "i64", address: "func_addr.i64 @double"),
        indirect("an indirect call by too wide an address", type: "i64", address: "iconst.i64 0x100000004"),
    ]

    private static func indirect(_ name: String, type: String = "i32", address: String) -> ProgramCase {
        ProgramCase(
            name,
            """
            func @double (i32) -> (i32) {
            block0(v0: i32):
                v1 = add.i32 v0, v0
                ret v1
            }
            func @apply (\(type)) -> (i32) noinline {
            block0(v0: \(type)):
                v1 = iconst.i32 21
                v2 = call_indirect (i32) -> (i32) (v0, v1)
                ret v2
            }
            func @main () -> (i32) entry {
            block0:
                v0 = \(address)
                v1 = call @apply(v0)
                ret v1
            }
            """)
    }

    // MARK: Memory

    static let memory: [ProgramCase] = [
        access("the last word", type: "i32", address: 0xFFFC),
        access("a word over the end", type: "i32", address: 0xFFFD),
        access("a wide word over the end", type: "i64", address: 0xFFF9),
        access("an address beyond memory", type: "i16", address: 0x1_0010),
        access("a byte at the very end", type: "i8", address: 0xFFFF_FFFF),
        access("a negative offset", type: "i32", address: 2, offset: "- 6"),
        access("a negative offset over the end", type: "i32", address: 2, offset: "- 4"),
        access("an offset that wraps", type: "f64", address: 0xFFF0, offset: "+ 24"),
        access("an i1", type: "i1", address: 77),
        ProgramCase(
            "globals and relocations in the host's memory", memory: "size 0 stack 0 pointer 8",
            """
            global @text size 8 align 1 constant = hex "48690a00"
            global @table size 24 align 8 = hex "01" reloc 8 @text + 2 reloc 16 func @twice
            func @twice (i32) -> (i32) noinline {
            block0(v0: i32):
                v1 = add.i32 v0, v0
                ret v1
            }
            func @main () -> (i32) entry {
            block0:
                v0 = global_addr.ptr @table
                v1 = load.ptr v0 + 8
                v2 = load.i8 v1
                v3 = zext.i32 v2
                v4 = load.ptr v0 + 16
                v5 = call_indirect (i32) -> (i32) (v4, v3)
                store.ptr v0, v1
                v6 = load.i64 v0
                v7 = ptr_to_int.i64 v1
                v8 = sub.i64 v6, v7
                v9 = trunc.i32 v8
                v10 = add.i32 v5, v9
                ret v10
            }
            """),
    ]

    private static func access(
        _ name: String, type: String, address: UInt32, offset: String = ""
    ) -> ProgramCase {
        ProgramCase(
            name,
            """
            func @read (i32) -> (\(type)) noinline {
            block0(v0: i32):
                v1 = load.\(type) v0 \(offset)
                store.\(type) v0 \(offset), v1
                ret v1
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 \(address)
                v1 = iconst.i32 0x1234567
                v2 = iconst.i32 0xfff8
                store.i32 v2, v1
                store.i32 v2 + 4, v1
                v3 = call @read(v0)
                v4 = iconst.i32 64
                store.\(type) v4, v3
                v5 = load.i32 v4
                v6 = load.i32 v4 + 4
                v7 = add.i32 v5, v6
                ret v7
            }
            """)
    }
}
