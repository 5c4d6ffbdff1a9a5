// Builds a module for every target at -O0 and -O2, runs all its programs, and compares with the interpreter. The
// interpreter runs the optimised module: how much stack is left, and where slots lie, is the optimiser's to change.
// HSX machines start programs without arguments, so each program becomes an image of its own there.

import Driver
import IR
import Interpreter
import Passes
import Support

/// The comparison of one module.
struct TargetsOracle {
    /// Something that a target does otherwise.
    struct Difference {
        let mismatch: Mismatch
        let way: TargetWay
        let level: OptimizationLevel
        /// The program that shows it; nil when the module does not even build.
        let program: Int?
    }

    /// How many IR steps a program may take.
    private static let stepLimit: UInt64 = 2_000_000

    /// How many instructions of an HSX machine.
    private static let machineStepLimit: UInt64 = 100_000_000

    private let ways: [TargetWay]
    private let levels: [OptimizationLevel]
    /// Called between the steps, which take long.
    private let progress: () -> Void
    /// How many runs were compared, by the way.
    private(set) var runs: [TargetWay: Int] = [:]

    init(
        ways: [TargetWay], levels: [OptimizationLevel] = [.none, .standard], progress: @escaping () -> Void = {}
    ) {
        self.ways = ways
        self.levels = levels
        self.progress = progress
    }

    /// Judges the module of a .hir text: `programs` of them, or one that takes no number.
    static func judge(
        _ bytes: [UInt8], ways: [TargetWay], progress: @escaping () -> Void = {}
    ) -> (verdict: Verdict, difference: Difference?, runs: [TargetWay: Int]) {
        let (parsed, log) = IRParser.parse(SourceFile(name: "fuzz.hir", text: bytes), id: SourceFileID(rawValue: 0))
        guard let module = parsed else { return (.rejected(log.diagnostics.first?.message ?? ""), nil, [:]) }
        if let error = Verifier.verify(module).first { return (.rejected(error.message), nil, [:]) }
        var oracle = TargetsOracle(ways: ways, progress: progress)
        let difference = oracle.firstDifference(module)
        return (difference.map { .mismatch($0.mismatch) } ?? .agrees, difference, oracle.runs)
    }

    /// How many programs the module holds.
    static func programCount(_ module: Module) -> Int? {
        guard let entry = module.entry, !module.functions[entry].signature.parameters.isEmpty else { return nil }
        return module.functions.values.filter { $0.name.hasPrefix("program") }.count
    }

    mutating func firstDifference(_ module: Module) -> Difference? {
        let count = Self.programCount(module)
        let inputs = count.map { (0..<$0).map { [UInt64($0)] } } ?? [[]]
        for level in levels {
            if ways.contains(.machine), let difference = compareOnMachine(module, level) { return difference }
            var expected: [ProgramOutcome?] = []
            for target in [TargetName.native, .c, .wasm] {
                let users = ways.filter { $0.target == target }
                guard let first = users.first else { continue }
                progress()
                let (built, log) = InMemoryCompiler.build(target, of: module, level)
                guard let built else {
                    let message = log.diagnostics.first { $0.severity == .error }.map { TargetFailure($0).message }
                    return failure(first, level, message ?? "nothing")
                }
                if expected.isEmpty { expected = inputs.map { TargetsOracle.interpret(built.module, $0) } }
                for way in users {
                    progress()
                    if let difference = compare(built, way, level, inputs, expected) { return difference }
                }
            }
        }
        return nil
    }

    private mutating func compare(
        _ built: HostedBuild, _ way: TargetWay, _ level: OptimizationLevel, _ inputs: [[UInt64]],
        _ expected: [ProgramOutcome?]
    ) -> Difference? {
        let arguments = inputs.map { $0.map { "\($0)" } }
        do throws(TargetFailure) {
            guard let outcomes = try TargetRunner.run(built, way, level, arguments) else { return nil }
            for (program, (actual, expected)) in zip(outcomes, expected).enumerated() {
                if let difference = compare(actual, expected, way, level, program) { return difference }
            }
            return nil
        } catch {
            return failure(way, level, error.message)
        }
    }

