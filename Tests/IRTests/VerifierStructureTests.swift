import IR
import Support
import Testing

/// Violations that no text can hold: ids of nothing, wrong results, bits out of range.
@Suite struct VerifierStructureTests {
    /// A module with a function `@f (i32) -> ()`, whose code before the return `build` appends.
    private func module(_ build: (inout FunctionBuilder, ValueID) -> Void) -> Module {
        var module = Module(name: "m")
        var builder = FunctionBuilder(Function(name: "f", signature: Signature(parameters: [.i32])))
        let entry = builder.makeEntryBlock()
        build(&builder, builder.function.parameters(entry)[0])
        if !builder.isTerminated { builder.ret() }
        module.functions.append(builder.function)
        return module
    }

    private func check(
        _ module: Module, _ rule: VerifierRule, _ message: String, at place: Testing.SourceLocation = #_sourceLocation
    ) {
        let errors = Verifier.verify(module)
        #expect(errors.contains { $0.rule == rule && $0.message.contains(message) }, "\(errors)", sourceLocation: place)
        // Malformed modules can be shown, too.
        #expect(VerifierError.annotate(module, with: errors).contains("^ error: "), sourceLocation: place)
    }

    @Test(arguments: [
        (Opcode.globalAddr, "global 7"), (.functionAddr, "function 7"), (.slotAddr, "slot 7"), (.varGet, "variable 7"),
        (.callIndirect, "signature 7"), (.send, "selector 7"), (.service, "service 7"), (.call, "function 7"),
        (.closure, "function 7"), (.rootGet, "root 7"), (.rootSet, "root 7"), (.jump, "branch target 7"),
    ])
    func idsOfNothing(_ opcode: Opcode, _ message: String) {
        let module = module { builder, _ in builder.append(Instruction(opcode, type: .i32, a: 7), results: []) }
        check(module, .references, "\(message) does not exist")
    }

    @Test func handlesOfNothing() {
        check(
            module { builder, _ in builder.append(Instruction(.ret, b: 99), results: []) }, .references,
            "list 99 does not exist")
        check(
            module { builder, value in builder.append(Instruction(.switch, a: value.rawValue, b: 9), results: []) },
            .references, "switch table 9 does not exist")
        check(
            module { builder, _ in
                let call = builder.function.blockCalls.append(BlockCall(block: BlockID(rawValue: 9)))
                builder.append(Instruction(.jump, a: call.rawValue), results: [])
            }, .branches, "block!9 is not in the function's layout")
        check(
            module { builder, _ in
                let block = builder.makeBlock()
                let call = BlockCall(block: block, arguments: ValueList(rawValue: 77))
                builder.append(Instruction(.jump, a: builder.function.blockCalls.append(call).rawValue), results: [])
                builder.position(atEndOf: block)
            }, .references, "list 77 does not exist")
        check(
            module { builder, _ in
                builder.append(.unary(.neg, .ref(LayoutID(rawValue: 3)), ValueID(rawValue: 0)), results: [])
            },
            .references, "the type's layout does not exist")
    }

    @Test func valuesOfNothing() {
        check(
            module { builder, _ in _ = builder.unary(.neg, .i32, ValueID(rawValue: 1000)) }, .definitions,
            "value 1000 does not exist")
        check(
            module { builder, value in
                let loose = builder.function.makeInstruction(.unary(.neg, .i32, value), results: [.i32])
                _ = builder.unary(.neg, .i32, builder.function.result(loose))
            }, .definitions, "v!1 is defined nowhere")
        check(
            module { builder, value in
                let block = builder.makeBlock([.i32])
                let parameter = builder.function.parameters(block)[0]
                builder.function.filterParameters(block) { _ in false }
                builder.jump(block)
                builder.position(atEndOf: block)
                _ = builder.unary(.neg, .i32, parameter)
            }, .definitions, "is defined nowhere")
    }

    @Test func layoutOfNothing() {
        check(
            module { builder, _ in builder.function.layout.append(BlockID(rawValue: 5)) }, .references,
            "the layout holds block 5, which does not exist")
        check(
            module { builder, _ in
                builder.ret()
                builder.function.layout.prepend(InstructionID(rawValue: 5), to: BlockID(rawValue: 0))
            }, .references, "the layout holds instruction 5, which does not exist")
    }

    @Test func results() {
        check(
            module { builder, value in builder.append(.unary(.neg, .i32, value), results: []) }, .results,
            "0 results instead of 1")
        check(
            module { builder, value in builder.append(.unary(.neg, .i32, value), results: [.i64]) }, .results,
            "the result v1 is i64 instead of i32")
    }

