// One kind of fuzzing as numbered inputs: each is made from the seed and its number alone and judged in the calling
// process.

import IR
import Support

/// What is fuzzed.
public enum CampaignKind: String, CaseIterable, Sendable {
    /// Random MVASM programs, run in every way.
    case mvasm
    /// Damaged inputs of every kind, which must be refused or accepted, never crash.
    case mutate
    /// Random IR modules, run before and after each pass.
    case ir
    /// Random IR programs, run on every target; an input holds many of them.
    case targets
    /// Random Lisp programs, run in every way; an input holds many of them.
    case lisp

    /// How many programs an input holds; nil where an input is one.
    var batchSize: Int? {
        switch self {
        case .mvasm, .mutate, .ir: nil
        case .targets, .lisp: 40
        }
    }
}

/// What an input showed that it should not have.
public struct Finding: Hashable, Sendable {
    /// What is wrong, in a line or two.
    public let title: String
    /// The suffix of the input's file.
    public let suffix: String
    /// The input, as small as it was made.
    public let input: [UInt8]
}

/// What came of an input: a word for the statistics, and perhaps a finding.
public struct InputResult: Sendable {
    public let tag: String
    public var finding: Finding?
    /// How many runs of compiled programs were compared, by the target.
    public var runs: [(target: String, count: Int)] = []
}

/// A run of inputs.
public struct Campaign: Sendable {
    public let kind: CampaignKind
    public let seed: UInt64
    /// Every how many inputs the costly checks are made too.
    public var sample = 8
    public var isReducing = true
    /// How many programs an input holds, where it holds several.
    public var batchSize: Int
    /// Called now and then while an input is made smaller, which can take long.
    public var progress: @Sendable () -> Void = {}
    /// Folders with files to damage.
    public var corpusFolders: [String] = []
    /// The names of the targets to run on; empty for all.
    public var targets: [String] = []
    private let corpus: Corpus
    private let inputs: [InputKind]

    /// `inputs`: the kinds of input that are damaged.
    public init(
        kind: CampaignKind, seed: UInt64, corpusFolders: [String] = [], inputs: [InputKind] = InputKind.usual
    ) {
        self.kind = kind
        self.seed = seed
        self.corpusFolders = corpusFolders
        batchSize = kind.batchSize ?? 1
        self.inputs = inputs
        corpus = kind == .mutate ? Corpus(folders: corpusFolders, inputs) : Corpus()
    }

    /// Whether there is anything to damage; bitcode and LLVM's text need LLVM.
    public var hasInputs: Bool { inputs.contains { !corpus.entries(of: $0).isEmpty } }

    /// Makes input number `index`.
    public func input(_ index: UInt64) -> (bytes: [UInt8], suffix: String) {
        switch kind {
        case .mvasm: return (Array(ProgramGenerator.program(seed: seed, index: index).utf8), "mvasm")
        case .mutate:
            let mutant = Mutator.mutant(of: corpus, inputs, seed: seed, index: index)
            return (mutant.bytes, mutant.kind.rawValue)
        case .targets:
            let module = ModuleGenerator.batch(seed: seed, index: index, count: batchSize)
            return (Array(IRPrinter.print(module).utf8), "hir")
        case .lisp:
            return (Array(LispGenerator.batch(seed: seed, index: index, count: batchSize).utf8), "valk")
        case .ir: return (Array(IRPrinter.print(ModuleGenerator.module(seed: seed, index: index)).utf8), "hir")
        }
    }

    /// Makes and judges input number `index`.
    public func check(_ index: UInt64) -> InputResult {
        let (bytes, suffix) = input(index)
        if kind == .targets { return checkTargets(bytes, TargetWay.all(index, targets)) }
        if kind == .lisp { return checkLisp(bytes, LispWay.all(index, targets)) }
        let verdict = judge(bytes, suffix, isSampled: index % UInt64(max(1, sample)) == 0)
        switch verdict {
        case .agrees: return InputResult(tag: kind == .mutate ? "\(suffix) accepted" : "agree")
        case .kept: return InputResult(tag: "kept as written")
        case .inconclusive: return InputResult(tag: "inconclusive")
        case .rejected(let message):
            if kind == .mutate { return InputResult(tag: "\(suffix) refused") }
            let finding = Finding(title: "the generator's input is refused: \(message)", suffix: suffix, input: bytes)
            return InputResult(tag: "refused", finding: finding)
        case .mismatch(let mismatch):
            let reduced = isReducing ? reduce(bytes, suffix, mismatch) : bytes
            var shown = mismatch
            if case .mismatch(let again) = judge(reduced, suffix, isSampled: true) { shown = again }
            let title = "\(shown.stage): expected \(shown.expected); got \(shown.actual)"
            return InputResult(tag: "MISMATCH", finding: Finding(title: title, suffix: suffix, input: reduced))
        }
    }

