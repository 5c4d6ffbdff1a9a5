// `hubc verify` agrees with itself on every sample, with whatever this machine can run.

import Driver
import Foundation
import Testing

@Suite struct VerifyTests {
    /// hubc, which the build leaves beside the tests.
    private static let hubc = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "hubc").path

    @Test(arguments: MatrixCase.samples)
    func sample(_ sample: MatrixCase) throws {
        var call = ProcessCall(Self.hubc, ["verify", sample.path])
        call.timeLimit = .seconds(120)
        let result = try ProcessRunner.run(call)
        #expect(result.ending == .exited(0), "\(String(decoding: result.output + result.errors, as: UTF8.self))")
    }
}
