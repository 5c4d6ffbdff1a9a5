// Runs an HSX image in the virtual machine of the C runtime.

import HSXMachine
import HSXRuntime

/// How a run of an image ended.
public enum HSXEnding: Hashable, Sendable {
    /// RET from the entry, with R0.
    case returned(UInt32)
    /// The EXIT service.
    case exited(UInt32)
    case fault(name: String, pc: UInt32)
    case breakpoint(code: UInt32, pc: UInt32)
    case stepLimit
}

/// One run of an image.
public struct HSXRun: Hashable, Sendable {
    public let ending: HSXEnding
    /// Retired instructions.
    public let steps: UInt64
    public let r0: UInt32
}

/// Executes images.
public enum HSXMachineRunner {
    /// Runs `image` until it ends or `stepLimit` instructions have retired (0: no limit). `sleep` is called when the
    /// program sleeps, with the time in milliseconds; then it goes on. Nil when memory is short.
    public static func run(
        _ image: HSXImage, host: HSXHost, stepLimit: UInt64 = 0, sleep: (UInt32) -> Void = { _ in }
    ) -> HSXRun? {
        guard let machine = hub_hsx_vm_create(host.handle) else { return nil }
        defer { hub_hsx_vm_destroy(machine) }
        var code: [UInt8] = []
        code.reserveCapacity(image.code.count * 4)
        for word in image.code { withUnsafeBytes(of: word.bigEndian) { code.append(contentsOf: $0) } }
        guard hub_hsx_load(machine, code, code.count, image.data, image.data.count, image.entry) else { return nil }
        var ending = HSXEnding.stepLimit
        loop: while true {
            let done = hub_hsx_retired(machine)
            if stepLimit != 0, done >= stepLimit { break }
            let status = hub_hsx_run(machine, stepLimit == 0 ? 0 : stepLimit - done)
            let value = hub_hsx_stop_value(machine)
            let pc = hub_hsx_pc(machine)
            switch status {
            case HUB_HSX_SLEEPING: sleep(value)
            case HUB_HSX_RUNNING: break loop
            case HUB_HSX_RETURNED: ending = .returned(value)
            case HUB_HSX_EXITED: ending = .exited(value)
            case HUB_HSX_BRK, HUB_HSX_BREAKPOINT: ending = .breakpoint(code: value, pc: pc)
            default: ending = .fault(name: String(cString: hub_hsx_status_name(status)), pc: pc)
            }
            if ending != .stepLimit { break }
        }
        let r0 = hub_hsx_registers(machine)[0]
        return HSXRun(ending: ending, steps: hub_hsx_retired(machine), r0: r0)
    }
}
