import IR
import Support
import Testing

/// A text with a mistake, the code of its diagnostic, and the bytes that it points at.
struct Mistake: Sendable, CustomTestStringConvertible {
    let code: String
    let place: String
    let text: String

    init(_ code: String, _ place: String, _ text: String) {
        self.code = code
        self.place = place
        self.text = text
    }

    /// In the body of a function `@f (i32) -> ()`.
    static func line(_ code: String, _ place: String, _ line: String) -> Mistake {
        Mistake(code, place, "func @f (i32) -> () {\nblock0(v0: i32):\n  \(line)\n  ret\n}")
    }

    var testDescription: String { "\(code) \(text)" }
}

@Suite struct ParserErrorTests {
    static let mistakes: [Mistake] = [
        // Syntax.
        Mistake("E3001", "nonsense", "nonsense"),
        Mistake("E3001", "@f", "import @f () -> ()"),
        Mistake("E3001", "{", "import func @f () -> () {\n}"),
        Mistake("E3001", "\n", "func @f () -> ()\n}"),
        Mistake("E3001", "@g", "global @g size 1 align 1 @g"),
        Mistake("E3001", "7", "root @r = 7"),
        Mistake("E3001", "variable", "root @r variable"),
        Mistake("E3001", "5", "root @r = array(5)"),
        Mistake("E3001", "1", "root @r = $l(1)\nlayout $l { a: any }"),
        Mistake("E3001", "\"61\"", "root @r = bytes \"61\""),
        Mistake("E3001", "size", "func @size () -> () {\nslot size\n}"),
        Mistake("E3001", "#", "#"),
        Mistake("E3001", "\"open", "metadata \"a\" \"open\n"),
        .line("E3001", "i32", "v1 = neg i32"),
        .line("E3001", ".", "nop.i32"),
        .line("E3001", "lt", "v1 = icmp.i32 lt v0, v0"),
        .line("E3001", "oops", "trap oops"),
        .line("E3001", "\n", "v1 = add.i32 v0,"),
        .line("E3001", "v0", "switch.i32 v0 { 1 v0 }"),
        .line("E3001", "x", "v1 = iconst.i32 x"),
        // Numbers and texts.
        Mistake("E3004", "4294967296", "global @g size 4294967296 align 1"),
        .line("E3004", "v4294967296", "v1 = neg.i32 v4294967296"),
        .line("E3004", "2147483648", "v1 = load.i32 v0 + 2147483648"),
        Mistake("E3005", "99999999999999999999", "global @g size 99999999999999999999 align 1"),
        Mistake("E3005", "0xfg", "global @g size 0xfg align 1"),
        .line("E3005", "v00", "v1 = neg.i32 v00"),
        .line("E3005", "1.5", "v1 = iconst.i32 1.5"),
        .line("E3005", "1.5.5", "v1 = fconst.f32 1.5.5"),
        .line("E3006", "256", "v1 = iconst.i8 256"),
        .line("E3006", "-129", "v1 = iconst.i8 -129"),
        .line("E3006", "2", "v1 = iconst.i1 2"),
        .line("E3006", "0x1ffff", "v1 = fconst.f16 0x1ffff"),
        .line("E3006", "65520.0", "v1 = fconst.f16 65520.0"),
        .line("E3006", "1e999", "v1 = fconst.f64 1e999"),
        Mistake("E3006", "128000", "layout $l { a: i16 }\nroot @r = $l(128000)"),
        Mistake("E3006", "-18446744073709551615", "root @r = int -18446744073709551615"),
        .line("E3007", "1.5", "v1 = fconst.i32 1.5"),
        Mistake("E3008", "\"\\q\"", "metadata \"\\q\" \"\""),
        Mistake("E3008", "\"\\x4\"", "metadata \"\\x4\" \"\""),
        Mistake("E3008", "\"\\xff\"", "metadata \"\\xff\" \"\""),
        Mistake("E3008", "\"123\"", "global @g size 9 align 1 = hex \"123\""),
        Mistake("E3008", "\"1g\"", "global @g size 9 align 1 = hex \"1g\""),
        // Names.
        Mistake("E3009", "module \"n\"", "module \"n\""),
        Mistake(
            "E3009", "memory size 1 stack 1 pointer 4",
            "memory size 0 stack 0 pointer 4\nmemory size 1 stack 1 pointer 4"),
        Mistake("E3009", "$l", "layout $a { }\nlayout $l { }\nlayout $l { }"),
        Mistake("E3009", "@g", "global @g size 1 align 1\nglobal @g size 1 align 1"),
        Mistake("E3009", "@r", "root @r\nglobal @r size 1 align 1\nroot @r"),
        Mistake("E3009", "@s", "service @s = 1 () -> ()\nservice @s = 1 () -> ()"),
        Mistake("E3009", "@f", "func @f () -> () {\n}\nfunc @f () -> () {\n}"),
        .line("E3009", "v0", "v0 = iconst.i32 1"),
        Mistake("E3009", "v0", "func @f () -> () {\nblock0(v0: i32, v0: i32):\n}"),
        Mistake("E3009", "block0", "func @f () -> () {\nblock0:\nblock0:\n}"),
        Mistake("E3010", "$l", "func @f ($l) -> () {\n}"),
        Mistake("E3010", "@g", "global @g size 1 align 1\nroot @r = @g"),
        Mistake("E3010", "@r", "root @r\nroot @s = closure @r()"),
        Mistake("E3010", "$l", "root @r = $l()"),
        .line("E3010", "@g", "v1 = root_get @g"),
        .line("E3010", "@g", "v1 = global_addr.ptr @g"),
        .line("E3010", "@g", "call @g()"),
        .line("E3010", "@g", "service @g()"),
        Mistake("E3011", "i128", "func @f (i128) -> () {\n}"),
        Mistake("E3012", "1", "file 1 \"a\""),
        Mistake("E3012", "x1", "func @f () -> () {\nvar x1: i32 \"a\"\n}"),
        Mistake("E3012", "ss4294967295", "func @f () -> () {\nslot ss4294967295 size 1 align 1\n}"),
        Mistake("E3014", "\"0102\"", "global @g size 1 align 1 = hex \"0102\""),
        // Bodies.
        .line("E3015", "v7", "v1 = neg.i32 v7"),
        .line("E3015", "block7", "jump block7"),
        .line("E3015", "x0", "v1 = var_get.i32 x0"),
        .line("E3015", "ss0", "v1 = slot_addr.i32 ss0"),
        Mistake("E3016", "func", "func @f () -> () {\nblock0:\nret\nfunc @g () -> () {\n}"),
        Mistake("E3016", "", "func @f () -> () {"),
        .line("E3017", "ss0", "slot ss0 size 4 align 4"),
        .line("E3017", "x0", "var x0: i32 \"a\""),
        .line("E3018", "frob", "v1 = frob.i32 v0"),
        Mistake("E3019", "ret", "func @f () -> () {\nret\n}"),
        .line("E3020", "neg.i32 v0", "neg.i32 v0"),
        .line("E3020", "v1, v2 = neg.i32 v0", "v1, v2 = neg.i32 v0"),
        .line("E3020", "v1 = nop", "v1 = nop"),
    ]