    private mutating func compare(
        _ actual: ProgramOutcome?, _ expected: ProgramOutcome?, _ way: TargetWay, _ level: OptimizationLevel,
        _ program: Int?
    ) -> Difference? {
        guard let expected else { return nil }
        runs[way, default: 0] += 1
        if actual == expected { return nil }
        let ending: ObservedEnding = expected.fault.map { .fault($0) } ?? .returned(0)
        let shown = actual.map { "\($0)" } ?? "no end"
        let mismatch = Mismatch(stage: stage(way, level), expected: "\(expected)", actual: shown, ending: ending)
        return Difference(mismatch: mismatch, way: way, level: level, program: program)
    }

    /// Compares each program that the machine can run, as an image.
    private mutating func compareOnMachine(_ module: Module, _ level: OptimizationLevel) -> Difference? {
        guard module.memory.size == MemoryModel.hsx.size else { return nil }
        let programs = Self.programCount(module).map { (0..<$0).map(Optional.some) } ?? [nil]
        for program in programs {
            progress()
            let alone = program.map { Self.isolate($0, of: module) } ?? module
            let (built, log) = InMemoryCompiler.program(of: alone, level)
            guard let built, let optimized = built.module else {
                let error = log.diagnostics.first { $0.severity == .error }
                if error?.code == "E4001" { continue }
                return failure(.machine, level, error?.message ?? "nothing")
            }
            let run = Observer.run(built.image, stepLimit: Self.machineStepLimit)
            let actual = run.flatMap { ProgramOutcome($0.ending, $0.output, memorySize: module.memory.size) }
            let expected = Self.interpret(optimized, [])
            if let difference = compare(actual, expected, .machine, level, program) { return difference }
        }
        return nil
    }

    private func failure(_ way: TargetWay, _ level: OptimizationLevel, _ message: String) -> Difference {
        let mismatch = Mismatch(stage: "build of \(stage(way, level))", expected: "a program", actual: message)
        return Difference(mismatch: mismatch, way: way, level: level, program: nil)
    }

    private func stage(_ way: TargetWay, _ level: OptimizationLevel) -> String { "\(way) \(level.rawValue)" }

    private static func interpret(_ module: Module, _ arguments: [UInt64]) -> ProgramOutcome? {
        guard let run = Observer.run(module, arguments: arguments, stepLimit: stepLimit) else { return nil }
        return ProgramOutcome(run.ending, run.output, memorySize: module.memory.size)
    }
}

extension TargetsOracle {
    /// The module with one program alone, which runs whatever the number is.
    static func isolate(_ program: Int, of module: Module) -> Module {
        guard let root = module.function(named: "program\(program)"), let old = module.entry else { return module }
        var copy = module
        var builder = FunctionBuilder(
            Function(name: "main", signature: Signature(results: [.i32]), attributes: .entry))
        _ = builder.makeEntryBlock()
        builder.ret(builder.call(root, [], results: [.i32]))
        copy.functions[old] = builder.function
        var report = PassReport()
        PassRunner.run(PassRegistry.all.filter { $0.name == "global-dce" }, on: &copy, report: &report)
        return copy
    }

    /// A finding as small as it gets: one program, then as few lines as show the same difference.
    static func reduce(_ bytes: [UInt8], _ found: Difference, progress: @escaping () -> Void) -> [UInt8] {
        func isSame(_ module: Module) -> Bool {
            var oracle = TargetsOracle(ways: [found.way], levels: [found.level], progress: progress)
            guard let difference = oracle.firstDifference(module) else { return false }
            return difference.mismatch.resembles(found.mismatch)
        }
        func parse(_ bytes: [UInt8]) -> Module? {
            let (module, _) = IRParser.parse(SourceFile(name: "fuzz.hir", text: bytes), id: SourceFileID(rawValue: 0))
            return module.flatMap { Verifier.verify($0).isEmpty ? $0 : nil }
        }
        var best = bytes
        if let program = found.program, let module = parse(bytes) {
            let alone = isolate(program, of: module)
            if isSame(alone) { best = Array(IRPrinter.print(alone).utf8) }
        }
        return Reducer.reduceLines(best, tries: 1500) { candidate in parse(candidate).map(isSame) ?? false }
    }
}
