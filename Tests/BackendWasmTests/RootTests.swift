// Static objects that are too long, too many or too interwoven for constant expressions.

import BackendWasm
import Driver
import IR
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct RootTests {
    private static func repeated(_ name: String, _ count: Int) -> String {
        Array(repeating: name, count: count).joined(separator: ", ")
    }

    /// Arrays of elements of each sort that engines take in no constant expression, two of which refer to each other,
    /// one by a root that code sets.
    private static let long = """
        module "program"
        memory size 0 stack 0 pointer 4
        layout $array { } of any
        layout $shorts { } of i16
        layout $text { } of i8
        root @number constant = int 5
        root @many = $array(@holder, \(repeated("@number", 1_999)))
        root @holder constant = $array(@many, @number)
        root @long constant = array(\(repeated("@number", 12_000)), @later)
        root @shorts constant = $shorts(\((0..<12_000).map(String.init).joined(separator: ", ")))
        root @text constant = $text() hex "\(String(repeating: "0001020304050607", count: 2_500))ff"
        root @later = $array(@long, @many)

        func @main () -> (i32) entry {
        block0:
            v0 = root_get @many
            v1 = nil.any
            root_set @many, v1
            root_set @later, v1
            v2 = iconst.i32 0
            v3 = unbox.$array v0
            v4 = element_get.any v3, v2
            v5 = unbox.$array v4
            v6 = element_get.any v5, v2
            v7 = dyn_eq v6, v0
            v8 = root_get @long
            v9 = iconst.i32 12000
            v10 = array_get v8, v9
            v11 = unbox.$array v10
            v12 = element_get.any v11, v2
            v13 = dyn_eq v12, v8
            v14 = iconst.i32 1
            v15 = element_get.any v11, v14
            v16 = dyn_eq v15, v0
            v17 = root_get @shorts
            v18 = unbox.$shorts v17
            v19 = iconst.i32 11999
            v20 = element_get.i16 v18, v19
            v21 = zext.i32 v20
            v22 = icmp.i32 eq v21, v19
            v23 = root_get @text
            v24 = unbox.$text v23
            v25 = iconst.i32 20000
            v26 = element_get.i8 v24, v25
            v27 = iconst.i32 19999
            v28 = element_get.i8 v24, v27
            v29 = sub.i8 v28, v26
            v30 = zext.i32 v29
            v31 = and.i1 v7, v13
            v32 = and.i1 v16, v22
            v33 = and.i1 v31, v32
            v34 = select.i32 v33, v30, v2
            ret v34
        }
        """

    @Test(arguments: [OptimizationLevel.none, .standard, .more])
    func longOnesAreFilledIn(_ level: OptimizationLevel) throws {
        let program = try WasmProgram(parse(Self.long), level: level)
        // Wasmtime takes seconds to compile what fills them in.
        for tool in level == .standard ? [Tool.node, .wasmtime] : [.node] {
            guard let found = find(tool) else { continue }
            #expect(try program.run(found) == WasmRun(status: 8, output: [], errors: ""))
        }
        // What keeps Binaryen from making one function of those that fill them in.
        #expect(!String(decoding: try program.bytes(.wasm), as: Unicode.ASCII.self).contains("hub.initialize"))
    }

    /// Each root is reached in twice as many ways as the one above it.
    @Test func interwovenOnesAreOptimisedSoon() throws {
        let count = 200
        let roots = (1...count).map { "root @r\($0) constant = $array(@r\($0 - 1), @r\($0 - 1))\n" }.joined()
        let module = try parse(
            """
            module "program"
            memory size 0 stack 0 pointer 4
            layout $array { } of any
            root @r0 constant = $array(@r\(count))
            \(roots)
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 0
                v1 = iconst.i32 1
                v2 = root_get @r\(count)
                jump block1(v2, v0)
            block1(v3: any, v4: i32):
                v5 = unbox.$array v3
                v6 = element_count v5
                v7 = add.i32 v4, v6
                v8 = element_get.any v5, v0
                v9 = dyn_eq v8, v2
                br_if v9, block2, block1(v8, v7)
            block2:
                v10 = iconst.i32 0xff
                v11 = and.i32 v7, v10
                ret v11
            }
            """)
        let start = ContinuousClock.now
        let program = try WasmProgram(module, level: .more)
        #expect(ContinuousClock.now - start < .seconds(20))
        for tool in [Tool.node, .wasmtime] {
            guard let found = find(tool) else { continue }
            #expect(try program.run(found) == WasmRun(status: Int32(count * 2 + 1) & 0xff, output: [], errors: ""))
        }
    }

    /// A field stays immutable where no static object needs it filled in, and no code sets it.
    @Test func fieldsOfCircularObjectsAreMutable() throws {
        func text(_ next: String) throws -> String {
            let module = try parse(
                """
                module "program"
                memory size 0 stack 0 pointer 4
                layout $node { value: f32, next: $node }
                root @first constant = $node(1.0, @\(next))
                root @second constant = $node(2.0, @first)
                root @nothing
                func @second () -> (any) export {
                block0:
                    v0 = root_get @second
                    ret v0
                }
                """)
            let program = try WasmProgram(module, level: .none, byproducts: [.wat])
            return String(decoding: try program.bytes(.wat), as: UTF8.self)
        }
        let (plain, circular) = (try text("nothing"), try text("second"))
        #expect(!plain.contains("(mut (ref null $"))
        #expect(!plain.contains("struct.set"))
        #expect(circular.contains("(field f32) (field (mut (ref null $"))
        #expect(circular.components(separatedBy: "struct.set").count == 2)
    }
}