    @Test(arguments: mistakes)
    func reports(_ mistake: Mistake) throws {
        let file = SourceFile(name: "m.hir", "module \"m\"\n" + mistake.text)
        let (module, log) = IRParser.parse(file, id: SourceFileID(rawValue: 0))
        #expect(module == nil)
        let diagnostic = try #require(log.diagnostics.first)
        let span = try #require(diagnostic.span)
        #expect(diagnostic.code == mistake.code, "\(diagnostic.message)")
        #expect(String(decoding: file.text[Int(span.start)..<Int(span.end)], as: UTF8.self) == mistake.place)
        #expect(log.diagnostics.count == 1, "\(log.diagnostics.map(\.message))")
        if mistake.code == "E3009" { #expect(diagnostic.notes.first?.span != nil) }
    }

    @Test func aFileStartsWithAModuleLine() {
        let (module, log) = IRParser.parse(SourceFile(name: "m.hir", "; nothing\n"), id: SourceFileID(rawValue: 0))
        #expect(module == nil)
        #expect(log.diagnostics.map(\.code) == ["E3002"])
    }

    @Test func oneMistakeIsReportedOnceAndParsingGoesOn() {
        let text = """
            module "m"
            layout $l { a: oops }
            func @f (i32) -> () {
            block0(v0: i32):
                v1 = frob.i32 v0
                v2 = neg.i32 v1
                v3 = neg.i32 v9
                jump block5
            }
            func @broken (i3) -> (i32) {
            block0:
                ret
            }
            func @g () -> () {
            block0:
                v0 = call @broken()
                v1 = zext.i64
            }
            """
        let (_, log) = IRParser.parse(SourceFile(name: "m.hir", text), id: SourceFileID(rawValue: 0))
        #expect(log.diagnostics.map(\.code) == ["E3011", "E3011", "E3018", "E3015", "E3015", "E3001"])
    }

    @Test func givesUpAfterFiftyErrors() {
        let text = "module \"m\"\n" + String(repeating: "bad\n", count: 1000)
        let (_, log) = IRParser.parse(SourceFile(name: "m.hir", text), id: SourceFileID(rawValue: 0))
        #expect(log.diagnostics.count == 51)
        #expect(log.diagnostics.last?.code == "E3003")
    }

    @Test(arguments: [
        ("iconst.i32 4294967295", "iconst.i32 -1"), ("iconst.i32 0xffffffff", "iconst.i32 -1"),
        ("iconst.i1 -1", "iconst.i1 1"),
        ("iconst.i64 18446744073709551615", "iconst.i64 -1"),
        ("iconst.i64 -9223372036854775808", "iconst.i64 -9223372036854775808"),
        ("iconst.i8 -0x80", "iconst.i8 -128"), ("fconst.f32 1.5", "fconst.f32 0x3fc00000"),
        ("fconst.f64 -0.0", "fconst.f64 0x8000000000000000"),
        ("fconst.f16 inf", "fconst.f16 0x7c00"), ("fconst.f16 -inf", "fconst.f16 0xfc00"),
        ("fconst.f32 nan", "fconst.f32 0x7fc00000"),
        ("fconst.f64 1e-3", "fconst.f64 0x3f50624dd2f1a9fc"), ("fconst.f64 25E+1", "fconst.f64 0x406f400000000000"),
        ("fconst.f16 1", "fconst.f16 0x3c00"), ("fconst.f16 65519.0", "fconst.f16 0x7bff"),
    ])
    func constants(_ source: String, _ printed: String) throws {
        let module = try #require(parsed("module \"m\"\nfunc @f () -> () {\nblock0:\nv0 = \(source)\nret\n}\n"))
        #expect(IRPrinter.print(module).contains("    v0 = \(printed)\n"))
        #expect(Verifier.verify(module) == [])
    }

    @Test func commentsBlankLinesAndCarriageReturnsMeanNothing() throws {
        let text = "; a\r\n\r\n\tmodule   \"m;\" ; b\r\nfunc @f()->(){ ; c\r\n ; d\r\nblock0 : ; e\r\nret;f\r\n}"
        let module = try #require(parsed(text))
        #expect(IRPrinter.print(module) == "module \"m;\"\n\nfunc @f () -> () {\nblock0:\n    ret\n}\n")
    }

    @Test func namesOfAnyBytesSurvive() throws {
        var module = Module(name: "tab\t\"\\ new\nline \u{7F} \u{e9} \u{1F600}")
        for name in ["", "a b", "0", "a.$_9", "\"", "\u{0}", "é", "+:"] {
            module.functions.append(Function(name: name, linkage: .import))
            module.globals.append(Global(name: name, size: 4_294_967_295, bytes: [0, 255]))
            module.services.append(Service(name: name, number: 0, parameters: [], results: [], effects: []))
            module.roots.append(Root(name: name, isConstant: true, value: .bytes([0, 255])))
            module.layouts.append(ObjectLayout(name: name, fields: [Field(name: name, type: .any)]))
        }
        let text = IRPrinter.print(module)
        let again = try #require(parsed(text))
        #expect(IRPrinter.print(again) == text)
        #expect(again.name == module.name)
        #expect(again.functions.values.map(\.name) == module.functions.values.map(\.name))
    }
}
