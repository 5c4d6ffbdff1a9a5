// The hosted runtime from outside: arguments, output, services, traps and exit statuses of C programs built on it.

import Driver
import Foundation
import Testing

@Suite(.enabled(if: !Workshop.compilers.isEmpty, "no C compiler on this machine"))
struct HostedRuntimeTests {
    private let compiler = Workshop.compilers.first ?? ""

    private func run(_ program: CProgram, _ arguments: [String] = []) throws -> ProcessResult {
        try program.run(compiler, [arguments])[0]
    }

    @Test func argumentsAreIntegersOf64Bits() throws {
        let program = CProgram(body: "return a[0] + (a[1] >> 60);", parameters: 2)
        let good: [([String], Int32)] = [
            (["5", "0x10"], 5), (["-1", "0"], 255), (["+7", "-1"], 22), (["0xfF", "0"], 255),
            (["18446744073709551615", "0"], 255), (["-9223372036854775808", "0x8000000000000000"], 8),
        ]
        #expect(try program.run(compiler, good.map(\.0)).map(\.status) == good.map(\.1))
        let bad = [
            "", "x", "1x", "0x", "-", "18446744073709551616", "-9223372036854775809", "0x10000000000000000", "0X1",
        ]
        for (text, result) in zip(bad, try program.run(compiler, bad.map { [$0, "1"] })) {
            #expect(result.status == 2 && result.errors == "test: the argument '\(text)' is no integer of 64 bits\n")
        }
    }

    @Test func theNumberOfArgumentsMustFit() throws {
        let one = CProgram(body: "return 3;", parameters: 1)
        let counts = try one.run(compiler, [[], ["1"], Array(repeating: "1", count: 20)])
        #expect(counts.map(\.status) == [2, 3, 2])
        #expect(counts[0].errors == "test: the entry function takes 1 argument, but 0 were given\n")
        #expect(counts[2].errors == "test: the entry function takes 1 argument, but 20 were given\n")
        let none = try run(CProgram(body: ""), ["4"])
        #expect(none.errors == "test: the entry function takes 0 arguments, but 1 was given\n")
        let many = CProgram(body: "return a[0] + a[11];", parameters: 12)
        #expect(try run(many, (1...12).map(String.init)).status == 13)
    }

    @Test func servicesOfEveryProgram() throws {
        let result = try run(
            CProgram(
                body: """
                    regs[1] = 0x4000, regs[2] = 6;
                    hub_service(0x101, regs);
                    if (regs[0] != 6) return 1;
                    memory[0xFFFF] = '!';
                    regs[1] = 0xFFFF, regs[2] = 100;
                    hub_service(0x101, regs);
                    regs[1] = 0x10000;
                    hub_service(0x101, regs);
                    if (regs[0] != 100) return 2;
                    hub_service(0, regs);
                    uint32_t steps = regs[0];
                    hub_service(0, regs);
                    if (regs[0] <= steps) return 3;
                    regs[0] = 1;
                    hub_service(0x600, regs);
                    if (regs[0] != 0) return 4;
                    hub_service(0x700, regs);
                    if (regs[0] != 1) return 5;
                    hub_service(0x9AB, regs);
                    if (regs[0] != 0xFFFFFF01u) return 6;
                    regs[0] = 300;
                    hub_service(0x100, regs);
                    """))
        #expect(result == ProcessResult(status: 44, output: "hello\n!"))
    }

    @Test func muchOutputComesWhole() throws {
        let body = """
            for (int line = 0; line < 20000; line++) {
                regs[1] = 0x4000, regs[2] = 6;
                hub_service(0x101, regs);
            }
            for (int at = 0x5000; at < 0xF000; at++) memory[at] = 'x';
            regs[1] = 0x5000, regs[2] = 0xA000;
            hub_service(0x101, regs);
            hub_trap(9, 0);
            """
        let result = try run(CProgram(body: body))
        #expect(result.status == 70 && result.errors == "hsx: fault ILLEGAL_OPCODE\n")
        #expect(result.output == String(repeating: "hello\n", count: 20000) + String(repeating: "x", count: 0xA000))
    }

