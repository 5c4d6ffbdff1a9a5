// What the parser takes, what it prints, and where it says that something is wrong.

import Foundation
import FrontendSmalltalk
import Support
import Testing

@Suite struct StasmParserTests {
    private func parse(_ text: String) -> (file: StasmFile, messages: [String]) {
        var sources = SourceMap()
        let id = sources.add(SourceFile(name: "a.stasm", text))
        var log = DiagnosticLog()
        let file = StasmParser.parse(Array(text.utf8), file: id, log: &log)
        return (file, log.diagnostics.map { describe($0, sources) })
    }

    private func describe(_ diagnostic: Diagnostic, _ sources: SourceMap) -> String {
        guard let span = diagnostic.span else { return "\(diagnostic.code) \(diagnostic.message)" }
        let place = sources[span.file].position(Int(span.start))
        return "\(place.line):\(place.column) \(diagnostic.code) \(diagnostic.message)"
    }

    // MARK: Text

    @Test(arguments: [StasmPrograms.v3, StasmPrograms.sista, StasmPrograms.blockCopy])
    func printedTextReadsBack(_ program: String) {
        let (file, messages) = parse(program)
        #expect(messages == [])
        let text = StasmPrinter.print(file)
        let (again, others) = parse(text)
        #expect(others == [])
        #expect(StasmPrinter.print(again) == text)
    }

    @Test func literalsArePrintedAsWritten() {
        let literals = [
            "nil", "true", "0", "-1", "123456789012345678901234567890", "-9223372036854775809", "2.5", "-0.0",
            "1.0e100",
            "5.0e-324", "float 7ff8000000000000", "$a", "$'", "char 10", "char 955", "'it''s'", "'\\n\\t\\r\\\\\\x00'",
            "'é'", "'\\xff\\x80'", "#foo:bar:", "#+", "#'with space'", "#''", "#()", "#(1 #(2 'x') #[1 255] nil)",
            "#[]",
            "{Foo}", "{'odd name'}", "{'nil'}", "{nil -> Foo}", "{nil -> Foo class}", "object 'Foo class' 12",
        ]
        let text =
            "method A>>a args 0 temps 0\n" + literals.map { "    lit \($0)\n" }.joined() + "    returnReceiver\nend\n"
        let (file, messages) = parse(text)
        #expect(messages == [])
        #expect(StasmPrinter.print(file) == text)
    }

    @Test func otherWaysToWrite() {
        let (file, messages) = parse(
            """
            class A super nil ; a comment
            method  A class >> foo:bar:   ; argument and temps are known
              here: there: pushLiteral #( 1 ; one
                2 )
                pushLiteralVariable A
                pushCharacter $;
                jump here
            end
            """)
        #expect(messages == [])
        let expected = """
            class A super nil

            method A class>>foo:bar: args 2 temps 2
            here:
            there:
                pushLiteral #(1 2)
                pushLiteralVariable {A}
                pushCharacter 59
                jump here
            end

            """
        #expect(StasmPrinter.print(file) == expected)
    }

    // MARK: Errors

