// Images of every recorded program: the same result and output at each level, the reference's bytes with --hsx-compat,
// and the rule that optimisation pays.

import Foundation
import HSXTestKit
import Support
import Testing

@Suite(.enabled(if: Conformance.isPresent, "no conformance folder"))
struct HSXImageConformanceTests {
    @Test(arguments: Conformance.hsxPrograms, ["-O0", "-O1", "-O2", "-Os"])
    func behavesAsRecorded(_ test: HSXCase, level: String) throws {
        let run = try HSXRunner.machine(test.program.image(level).image)
        #expect(run.behaviour == test.behaviour)
        if level == "-O0" { #expect(Int(run.steps) == test.steps) }
    }

    @Test(arguments: Conformance.hsxPrograms)
    func compatibleImagesAreTheReferences(_ test: HSXCase) throws {
        let bytes = try test.program.image("-O0", "--hsx-compat").bytes
        #expect(SHA256.hexDigest(bytes) == test.imageDigest)
    }

    /// -O2 never takes 5 % more instructions than -O0, and 15 % fewer in the geometric mean of the hand-written
    /// programs.
    @Test func optimisationPays() throws {
        var rows: [(name: String, before: UInt64, after: UInt64)] = []
        var logarithms: [Double] = []
        for test in Conformance.hsxPrograms {
            let before = try HSXRunner.machine(test.program.image("-O0").image).steps
            let after = try HSXRunner.machine(test.program.image("-O2").image).steps
            rows.append((test.name, before, after))
            if test.isHandWritten { logarithms.append(log(Double(after) / Double(before))) }
        }
        let mean = exp(logarithms.reduce(0, +) / Double(logarithms.count))
        let table = rows.map { row in
            String(format: "%8d %8d  %.3f  ", row.before, row.after, Double(row.after) / Double(row.before)) + row.name
        }
        let text = "      O0       O2  ratio\n" + table.joined(separator: "\n")
        for row in rows {
            #expect(
                Double(row.after) <= 1.05 * Double(row.before), "\(row.name) takes more instructions at -O2\n\(text)")
        }
        #expect(mean <= 0.85, "the geometric mean of the hand-written programs is \(mean)\n\(text)")
    }
}
