// Each sample is built and run at every level, and its IR is followed through the passes.

import Foundation
import HSXTestKit
import Passes
import Testing

@Suite struct SamplesTests {
    @Test func samplesAreFound() { #expect(Sample.hsx.count >= 6) }

    @Test(arguments: Sample.hsx, ["-O0", "-O1", "-O2", "-Os"])
    func runsAsExpected(_ sample: Sample, level: String) throws {
        let run = try HSXRunner.machine(sample.program.image(level).image)
        let record = Sample.record(run.behaviour)
        if ProcessInfo.processInfo.environment["HUBC_BLESS"] == "1", level == "-O0" {
            try record.write(to: sample.expectation, atomically: true, encoding: .utf8)
        }
        #expect(record == (try String(contentsOf: sample.expectation, encoding: .utf8)))
    }

    /// Samples show good code, so nothing of them may be kept as written.
    @Test(arguments: Sample.hsx)
    func meansTheSameAfterEveryPass(_ sample: Sample) throws {
        let expected = try HSXRunner.machine(sample.program.image("-O0").image).behaviour
        let loaded = try sample.program.module()
        #expect(!loaded.isKeptWhole && loaded.verbatim == nil, "some function is kept as written")
        let failures = PipelineCheck.run(loaded.module, Pipeline.passes(for: .standard), expected: expected)
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }
}
