// Machine code kept as written runs the same in the interpreter, in the virtual machine and wherever else this machine
// can run programs: one program for each reason to keep code, and for what kept code may do.

import Driver
import Foundation
import Support
import Testing

/// A program with kept code, in HSX assembly.
struct KeptProgram: Sendable, CustomTestStringConvertible {
    let name: String
    let source: String
    let status: Int32
    var output = ""

    var testDescription: String { name }

    init(_ name: String, status: Int32, output: String = "", _ source: String) {
        self.name = name
        self.source = source
        self.status = status
        self.output = output
    }

    static let reasons: [KeptProgram] = [
        KeptProgram(
            "code-address", status: 32,
            """
            main: LDI R1, 4
                CALL dispatch
                ADD R0, R0, R0
                RET
            dispatch: LDI32 R5, square
                CALL R5
                RET
            square: MUL R0, R1, R1
                RET
            """),
        KeptProgram(
            "indirect-call", status: 16,
            """
            main: LDI R1, 4
                CALL dispatch
                RET
            dispatch: LDI32 R5, table
                LD R5, [R5]
                CALL R5
                RET
            square: MUL R0, R1, R1
                RET
            .data
            table: .word square
            """),
        KeptProgram(
            "unbalanced-stack", status: 1,
            """
            main: LDI R1, 3
                CALL spill
                LDI R0, 1
                RET
            spill: LDI R2, 1
            again: PUSH R1
                SUB R1, R1, R2
                JNZ again
                POP R1
                POP R1
                POP R1
                RET
            """),
        KeptProgram(
            "return-address", status: 12,
            """
            main: LDI R1, 5
                CALL f
                ADD R0, R0, R1
                RET
            f: POP R14
                LDI R0, 7
                PUSH R14
                RET
            """),
        KeptProgram(
            "caller-frame", status: 9,
            """
            main: CALL outer
                RET
            outer: LDI R1, 9
                PUSH R1
                CALL inner
                POP R1
                RET
            inner: LD R0, [R15+4]
                RET
            """),
        KeptProgram(
            "stack-number", status: 0xFC,
            """
            main: CALL where
                RET
            where: MOV R2, R15
                XOR R0, R2, R1
                RET
            """),
        KeptProgram(
            "misaligned-jump", status: 3,
            """
            main: CALL f
                RET
            f: LDI R0, 3
                LDI R2, 1
                AND R2, R2, R2
                JZ 18
                RET
            """),
        KeptProgram(
            "flags-across-call", status: 1,
            """
            main: LDI R1, 3
                CALL middle
                RET
            middle: CALL f
                JZ yes
                LDI R0, 0
                RET
            yes: LDI R0, 1
                RET
            f: LDI32 R5, nothing
                CALL R5
                LDI R2, 3
                CMP R1, R2
                RET
            nothing: RET
            """),
    ]