    @Test func widePointersOfTheHostAndOfMemory() throws {
        let host = CProgram(
            body: """
                uint64_t wide[16] = {0};
                wide[1] = (uint64_t)(uintptr_t)text, wide[2] = 6;
                hub_service_wide(0x101, wide);
                hub_service_wide(0x400, wide);
                if (wide[0] != 0xFFFFFF01u) return 1;
                wide[0] = 259;
                hub_service_wide(0x100, wide);
                """, memorySize: 0)
        #expect(try run(host) == ProcessResult(status: 3, output: "hello\n"))
        let sized = CProgram(
            body: """
                uint64_t wide[16] = {0};
                wide[1] = 0x4000, wide[2] = 6;
                hub_service_wide(0x101, wide);
                wide[1] = a[0], wide[2] = a[1];
                hub_service_wide(0x101, wide);
                """, parameters: 2, memorySize: 0x20000)
        let results = try sized.run(compiler, [["0x20000", "0"], ["0x1ffff", "2"], ["-1", "2"]])
        #expect(results[0] == ProcessResult(status: 0, output: "hello\n"))
        for result in results.dropFirst() {
            #expect(result == ProcessResult(status: 70, output: "hello\n", errors: "hubc: trap memory_fault\n"))
        }
    }

    @Test func trapsSayWhatAndWhere() throws {
        let body = """
            if (a[0] == 99) hub_breakpoint(4095);
            hub_trap((uint32_t)a[0], a[1] ? "a.mvasm:7" : 0);
            """
        let faults = [
            "ILLEGAL_OPCODE", "DIV_ZERO", "MEM_FAULT", "STACK_OVERFLOW", "STACK_UNDERFLOW", "ILLEGAL_OPCODE",
            "PC_OUT_OF_RANGE", "ILLEGAL_OPCODE", "ILLEGAL_OPCODE", "ILLEGAL_OPCODE",
        ]
        let machine = CProgram(body: body, parameters: 2)
        for (code, result) in try machine.run(compiler, faults.indices.map { ["\($0)", "0"] }).enumerated() {
            #expect(result == ProcessResult(status: 70, errors: "hsx: fault \(faults[code])\n"))
        }
        let names = [
            "unreachable", "divide_by_zero", "memory_fault", "stack_overflow", "stack_underflow",
            "illegal_instruction", "pc_out_of_range", "bad_cast", "index_out_of_range", "user",
        ]
        let other = CProgram(body: body, parameters: 2, memorySize: 0)
        for (code, result) in try other.run(compiler, names.indices.map { ["\($0)", "1"] }).enumerated() {
            #expect(result == ProcessResult(status: 70, errors: "hubc: trap \(names[code]) at a.mvasm:7\n"))
        }
        #expect(try run(machine, ["99", "0"]) == ProcessResult(status: 70, errors: "hsx: breakpoint 4095\n"))
    }

    @Test func theProcessorsFaultsAreTraps() throws {
        let deep = """
            static volatile int bottom;
            static int dig(int depth) {
                volatile char frame[256];
                frame[depth & 255] = 1;
                return bottom ? 0 : dig(depth + 1) + frame[depth & 255];
            }
            """
        let body = """
            uint64_t wide[16] = {0};
            wide[1] = (uint64_t)(uintptr_t)text, wide[2] = 6;
            hub_service_wide(0x101, wide);
            if (a[0] == 1) return (uint64_t)dig(0);
            *(volatile int *)(uintptr_t)a[0] = 1;
            """
        let program = CProgram(body: body, parameters: 1, memorySize: 0, declarations: deep)
        let results = try program.run(compiler, flags: ["-O0"], [["0"], ["0x8000000000000000"], ["1"]])
        for (result, name) in zip(results, ["memory_fault", "memory_fault", "stack_overflow"]) {
            #expect(result == ProcessResult(status: 70, output: "hello\n", errors: "hubc: trap \(name)\n"))
        }
    }

