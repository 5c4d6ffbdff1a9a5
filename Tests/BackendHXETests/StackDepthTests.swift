// The stack that a program takes is never more than what the analysis of its code says.

import HSXMachine
import HSXRuntime
import IR
import Passes
import Support
import Testing

struct StackDepthTests {
    /// The deepest stack of a run, in bytes.
    private static func deepest(_ image: HSXImage) throws -> UInt32 {
        let vm = hub_hsx_vm_create(nil)!
        defer { hub_hsx_vm_destroy(vm) }
        let code = image.code.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) } }
        try #require(hub_hsx_load(vm, code, code.count, image.data, image.data.count, image.entry))
        let top = hub_hsx_sp(vm)
        var lowest = top
        for _ in 0..<50_000 {
            guard hub_hsx_step(vm) == HUB_HSX_RUNNING else { break }
            lowest = min(lowest, hub_hsx_sp(vm))
        }
        return top - lowest
    }

    @Test(arguments: [OptimizationLevel.none, .standard, .size])
    func randomProgramsStayWithinTheBound(level: OptimizationLevel) throws {
        var exact = 0
        for seed in 100..<140 as Range<UInt64> {
            var module = RandomMachineProgram.module(seed: seed, size: 4 + Int(seed % 10))
            var report = PassReport()
            PassRunner.run(Pipeline.passes(for: level), on: &module, report: &report)
            let (image, program) = try DebuggedProgram.image(module, debug: false)
            let depth = HSXStackReport(program, code: image.code)[program.entry]?.depth
            let bound = try #require(depth?.bytes, "seed \(seed): \(String(describing: depth))")
            let taken = try Self.deepest(image)
            #expect(taken <= bound, "seed \(seed)")
            if taken == bound { exact += 1 }
        }
        #expect(exact > 10, "\(exact) bounds are reached")
    }

    private func depth(_ text: String) throws -> HSXStackDepth? {
        let (image, program) = try DebuggedProgram.image(try Machine.parse(text), debug: false)
        return HSXStackReport(program, code: image.code)[program.entry]?.depth
    }

    @Test func recursionIsNamed() throws {
        let found = try depth(
            """
            module "m"
            memory size 65536 stack 32768 pointer 4
            func @even (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 1
                v2 = sub.i32 v0, v1
                v3 = call @odd(v2)
                v4 = add.i32 v3, v0
                ret v4
            }
            func @odd (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 0
                v2 = icmp.i32 eq v0, v1
                br_if v2, block1, block2
            block1:
                ret v0
            block2:
                v3 = call @even(v0)
                v4 = add.i32 v3, v0
                ret v4
            }
            func @main () -> (i32) entry {
            block0:
                v0 = iconst.i32 5
                v1 = call @even(v0)
                ret v1
            }
            """)
        guard case .recursive(let circle) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(circle.sorted() == ["even", "odd"])
    }

    /// Calls through addresses reach the functions of their signature alone.
    @Test func signaturesBoundIndirectCalls() throws {
        let text = """
            module "m"
            memory size 65536 stack 32768 pointer 4
            func @leaf (i32) -> (i32) {
            block0(v0: i32):
                ret v0
            }
            func @outer (i32, i32) -> (i32) {
            block0(v0: i32, v1: i32):
                v2 = func_addr.i32 @leaf
                v3 = add.i32 v2, v1
                v4 = call_indirect (i32) -> (i32) (v3, v0)
                v5 = add.i32 v4, v0
                ret v5
            }
            func @main () -> (i32) entry {
            block0:
                v0 = func_addr.i32 @outer
                v1 = iconst.i32 0
                v2 = call_indirect (i32, i32) -> (i32) (v0, v1, v1)
                v3 = add.i32 v2, v0
                ret v3
            }
            """
        #expect(try depth(text)?.bytes != nil)
    }
}
