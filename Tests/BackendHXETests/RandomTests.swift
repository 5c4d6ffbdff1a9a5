// Random programs give the same on the machine as in the interpreter, bare and optimised.

import Foundation
import IR
import Interpreter
import Passes
import Support
import Testing

struct RandomTests {
    /// Compares result, output and the globals at fixed addresses; false when the program does not end in the
    /// interpreter.
    static func check(seed: UInt64, size: Int, level: OptimizationLevel) throws -> Bool {
        var module = RandomMachineProgram.module(seed: seed, size: size)
        guard let entry = module.entry else { return false }
        let host = RecordingHost()
        var options = InterpreterOptions()
        options.stepLimit = 200_000
        var interpreter = Interpreter(module, host: host.host, options: options)
        let expected = interpreter.run(entry)
        guard case .returned(let values) = expected.ending else { return false }
        var report = PassReport()
        PassRunner.run(Pipeline.passes(for: level), on: &module, report: &report)
        let run: MachineRun
        do {
            run = try Machine.run(module)
        } catch {
            Issue.record("seed \(seed) size \(size) \(level): \(error)")
            return true
        }
        // Optimised programs leave out stores that nothing reads before the program ends.
        let isMemorySame =
            level != .none || Array(run.memory[0x4000..<0x4040]) == Array(interpreter.memory[0x4000..<0x4040])
        let isSame =
            run.status == "RETURNED" && run.r0 == UInt32(truncatingIfNeeded: values[0]) && run.output == host.output
            && isMemorySame
        if !isSame {
            if ProcessInfo.processInfo.environment["HUBC_RANDOM_PRINT"] != nil {
                print(IRPrinter.print(module))
                print(Machine.listing(try Machine.link(module)))
            }
            let place = (0x4000..<0x4040).first { run.memory[$0] != interpreter.memory[$0] }
            Issue.record(
                """
                seed \(seed) size \(size) \(level): \(run.status) \(run.r0), expected \(values[0]); output \(run.output.suffix(16)), \
                expected \(host.output.suffix(16)); memory differs at \(place ?? 0)
                """)
        }
        return true
    }

    static let count = ProcessInfo.processInfo.environment["HUBC_RANDOM_COUNT"].flatMap(UInt64.init) ?? 60
    static let start = ProcessInfo.processInfo.environment["HUBC_RANDOM_START"].flatMap(UInt64.init) ?? 0

    static let size = ProcessInfo.processInfo.environment["HUBC_RANDOM_SIZE"].flatMap(Int.init)

    static func checkAll(_ level: OptimizationLevel) throws {
        var checked = 0
        for seed in start..<start + count {
            if try check(seed: seed, size: size ?? 4 + Int(seed % 10), level: level) { checked += 1 }
        }
        // Most programs must end by themselves, or the test says little.
        #expect(checked * 3 > Int(count))
    }

    @Test func bare() throws { try Self.checkAll(.none) }
    @Test func optimised() throws { try Self.checkAll(.standard) }
}
