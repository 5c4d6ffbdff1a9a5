// Runs kept machine code for the interpreter, as the hosted runtime does for compiled programs.

import HSXRuntime
import IR
import Interpreter

/// A virtual machine that holds the kept code and works on a program's memory, one call at a time.
///
/// A class, because it owns a C handle, which is freed when it goes.
final class KeptMachine {
    private let handle: OpaquePointer
    /// What the machine calls services of; it lives as long as the machine.
    private let host: HSXHost

    /// Nil when memory is short or the code is larger than code space.
    init?(_ code: [UInt8], _ host: HSXHost) {
        guard let machine = hub_hsx_vm_create(host.handle) else { return nil }
        handle = machine
        self.host = host
        guard hub_hsx_load_code(machine, code, code.count) else { return nil }
    }

    deinit { hub_hsx_vm_destroy(handle) }

    /// Carries out the service `number` on the 16 registers that are its arguments; the results are as many registers
    /// as it has results. The time of a sleeping program passes at once.
    func call(_ number: UInt32, _ arguments: [UInt64], results: Int, _ memory: inout [UInt8]) -> ServiceOutcome {
        guard arguments.count == 16, results <= 16, memory.count == Int(HUB_HSX_MEMORY_SIZE) else {
            return .unsupported("kept machine code with another shape than the machine's")
        }
        let isProgram = number & KeptCode.program != 0
        let registers = UnsafeMutableBufferPointer(start: hub_hsx_registers(handle), count: 16)
        for (index, value) in arguments.enumerated() { registers[index] = UInt32(truncatingIfNeeded: value) }
        hub_hsx_set_pc(handle, number & 0xFFFF)
        hub_hsx_set_sp(handle, isProgram ? UInt32(HUB_HSX_INITIAL_SP) : registers[15])
        hub_hsx_set_psw(handle, 0)
        hub_hsx_set_call_depth(handle, 0)
        let status = memory.withUnsafeMutableBufferPointer { bytes in
            hub_hsx_use_memory(handle, bytes.baseAddress)
            var status = hub_hsx_run(handle, 0)
            while status == HUB_HSX_SLEEPING || status == HUB_HSX_RUNNING { status = hub_hsx_run(handle, 0) }
            return status
        }
        switch status {
        case HUB_HSX_RETURNED: return .results(registers.prefix(results).map(UInt64.init))
        case HUB_HSX_EXITED: return .exit(hub_hsx_stop_value(handle))
        case HUB_HSX_BRK: return .breakpoint(hub_hsx_stop_value(handle))
        case HUB_HSX_STACK_UNDERFLOW: return .trap(.stackUnderflow)
        case HUB_HSX_STACK_OVERFLOW: return .trap(.stackOverflow)
        case HUB_HSX_MEM_FAULT: return .trap(.memoryFault)
        case HUB_HSX_DIV_ZERO: return .trap(.divideByZero)
        case HUB_HSX_PC_OUT_OF_RANGE: return .trap(.pcOutOfRange)
        default: return .trap(.illegalInstruction)
        }
    }
}