    @Test func bitsOutOfRange() {
        check(
            module { builder, _ in
                var constant = Instruction(.iconst, type: .i8)
                constant.immediate = 256
                builder.append(constant, results: [.i8])
            }, .constants, "the constant has bits above the width of i8")
        check(
            module { builder, value in
                let block = builder.makeBlock()
                let call = builder.function.makeBlockCall(block)
                let table = SwitchTable(cases: [(1 << 32, call)], defaultTarget: call)
                let id = builder.function.switchTables.append(table)
                builder.append(Instruction(.switch, type: .i32, a: value.rawValue, b: id.rawValue), results: [])
                builder.position(atEndOf: block)
            }, .constants, "the case 4294967296 does not fit i32")
        for (opcode, what) in [
            (Opcode.icmp, "integer condition"), (.fcmp, "float condition"), (.dynAdd, "overflow rule"),
        ] {
            check(
                module { builder, value in
                    builder.append(Instruction(opcode, aux: 200, a: value.rawValue, b: value.rawValue), results: [.i1])
                }, .choices, "200 is no \(what)")
        }
        check(
            module { builder, _ in builder.append(Instruction(.trap, aux: 77), results: []) }, .choices,
            "77 is no trap code")
    }

    @Test func locations() {
        check(
            module { builder, _ in
                builder.location = LocationID(rawValue: 3)
                builder.ret()
            }, .locations, "location 3 does not exist")
        var circle = module { builder, _ in
            builder.location = builder.function.locations.append(
                SourceLocation(file: 0, line: 1, column: 1, inlinedAt: LocationID(rawValue: 0)))
            builder.ret()
        }
        circle.files = ["a"]
        check(circle, .locations, "location 0 is inlined at one that is not older")
    }

    @Test func declarations() {
        var code = module { _, _ in }
        code.functions[FunctionID(rawValue: 0)].linkage = .import
        check(code, .entryBlock, "an imported function has no code")
        var twice = module { _, _ in }
        twice.functions.append(twice.functions[FunctionID(rawValue: 0)])
        check(twice, .names, "the name '@f' is taken")
        var bytes = Module(name: "m")
        bytes.globals.append(
            Global(
                name: "g", size: 4, bytes: [1, 2, 3, 4, 5],
                relocations: [GlobalRelocation(offset: 0, target: .global(GlobalID(rawValue: 4)))]))
        check(bytes, .globals, "5 bytes do not fit a global of 4")
        check(bytes, .references, "the target of the relocation at 0 does not exist")
        var roots = Module(name: "m")
        let missing = RootID(rawValue: 9)
        let wide = roots.layouts.append(
            ObjectLayout(name: "l", fields: [Field(name: "f", type: .i8), Field(name: "g", type: .any)]))
        roots.roots.append(Root(name: "r", value: .array([missing])))
        roots.roots.append(Root(name: "r", value: .closure(FunctionID(rawValue: 3), [])))
        roots.roots.append(Root(name: "s", value: .object(LayoutID(rawValue: 70000), [.bits(5), .root(missing)])))
        roots.roots.append(Root(name: "t", value: .object(LayoutID(rawValue: 70000), [.bits(5)])))
        roots.roots.append(Root(name: "u", value: .object(wide, [.bits(256), .bits(1)])))
        check(roots, .references, "the value names root 9, which does not exist")
        check(roots, .names, "the name '@r' is taken")
        check(roots, .references, "function 3 does not exist")
        check(roots, .references, "the object's layout does not exist")
        check(roots, .roots, "field 'f' is i8, but its value has bits above that width")
        check(roots, .roots, "field 'g' is any, but its value is a number")
        #expect(IRPrinter.print(roots).contains("root @s = $!70000(0x5, @!9)\n"))
        var types = Module(name: "m")
        let type = Type.ref(LayoutID(rawValue: 9))
        types.layouts.append(ObjectLayout(name: "l", fields: [Field(name: "f", type: type)]))
        types.layouts.append(ObjectLayout(name: "l", fields: []))
        types.services.append(Service(name: "s", number: 1, parameters: [type], results: [], effects: []))
        types.services.append(Service(name: "s", number: 1, parameters: [], results: [], effects: []))
        types.functions.append(Function(name: "f", signature: Signature(parameters: [type]), linkage: .import))
        let errors = Verifier.verify(types)
        #expect(errors.map(\.rule) == [.names, .names, .references, .references, .references])
        #expect(VerifierError.annotate(types, with: errors).contains("$!9"))
    }
}
