// Whole programs, as linked by the reference: result, step count, final state and output.

import Foundation
import HSXRuntime
import Testing

private struct Program: Decodable {
    var r0: UInt32
    var exitStatus: UInt32
    var steps: UInt64
    var state: String
    var stdout: String
    var entry: UInt32
    var code: String
    var rodata: String
}

@Suite(.enabled(if: Conformance.exists("programs"), Comment(rawValue: Conformance.missing)))
struct HSXProgramVMConformanceTests {
    @Test(arguments: Conformance.files("programs", "json")) func handWritten(file: String) throws {
        try check(Conformance.data("programs", file))
    }

    @Test(arguments: Conformance.files("random", "json")) func random(file: String) throws {
        try check(Conformance.data("random", file))
    }

    /// Runs a program once freely and once under a step limit and a trace hook, which takes the careful loop.
    private func check(_ data: Data) throws {
        let program = try Conformance.decoder.decode(Program.self, from: data)
        for careful in [false, true] {
            let machine = Machine()
            try #require(machine.load(code: bytes(program.code), data: bytes(program.rodata), entry: program.entry))
            var traced: UInt64 = 0
            let status = withUnsafeMutablePointer(to: &traced) { counter in
                if careful {
                    hub_hsx_set_trace(
                        machine.vm, { user, _, _, _ in user!.assumingMemoryBound(to: UInt64.self).pointee += 1 },
                        counter)
                }
                return machine.run(10_000_000)
            }
            #expect(status == (program.state == "returned" ? HUB_HSX_RETURNED : HUB_HSX_EXITED))
            #expect(machine[0] == program.r0)
            #expect(hub_hsx_stop_value(machine.vm) & 0xFF == program.exitStatus)
            #expect(machine.retired == program.steps)
            #expect(machine.state == program.state)
            #expect(String(decoding: machine.recorder.output, as: UTF8.self) == program.stdout)
            // The final RET is seen by the hook but not counted.
            if careful { #expect(traced == program.steps + (status == HUB_HSX_RETURNED ? 1 : 0)) }
        }
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
        }
    }
}
