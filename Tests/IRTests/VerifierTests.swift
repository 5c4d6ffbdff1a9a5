import IR
import Support
import Testing

/// A text that breaks one rule, and the error that it must give.
struct Violation: Sendable, CustomTestStringConvertible {
    let rule: VerifierRule
    let message: String
    let text: String

    init(_ rule: VerifierRule, _ message: String, _ text: String) {
        self.rule = rule
        self.message = message
        self.text = text
    }

    /// A function `@f (i32, i64, f32, ptr, any, i1) -> ()` with parameters v0 to v5, whose entry block holds `line` and
    /// a return.
    static func line(_ rule: VerifierRule, _ message: String, _ line: String, terminator: String = "ret") -> Violation {
        Violation(
            rule, message,
            """
            layout $pair { head: any, count: i32 }
            service @print = 1 (i32) -> ()
            root @root
            import func @callee (i32) -> (i32)
            func @f (i32, i64, f32, ptr, any, i1) -> () {
              var x0: i32 "x"
              slot ss0 size 4 align 4
            block0(v0: i32, v1: i64, v2: f32, v3: ptr, v4: any, v5: i1):
                \(line)
                \(terminator)
            }
            """)
    }

    var testDescription: String { "\(rule.rawValue) \(message)" }
}

@Suite struct VerifierTests {
    static let structure: [Violation] = [
        Violation(.entryBlock, "a definition needs an entry block", "func @f () -> () {\n}"),
        Violation(
            .entryBlock, "the entry block takes (i64), but the function (i32)",
            "func @f (i32) -> () {\nblock0(v0: i64):\nret\n}"),
        Violation(.terminators, "the block is empty", "func @f () -> () {\nblock0:\n}"),
        Violation(.terminators, "the block ends without a terminator", "func @f () -> () {\nblock0:\nnop\n}"),
        Violation(.terminators, "a terminator in the middle", "func @f () -> () {\nblock0:\nret\nret\n}"),
        Violation(.branches, "a branch to the entry block", "func @f () -> () {\nblock0:\njump block0\n}"),
        Violation(
            .branches, "block1 takes 1 arguments, but the branch passes 0",
            "func @f () -> () {\nblock0:\njump block1\nblock1(v0: i32):\nret\n}"),
        Violation(
            .branches, "the argument v0 is i32, but v1 is i64",
            "func @f (i32) -> () {\nblock0(v0: i32):\njump block1(v0)\nblock1(v1: i64):\nret\n}"),
        Violation(
            .dominance, "v1 is used where its definition does not dominate",
            """
            func @f (i1) -> (i32) {
            block0(v0: i1):
                br_if v0, block1, block2
            block1:
                v1 = iconst.i32 1
                jump block2
            block2:
                ret v1
            }
            """),
        Violation(
            .dominance, "v0 is used where its definition does not dominate",
            "func @f () -> () {\nblock0:\nv0 = add.i32 v0, v0\nret\n}"),
        Violation(
            .dominance, "v1 is used where its definition does not dominate",
            "func @f () -> () {\nblock0:\nv0 = neg.i32 v1\nv1 = neg.i32 v0\nret\n}"),
        Violation(
            .dominance, "v0 is used where its definition does not dominate",
            "func @f () -> (i32) {\nblock0:\nret v0\nblock1:\nv0 = iconst.i32 1\nret v0\n}"),
        Violation(
            .slots, "the alignment 3 is no power of two", "func @f () -> () {\nslot ss0 size 4 align 3\nblock0:\nret\n}"
        ),
        Violation(
            .slots, "the alignment 0 is no power of two", "func @f () -> () {\nslot ss0 size 4 align 0\nblock0:\nret\n}"
        ),
        Violation(
            .slots, "ss0 lies at the top of the frame already",
            "func @f () -> () {\nslot ss0 size 4 align 4 top\nslot ss1 size 4 align 4 top\nblock0:\nret\n}"),
        Violation(
            .locations, "the location names file 1, which is not declared",
            "file 0 \"a\"\nfunc @f () -> () {\nblock0:\nret !1:1:1\n}"),
        Violation(
            .calls, "the code returns 0 values, but the function returns 1", "func @f () -> (i32) {\nblock0:\nret\n}"),
        Violation(
            .calls, "v0 is i32, but the function returns i64 there",
            "func @f (i32) -> (i64) {\nblock0(v0: i32):\nret v0\n}"),
        Violation(
            .tailCalls, "the callee returns (i64), but the function (i32)",
            "import func @g () -> (i64)\nfunc @f () -> (i32) {\nblock0:\ntail_call @g()\n}"),
        Violation(
            .tailCalls, "the callee returns (any), but the function ()",
            "func @f (any) -> () {\nblock0(v0: any):\ntail_send \"x\"(v0)\n}"),
    ]

