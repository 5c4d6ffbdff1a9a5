// Runs one IR module before and after each pass in the interpreter, and compiled in the virtual machine where the back
// end takes its types.

import Driver
import IR
import Passes
import Support

/// The comparison of one module.
enum ModuleOracle {
    /// How many IR steps a module may take.
    private static let stepLimit: UInt64 = 400_000

    /// Judges the module of a .hir text.
    static func judge(_ bytes: [UInt8]) -> Verdict {
        let (parsed, log) = IRParser.parse(SourceFile(name: "fuzz.hir", text: bytes), id: SourceFileID(rawValue: 0))
        guard let module = parsed else { return .rejected(log.diagnostics.first?.message ?? "") }
        if let error = Verifier.verify(module).first { return .rejected(error.message) }
        guard let expected = Observer.run(module, stepLimit: stepLimit) else { return .rejected("no entry") }
        switch expected.ending {
        case .stepLimit, .unsupported: return .inconclusive
        case .returned, .exited, .fault, .breakpoint: break
        }
        return checkPasses(module, expected) ?? checkImages(module, expected) ?? .agrees
    }

    private static func checkPasses(_ module: Module, _ expected: Observation) -> Verdict? {
        var verdict: Verdict?
        let legal = Pipeline.legalizing + Pipeline.cleanup
        let pipelines =
            [.standard, .more, .size].map { Pipeline.passes(for: $0) } + [
                legal, Pipeline.passes(for: .standard) + legal,
            ]
        for passes in pipelines where verdict == nil {
            var copy = module
            var report = PassReport()
            PassRunner.run(passes, on: &copy, report: &report) { pass, module, change in
                guard change.isAnything else { return true }
                if let error = Verifier.verify(module).first {
                    verdict = .mismatch(
                        Mismatch(
                            stage: "verifier after \(pass.name)", expected: "a sound module", actual: error.message))
                    return false
                }
                verdict = compare(
                    Observer.run(module, stepLimit: stepLimit * 2), expected, "interpreter after \(pass.name)")
                return verdict == nil
            }
        }
        return verdict
    }

    private static func checkImages(_ module: Module, _ expected: Observation) -> Verdict? {
        for level in [OptimizationLevel.none, .less, .standard, .size] {
            let (image, log) = InMemoryCompiler.image(of: module, level)
            guard let image else {
                guard log.hasErrors else {
                    return .mismatch(
                        Mismatch(stage: "build \(level.rawValue)", expected: "an image or an error", actual: "neither"))
                }
                // Types that the back end does not take are refused with an error of its own; a broken module is our
                // fault.
                guard let broken = log.diagnostics.first(where: { $0.code == "E9401" }) else { return nil }
                return .mismatch(
                    Mismatch(stage: "build \(level.rawValue)", expected: "a sound module", actual: broken.message))
            }
            let verdict = compare(Observer.run(image, stepLimit: stepLimit * 20), expected, "machine \(level.rawValue)")
            if let verdict { return verdict }
        }
        return nil
    }

    private static func compare(_ actual: Observation?, _ expected: Observation, _ stage: String) -> Verdict? {
        guard let actual, !actual.agrees(with: expected) else { return nil }
        return .mismatch(
            Mismatch(
                stage: stage, expected: expected.description, actual: actual.description, ending: expected.ending.kind))
    }
}
