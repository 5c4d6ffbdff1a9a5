// What a program shows on a hosted target: its status, its output, and the fault that ended it.

import IR
import Interpreter

/// How one program of a batch ended.
struct ProgramOutcome: Hashable, Sendable, CustomStringConvertible {
    let status: Int32
    let output: [UInt8]
    /// The name of a fault, as the runtime reports it.
    let fault: String?

    var description: String {
        let shown = output.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return "status \(status)\(fault.map { " after \($0)" } ?? "") \(shown)"
    }

    /// What a process says.
    init(status: Int32, output: [UInt8], errors: [UInt8]) {
        self.status = status
        self.output = output
        let lines = String(decoding: errors, as: UTF8.self).split(separator: "\n")
        let prefixes = ["hsx: fault ", "hubc: trap "]
        let line = lines.last { line in prefixes.contains { line.hasPrefix($0) } }
        fault = line.map { String($0.dropFirst(prefixes[0].count).prefix { $0 != " " }) } ?? lines.last.map(String.init)
    }

    /// What the interpreter says of a program in memory of `memorySize` bytes; nil when it did not come to an end.
    init?(_ ending: ObservedEnding, _ output: [UInt8], memorySize: UInt64) {
        self.output = output
        switch ending {
        case .returned(let value), .exited(let value): (status, fault) = (Int32(value & 0xFF), nil)
        case .fault(let name):
            let isMachine = memorySize == MemoryModel.hsx.size
            (status, fault) = (70, isMachine ? ProgramOutcome.machineFault(name) : name)
        case .breakpoint, .stepLimit, .unsupported: return nil
        }
    }

    /// The fault of the machine that stands for a trap.
    private static func machineFault(_ name: String) -> String {
        switch TrapCode.allCases.first(where: { $0.name == name }) {
        case .divideByZero: "DIV_ZERO"
        case .memoryFault: "MEM_FAULT"
        case .stackOverflow: "STACK_OVERFLOW"
        case .stackUnderflow: "STACK_UNDERFLOW"
        case .pcOutOfRange: "PC_OUT_OF_RANGE"
        case .unreachable, .illegalInstruction, .badCast, .indexOutOfRange, .user, nil: "ILLEGAL_OPCODE"
        }
    }
}
