// Runs programs in Lisp in every way there is, and compares with the interpreter on what the front end made.

import Driver
import IR
import Passes
import Support

/// The comparison of one batch.
struct LispOracle {
    /// A way that shows something else.
    struct Difference {
        let mismatch: Mismatch
        let way: LispWay
        /// Which program of the batch it shows in, where the output tells.
        let program: Int?
    }

    /// How many IR steps a batch may take.
    private static let stepLimit: UInt64 = 400_000_000

    private let progress: () -> Void
    /// How many programs were compared, by the way.
    private(set) var runs: [LispWay: Int] = [:]
    private var isInconclusive = false

    /// Judges the programs of a text.
    static func judge(
        _ bytes: [UInt8], ways: [LispWay], progress: @escaping () -> Void = {}
    ) -> (verdict: Verdict, difference: Difference?, runs: [LispWay: Int]) {
        var oracle = LispOracle(progress: progress)
        let verdict = oracle.run(LispBatch(bytes), ways)
        switch verdict {
        case .success(nil): return (oracle.isInconclusive ? .inconclusive : .agrees, nil, oracle.runs)
        case .success(let difference?): return (.mismatch(difference.mismatch), difference, oracle.runs)
        case .failure(let refusal): return (.rejected(refusal.message), nil, oracle.runs)
        }
    }

    private init(progress: @escaping () -> Void) { self.progress = progress }

    private mutating func run(_ batch: LispBatch, _ ways: [LispWay]) -> Result<Difference?, TargetFailure> {
        let texts = batch.programs.map { Array($0.utf8) }
        guard let module = InMemoryCompiler.module(ofLisp: texts)?.module,
            let fused = InMemoryCompiler.module(ofLisp: texts, for: .standard)?.module
        else { return .failure(TargetFailure("the library of Lisp is damaged")) }
        if let error = Verifier.verify(module).first ?? Verifier.verify(fused).first {
            return .success(failure(ways[0], "verifier behind the front end", error.message))
        }
        progress()
        guard let expected = interpret(module) else {
            isInconclusive = true
            return .success(nil)
        }
        for way in ways {
            progress()
            let made = way.level == .none ? module : fused
            if let difference = compare(way, batch, made, expected) { return .success(difference) }
        }
        return .success(nil)
    }

    private mutating func compare(
        _ way: LispWay, _ batch: LispBatch, _ module: Module, _ expected: ProgramOutcome
    ) -> Difference? {
        let actual: ProgramOutcome?
        do throws(TargetFailure) {
            switch way {
            case .passes(let level): actual = interpret(try optimized(module, level))
            case .target(let target, let level):
                guard let outcome = try execute(module, target, level) else { return nil }
                actual = outcome
            case .evaluator(let level):
                guard let outcome = try evaluate(batch, level) else { return nil }
                actual = outcome
            }
        } catch {
            return failure(way, "\(way)", error.message)
        }
        // How deep recursion may go is each target's own.
        let overflow = "stack_overflow"
        guard let actual, (actual.fault == overflow) == (expected.fault == overflow) else {
            isInconclusive = true
            return nil
        }
        runs[way, default: 0] += batch.programs.count
        if actual == expected { return nil }
        let ending: ObservedEnding = expected.fault.map { .fault($0) } ?? .returned(0)
        let (place, shown) = Self.firstDifference(expected, actual)
        let mismatch = Mismatch(stage: "\(way)", expected: shown.expected, actual: shown.actual, ending: ending)
        return Difference(mismatch: mismatch, way: way, program: place)
    }

    private func failure(_ way: LispWay, _ stage: String, _ message: String) -> Difference {
        let mismatch = Mismatch(stage: stage, expected: "a program", actual: message)
        return Difference(mismatch: mismatch, way: way, program: nil)
    }

    // MARK: Running

    private func interpret(_ module: Module) -> ProgramOutcome? {
        guard let run = Observer.run(module, stepLimit: Self.stepLimit) else { return nil }
        return ProgramOutcome(run.ending, run.output, memorySize: module.memory.size)
    }

    /// The module behind the passes, which must be sound after each.
    private func optimized(_ module: Module, _ level: OptimizationLevel) throws(TargetFailure) -> Module {
        var copy = module
        var report = PassReport()
        var problem: String?
        let passes = Pipeline.passes(for: level, loops: .asWritten, isDynamic: module.hasDynamicValues)
        PassRunner.run(passes, on: &copy, report: &report) { pass, module, change in
            if change.isAnything, let error = Verifier.verify(module).first {
                problem = "\(pass.name): \(error.message)"
            }
            return problem == nil
        }
        if let problem { throw TargetFailure(problem) }
        return copy
    }

    /// What a target shows; nil when it cannot express the module.
    private func execute(
        _ module: Module, _ way: TargetWay, _ level: OptimizationLevel
    ) throws(TargetFailure) -> ProgramOutcome? {
        let (built, log) = InMemoryCompiler.build(way.target, of: module, level)
        guard let built else {
            let errors = log.diagnostics.filter { $0.severity == .error }
            if errors.first?.code == "E4301" { return nil }
            throw errors.first.map { TargetFailure($0) } ?? TargetFailure("nothing")
        }
        progress()
        return try TargetRunner.run(built, way, level, [[]])?.first
    }

    /// The batch through the evaluator, whose text is read while it runs; nil when it is no sequence of forms.
    private func evaluate(_ batch: LispBatch, _ level: OptimizationLevel) throws(TargetFailure) -> ProgramOutcome? {
        guard let wrapped = batch.evaluated else { return nil }
        let programs = wrapped.programs.map { Array($0.utf8) }
        guard let module = InMemoryCompiler.module(ofLisp: programs)?.module else { return nil }
        return try execute(module, .native, level)
    }

    // MARK: Differences

    /// The program in whose output two outcomes part, and the lines where they do.
    private static func firstDifference(
        _ expected: ProgramOutcome, _ actual: ProgramOutcome
    ) -> (program: Int?, shown: (expected: String, actual: String)) {
        let newline = UInt8(ascii: "\n")
        let one = expected.output.split(separator: newline, omittingEmptySubsequences: false)
        let other = actual.output.split(separator: newline, omittingEmptySubsequences: false)
        var program: Int?
        for place in 0..<max(one.count, other.count) {
            let lines = (place < one.count ? one[place] : nil, place < other.count ? other[place] : nil)
            if lines.0 == lines.1 {
                let text = String(decoding: lines.0 ?? [], as: UTF8.self)
                if text.hasPrefix("=== p") { program = Int(text.dropFirst(5).dropLast()) }
                continue
            }
            let text = { (line: ArraySlice<UInt8>?) in line.map { String(decoding: $0, as: UTF8.self) } ?? "no line" }
            return (program, (text(lines.0), text(lines.1)))
        }
        let ending = { (outcome: ProgramOutcome) in "status \(outcome.status) \(outcome.fault ?? "")" }
        return (nil, (ending(expected), ending(actual)))
    }
}
