// The system around the checks of a validation in the interpreter: what they print is kept, and whether they ask for
// what is different each time.

import IR
import Interpreter

/// A class, because the interpreter's host and its owner share it.
final class CheckRecorder {
    private(set) var output: [UInt8] = []
    private(set) var hasReadClock = false

    /// Forgets what was printed.
    func reset() { (output, hasReadClock) = ([], false) }

    /// What was printed since the last call.
    func take() -> [UInt8] {
        defer { reset() }
        return output
    }

    var host: ServiceHost {
        ServiceHost { [self] service, arguments, memory, _ in
            switch service.number {
            case 0x100: return .exit(UInt32(truncatingIfNeeded: arguments[0]))
            case 0x101:
                let (address, count) = (arguments[0], arguments[1]), size = UInt64(memory.count)
                guard address <= size, count <= size - address else { return .trap(.memoryFault) }
                output += memory[Int(address)..<Int(address + count)]
                return .results([count])
            case RuntimeSources.clock, RuntimeSources.time:
                hasReadClock = true
                return .results(service.results.map { _ in 0 })
            default: return .unsupported("service \(service.name)")
            }
        }
    }
}