    static let types: [Violation] = [
        .line(.ownType, "the type of 'add' is an integer, not f32", "v6 = add.f32 v2, v2"),
        .line(.operandTypes, "v1 is i64 instead of i32", "v6 = add.i32 v0, v1"),
        .line(
            .ownType, "the type of 'add_carry' is an integer wider than i1, not i1", "v6, v7 = add_carry.i1 v5, v5, v5"),
        .line(.operandTypes, "v0 is i32 instead of i1", "v6, v7 = add_carry.i32 v0, v0, v0"),
        .line(.ownType, "the type of 'fadd' is a float, not i32", "v6 = fadd.i32 v0, v0"),
        .line(.ownType, "the type of 'hsx_fmul' is f16, not f32", "v6 = hsx_fmul.f32 v2, v2"),
        .line(.ownType, "the type of 'iconst' is an integer, not ptr", "v6 = iconst.ptr 0"),
        .line(.ownType, "the type of 'fconst' is a float, not i32", "v6 = fconst.i32 0x1"),
        .line(.ownType, "the type of 'icmp' is an integer or ptr, not any", "v6 = icmp.any eq v4, v4"),
        .line(.operandTypes, "v3 is ptr instead of i32", "v6 = icmp.i32 eq v0, v3"),
        .line(.ownType, "the type of 'fcmp' is a float, not i32", "v6 = fcmp.i32 oeq v0, v0"),
        .line(.operandTypes, "v0 is i32 instead of i1", "v6 = select.i32 v0, v0, v0"),
        .line(.operandTypes, "v0 is i32 instead of a wider integer", "v6 = trunc.i32 v0"),
        .line(.operandTypes, "v1 is i64 instead of a narrower integer", "v6 = zext.i32 v1"),
        .line(.operandTypes, "v0 is i32 instead of another type of the same width", "v6 = bitcast.i32 v0"),
        .line(.operandTypes, "v1 is i64 instead of another type of the same width", "v6 = bitcast.f32 v1"),
        .line(.ownType, "the type of 'bitcast' is an integer or a float, not ptr", "v6 = bitcast.ptr v0"),
        .line(.operandTypes, "v0 is i32 instead of a narrower integer", "v6 = insert.i32 v0, v0"),
        .line(.operandTypes, "v5 is i1 instead of an integer wider than i1", "v6 = sitofp.f32 v5"),
        .line(.ownType, "the type of 'fptosi' is an integer wider than i1, not i1", "v6 = fptosi.i1 v2"),
        .line(.operandTypes, "v2 is f32 instead of a wider float", "v6 = fptrunc.f32 v2"),
        .line(.operandTypes, "v2 is f32 instead of a narrower float", "v6 = fpext.f32 v2"),
        .line(.operandTypes, "v0 is i32 instead of ptr", "v6 = ptr_to_int.i32 v0"),
        .line(.ownType, "the type of 'int_to_ptr' is ptr, not i32", "v6 = int_to_ptr.i32 v0"),
        .line(.ownType, "the type of 'slot_addr' is an address, not i16", "v6 = slot_addr.i16 ss0"),
        .line(.ownType, "the type of 'load' is a type that linear memory holds, not any", "v6 = load.any v3"),
        .line(.operandTypes, "v2 is f32 instead of an address", "v6 = load.i32 v2"),
        .line(.operandTypes, "v1 is i64 instead of i32", "store.i32 v3, v1"),
        .line(.ownType, "the type of 'var_get' is i32 as the variable, not i64", "v6 = var_get.i64 x0"),
        .line(.operandTypes, "v1 is i64 instead of i32", "var_set.i32 x0, v1"),
        .line(.ownType, "the type of 'alloc' is a reference to a layout, not any", "v6 = alloc.any"),
        .line(.fields, "the layout has 2 fields, none with number 2", "v6 = alloc.$pair\nv7 = field_get.any v6, 2"),
        .line(.fields, "the field is any, not i32", "v6 = alloc.$pair\nv7 = field_get.i32 v6, 0"),
        .line(.operandTypes, "v4 is any instead of i32", "v6 = alloc.$pair\nfield_set.i32 v6, 1, v4"),
        .line(.operandTypes, "v4 is no reference to a layout", "v6 = field_get.any v4, 0"),
        .line(.operandTypes, "v0 is i32 instead of any", "v6 = dyn_add promote v4, v0"),
        .line(.operandTypes, "v0 is i32 instead of any", "v6 = call_closure(v4, v0)"),
        .line(.operandTypes, "v0 is i32 instead of any", "root_set @root, v0"),
        .line(.calls, "a call needs a closure or a receiver", "v6 = call_closure()"),
        .line(.ownType, "the type of 'unbox' is a type other than any, not any", "v6 = unbox.any v4"),
        .line(.operandTypes, "v1 is i64 instead of i32", "v6 = box.i32 v1"),
        .line(.ownType, "the type of 'is_nil' is any or a reference to a layout, not i32", "v6 = is_nil.i32 v0"),
        .line(.operandTypes, "v1 is i64 instead of i32", "v6 = array_get v4, v1"),
        .line(.operandTypes, "v0 is i32 instead of any", "array_set v4, v0, v0"),
        .line(.operandTypes, "v4 is any instead of i32", "bytes_set v4, v0, v4"),
        .line(.operandTypes, "v4 is any instead of i32", "v6 = bytes_new v4"),
        .line(.operandTypes, "v1 is i64 instead of i32", "bytes_copy v4, v0, v4, v0, v1"),
        .line(.operandTypes, "v0 is i32 instead of any", "bytes_copy v4, v0, v0, v0, v0"),
        .line(.operandTypes, "'bytes_copy' has 4 operands instead of 5", "bytes_copy v4, v0, v4, v0"),
        .line(.operandTypes, "'bytes_copy' has 0 operands instead of 5", "bytes_copy"),
        .line(.calls, "the call passes 0 values, but its callee takes 1", "v6 = call @callee()"),
        .line(.calls, "v1 is i64, but its callee takes i32 there", "v6 = call @callee(v1)"),
        .line(.calls, "an indirect call needs a callee", "call_indirect () -> () ()"),
        .line(.operandTypes, "v2 is f32 instead of an address", "call_indirect () -> () (v2)"),
        .line(.calls, "v1 is i64, but its callee takes i32 there", "service @print(v1)"),
        .line(
            .conventions, "parameters and their registers differ in number: 0 and 1",
            "call_indirect () -> () regs((1) -> () clobbers 0x0) (v3)"),
        .line(.operandTypes, "v0 is i32 instead of i1", "br_if v0, block1, block1", terminator: "block1:\nret"),
        .line(
            .ownType, "the type of 'switch' is an integer, not f32", "switch.f32 v2 { default: block1 }",
            terminator: "block1:\nret"),
        .line(
            .constants, "a second case for 1", "switch.i32 v0 { 1: block1, 1: block1, default: block1 }",
            terminator: "block1:\nret"),
    ]

