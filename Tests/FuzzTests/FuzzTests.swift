// Short runs of the fuzzers with fixed seeds, and the files of Fuzz/crashes once more.

import Foundation
import FuzzKit
import Testing

/// The folder of the package.
private let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

@Suite struct FuzzTests {
    private static let crashes = CrashFile.all(in: package + "/Fuzz/crashes")

    /// Runs inputs `first` to `first + count` and expects no finding.
    private func run(_ kind: CampaignKind, _ first: Int, count: Int) {
        expectNothing(Campaign(kind: kind, seed: 1), first..<first + count)
    }

    private func expectNothing(_ campaign: Campaign, _ inputs: Range<Int>) {
        var campaign = campaign
        campaign.isReducing = false
        for index in inputs {
            guard let finding = campaign.check(UInt64(index)).finding else { continue }
            Issue.record("input \(index): \(finding.title)\n\(String(decoding: finding.input, as: UTF8.self))")
            return
        }
    }

    @Test(arguments: [0, 100, 200]) func programsMeanTheSameEverywhere(_ first: Int) { run(.mvasm, first, count: 100) }

    @Test(arguments: [0, 1000, 2000]) func damagedInputsAreRefused(_ first: Int) { run(.mutate, first, count: 1000) }

    /// LLVM's IR, for which every input takes a process of its own.
    @Test(arguments: [InputKind.ll, .bc]) func damagedLLVMIsRefused(_ kind: InputKind) {
        let campaign = Campaign(kind: .mutate, seed: 1, inputs: [kind])
        if campaign.hasInputs { expectNothing(campaign, 0..<60) }
    }

    @Test(arguments: [0, 100, 200]) func modulesMeanTheSameEverywhere(_ first: Int) { run(.ir, first, count: 100) }

    /// 120 programs on each target that this machine can build for and run.
    @Test(arguments: [0, 1, 2]) func programsMeanTheSameOnAllTargets(_ first: Int) { run(.targets, first, count: 1) }

    /// A few programs of each theme in every way that there is to run Lisp.
    @Test(arguments: [0, 5, 6, 7]) func lispMeansTheSameEverywhere(_ index: Int) {
        var campaign = Campaign(kind: .lisp, seed: 1)
        campaign.batchSize = 5
        expectNothing(campaign, index..<index + 1)
    }

    @Test func damagedLispIsTaken() {
        expectNothing(Campaign(kind: .mutate, seed: 1, inputs: [.valk]), 0..<200)
    }

    @Test func sameSeedSameInputs() {
        for kind in CampaignKind.allCases {
            let (one, two) = (Campaign(kind: kind, seed: 5), Campaign(kind: kind, seed: 5))
            #expect(one.input(3).bytes == two.input(3).bytes)
            #expect(one.input(3).bytes != two.input(4).bytes)
        }
    }

    @Test(arguments: crashes.map(\.path)) func formerCrashIsFine(_ path: String) throws {
        let file = try #require(Self.crashes.first { $0.path == path })
        if case .mismatch(let mismatch) = file.judge() {
            Issue.record("\(path): \(mismatch.stage): expected \(mismatch.expected); got \(mismatch.actual)")
        }
    }
}
