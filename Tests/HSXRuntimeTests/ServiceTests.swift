// The small services, called without the machine's loop.

import HSXRuntime
import Testing

@Suite struct HSXServiceTests {
    @Test func stepsAreThoseBeforeTheCall() {
        let machine = Machine([word(0x01, 1), word(0x01, 2), svc(0, 0), ret])
        machine.run()
        #expect(machine[0] == 2 && machine.retired == 3)
        hub_hsx_host_set_steps(machine.host, 0x1_0000_0007)
        #expect(machine.service(0, 0) == 7)
    }

    @Test func uartWritesRawBytes() {
        let machine = Machine()
        machine.store([0x41, 0, 0xFF, 10], at: 0x100)
        #expect(machine.service(1, 1, 0x100, 4) == 4)
        #expect(machine.recorder.output == [0x41, 0, 0xFF, 10])
    }

    @Test func uartRangeEndsWithMemory() {
        let machine = Machine()
        machine.store([1, 2], at: 0xFFFE)
        #expect(machine.service(1, 1, 0xFFFE, 100) == 100)
        #expect(machine.service(1, 1, 0x10000, 5) == 5)
        #expect(machine.service(1, 1, minusOne, minusOne) == minusOne)
        #expect(machine.recorder.output == [1, 2])
    }

    @Test func canFramesReachTheCallback() {
        let machine = Machine()
        machine.store([9, 8, 7], at: 0x200)
        #expect(machine.service(2, 0, 0xF123, 0x200, 3) == 0)
        #expect(machine.recorder.frames.count == 1)
        #expect(machine.recorder.frames[0].identifier == 0x123 && machine.recorder.frames[0].bytes == [9, 8, 7])
        #expect(machine.service(2, 0, 1, 0x10000, 3) == 0 && machine.recorder.frames[1].bytes.isEmpty)
    }

    @Test func exitAndSleepAreOutcomes() {
        let machine = Machine()
        var outcome = hub_hsx_outcome()
        machine[0] = 77
        hub_hsx_service(machine.host, 1, 0, hub_hsx_registers(machine.vm), machine.memory, &outcome)
        #expect(outcome.kind == HUB_HSX_EXIT && outcome.value == 77 && machine[0] == 77)
        hub_hsx_service(machine.host, 6, 0, hub_hsx_registers(machine.vm), machine.memory, &outcome)
        #expect(outcome.kind == HUB_HSX_SLEEP && outcome.value == 77 && machine[0] == 0)
    }

    @Test func missingServicesAnswerTheirCodes() {
        let machine = Machine()
        #expect(machine.service(7, 2) == 1 && machine.service(8, 0) == 1)
        for (module, function) in [
            (0, 1), (1, 2), (2, 1), (3, 0), (4, 4), (4, 14), (5, 7), (6, 1), (9, 0), (14, 0), (15, 255),
        ] as [(UInt32, UInt32)] {
            #expect(machine.service(module, function) == 0xFFFF_FF01)
        }
    }
}