    static let declarations: [Violation] = [
        Violation(.memory, "the memory size 3 is no power of two", "memory size 3 stack 0 pointer 4"),
        Violation(.memory, "the stack starts at 9, outside the memory of 8 bytes", "memory size 8 stack 9 pointer 4"),
        Violation(.memory, "a pointer takes 4 or 8 bytes, not 3", "memory size 8 stack 0 pointer 3"),
        Violation(.names, "the name '@a' is taken", "global @a size 1 align 1\nimport func @a () -> ()"),
        Violation(.globals, "the alignment 6 is no power of two", "global @a size 1 align 6"),
        Violation(.globals, "the address 2 is no multiple of the alignment 4", "global @a size 4 align 4 at 2"),
        Violation(
            .globals, "the global ends outside the memory of 8 bytes",
            "memory size 8 stack 8 pointer 4\nglobal @a size 8 align 4 at 4"),
        Violation(
            .globals, "an imported global has no initial bytes here", "global @a size 1 align 1 import = hex \"00\""),
        Violation(.globals, "the relocation at 2 ends outside the global", "global @a size 4 align 4 reloc 2 @a"),
        Violation(.globals, "the relocations at 1 and 4 overlap", "global @a size 8 align 4 reloc 4 @a reloc 1 @a"),
        Violation(.roots, "the value names '@b', which is not declared above it", "root @a = @b\nroot @b"),
        Violation(.roots, "the value names '@a', which is not declared above it", "root @a = @a"),
        Violation(.layouts, "elements are scalars or 'any'", "layout $l { }\nlayout $m { } of $l"),
        Violation(
            .layouts, "the layout does not have the elements of '$l'", "layout $l { } of i8\nlayout $m extends $l { } of any"),
        Violation(
            .roots, "element 1 is i8, but its value is a root", "layout $l { } of i8\nroot @a = $l(1, @a)"),
        Violation(
            .roots, "the layout has 2 fields, but the object 1",
            "layout $l { a: i32, b: i32 }\nroot @a = $l(1)"),
        Violation(
            .roots, "the layout has 1 field, but the object 2", "layout $l { a: i32 }\nroot @a = $l(1, 2)"),
        Violation(
            .roots, "field 'a' is i32, but its value is a root", "layout $l { a: i32 }\nroot @z\nroot @a = $l(@z)"),
        Violation(
            .roots, "field 'a' is $l, but '@z' holds something else",
            "layout $l { a: $l }\nlayout $k { }\nroot @y = $k()\nroot @z = @y\nroot @a = $l(@z)"),
        Violation(
            .roots, "the closure captures 1 value, which '@f' does not take as 'any' first",
            "import func @f (i32) -> (any)\nroot @z\nroot @a = closure @f(@z)"),
        Violation(
            .roots, "the closure captures 2 values, which '@f' does not take as 'any' first",
            "import func @f (any) -> (any)\nroot @z\nroot @a = closure @f(@z, @z)"),
        Violation(
            .roots, "the root '@z' is constant",
            "root @z constant\nfunc @f (any) -> () {\nblock0(v0: any):\nroot_set @z, v0\nret\n}"),
        Violation(
            .entryFunction, "the entry function is '@a' already",
            "func @a () -> () entry {\nblock0:\nret\n}\nfunc @b () -> () entry {\nblock0:\nret\n}"),
        Violation(.entryFunction, "the entry function is an import", "import func @a () -> () entry"),
        Violation(
            .entryFunction, "the entry function has a parameter or result of type any",
            "func @a (any) -> () entry {\nblock0(v0: any):\nret\n}"),
        Violation(
            .entryFunction, "the entry function has a parameter or result of type ptr",
            "import func @a () -> (ptr) entry"),
        Violation(
            .conventions, "parameters and their registers differ in number: 2 and 1",
            "import func @a (i32, i32) -> () regs((1) -> () clobbers 0x0)"
        ),
        Violation(
            .conventions, "results and their registers differ in number: 1 and 0",
            "import func @a () -> (i32) regs(() -> () clobbers 0x0)"),
        Violation(
            .conventions, "a register stands twice", "import func @a (i32, i32) -> () regs((1, 1) -> () clobbers 0x0)"),
        Violation(
            .conventions, "register 32 is not below 32", "import func @a (i32) -> () regs((32) -> () clobbers 0x0)"),
        Violation(
            .conventions, "register 1 holds a result but is not clobbered",
            "import func @a () -> (i32) regs(() -> (1) clobbers 0x1)"),
    ]

