import Foundation
import IR
import Testing

/// The float instructions of the HSX reference machine, against the vectors in HUBC_CONFORMANCE/hsx/steps.
@Suite struct HSXFloatConformance {
    static let root =
        ProcessInfo.processInfo.environment["HUBC_CONFORMANCE"]
        ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/conformance").path

    private struct Step: Decodable {
        struct State: Decodable { let regs: [UInt64] }
        let name: String
        let code: [String]
        let regs: [UInt64]
        let expect: State
    }

    private func steps(_ file: String) throws -> [Step] {
        let text = try String(contentsOfFile: "\(HSXFloatConformance.root)/hsx/steps/\(file).jsonl", encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Step.self, from: Data($0.utf8)) }
    }

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: root + "/hsx/steps"), "no conformance folder"),
        arguments: ["50_FADD", "51_FSUB", "52_FMUL", "53_FDIV", "54_I2F", "55_F2I"])
    func agreesWithTheReference(file: String) throws {
        let all = try steps(file)
        #expect(!all.isEmpty)
        for step in all {
            let word = try #require(UInt64(step.code[0], radix: 16))
            let (destination, first, second) = (Int(word >> 20 & 15), Int(word >> 16 & 15), Int(word >> 12 & 15))
            let (a, b) = (step.regs[first], step.regs[second])
            let half: Evaluation =
                switch word >> 24 {
                case 0x50: Evaluate.binary(.fadd, .f16, a & 0xFFFF, b & 0xFFFF)
                case 0x51: Evaluate.binary(.fsub, .f16, a & 0xFFFF, b & 0xFFFF)
                case 0x52: Evaluate.binary(.hsxFmul, .f16, a & 0xFFFF, b & 0xFFFF)
                case 0x53: Evaluate.binary(.hsxFdiv, .f16, a & 0xFFFF, b & 0xFFFF)
                case 0x54: Evaluate.unary(.sitofp, from: .i32, to: .f16, a)
                default: Evaluate.unary(.fptosi, from: .f16, to: .i32, a & 0xFFFF)
                }
            let bits = try #require(half.value)
            let kept = word >> 24 == 0x55 ? 0 : step.regs[destination] & 0xFFFF_0000
            #expect(kept | bits == step.expect.regs[destination], "\(step.name)")
        }
    }
}
