// What a program shows to the outside, in a form in which the virtual machine and the interpreter can be compared.

import Driver
import HSXMachine
import IR
import Interpreter

/// How a run ended, whoever ran it.
public enum ObservedEnding: Hashable, Sendable, CustomStringConvertible {
    case returned(UInt32)
    case exited(UInt32)
    /// A fault by its name in the text form of trap codes.
    case fault(String)
    case breakpoint(UInt32)
    case stepLimit
    case unsupported(String)

    public var description: String {
        switch self {
        case .returned(let value): "returned 0x" + String(value, radix: 16)
        case .exited(let code): "exited with \(code)"
        case .fault(let name): "fault \(name)"
        case .breakpoint(let code): "breakpoint \(code)"
        case .stepLimit: "step limit"
        case .unsupported(let what): "unsupported: \(what)"
        }
    }
}

extension ObservedEnding {
    /// The ending without its number.
    var kind: ObservedEnding {
        switch self {
        case .returned: .returned(0)
        case .exited: .exited(0)
        case .breakpoint: .breakpoint(0)
        case .fault, .stepLimit, .unsupported: self
        }
    }
}

/// A run: how it ended, what it printed and which volatile accesses it made.
public struct Observation: Hashable, Sendable, CustomStringConvertible {
    public let ending: ObservedEnding
    public let output: [UInt8]
    /// Instructions of whoever ran it; no part of the comparison.
    public let steps: UInt64
    /// Of the interpreter; nil: not looked at.
    public let volatileTrace: VolatileTrace?

    init(ending: ObservedEnding, output: [UInt8], steps: UInt64, volatileTrace: VolatileTrace? = nil) {
        self.ending = ending
        self.output = output
        self.steps = steps
        self.volatileTrace = volatileTrace
    }

    /// Whether the two show the same. The end of the code is an illegal instruction as well: an image ends elsewhere
    /// than its source did.
    public func agrees(with other: Observation) -> Bool {
        guard ending == other.ending, output == other.output else { return false }
        guard let trace = volatileTrace, let expected = other.volatileTrace else { return true }
        return trace == expected
    }

    public var description: String {
        let shown = output.prefix(200).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let trace = volatileTrace.map { "; \($0.count) volatile accesses\n\($0)" } ?? ""
        return "\(ending), \(output.count) bytes \(shown), \(steps) steps\(trace)"
    }
}

/// Runs images and modules with fresh services.
public enum Observer {
    /// Runs an image in the virtual machine; nil when memory is short.
    public static func run(_ image: HSXImage, stepLimit: UInt64) -> Observation? {
        var output: [UInt8] = []
        guard let host = HSXHost(output: { output += $0 }),
            let run = HSXMachineRunner.run(image, host: host, stepLimit: stepLimit)
        else { return nil }
        return Observation(ending: ObservedEnding(run.ending), output: output, steps: run.steps)
    }

    /// Runs a module in the interpreter; nil when memory is short or it has no entry.
    public static func run(_ module: Module, arguments: [UInt64] = [], stepLimit: UInt64) -> Observation? {
        var output: [UInt8] = []
        guard let host = HSXHost(output: { output += $0 }), let entry = module.entry else { return nil }
        var options = InterpreterOptions()
        options.stepLimit = stepLimit
        options.memoryLimit = 1 << 20
        options.volatileLimit = Int(clamping: stepLimit)
        var interpreter = Interpreter(module, host: host.serviceHost(), options: options)
        let outcome = interpreter.run(entry, arguments: arguments)
        return Observation(
            ending: ObservedEnding(outcome.ending), output: output, steps: outcome.steps,
            volatileTrace: VolatileTrace(interpreter.volatileAccesses, module))
    }
}

extension ObservedEnding {
    init(_ ending: HSXEnding) {
        self =
            switch ending {
            case .returned(let value): .returned(value)
            case .exited(let code): .exited(code)
            case .fault(let name, _): .fault(ObservedEnding.faultNames[name] ?? name)
            case .breakpoint(let code, _): .breakpoint(code)
            case .stepLimit: .stepLimit
            }
    }

    init(_ ending: Ending) {
        self =
            switch ending {
            case .returned(let values): .returned(UInt32(truncatingIfNeeded: values.first ?? 0))
            case .exited(let code): .exited(code)
            case .trapped(let code): .fault(code.name)
            case .stepLimit: .stepLimit
            case .breakpoint(let code): .breakpoint(code)
            case .unsupported(let what): .unsupported(what)
            }
    }

    /// The trap code that each fault of the machine is in the IR.
    private static let faultNames = [
        "DIV_ZERO": TrapCode.divideByZero.name, "MEM_FAULT": TrapCode.memoryFault.name,
        "STACK_OVERFLOW": TrapCode.stackOverflow.name, "STACK_UNDERFLOW": TrapCode.stackUnderflow.name,
        "ILLEGAL_OPCODE": TrapCode.illegalInstruction.name, "PC_OUT_OF_RANGE": TrapCode.pcOutOfRange.name,
        "LDI32_OVERRUN": TrapCode.pcOutOfRange.name,
    ]
}
