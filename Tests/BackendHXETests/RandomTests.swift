// Random programs give the same on the machine as in the interpreter, bare and optimised.

import Foundation
import IR
import Interpreter
import Passes
import Support
import Testing

struct RandomTests {
    /// Compares result, output and the globals at fixed addresses.
    static func check(seed: UInt64, size: Int, level: OptimizationLevel) throws {
        var module = RandomMachineProgram.module(seed: seed, size: size)
        guard let entry = module.entry else { return }
        let host = RecordingHost()
        var options = InterpreterOptions()
        options.stepLimit = 200_000
        var interpreter = Interpreter(module, host: host.host, options: options)
        let expected = interpreter.run(entry)
        guard case .returned(let values) = expected.ending else { return }
        var report = PassReport()
        PassRunner.run(Pipeline.passes(for: level), on: &module, report: &report)
        let run: MachineRun
        do {
            run = try Machine.run(module)
        } catch {
            Issue.record("seed \(seed) size \(size) \(level): \(error)")
            return
        }
        let isSame =
            run.status == "RETURNED" && run.r0 == UInt32(truncatingIfNeeded: values[0]) && run.output == host.output
            && Array(run.memory[0x4000..<0x4040]) == Array(interpreter.memory[0x4000..<0x4040])
        if !isSame { Issue.record("seed \(seed) size \(size) \(level): \(run.status) \(run.r0), expected \(values[0])") }
    }

    static let count = ProcessInfo.processInfo.environment["HUBC_RANDOM_COUNT"].flatMap(UInt64.init) ?? 60
    static let start = ProcessInfo.processInfo.environment["HUBC_RANDOM_START"].flatMap(UInt64.init) ?? 0

    @Test func bare() throws {
        for seed in Self.start..<Self.start + Self.count { try Self.check(seed: seed, size: 4 + Int(seed % 10), level: .O0) }
    }

    @Test func optimised() throws {
        for seed in Self.start..<Self.start + Self.count { try Self.check(seed: seed, size: 4 + Int(seed % 10), level: .O2) }
    }
}
