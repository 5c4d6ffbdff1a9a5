// The machine by itself: loading, limits, stops, faults, breakpoints, trace, and what the reference leaves open.

import Foundation
import HSXRuntime
import Testing

@Suite struct HSXMachineTests {
    /// R1 = `count`; loop: R0 += R1; R1 -= 1; until zero; RET. Retires 3 + 3 * count.
    private func summing(_ count: UInt32) -> [UInt32] {
        [
            word(0x60, 1), count, word(0x01, 2, imm: 1), word(0x04, 0, 3), word(0x10, 0, 0, 1), word(0x11, 1, 1, 2),
            word(0x23, imm: 16), ret,
        ]
    }

    @Test func startsAsDocumented() {
        let machine = Machine([ret])
        #expect(machine.registers == Array(repeating: 0, count: 16))
        #expect(machine.sp == 0x8000 && machine.pc == 0 && hub_hsx_psw(machine.vm) == 0)
        #expect(hub_hsx_stack_limit(machine.vm) == 0 && machine.state == "ready")
        #expect(machine.run() == HUB_HSX_RETURNED)
        #expect(machine.retired == 0 && machine.state == "returned" && machine.pc == 0)
    }

    @Test func loadsCodeAndData() {
        let machine = Machine()
        let code: [UInt8] = [0, 0, 0, 0, 0x60, 0x10, 0, 0, 0, 0, 0x40, 0, 0x06, 0x01, 0, 1, 0x25, 0, 0, 0]
        let data: [UInt8] = [7, 9]
        #expect(machine.load(code: code, data: data, entry: 4))
        #expect(machine.run() == HUB_HSX_RETURNED && machine[0] == 9 && hub_hsx_stop_value(machine.vm) == 9)
        #expect(hub_hsx_code_length(machine.vm) == 20)
    }

    @Test func cutsDataAtTheEndOfMemory() {
        let machine = Machine()
        let data = [UInt8](repeating: 0x5A, count: 0x10000)
        #expect(machine.load(code: [0x25, 0, 0, 0], data: data))
        #expect(machine.memory[0x3FFF] == 0 && machine.memory[0x4000] == 0x5A && machine.memory[0xFFFF] == 0x5A)
    }

    @Test func refusesTooMuchCode() {
        let machine = Machine([ret])
        let code = [UInt8](repeating: 0, count: 0x10004)
        #expect(!machine.load(code: code))
        #expect(!machine.load([ret, ret], at: 0xFFFC))
        #expect(machine.run() == HUB_HSX_RETURNED)
    }

    @Test func loadingAgainForgetsTheOldCode() {
        let machine = Machine([word(0x01, 0, imm: 1), ret])
        machine.run()
        #expect(machine.load([word(0x01, 0, imm: 2), ret]))
        #expect(machine.run() == HUB_HSX_RETURNED && machine[0] == 2 && machine.retired == 1)
        #expect(machine.load([word(0x01, 0, imm: 3)]))
        #expect(machine.run() == HUB_HSX_PC_OUT_OF_RANGE && machine.pc == 4)
    }

    /// Limits around the length at which a run changes from the fast to the careful loop; parts must add up.
    @Test(arguments: [1, 2, 3, 7, 100, 16384, 16385, 16386, 16387, 20000, 149_999, 150_003])
    func stepLimitIsExact(limit: UInt64) {
        let machine = Machine(summing(50000))
        var total: UInt64 = 0
        var status = machine.run(limit)
        while status == HUB_HSX_RUNNING {
            total += limit
            #expect(machine.retired == total && machine.state == "running")
            // A limit of one step would take long; the rest runs freely.
            status = total >= 60000 || limit >= 1000 ? machine.run(limit) : machine.run(0)
        }
        #expect(status == HUB_HSX_RETURNED && machine.retired == 150_003)
        #expect(machine[0] == 50000 * 50001 / 2)
    }

