// The samples in Lisp and Smalltalk: each runs in the interpreter as it was compiled and after all passes.

import Foundation
import HSXTestKit
import Testing

@Suite struct HostedSamplesTests {
    @Test func samplesAreFound() {
        #expect(Sample.lisp.count >= 9)
        #expect(Sample.smalltalk.count >= 10)
    }

    @Test(arguments: Sample.lisp + Sample.smalltalk, ["-O0", "-O2"])
    func runsAsExpected(_ sample: Sample, level: String) throws {
        let module = try sample.program.module("--target", "native", level).module
        let record = Sample.record(try HSXRunner.interpreter(module, stepLimit: 500_000_000))
        if ProcessInfo.processInfo.environment["HUBC_BLESS"] == "1", level == "-O0" {
            try record.write(to: sample.expectation, atomically: true, encoding: .utf8)
        }
        #expect(record == (try String(contentsOf: sample.expectation, encoding: .utf8)))
    }
}
