// The IR of every recorded program, followed through the passes.

import HSXTestKit
import Passes
import Testing

@Suite(.enabled(if: Conformance.isPresent, "no conformance folder"))
struct HSXPipelineConformanceTests {
    @Test(arguments: Conformance.hsxPrograms)
    func meansTheSameAfterEveryPass(_ test: HSXCase) throws {
        let loaded = try test.program.module()
        try #require(!loaded.isKeptWhole && loaded.verbatim == nil, "some function is kept as written")
        let failures = PipelineCheck.run(loaded.module, Pipeline.passes(for: .standard), expected: test.behaviour)
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }
}
