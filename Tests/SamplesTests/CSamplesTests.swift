// The samples in C: each is built and run at every level on the machine, and on its other targets.

import Driver
import Foundation
import HSXTestKit
import Testing

@Suite struct CSamplesTests {
    private static let missing = [Tool.clang, .llvm].filter { Toolchain.find($0) == nil }.map(\.title)

    @Test func samplesAreFound() { #expect(Sample.hsxC.count >= 6) }

    @Test(
        .enabled(if: missing.isEmpty, "missing: \(missing.joined(separator: ", "))"),
        arguments: Sample.hsxC, ["-O0", "-O1", "-O2", "-Os"])
    func runsAsExpected(_ sample: Sample, level: String) throws {
        let run = try HSXRunner.machine(sample.program.image("--target", "hxe", level).image)
        let record = Sample.record(run.behaviour)
        if ProcessInfo.processInfo.environment["HUBC_BLESS"] == "1", level == "-O0" {
            try record.write(to: sample.expectation, atomically: true, encoding: .utf8)
        }
        #expect(record == (try String(contentsOf: sample.expectation, encoding: .utf8)))
    }

    @Test(.enabled(if: missing.isEmpty, "missing: \(missing.joined(separator: ", "))"), arguments: Sample.hsxC)
    func runsInTheInterpreter(_ sample: Sample) throws {
        let module = try sample.program.module("--target", "hxe", "-O0").module
        let record = Sample.record(try HSXRunner.interpreter(module))
        #expect(record == (try String(contentsOf: sample.expectation, encoding: .utf8)))
    }
}