    @Test(arguments: structure + types + declarations)
    func reports(_ violation: Violation) throws {
        let module = try #require(parsed("module \"m\"\n" + violation.text))
        let errors = Verifier.verify(module)
        #expect(errors.contains { $0.rule == violation.rule && $0.message.contains(violation.message) }, "\(errors)")
        #expect(errors.count == 1 || errors.allSatisfy { $0.rule != .references }, "\(errors)")
    }

    @Test func everyOpcodeIsValidAndUsed() throws {
        let module = try #require(parsed(EveryOpcode.text))
        let errors = Verifier.verify(module)
        #expect(errors == [], "\(VerifierError.annotate(module, with: errors))")
        var used = Set<Opcode>()
        for function in module.functions.values { used.formUnion(function.instructions.values.map(\.opcode)) }
        #expect(Opcode.allCases.filter { !used.contains($0) } == [])
    }

    @Test func rootsTakeWhatFitsThem() throws {
        let text = """
            module "m"
            layout $l { a: any, b: $l, c: i8, d: f64, e: ptr }
            global @nothing size 1 align 1
            root @nothing
            root @number constant = int 7
            root @first constant = $l(@number, @nothing, -1, 0x3ff0000000000000, 0xffffffff)
            root @alias = @first
            root @second = $l(@alias, @alias, 1, 0x0, 0x0)
            root @f = closure @f(@second)

            func @f (any, i32) -> (any) {
            block0(v0: any, v1: i32):
                root_set @second, v0
                v2 = root_get @first
                ret v2
            }

            """
        let module = try #require(parsed(text))
        #expect(Verifier.verify(module) == [])
        #expect(IRPrinter.print(module) == text)
    }