    @Test(arguments: [
        ("foo", "1:1 E2710 expected 'class', 'global' or 'method'"),
        ("class A", "1:8 E2710 expected 'super'"),
        ("class A super nil wombat", "1:19 E2710 expected a shape, 'instvars', 'classvars' or 'classinstvars'"),
        ("class A super nil instvars 'x", "1:28 E2710 a text without its closing quote"),
        ("method A>a\nend", "1:8 E2710 expected '>>' and a selector"),
        ("method A>>a foo\nend", "1:13 E2710 expected 'args', 'temps', 'prim', 'large', 'sista' or 'flags'"),
        ("method A>>a\n  pushReciever\nend", "2:3 E2710 there is no instruction 'pushReciever'"),
        ("method A>>a\n  pop 3\nend", "2:7 E2710 too much in this line"),
        ("method A>>a\n  returnTop", "1:1 E2710 a method without its 'end'"),
        ("method A>>a\n  pushClosure\nend\nmethod A>>b\nend", "1:1 E2710 a method without its 'end'"),
        ("method A>>a\n  pushTemporaryVariable x\nend", "2:25 E2710 expected a variable's number"),
        (
            "method A>>a\n  pushTemporaryVariable 9999999999\nend",
            "2:25 E2711 a variable's number of more than nine digits"
        ),
        ("method A>>a\n  pushLiteral #[256]\nend", "2:17 E2711 a byte above 255"),
        ("method A>>a\n  pushLiteral #(1 2\nend", "3:1 E2710 expected a literal"),
        ("method A>>a\n  pushLiteral 1.0e999\nend", "2:15 E2711 a float that is too large"),
        ("method A>>a\n  pushLiteral foo\nend", "2:15 E2710 expected a literal"),
        ("method A>>a\n  sendSpecial foo\nend", "2:15 E2711 'foo' is no special selector; 'send' takes all"),
        ("method A>>a\n  lit #b\n  send [0] #c\nend", "3:12 E2718 literal 0 is not #c"),
        ("method A>>a\n  pop bytes 8\nend", "2:13 E2710 bytes are pairs of hexadecimal digits"),
        ("method A>>a\n  pop\n  lit 3\nend", "3:3 E2710 literals stand before the instructions"),
        ("method A>>a\n  pushLiteral '\\q'\nend", "2:16 E2710 '\\' takes n, r, t, \\ or x and two hexadecimal digits"),
    ])
    func errors(_ text: String, _ expected: String) {
        let messages = parse(text).messages
        #expect(messages.first == expected)
    }

    @Test func deepTextIsRefused() {
        let arrays = parse("method A>>a\npushLiteral " + String(repeating: "#(", count: 100_000)).messages
        #expect(arrays == ["2:93 E2712 literals go 40 deep at most"])
        let blocks = parse("method A>>a\n" + String(repeating: "pushClosure\n", count: 100_000)).messages
        #expect(blocks == ["33:1 E2712 blocks go 32 deep at most"])
    }

    /// A line that is wrong does not hide the next ones, but many are enough.
    @Test func errorsAreCollected() {
        let messages = parse("method A>>a\n  foo\n  bar\n  pop\nend\nwombat").messages
        #expect(messages.count == 3)
        #expect(parse(String(repeating: "foo\n", count: 1000)).messages.count == 50)
    }

    // MARK: Errors of whole programs