    @Test func finalStopsStayFinal() {
        let machine = Machine([word(0x01, 0, imm: 5), svc(1, 0), word(0x01, 0, imm: 6), ret])
        #expect(machine.run() == HUB_HSX_EXITED)
        #expect(machine.run() == HUB_HSX_EXITED && machine.step() == HUB_HSX_EXITED)
        #expect(
            hub_hsx_stop_value(machine.vm) == 5 && machine.state == "stopped" && machine.retired == 2 && machine.pc == 8
        )
        hub_hsx_set_pc(machine.vm, 8)
        #expect(machine.run() == HUB_HSX_RETURNED && machine[0] == 6)
    }

    @Test func sleepEndsTheRunAndGoesOnAfterwards() {
        let machine = Machine([word(0x01, 0, imm: 250), svc(6, 0), word(0x01, 1, imm: 1), ret])
        #expect(machine.run() == HUB_HSX_SLEEPING)
        #expect(
            hub_hsx_stop_value(machine.vm) == 250 && machine[0] == 0 && machine.state == "sleeping"
                && machine.retired == 2)
        #expect(machine.run() == HUB_HSX_RETURNED)
        #expect(machine[1] == 1 && machine.retired == 3)
    }

    @Test func brkEndsTheRunAndGoesOnAfterwards() {
        let machine = Machine([word(0x7F, imm: 0x1FE), word(0x01, 1, imm: 1), ret])
        #expect(machine.run() == HUB_HSX_BRK)
        #expect(
            hub_hsx_stop_value(machine.vm) == 0xFE && machine.state == "paused" && machine.pc == 4
                && machine.retired == 1)
        #expect(machine.run() == HUB_HSX_RETURNED && machine[1] == 1)
    }

    @Test func faultsLeaveTheirCode() {
        let divide = Machine([word(0x01, 0, imm: 8), word(0x13, 0, 0, 1), ret])
        #expect(divide.run() == HUB_HSX_DIV_ZERO)
        #expect(divide[0] == 0xFFFF_FF05 && divide.pc == 4 && divide.retired == 1 && divide.state == "running")

        let load = Machine([word(0x02, 0, 1, imm: -1), ret])
        #expect(load.run() == HUB_HSX_MEM_FAULT && load[0] == 0xFFFF_FF04 && load.pc == 0 && load.retired == 0)

        let pop = Machine([word(0x41, 1), ret])
        hub_hsx_set_sp(pop.vm, 0x10000)
        #expect(pop.run() == HUB_HSX_STACK_UNDERFLOW && pop[0] == 0xFFFF_FF02)

        let push = Machine([word(0x40), word(0x40), ret])
        hub_hsx_set_stack_limit(push.vm, 0x7FFC)
        #expect(
            push.run() == HUB_HSX_STACK_OVERFLOW && push[0] == 0xFFFF_FF03 && push.sp == 0x7FFC && push.retired == 1)

        let illegal = Machine([0x0500_0000])
        #expect(
            illegal.run() == HUB_HSX_ILLEGAL_OPCODE && illegal.pc == 4 && illegal.retired == 1
                && illegal.state == "stopped")

        let overrun = Machine([word(0x60, 1)])
        #expect(overrun.run() == HUB_HSX_LDI32_OVERRUN && overrun.pc == 0 && overrun.retired == 0 && overrun[0] == 0)

        let empty = Machine([])
        #expect(empty.run() == HUB_HSX_PC_OUT_OF_RANGE && empty.retired == 0 && empty.state == "paused")
    }

    /// RET takes its target from memory; a target beyond code space is reported as it is, one step later.
    @Test func returnMayLeaveCodeSpace() {
        let machine = Machine([ret])
        machine.store([0xFF, 0xFE, 0xFD, 0xFC], at: 0x7000)
        hub_hsx_set_sp(machine.vm, 0x7000)
        hub_hsx_set_call_depth(machine.vm, 1)
        #expect(machine.run(1) == HUB_HSX_RUNNING && machine.pc == 0xFCFD_FEFF && machine.retired == 1)
        #expect(machine.run() == HUB_HSX_PC_OUT_OF_RANGE && machine.pc == 0xFCFD_FEFF && machine.retired == 1)
    }

    /// The reference fails in its host language here; hubc's machine reports a memory fault.
    @Test func returnAcrossTheEndOfMemoryFaults() {
        let machine = Machine([ret])
        hub_hsx_set_sp(machine.vm, 0xFFFD)
        hub_hsx_set_call_depth(machine.vm, 1)
        #expect(machine.run() == HUB_HSX_MEM_FAULT && machine[0] == 0xFFFF_FF04 && machine.sp == 0xFFFD)
    }

    @Test func runsCodeAtAnyByteAddress() {
        // At 2: LDI R0, 7, then RET at 6, seen only by a pc that is 2 modulo 4.
        let machine = Machine([word(0x21, imm: 6), 0x0000_0100, 0x0007_2500, 0])
        hub_hsx_set_pc(machine.vm, 6)
        #expect(machine.run() == HUB_HSX_RETURNED && machine[0] == 7 && machine.pc == 10)
        hub_hsx_set_pc(machine.vm, 0)
        #expect(machine.run() == HUB_HSX_RETURNED && machine.pc == 10)
    }

    @Test func callsThroughARegister() {
        let machine = Machine([word(0x01, 5, imm: 12), word(0x24, 0, 5, imm: 1), ret, 0, word(0x01, 0, imm: 3), ret])
        #expect(machine.run() == HUB_HSX_RETURNED)
        #expect(machine[0] == 3 && machine[15] == 0x8000 && machine.retired == 4)
    }

    @Test func convertsSpecialHalvesToIntegers() {
        for (half, expected) in [
            (0x7E00, 0), (0x7C01, 0), (0xFE00, 0), (0x7C00, 0x7FFF_FFFF), (0xFC00, 0x8000_0000), (0xFBFF, 0xFFFF_0020),
        ]
            as [(UInt32, UInt32)]
        {
            let machine = Machine([word(0x55, 0, 1), ret])
            machine[1] = 0xABCD_0000 | half
            machine.run()
            #expect(machine[0] == expected)
        }
    }

    @Test func keepsTheQuirksOfHalves() {
        let machine = Machine([word(0x52, 1, 1, 2), word(0x53, 3, 3, 4), ret])
        machine[1] = 0xAAAA_2140
        machine[2] = 0x9E18
        machine[3] = 0xBBBB_C000
        machine.run()
        #expect(machine[1] == 0xAAAA_83FF)  // would round up to the smallest normal number
        #expect(machine[3] == 0xBBBB_8000)  // -2 / 0 = -0
    }

    @Test func breakpointsStopBeforeTheirInstruction() {
        let machine = Machine(summing(3))
        #expect(hub_hsx_set_breakpoint(machine.vm, 20) && !hub_hsx_set_breakpoint(machine.vm, 0x10000))
        for sum in [3, 5, 6] as [UInt32] {
            #expect(machine.run() == HUB_HSX_BREAKPOINT && machine.pc == 20 && machine.state == "paused")
            #expect(machine[0] == sum)
        }
        #expect(machine.run() == HUB_HSX_RETURNED && machine.retired == 12)
    }

    @Test func breakpointAtTheEntryStopsAtOnceAndCanBeCleared() {
        let machine = Machine(summing(3))
        hub_hsx_set_breakpoint(machine.vm, 0)
        #expect(machine.run() == HUB_HSX_BREAKPOINT && machine.retired == 0)
        #expect(machine.step() == HUB_HSX_RUNNING && machine.retired == 1)
        hub_hsx_set_pc(machine.vm, 0)
        hub_hsx_clear_breakpoint(machine.vm, 0)
        #expect(machine.run() == HUB_HSX_RETURNED)
        hub_hsx_set_breakpoint(machine.vm, 4)
        hub_hsx_clear_breakpoints(machine.vm)
        hub_hsx_set_pc(machine.vm, 0)
        #expect(machine.run() == HUB_HSX_RETURNED)
    }

    @Test func traceSeesEachInstructionBeforeItRuns() {
        let machine = Machine([word(0x01, 0, imm: 4), word(0x60, 1), 0x1234, word(0x40, 0, 1), ret])
        let recorder = Unmanaged.passUnretained(machine.recorder).toOpaque()
        hub_hsx_set_trace(
            machine.vm,
            { user, vm, pc, word in
                let recorder = Unmanaged<Recorder>.fromOpaque(user!).takeUnretainedValue()
                #expect(
                    hub_hsx_pc(vm) == pc && hub_hsx_retired(vm) == UInt64(recorder.trace.count)
                        && hub_hsx_sp(vm) <= 0x8000)
                recorder.trace.append((pc, word))
            }, recorder)
        #expect(machine.run() == HUB_HSX_RETURNED)
        #expect(machine.recorder.trace.map(\.pc) == [0, 4, 12, 16])
        #expect(machine.recorder.trace.map(\.word) == [0x0100_0004, 0x6010_0000, 0x4001_0000, ret])
        hub_hsx_set_trace(machine.vm, nil, nil)
        hub_hsx_set_pc(machine.vm, 0)
        machine.run()
        #expect(machine.recorder.trace.count == 4)
    }

    @Test func machineWithoutHostHasItsOwn() {
        let vm = hub_hsx_vm_create(nil)
        defer { hub_hsx_vm_destroy(vm) }
        let words = [word(0x01, 2, imm: 5), svc(1, 1), ret]
        let loaded = hub_hsx_load_words(vm, words, words.count, 0)
        #expect(loaded)
        #expect(hub_hsx_run(vm, 0) == HUB_HSX_RETURNED && hub_hsx_registers(vm)[0] == 5)
    }

    @Test func namesEveryStatus() {
        #expect(String(cString: hub_hsx_status_name(HUB_HSX_STACK_UNDERFLOW)) == "STACK_UNDERFLOW")
        #expect(String(cString: hub_hsx_status_name(HUB_HSX_LDI32_OVERRUN)) == "LDI32_OVERRUN")
        #expect(!hub_hsx_status_is_fault(HUB_HSX_SLEEPING) && hub_hsx_status_is_fault(HUB_HSX_STACK_UNDERFLOW))
    }
}
