import FrontendHSX
import HSXMachine
import Support
import Testing

@Suite struct AssemblerTests {
    @Test func operandFormsOfTheReferenceAndTheSuperset() {
        let (object, log) = assemble(
            """
            start: LDI R1, -5 ; comment; with another
              ld r2,[R1+4]
              LD R2, [ R1 + 4 ]
              LD R2 [R1]
              LD R2, [R7+-8]
              LD R2, [R7 - 8]
              STB [R3+1], R4
              SVC MOD=0x1, FN=0x1
              svc mod = 1 , fn = 1
              SVC 1, 1
              SVC 0x101
              CALL R5
              CALL R5+2
              CALL R5 - 2
              BRK
              BRK 7
              PUSH R9
              POP R9
              LDI R1, 'A'
              LDI32 R1, 0xFFFFFFFF
              RET
            """)
        #expect(log.diagnostics.isEmpty)
        #expect(
            object.code == [
                0x0110_0FFB, 0x0221_0004, 0x0221_0004, 0x0221_0000, 0x0227_0FF8, 0x0227_0FF8, 0x0803_4001, 0x3000_0101,
                0x3000_0101,
                0x3000_0101, 0x3000_0101, 0x2405_0000, 0x2405_0002, 0x2405_0FFE, 0x7F00_0000, 0x7F00_0007, 0x4009_0000,
                0x4190_0000,
                0x0110_0041, 0x6010_0000, 0xFFFF_FFFF, 0x2500_0000,
            ])
        #expect(object.lineTable.rows.count == 21)
        #expect(object.lineTable.rows.last == HSXLineRow(offset: 84, file: 0, line: 21, column: 3))
    }

    @Test func stringsAreDecodedAndCompatibleOnesKeepTheDefect() {
        let text = #"""
            .data
            .ascii "a;\n\x41\0\\\"é", "b"
            .asciz "c"
            .byte 'x', "yz", -1, ';'
            """#
        #expect(
            assemble(text).object.data == [
                0x61, 0x3B, 0x0A, 0x41, 0, 0x5C, 0x22, 0xE9, 0x62, 0x63, 0, 0x78, 0x79, 0x7A, 0xFF, 0x3B,
            ])
        #expect(
            assemble(".data\n.ascii \"a\\n\\x41\"", isCompatible: true).object.data == [0x61, 0x0A, 0x6E, 0x41, 0x31])
    }

    @Test func constantsMayComeLate() {
        let (object, log) = assemble(
            """
            .equ SIZE = 4 + 4
            LDI R1, SIZE-1
            LDI R2, LATER+1
            .data
            msg: .ascii "hello"
            .equ LENGTH, . - msg
            .zero SIZE
            .half LENGTH, LATER
            .equ LATER, 0x21
            .bss
            .align 4
            buffer: .zero 10
            """)
        #expect(log.diagnostics.isEmpty)
        #expect(object.code == [0x0110_0007, 0x0120_0022])
        #expect(object.data.suffix(4) == [5, 0, 0x21, 0])
        #expect(object.bssSize == 10 && object.bssAlignment == 4)
    }

    @Test func labelsAcrossSectionsLink() throws {
        let (image, program, codes) = link([
            """
            .entry main
            helper: LDI R0, 1
              RET
            main: CALL helper
              CALL helper+4
              LDI32 R1, buffer+2
              LDI32 R2, word
              JMP main
            .data
            word: .word main, word, buffer
            .byte 1
            .bss
            buffer: .zero 6
            """
        ])
        #expect(codes.isEmpty)
        let linked = try #require(image)
        #expect(linked.entry == 8)
        #expect(
            linked.code == [
                0x0100_0001, 0x2500_0000, 0x2400_0FFE, 0x2400_0FFE, 0x6010_0000, 0x4012, 0x6020_0000, 0x4000,
                0x2100_0008,
            ])
        #expect(linked.data == [8, 0, 0, 0, 0, 0x40, 0, 0, 0x10, 0x40, 0, 0, 1])
        #expect(linked.bssSize == 9)
        #expect(program?.functions.map(\.name) == ["helper", "main"])
        #expect(program?.relocation(ofWord: 8).map { program?.name($0.target) } == "main")
        #expect(program?.relocation(ofWord: 0) == nil)
    }

    @Test func metadataMaySpanLines() {
        let (object, log) = assemble(
            """
            .value {"group": 1, "id": 2, "name": "a;b",
                    "flags": "RO|PERSIST", "init": 1.5, "min_raw": 7} ; note
            .mailbox [{"target": "app:x", "capacity": 64}, {"name": "svc:y"}]
            .cmd {"group": 1, "cmd": 3, "handler": "run"}
            run: RET
            """)
        #expect(log.diagnostics.isEmpty)
        #expect(object.metadata.values.first?.flags == 3 && object.metadata.values.first?.initial == 0x3E00)
        #expect(object.metadata.mailboxes.map(\.target) == ["app:x", "svc:y"])
        #expect(object.lineTable.rows.map(\.line) == [5])
    }

    @Test(arguments: [
        ("LDI R1, 2048", "E1011"), ("LDI R1, -2049", "E1011"), ("SVC 16, 0", "E1011"), ("SVC MOD=1, FN=256", "E1011"),
        ("SVC 0x1000", "E1011"), ("JMP 4096", "E1011"), ("JMP -4", "E1011"), ("LDI32 R1, 0x100000000", "E1011"),
        ("CALL R0", "E1021"),
        ("ADD R1, R2, R3, R4", "E1005"), ("ADD R1, R2", "E1003"), ("ADD R1, R2, R16", "E1004"), ("FOO R1", "E1001"),
        ("JMP nowhere", "E1033"),
        ("x: RET\nx: RET", "E1007"), (".data\nLDI R1, 1", "E1019"), (".byte 1", "E1023"), (".frob", "E1025"),
        (".data\n.byte 256", "E1011"),
        (".data\n.ascii \"abc", "E1016"), (".data\n.ascii \"\\q\"", "E1017"), (".data\n.ascii \"\u{20AC}\"", "E1018"),
        (".data\n.zero 99999999999999999", "E1026"), (".org 0x7FFFFFFFFFFFFFFF", "E1026"),
        ("LDI R1, 99999999999999999999", "E1013"),
        (".include \"none\"", "E1027"), (".value {", "E1030"), (".value []", "E1031"),
        (".value {\"group\": 300, \"id\": 1}", "E1032"),
        (".export gone", "E1035"), (".equ A, 1\n.export A", "E1034"), (".import f\nf: RET", "E1036"),
        ("LDI R1, 0x", "E1013"),
        (".entry d\n.data\nd: .byte 1", "E1037"), (".cmd {\"group\":1,\"id\":1,\"handler\":\"h\"}", "E1038"),
        ("a: LDI R1, -a", "E1014"),
        ("@", "E1002"), (".data\n.zero n", "E1009"), (".textual", "E1024"), ("RET # done", "E1006"),
        ("a: .equ b, a+4", "E1011"), ("JMP 2", "E1020"),
    ])
    func mistakesAreReported(text: String, code: String) {
        #expect(codes(text) == [code])
    }

    @Test func diagnosticsHaveSpansAndFixIts() throws {
        let text = "  RET\n  CLAL main\n"
        let diagnostic = try #require(assemble(text).log.diagnostics.first)
        let position = SourceFile(name: "m", text).position(Int(diagnostic.span?.start ?? 0))
        #expect(position == SourcePosition(line: 2, column: 3))
        #expect(diagnostic.fixIts.first?.replacement == "CALL")
    }

    @Test func compatibleModeFollowsTheReference() {
        #expect(assemble("SVC 1, 1", isCompatible: true).object.code == [0x3000_0000])
        #expect(assemble("SVC MOD=0x11, FN=0x101", isCompatible: true).object.code == [0x3000_0101])
        #expect(assemble("JMP -4", isCompatible: true).object.code == [0x2100_0FFC])
        #expect(assemble("RET junk", isCompatible: true).log.hasErrors == false)
        #expect(assemble("f: RET\n.export f", isCompatible: true).object.symbols.first?.isExported == false)
        #expect(assemble("f: RET\n.export f").object.symbols.first?.isExported == true)
        #expect(!assemble("odd name-1:\nRET", isCompatible: true).log.hasErrors)
    }

    @Test func includesAreReadOnceEachAndNeverForEver() {
        let files = [("a", "LDI R1, 1\n.include b"), ("b", "RET\n.include \"c\""), ("c", ".include a")]
        let (object, log) = assemble(".include \"a\"\nRET", files: files)
        #expect(object.code == [0x0110_0001, 0x2500_0000, 0x2500_0000])
        #expect(log.diagnostics.map(\.code) == ["E1028"])
        #expect(log.diagnostics.first?.span?.file == SourceFileID(rawValue: 3))
        #expect(object.lineTable.files == ["main.mvasm", "a", "b", "c"])
    }

    @Test func errorsAreCapped() {
        let log = assemble(String(repeating: "FOO\n", count: 5000)).log
        #expect(log.errorCount == 101 && log.diagnostics.last?.code == "E1000")
    }

    @Test func lineEndsDoNotMatter() {
        #expect(assemble("a:\r\n LDI R1, 1\r\n.data\r\n.byte 1\r\n").object.code == [0x0110_0001])
        #expect(assemble("RET").object.code == [0x2500_0000])
        #expect(assemble("").object.code.isEmpty)
    }
}
