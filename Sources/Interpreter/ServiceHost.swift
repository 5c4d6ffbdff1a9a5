// The system that a program calls through `service`. The interpreter knows none: whoever runs it passes one.

import IR

/// What a service does to the program that called it.
public enum ServiceOutcome: Hashable, Sendable {
    /// The results, as many as the service declares.
    case results([UInt64])
    case exit(UInt32)
    case trap(TrapCode)
    /// A debugger is told the number; the run ends.
    case breakpoint(UInt32)
    case unsupported(String)
}

/// Performs the services of a module.
public struct ServiceHost {
    /// Takes the service, its arguments, the linear memory, which keeps its size, and the number of steps so far.
    public typealias Call = (
        _ service: Service, _ arguments: [UInt64], _ memory: inout [UInt8], _ steps: UInt64
    ) -> ServiceOutcome

    let call: Call

    public init(_ call: @escaping Call) { self.call = call }

    /// Performs nothing.
    public static var none: ServiceHost {
        ServiceHost { service, _, _, _ in .unsupported("service \(service.name)") }
    }
}

/// Records what a program does to its system: UART writes append to `output`, every other service answers zeros.
///
/// A class, because the host's closure and its owner share it.
public final class RecordingHost {
    /// The service number of HSX that writes to the serial line: module 1, function 1.
    public static let uartWrite: UInt32 = 0x101

    public private(set) var output: [UInt8] = []
    /// The number and the arguments of each service, in order.
    public private(set) var calls: [(number: UInt32, arguments: [UInt64])] = []

    public init() {}

    public var host: ServiceHost {
        ServiceHost { [self] service, arguments, memory, _ in
            calls.append((service.number, arguments))
            var results = [UInt64](repeating: 0, count: service.results.count)
            if service.number == RecordingHost.uartWrite, arguments.count >= 2, !results.isEmpty {
                let start = Int(clamping: arguments[0])
                let length = Int(clamping: arguments[1])
                guard start <= memory.count, length <= memory.count - start else { return .trap(.memoryFault) }
                output += memory[start..<start + length]
                results[0] = arguments[1]
            }
            return .results(results)
        }
    }
}
