// What becomes of dynamic values: types, objects made at once, calls of closures, roots; and what other modules keep.

import BackendKit
import BackendWasm
import Driver
import IR
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct ObjectTests {
    /// Lists, closures with and without captured values, roots of every kind, boxed scalars.
    static let program = """
        module "objects"
        memory size 0 stack 0 pointer 4
        layout $pair { head: any, tail: any }
        layout $form extends $pair { head: any, tail: any }
        layout $counter { count: i64 }
        root @text constant = bytes hex "54686520717569636b2062726f776e20666f7820"
        root @other = bytes hex "54686520717569636b2062726f776e20666f7820"
        root @list constant = $form(@text, @other)
        root @count = int 12
        root @code constant = closure @second(@list)
        func @second (any, any) -> (any) export {
        block0(v0: any, v1: any):
            ret v1
        }
        func @cons (any, any) -> ($pair) export {
        block0(v0: any, v1: any):
            v2 = alloc.$pair
            field_set.any v2, 1, v1
            field_set.any v2, 0, v0
            ret v2
        }
        func @tick ($counter) -> (i64) export {
        block0(v0: $counter):
            v1 = field_get.i64 v0, 0
            v2 = iconst.i64 1
            v3 = add.i64 v1, v2
            field_set.i64 v0, 0, v3
            ret v3
        }
        func @apply (any, any) -> (any) export {
        block0(v0: any, v1: any):
            tail_call_closure (v0, v1)
        }
        func @roots (i64, f64) -> (any) export {
        block0(v0: i64, v1: f64):
            v2 = box.i64 v0
            v3 = box.f64 v1
            v4 = call @cons(v2, v3)
            v5 = box.$pair v4
            root_set @other, v5
            v6 = root_get @count
            v7 = root_get @list
            v8 = unbox.$form v7
            v9 = field_get.any v8, 0
            v10 = root_get @code
            v11 = call_closure (v10, v9)
            v12 = closure @second(v11)
            v13 = call_closure (v12, v6)
            ret v13
        }
        """

    private func text(_ source: String, _ level: OptimizationLevel = .standard) throws -> String {
        let program = try WasmProgram(parse(source), level: level, byproducts: [.wat])
        return String(decoding: try program.bytes(.wat), as: UTF8.self)
    }

    @Test(arguments: OptimizationLevel.allCases) func modulesValidate(_ level: OptimizationLevel) throws {
        guard let tool = find(.wasmTools) else { return }
        for debug in [false, true] {
            let program = try WasmProgram(parse(Self.program), level: level, debug: debug)
            let run = try program.inFolder { folder in
                try WasmProgram.run(ProcessCall(tool, ["validate", folder.file("program.wasm")]))
            }
            #expect(run.status == 0, "\(run.errors)")
        }
    }

    @Test func sameBytesEachTime() throws {
        let module = try parse(Self.program)
        for level in OptimizationLevel.allCases {
            let first = try WasmProgram(module, level: level, debug: true, byproducts: [.wat])
            let second = try WasmProgram(module, level: level, debug: true, byproducts: [.wat])
            #expect(first.artifacts.map(\.bytes) == second.artifacts.map(\.bytes))
        }
    }

    @Test func objectsAreMadeWithTheirFields() throws {
        let text = try text(Self.program)
        #expect(text.contains("struct.new $"))
        #expect(!text.contains("struct.new_default"))
        // The counter's field is the only one that is set later.
        #expect(text.components(separatedBy: "struct.set").count == 2)
        #expect(text.components(separatedBy: "(mut i64)").count == 2)
    }

    @Test func layoutsKeepApart() throws {
        let text = try text(Self.program, .none)
        #expect(text.contains("(rec"))
        #expect(text.contains("(sub (struct (field eqref) (field eqref)))"))
        #expect(text.contains(try Regex(#"\(sub final \$\d+ \(struct \(field eqref\) \(field eqref\)\)\)"#)))
    }

    @Test func tailCallsOfClosuresAreTailCalls() throws {
        #expect(try text(Self.program).contains("return_call_ref"))
    }

    @Test func constantRootsAreImmutable() throws {
        let text = try text(Self.program, .none)
        #expect(text.contains("(global $text (ref"))
        #expect(text.contains("(global $count (mut eqref)"))
        // What another root names stays when the root is set.
        #expect(text.contains("(global $other'first (ref"))
    }

    /// With debug metadata the line of a trap names its place; without, it is what the engine says, put into our words.
    @Test(arguments: [(true, " at list.lisp:7"), (false, "")])
    func trapsNameTheirPlaces(_ debug: Bool, _ place: String) throws {
        guard let node = find(.node) else { return }
        let module = try parse(
            """
            module "program"
            memory size 0 stack 0 pointer 4
            file 0 "list.lisp"
            layout $pair { head: any, tail: any }
            root @number = int 5
            func @main () -> (i32) entry {
            block0:
                v0 = root_get @number !0:6:3
                v1 = unbox.$pair v0 !0:7:3
                v2 = field_get.any v1, 0 !0:8:3
                v3 = unbox.i32 v2 !0:8:3
                ret v3
            }
            """)
        for level in OptimizationLevel.allCases {
            let run = try WasmProgram(module, level: level, debug: debug).run(node)
            #expect(run == WasmRun(status: 70, output: [], errors: "hubc: trap bad_cast\(place)\n"))
        }
    }

    /// Objects know their layout where the module asks for it, and only there.
    @Test func layoutsHaveNumbersWhereAsked() throws {
        let asking =
            Self.program + """

                func @layout (any) -> (i32) export {
                block0(v0: any):
                    v1 = layout_of v0
                    ret v1
                }
                """
        #expect(try !text(Self.program, .none).contains("(struct (field i32)"))
        #expect(try text(asking, .none).contains("(sub (struct (field i32)))"))
        #expect(try text(asking, .none).contains("(struct (field i32) (field (mut i64)))"))
    }

    /// Elements stand behind the fields of the layout that has them first.
    @Test func elementsAreArrays() throws {
        let text = try text(
            """
            module "elements"
            memory size 0 stack 0 pointer 8
            layout $object { hash: i32 }
            layout $shorts extends $object { hash: i32, sum: i64 } of i16
            layout $named extends $shorts { hash: i32, sum: i64, name: any } of i16
            layout $places { } of ptr
            func @make (i32) -> (any) export {
            block0(v0: i32):
                v1 = alloc_elements.$named v0
                v2 = alloc_elements.$places v0
                v3 = box.$places v2
                field_set.any v1, 2, v3
                v4 = box.$named v1
                ret v4
            }
            """, .none)
        #expect(text.contains("(array (mut i16))"))
        #expect(text.contains("(array (mut i32))"))
        #expect(
            text.contains(
                try Regex(#"\(struct \(field i32\) \(field i64\) \(field \(ref \$\d+\)\) \(field \(mut eqref\)\)\)"#)))
    }

    /// Whether a closure takes a certain number of arguments is a test of its type.
    @Test func arityIsATest() throws {
        func text(_ count: Int) throws -> String {
            let source = """

                func @takes (any) -> (i1) export {
                block0(v0: any):
                    v1 = closure_arity v0
                    v2 = iconst.i32 \(count)
                    v3 = icmp.i32 eq v1, v2
                    ret v3
                }
                """
            return try self.text(Self.program + source, .none)
        }
        #expect(try !text(1).contains("hub.closure_arity"))
        #expect(try text(7).contains("hub.closure_arity"))
    }

    @Test(arguments: [(true, " at list.lisp:7"), (false, "")])
    func trapsOfElementsNameTheirPlaces(_ debug: Bool, _ place: String) throws {
        guard let node = find(.node) else { return }
        for (index, code) in [("v1", "bad_cast"), ("v2", "index_out_of_range")] {
            let module = try parse(
                """
                module "program"
                memory size 0 stack 0 pointer 4
                file 0 "list.lisp"
                layout $words { next: $words } of i32
                root @words = $words(@nothing, 3, 4)
                root @nothing
                func @main () -> (i32) entry {
                block0:
                    v0 = root_get @words !0:6:3
                    v2 = unbox.$words v0 !0:6:3
                    v1 = field_get.$words v2, 0 !0:6:3
                    v3 = element_count v2 !0:6:3
                    v4 = element_get.i32 \(index), v3 !0:7:3
                    ret v4
                }
                """)
            for level in OptimizationLevel.allCases {
                let run = try WasmProgram(module, level: level, debug: debug).run(node)
                #expect(run == WasmRun(status: 70, output: [], errors: "hubc: trap \(code)\(place)\n"))
            }
        }
    }

    @Test func otherModulesHaveNoObjects() throws {
        let program = try WasmProgram(parse(ArtifactTests.library))
        #expect(!WasmInspection.hasObjects(try program.bytes(.wasm)))
        #expect(WasmInspection.hasObjects(try WasmProgram(parse(Self.program)).bytes(.wasm)))
    }

    @Test(arguments: [
        ("dyn_truthy", "v1 = dyn_truthy v0"), ("dyn_add", "v1 = dyn_add promote v0, v0"),
        ("send", "v1 = send \"size\"(v0)"),
    ]) func whatIsNotThereIsSaid(_ name: String, _ instruction: String) throws {
        let module = try parse(
            """
            module "lacking"
            memory size 0 stack 0 pointer 4
            func @f (any) -> () export {
            block0(v0: any):
                \(instruction)
                ret
            }
            """)
        let (artifacts, log) = WasmBackend.emit(module, options: BackendOptions(name: "lacking"))
        #expect(artifacts.isEmpty)
        #expect(log.diagnostics.map(\.message) == ["unsupported on wasm: \(name), in function 'f'"])
    }
}