    @Test(arguments: [
        ("class A super nil\nclass A super nil", "2:7 E2713 the class 'A' is here twice"),
        ("class A super B", "1:15 E2714 there is no class 'B'"),
        ("class A super B\nclass B super A", "1:7 E2713 the class 'A' inherits from itself"),
        ("class A super nil instvars x y x", "1:32 E2713 the variable 'x' is there already"),
        ("class A super String instvars x", "1:7 E2713 objects of bytes have no variables"),
        ("class String super nil", "1:7 E2713 objects of class String are bytes"),
        (
            "class Class super nil instvars a b c",
            "1:7 E2713 the class Class needs three variables and then one called 'name'"
        ),
        ("method A>>a\nreturnReceiver\nend", "1:8 E2714 there is no class 'A'"),
        ("class A super nil\nmethod A>>a: args 2\nreturnReceiver\nend", "2:11 E2715 'a:' takes 1 argument, not 2"),
        (
            "class A super nil\nmethod A>>a\nreturnReceiver\nend\nmethod A>>a\nreturnReceiver\nend",
            "5:11 E2715 the method 'A>>a' is here twice"
        ),
        (
            "class A super nil\nmethod A>>a: args 1 temps 0\nreturnReceiver\nend",
            "2:1 E2715 a method with fewer variables than arguments"
        ),
        (
            "class A super nil\nmethod A>>a temps 64\nreturnReceiver\nend",
            "2:1 E2715 64 temporary variables, where 63 is the most"
        ),
        (
            "class A super nil\nmethod A>>a flags 0000000000000001\nreturnReceiver\nend",
            "2:1 E2715 only bits 15, 28 and 29 of a header are free to choose"
        ),
        (
            "class A super nil\nmethod A>>a\npushReceiverVariable x\nreturnTop\nend",
            "3:1 E2714 there is no variable 'x' in A"
        ),
        (
            "class A super nil\nmethod A>>a\npushReceiverVariable 0\nreturnTop\nend",
            "3:1 E2714 there is no variable 0: A has 0"
        ),
        (
            "class A super nil\nmethod A>>a\npushLiteralVariable X\nreturnTop\nend",
            "3:1 E2714 there is no class or variable 'X'"
        ),
        ("class A super nil\nmethod A>>a\njump L\nend", "3:1 E2716 there is no label 'L'"),
        ("class A super nil\nmethod A>>a\nL: pushReceiver\nL: returnTop\nend", "4:1 E2716 the label 'L' is here twice"),
        (
            "class A super nil\nmethod A>>a\nnop\nreturnReceiver\nend",
            "3:1 E2717 V3 has no such instruction, or none for such numbers"
        ),
        (
            "class A super nil\nmethod A>>a\npushReceiver bytes 71\nreturnTop\nend",
            "3:1 E2717 these bytes are not this instruction"
        ),
        (
            "class A super nil\nmethod A>>a\nlit 3\npushReceiver\nsend [0] args 0\nreturnTop\nend",
            "5:1 E2718 literal 0 is no selector"
        ),
        (
            "class A super nil\nmethod A>>a\nlit 3\npushLiteral 4\nreturnTop\nend",
            "4:1 E2718 this is none of the literals that the method lists"
        ),
        (
            "class A super nil\nmethod A>>a\nlit object Foo 3\nreturnReceiver\nend",
            "3:1 E2718 an object of an image (of class Foo), which text cannot make"
        ),
        ("class A super nil\nmethod A>>a\nend", "2:1 E2719 this method is not sound: code that goes on behind its end"),
        (
            "class A super nil\nmethod A>>a\npop\nreturnReceiver\nend",
            "3:1 E2719 this method is not sound: too little on the stack"
        ),
        (
            "class A super nil\nmethod A>>a\npushTemporaryVariable 0\nreturnTop\nend",
            "3:1 E2719 this method is not sound: no temporary variable 0"
        ),
        (
            "class A super nil\nmethod A>>a sista\npushFullClosure\npop\nend\nreturnTop\nend",
            "4:1 E2719 this method is not sound: too little on the stack"
        ),
    ])
    func errorsOfPrograms(_ text: String, _ expected: String) {
        let (image, log, sources) = StasmPrograms.assemble(text)
        let isThere = image != nil
        #expect(!isThere)
        #expect(log.diagnostics.first.map { describe($0, sources) } == expected)
    }

    @Test func bothMeaningsOfSpecialSelector24() {
        let equal = "class C super nil\nmethod C>>c\npushReceiver\npushReceiver\nsendSpecial ~~\nreturnTop\nend\n"
        let (_, log, sources) = StasmPrograms.assemble(StasmPrograms.blockCopy, equal)
        #expect(
            log.diagnostics.map { describe($0, sources) } == [
                "5:1 E2717 a program has 'blockCopy:' or '~~' as special selector 24, not both"
            ])
    }

    /// The programs of the reference are programs.
    @Test func theReferenceIsRight() throws {
        let page = try String(contentsOf: ConformanceKit.package.appending(path: "docs/stasm.md"), encoding: .utf8)
        let programs = page.split(separator: "```stasm\n").dropFirst().compactMap { $0.split(separator: "```").first }
        #expect(!programs.isEmpty)
        for program in programs {
            let (image, log, _) = StasmPrograms.assemble(String(program))
            let isThere = image != nil
            #expect(isThere)
            #expect(log.diagnostics.map(\.message) == [])
        }
    }

    /// Damaged text gives a program or errors, and never takes long.
    @Test func survivesDamage() {
        let text = Array((StasmPrograms.v3 + StasmPrograms.sista).utf8)
        for place in stride(from: 0, to: text.count, by: 3) {
            var damaged = text
            damaged[place] ^= 1 << UInt8(place % 8)
            var log = DiagnosticLog()
            let image = StasmAssembler.assemble([(id: SourceFileID(rawValue: 0), text: damaged)], log: &log)
            let isImage = image != nil
            #expect(isImage != log.hasErrors)
        }
    }
}