    /// Judges an input of the campaign's kind.
    public func judge(_ bytes: [UInt8], _ suffix: String, isSampled: Bool) -> Verdict {
        switch kind {
        case .mvasm:
            var options = ProgramOracle.Options()
            options.checksPasses = isSampled
            return ProgramOracle.judge(bytes, options)
        case .mutate: return MutantOracle.judge(bytes, InputKind(rawValue: suffix) ?? .mvasm, isSampled: isSampled)
        case .ir: return ModuleOracle.judge(bytes)
        case .targets:
            return TargetsOracle.judge(bytes, ways: TargetWay.all(0, targets), progress: progress).verdict
        case .lisp:
            return LispOracle.judge(bytes, ways: LispWay.all(0, targets), progress: progress).verdict
        }
    }

    private func checkTargets(_ bytes: [UInt8], _ ways: [TargetWay]) -> InputResult {
        if ways.isEmpty { return InputResult(tag: "batches that nothing here can run") }
        let (verdict, difference, runs) = TargetsOracle.judge(bytes, ways: ways, progress: progress)
        if case .rejected(let message) = verdict {
            let title = "the generator's input is refused: \(message)"
            return InputResult(tag: "refused", finding: Finding(title: title, suffix: "hir", input: bytes))
        }
        guard let difference else {
            let counts = runs.map { (target: "\($0)", count: $1) }.sorted { $0.target < $1.target }
            return InputResult(tag: "batches of \(batchSize) agree", runs: counts)
        }
        let input = isReducing ? TargetsOracle.reduce(bytes, difference, progress: progress) : bytes
        let shown = difference.mismatch
        let title = "\(shown.stage): expected \(shown.expected); got \(shown.actual)"
        return InputResult(tag: "MISMATCH", finding: Finding(title: title, suffix: "hir", input: input))
    }

    private func checkLisp(_ bytes: [UInt8], _ ways: [LispWay]) -> InputResult {
        let (verdict, difference, runs) = LispOracle.judge(bytes, ways: ways, progress: progress)
        let counts = runs.map { (target: "\($0)", count: $1) }.sorted { $0.target < $1.target }
        switch verdict {
        case .agrees, .kept: return InputResult(tag: "batches of \(batchSize) agree", runs: counts)
        case .inconclusive: return InputResult(tag: "inconclusive", runs: counts)
        case .rejected(let message):
            let title = "the generator's input is refused: \(message)"
            return InputResult(tag: "refused", finding: Finding(title: title, suffix: "valk", input: bytes))
        case .mismatch: break
        }
        guard let difference else { return InputResult(tag: "inconclusive") }
        let input = isReducing ? LispReducer.reduce(bytes, difference, progress: progress) : bytes
        let again = LispOracle.judge(input, ways: [difference.way], progress: progress).difference
        let shown = (again ?? difference).mismatch
        let title = "\(shown.stage): expected \(shown.expected); got \(shown.actual)"
        return InputResult(tag: "MISMATCH", finding: Finding(title: title, suffix: "valk", input: input))
    }

    private func reduce(_ bytes: [UInt8], _ suffix: String, _ found: Mismatch) -> [UInt8] {
        let isInteresting = { (candidate: [UInt8]) -> Bool in
            progress()
            guard case .mismatch(let mismatch) = judge(candidate, suffix, isSampled: true) else { return false }
            return mismatch.resembles(found)
        }
        guard isInteresting(bytes) else { return bytes }
        let lines = Reducer.reduceLines(bytes, isInteresting: isInteresting)
        return kind == .mutate && lines.count < 4000
            ? Reducer.reduce(lines, tries: 1500, isInteresting: isInteresting) : lines
    }
}
