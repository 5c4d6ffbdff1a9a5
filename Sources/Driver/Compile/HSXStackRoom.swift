// Whether the stack of a program has room above its data. The machine does not look: a stack that is too deep writes over
// the data, without a trap.

import HSXMachine
import Support

enum HSXStackRoom {
    /// Warns when data lie where the stack is, or when the stack may grow into the data.
    static func check(_ program: LinkedProgram, _ image: HSXImage, log: inout DiagnosticLog) {
        let items = HSXDataSize.items(of: program).filter { $0.address < HSXMemory.stackTop }
        guard let last = items.max(by: { $0.address + $0.size < $1.address + $1.size }) else { return }
        let end = last.address + last.size
        guard end <= HSXMemory.stackTop else {
            log.report(.dataInStack(last.name, end))
            return
        }
        let room = HSXMemory.stackTop - end
        // Programs with little data need not be looked at: the executive gives their stack no more.
        guard room < HSXMemory.stackRoom else { return }
        for entry in HSXSizes(program, image).entries {
            guard let bytes = entry.stack?.bytes, bytes > room else { continue }
            log.report(.stackInData(entry, bytes, room))
        }
    }
}

extension Diagnostic {
    fileprivate static func dataInStack(_ name: String, _ end: UInt32) -> Diagnostic {
        .warning(
            "W9317", "'\(name)' ends at \(hexadecimal(end)), and the stack grows down from 0x8000 into it",
            notes: [DiagnosticNote("a program has 16 KiB from 0x4000 on for data and stack, and more above 0x8000")])
    }

    fileprivate static func stackInData(_ entry: HSXFunctionSize, _ bytes: UInt32, _ room: UInt32) -> Diagnostic {
        .warning(
            "W9317",
            "the stack of '\(entry.name)' takes up to \(bytes) bytes, and there are \(room) between the data and 0x8000",
            notes: entry.path.map { DiagnosticNote("\($0.name) takes \($0.bytes) bytes") })
    }

    private static func hexadecimal(_ value: UInt32) -> String { "0x" + Hexadecimal.digits(value, width: 4) }
}