    static let abilities: [KeptProgram] = [
        KeptProgram(
            "keeps the frames of its callers", status: 34,
            """
            main: CALL caller
                RET
            caller: LDI R1, 11
                PUSH R1
                LDI R1, 22
                PUSH R1
                CALL f
                LD R2, [R15+4]
                ADD R0, R0, R2
                POP R1
                ADD R0, R0, R1
                POP R1
                RET
            f: LDI R3, 99
                PUSH R3
                PUSH R3
                PUSH R3
                LDI32 R5, g
                CALL R5
                POP R3
                POP R3
                POP R3
                RET
            g: LDI R0, 1
                RET
            """),
        KeptProgram(
            "shares memory and output", status: 7, output: "abcabd",
            """
            main: LDI32 R1, text
                LDI R2, 3
                SVC 1, 1
                CALL f
                LDI32 R1, text
                LDI R2, 3
                SVC 1, 1
                LDI32 R3, text
                LDB R0, [R3+3]
                RET
            f: LDI32 R5, change
                CALL R5
                LDI R0, 1
                SVC 6, 0
                RET
            change: LDI32 R3, text
                LDI R4, 100
                STB [R3+2], R4
                LDI R4, 7
                STB [R3+3], R4
                RET
            .data
            text: .ascii "abc"
                .byte 0
            """),
        KeptProgram(
            "mailboxes of both worlds are the same", status: 3,
            """
            main: LDI32 R1, name
                LDI R2, 0
                SVC 5, 0
                PUSH R1
                LDI32 R2, name
                LDI R3, 3
                LDI R4, 0
                LDI R5, 0
                SVC 5, 2
                POP R1
                CALL f
                MOV R0, R1
                RET
            f: LDI32 R5, receive
                CALL R5
                RET
            receive: LDI32 R2, room
                LDI R3, 8
                LDI R4, 0
                LDI R5, 0
                SVC 5, 3
                RET
            .data
            name: .asciz "app:x"
            room: .word 0, 0
            """),
        KeptProgram(
            "ends the program", status: 44, output: "hi",
            """
            main: LDI32 R1, text
                LDI R2, 2
                SVC 1, 1
                CALL f
                LDI R0, 1
                RET
            f: LDI32 R5, stop
                CALL R5
                RET
            stop: LDI R0, 300
                SVC 1, 0
                RET
            .data
            text: .ascii "hi"
            """),
        KeptProgram("divides by zero", status: 70, call("LDI R2, 0", "DIV R0, R2, R2")),
        KeptProgram("leaves memory", status: 70, call("LDI R2, -1", "LD R0, [R2]")),
        KeptProgram("leaves the code", status: 70, call("LDI32 R5, 0x8000", "CALL R5")),
        KeptProgram("stops for a debugger", status: 70, call("BRK 7", "LDI R0, 1")),
        KeptProgram("overflows the stack", status: 70, call("again: PUSH R1", "JMP again")),
    ]

    /// A lifted entry that calls kept code, which runs two instructions.
    private static func call(_ first: String, _ second: String) -> String {
        """
        main: CALL f
            RET
        f: LDI32 R5, g
            CALL R5
            RET
        g: \(first)
            \(second)
            RET
        """
    }
}

@Suite struct KeptCodeTests {
    @Test(arguments: KeptProgram.reasons + KeptProgram.abilities, [OptimizationLevel.none, .standard])
    func runsTheSameEverywhere(_ program: KeptProgram, _ level: OptimizationLevel) throws {
        try Workshop.withFolder { folder in
            let path = folder.appendingPathComponent("program.mvasm").path
            try Data((".entry main\n" + program.source + "\n").utf8).write(to: URL(fileURLWithPath: path))
            var context = CommandContext(
                options: try OptionParser.parse(["build", path, "--target", "native", level.rawValue]).options)
            let plan = try #require(BuildPlan.make(&context))
            let loaded = try #require(ModuleLoader.load(plan, &context), "\(context.log.diagnostics.map(\.message))")
            #expect(loaded.isKeptWhole || loaded.verbatim != nil, "everything was lifted")
            var workshop = ProgramWorkshop(loaded, plan)
            // Compiling the machine again and again takes time, and its level is the same for all.
            let isCompiled = level == .standard
            let ways = ExecutionWay.all.filter { $0.target == nil || $0 == .machine || isCompiled }
            for way in ways {
                // wasmkit cannot sleep, and says so on standard output.
                if way == .wasm(.wasmkit), program.source.contains("SVC 6, 0") { continue }
                do {
                    let prepared = try workshop.prepare(way, CommandContext(options: context.options))
                    let observed = try workshop.run(prepared, [], timeLimit: .seconds(60))
                    let errors = String(decoding: observed.errors, as: UTF8.self)
                    #expect(observed.status == program.status, "\(way.name): \(errors)")
                    #expect(String(decoding: observed.output, as: UTF8.self) == program.output, "\(way.name)")
                } catch ExecutionFailure.unavailable {
                    continue
                } catch {
                    Issue.record("\(way.name): \(error)")
                }
            }
        }
    }
}