    @Test func filesLiveInTheSandbox() throws {
        let body = """
            static const char name[] = "note.txt";
            for (unsigned at = 0; at < sizeof name; at++) memory[at] = (uint8_t)name[at];
            regs[1] = 0, regs[2] = 0x41;
            hub_service(0x400, regs);
            regs[1] = regs[0], regs[2] = 0x4000, regs[3] = 6;
            hub_service(0x402, regs);
            return regs[0];
            """
        let program = CProgram(body: body, parts: .devices)
        try Workshop.withFolder { sandbox in
            let environment = ["HUBC_SANDBOX": sandbox.path]
            #expect(try program.run(compiler, environment: environment)[0].status == 6)
            #expect(try Data(contentsOf: sandbox.appendingPathComponent("note.txt")) == Data("hello\n".utf8))
            let missing = try program.run(compiler, environment: ["HUBC_SANDBOX": sandbox.path + "/none"])[0]
            #expect(missing.status == 70 && missing.errors.contains("HUBC_SANDBOX names no folder"))
        }
    }

    @Test func keptCodeRunsOnTheProgramsMemory() throws {
        // At 4: ADD R0, R0, R1; ST [R0 + 0x100], R15; RET.
        let code: [UInt32] = [0, 0x1000_1000, 0x0300_F100, 0x2500_0000]
        let body = """
            regs[0] = 4, regs[1] = 8, regs[15] = 0x7000;
            hub_service(HUB_KEPT_CODE | 4, regs);
            if (memory[0x10C] != 0 || memory[0x10D] != 0x70) return 1;
            if (a[0] == 1) hub_service(HUB_KEPT_CODE | 0x8000, regs);
            return regs[0];
            """
        let program = CProgram(body: body, parameters: 1, parts: .keptCode, code: code)
        let results = try program.run(compiler, [["0"], ["1"]])
        #expect(results[0] == ProcessResult(status: 12))
        #expect(results[1] == ProcessResult(status: 70, errors: "hsx: fault PC_OUT_OF_RANGE\n"))
    }

    @Test(arguments: Workshop.compilers, [[], .devices, .keptCode, .objects, [.objects, .traces]] as [RuntimeParts])
    func compilesWithoutWarnings(_ compiler: String, _ parts: RuntimeParts) throws {
        // Programs in C have no traces.
        let program = CProgram(body: "return 9;", parts: parts.subtracting(.traces))
        for level in ["-O0", "-O2"] {
            #expect(try program.run(compiler, flags: [level])[0] == ProcessResult(status: 9))
        }
        try Workshop.withFolder { folder in
            let unit = RuntimeSources.unit(parts)
            try Data(unit.bytes).write(to: folder.appendingPathComponent(unit.name))
            let flags = ["-std=c11", "-Wall", "-Wextra", "-pedantic", "-Werror", "-c", unit.name]
            #expect(try Workshop.run(compiler, flags, in: folder) == ProcessResult(status: 0))
        }
    }

    @Test(.enabled(if: Workshop.find("gcc") != nil, "no gcc on this machine"))
    func sanitizersFindNothing() throws {
        let body = """
            regs[1] = 0x4000, regs[2] = 6;
            hub_service(0x101, regs);
            regs[1] = 0x4000;
            hub_service(0x500, regs);
            regs[0] = 4, regs[1] = 8, regs[15] = 0x7000;
            hub_service(HUB_KEPT_CODE, regs);
            if (a[0] == 1) hub_trap(1, 0);
            return regs[0];
            """
        let program = CProgram(body: body, parameters: 1, parts: .keptCode, code: [0x1000_1000, 0x2500_0000])
        let flags = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
        let results = try program.run(Workshop.find("gcc") ?? "", flags: flags, [["0"], ["1"]])
        #expect(results[0] == ProcessResult(status: 12, output: "hello\n"))
        #expect(results[1] == ProcessResult(status: 70, output: "hello\n", errors: "hsx: fault DIV_ZERO\n"))
    }

    @Test func amalgamationHoldsEachFileOnceAndNoIncludeOfOurs() {
        let texts = [RuntimeSources.header(), RuntimeSources.unit([]), RuntimeSources.unit([.keptCode, .objects])].map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
        for text in texts {
            #expect(!text.contains("#include \""))
            let marks = text.split(separator: "\n").filter { $0.hasPrefix("// ---- Runtime/") }
            let templates = marks.filter { $0.hasSuffix("/loop.h") }
            #expect(Set(marks).count == marks.count - max(0, templates.count - 1))
        }
        #expect(texts[1].count < 30_000)
    }
}
