// Which globals count as private floats, by one small module for each reason.

import BackendKit
import IR
import Support
import Testing

@Suite struct PrivateFloatsTests {
    /// The number of private accesses in the first function of a module with a global of 64 bytes.
    private func accesses(
        _ body: String, memory: String = "size 0 stack 0 pointer 8", global: String = "size 64 align 8",
        level: OptimizationLevel = .standard
    ) throws -> Int {
        let text = """
            module "t"
            memory \(memory)
            global @a \(global)
            global @b size 8 align 8
            func @f (i64, f64) -> () export {
            block0(v0: i64, v1: f64):
                v2 = global_addr.ptr @a
                v3 = fadd.f64 v1, v1
            \(body)
                ret
            }
            func @g (ptr) -> () {
            block0(v0: ptr):
                ret
            }
            """
        let result = IRParser.parse(SourceFile(name: "t", text: Array(text.utf8)), id: SourceFileID(rawValue: 0))
        let module = try #require(result.module, "\(result.log.diagnostics.map(\.message))")
        return PrivateFloats(module, level: level)[FunctionID(index: 0)].count
    }

    private let sum = "store.f64 v2 + 8, v3"

    @Test func sumsMayBePrivate() throws {
        #expect(try accesses(sum) == 1)
        #expect(try accesses(sum, level: .none) == 0)
        #expect(try accesses(sum, memory: "size 65536 stack 32768 pointer 4") == 0)
    }

    @Test func elementsAreFollowedThroughLoopsAndScaledIndices() throws {
        let loop = """
                jump block1(v2, v0)
            block1(v4: ptr, v5: i64):
                v6 = load.f64 v4
                store.f64 v4, v6
                v7 = iconst.i64 8
                v8 = ptr_add.ptr v4, v7
                v9 = iconst.i64 3
                v10 = shl.i64 v5, v9
                v11 = ptr_add.ptr v2, v10
                store.f64 v11 + 16, v3
                v12 = icmp.ptr eq v8, v2
                br_if v12, block2, block1(v8, v10)
            block2:
            """
        #expect(try accesses(loop) == 3)
    }

    @Test(arguments: [
        // Bits that the program chose.
        "store.f64 v2, v1",
        "v4 = bitcast.f64 v0\n store.f64 v2, v4",
        "v4 = fneg.f64 v3\n store.f64 v2, v4",
        "v4 = fconst.f64 0x7ff8000000000001\n store.f64 v2, v4",
        // Bits that something may see.
        "store.f64 v2, v3\n v4 = load.i64 v2",
        "store.f64 v2, v3\n v4 = load.f32 v2",
        "store.f64 v2, v3\n v4 = load.f64 v2 + 4",
        "store.f64 v2, v3\n v4 = ptr_add.ptr v2, v0\n v5 = load.f64 v4",
        "store.f64 v2, v3\n call @g(v2)",
        "store.f64 v2, v3\n v4 = ptr_to_int.i64 v2",
        "store.f64 v2, v3\n v4 = global_addr.i64 @a",
        "store.f64 v2, v3\n v4 = global_addr.ptr @b\n store.ptr v4, v2",
        "store.f64 v2, v3\n v4 = int_to_ptr.ptr v0\n v5 = icmp.i64 eq v0, v0\n v6 = select.ptr v5, v2, v4\n"
            + "v7 = load.f64 v6",
    ]) func whatMakesThemPublic(body: String) throws {
        #expect(try accesses(body) == 0)
    }

    @Test func globalsThatOthersSeeArePublic() throws {
        #expect(try accesses(sum, global: "size 64 align 8 export") == 0)
        #expect(try accesses(sum, global: "size 64 align 8 at 8192") == 0)
        #expect(try accesses(sum, global: "size 64 align 8 = hex \"010000000000f87f\"") == 0)
    }
}