    @Test func unreachableCodeMayUseWhatDoesNotDominateIt() throws {
        let module = try #require(
            parsed(
                """
                module "m"
                func @f () -> (i32) {
                block0:
                    v0 = iconst.i32 1
                    ret v0
                block1:
                    v1 = add.i32 v2, v0
                    jump block2
                block2:
                    v2 = neg.i32 v1
                    jump block1
                }
                """))
        #expect(Verifier.verify(module) == [])
    }

    @Test func definitionsMayStandBelowTheirUsesInTheText() throws {
        let text = """
            module "m"

            func @f (i1) -> (i32) {
            block0(v0: i1):
                jump block2
            block1:
                ret v1
            block2:
                v1 = iconst.i32 1
                jump block1
            }

            """
        let module = try #require(parsed(text))
        #expect(Verifier.verify(module) == [])
        #expect(IRPrinter.print(module) == text)
    }

    @Test func errorsStandBelowTheirLines() throws {
        let module = try #require(
            parsed(
                """
                module "m"
                global @a size 1 align 3
                func @f (i32, i64) -> () {
                  slot ss0 size 4 align 5
                block0(v7: i32, v9: i64):
                    v3 = add.i32 v7, v9
                block1:
                    ret v3
                }
                """))
        let errors = Verifier.verify(module)
        #expect(
            VerifierError.annotate(module, with: errors) == """
                module "m"
                global @a size 1 align 3
                ^ error: the alignment 3 is no power of two

                func @f (i32, i64) -> () {
                  slot ss0 size 4 align 5
                  ^ error: the alignment 5 is no power of two
                block0(v0: i32, v1: i64):
                    v2 = add.i32 v0, v1
                    ^ error: the block ends without a terminator
                    ^ error: v1 is i64 instead of i32
                block1:
                    ret v2
                    ^ error: the code returns 1 value, but the function returns 0
                }

                """)
    }

    @Test func diagnosticsPointAtTheText() throws {
        let text = "module \"m\"\nfunc @f (i32) -> () {\nblock0(v0: i32):\n  v1 = fneg.i32 v0 ; no\n  ret\n}\n"
        let file = SourceFile(name: "m.hir", text)
        let (parsed, spans, _) = IRParser.parseWithSpans(file, id: SourceFileID(rawValue: 0))
        let module = try #require(parsed)
        let diagnostic = try #require(Verifier.verify(module).first?.diagnostic(module, spans))
        let span = try #require(diagnostic.span)
        #expect(diagnostic.code == "E3108")
        #expect(String(decoding: file.text[Int(span.start)..<Int(span.end)], as: UTF8.self) == "v1 = fneg.i32 v0")
        #expect(Verifier.verify(module).first?.diagnostic(module).message.hasPrefix("in function '@f': ") == true)
    }
}
