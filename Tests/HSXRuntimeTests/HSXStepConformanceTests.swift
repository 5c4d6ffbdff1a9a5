// Single-step vectors measured on the reference machine: every expected field of every vector.

import Foundation
import HSXRuntime
import Testing

/// One line of a vector file; hsx/steps/README.md tells what the fields mean.
private struct Vector: Decodable {
    var name: String
    var code: [String]
    var org: UInt32?
    var pc: UInt32
    var regs: [UInt32]
    var sp: UInt32
    var psw: UInt8
    var mem: [[Int]]
    var shadow: UInt64?
    var stackLimit: UInt32?
    var steps: Int
    var expect: Expectation
}

private struct Expectation: Decodable {
    var pc: UInt32
    var regs: [UInt32]
    var sp: UInt32
    var psw: UInt8
    var mem: [[Int]]
    var running: Bool
    var exitStatus: UInt32?
    var retired: UInt64
    var shadow: UInt64
    var state: String
    var fault: String?
    var brk: UInt32?
    var uart: String?
}

@Suite(.enabled(if: Conformance.exists("steps"), Comment(rawValue: Conformance.missing)))
struct HSXStepConformanceTests {
    @Test(arguments: Conformance.files("steps", "jsonl")) func vectors(file: String) throws {
        let machine = Machine()
        let lines = try Conformance.data("steps", file).split(separator: UInt8(ascii: "\n"))
        #expect(!lines.isEmpty)
        for line in lines {
            let vector = try Conformance.decoder.decode(Vector.self, from: line)
            // Once instruction by instruction, once as a run with a limit; both loops must agree with the reference.
            for stepping in [true, false] { try check(vector, on: machine, stepping: stepping) }
        }
    }

    private func check(_ vector: Vector, on machine: Machine, stepping: Bool) throws {
        let words = vector.code.map { UInt32($0, radix: 16)! }
        try #require(machine.load(words, at: vector.org ?? 0))
        hub_hsx_set_pc(machine.vm, vector.pc)
        hub_hsx_set_sp(machine.vm, vector.sp)
        hub_hsx_set_psw(machine.vm, vector.psw)
        hub_hsx_set_call_depth(machine.vm, vector.shadow ?? 0)
        hub_hsx_set_stack_limit(machine.vm, vector.stackLimit ?? 0)
        for (register, value) in vector.regs.enumerated() { machine[register] = value }
        for pair in vector.mem { machine.memory[pair[0]] = UInt8(pair[1]) }
        machine.recorder.output = []
        var memory = Array(UnsafeBufferPointer(start: machine.memory, count: 0x10000))

        var status = HUB_HSX_RUNNING
        if stepping {
            for _ in 0..<vector.steps { status = machine.step() }
        } else {
            status = machine.run(UInt64(vector.steps))
        }

        let name = Comment(rawValue: "\(vector.name), \(stepping ? "stepped" : "run")")
        let expect = vector.expect
        for pair in expect.mem { memory[pair[0]] = UInt8(pair[1]) }
        #expect(machine.pc == expect.pc, name)
        #expect(machine.registers == expect.regs, name)
        #expect(machine.sp == expect.sp, name)
        #expect(hub_hsx_psw(machine.vm) == expect.psw, name)
        #expect(memory.withUnsafeBytes { memcmp($0.baseAddress!, machine.memory, 0x10000) } == 0, name)
        #expect((status == HUB_HSX_RUNNING) == expect.running, name)
        #expect((status == HUB_HSX_RETURNED ? hub_hsx_stop_value(machine.vm) : nil) == expect.exitStatus, name)
        #expect(machine.retired == expect.retired, name)
        #expect(hub_hsx_call_depth(machine.vm) == expect.shadow, name)
        #expect(machine.state == expect.state, name)
        let fault = hub_hsx_status_is_fault(status) ? String(cString: hub_hsx_status_name(status)) : nil
        #expect(fault == expect.fault, name)
        #expect((status == HUB_HSX_BRK ? hub_hsx_stop_value(machine.vm) : nil) == expect.brk, name)
        #expect(machine.recorder.output == Array((expect.uart ?? "").utf8), name)
    }
}
