// Runs one MVASM program in every way there is and compares: as assembled in the virtual machine, lifted in the
// interpreter, after each pass in the interpreter, and compiled at every level in the virtual machine.

import Driver
import FrontendHSX
import HSXMachine
import IR
import Passes
import Support

/// What came of one program or module.
public enum Verdict: Hashable, Sendable {
    case agrees
    /// Nothing was compared, because the program is kept as written.
    case kept
    /// It ran into the step limit as written, so nothing is known.
    case inconclusive
    /// The generator made something that does not assemble.
    case rejected(String)
    case mismatch(Mismatch)
}

/// A difference between two ways to run a program.
public struct Mismatch: Hashable, Sendable {
    /// Where it shows, for example "interpreter after gvn".
    public let stage: String
    public let expected: String
    public let actual: String
    /// How the program ends as written, so that making it smaller keeps to that.
    public var ending: ObservedEnding?

    /// Whether the other is likely to have the same cause.
    func resembles(_ other: Mismatch) -> Bool { stage == other.stage && ending == other.ending }
}

/// The comparison of one program.
public struct ProgramOracle {
    /// What to compare besides the lifted program in the interpreter.
    public struct Options: Sendable {
        /// Run the interpreter after every pass.
        public var checksPasses = true
        /// The levels to compile and run.
        public var levels: [OptimizationLevel] = [.less, .standard, .size]
        public var stepLimit: UInt64 = 300_000

        public init() {}
    }

    /// Judges the program of the text `source`.
    public static func judge(_ source: [UInt8], _ options: Options = Options()) -> Verdict {
        let unit = MVASMSource(file: SourceFileID(rawValue: 0), name: "fuzz.mvasm", text: source)
        let (object, log) = MVASMAssembler.assemble(unit)
        if let error = log.diagnostics.first(where: { $0.severity == .error }) { return .rejected(error.message) }
        var linkLog = DiagnosticLog()
        var linkOptions = HSXLinkOptions()
        linkOptions.appName = "fuzz"
        guard let (image, program) = HSXImage.link([object], options: linkOptions, log: &linkLog) else {
            return .rejected(linkLog.diagnostics.first?.message ?? "does not link")
        }
        guard let expected = Observer.run(image, stepLimit: options.stepLimit) else { return .rejected("no memory") }
        // How deep calls may go is not kept: a tail call that became a loop takes no stack.
        if expected.ending == .stepLimit || expected.ending == .fault(TrapCode.stackOverflow.name) { return .inconclusive }
        var oracle = ProgramOracle(options: options, expected: expected)
        oracle.lift(program)
        for level in options.levels where oracle.mismatch == nil { oracle.compile(object, level) }
        return oracle.mismatch.map { .mismatch($0) } ?? (oracle.isKept ? .kept : .agrees)
    }

    private let options: Options
    private let expected: Observation
    private var mismatch: Mismatch?
    private var isKept = false

    private init(options: Options, expected: Observation) {
        self.options = options
        self.expected = expected
    }

    private mutating func lift(_ program: LinkedProgram) {
        var log = DiagnosticLog()
        guard let lifted = Lifter.lift(program, name: "fuzz", log: &log) else {
            return report("lifter", log.diagnostics.first?.message ?? "nil without an error")
        }
        if lifted.isEntryKept {
            isKept = true
            return
        }
        var module = lifted.module
        guard isSound(module, "front end") else { return }
        let isInterpretable = lifted.verbatim == nil
        if isInterpretable { interpret(module, "frontend") }
        guard mismatch == nil, options.checksPasses else { return }
        var report = PassReport()
        var oracle = self
        PassRunner.run(Pipeline.passes(for: .standard), on: &module, report: &report) { pass, module, change in
            if change.isAnything {
                guard oracle.isSound(module, pass.name) else { return false }
                if isInterpretable { oracle.interpret(module, "after \(pass.name)") }
            }
            return oracle.mismatch == nil
        }
        self = oracle
    }

    private mutating func isSound(_ module: Module, _ step: String) -> Bool {
        let errors = Verifier.verify(module)
        guard let first = errors.first else { return true }
        report("verifier after \(step)", "\(first.message)")
        return false
    }

    private mutating func interpret(_ module: Module, _ stage: String) {
        guard let actual = Observer.run(module, stepLimit: expected.steps * 40 + 20_000) else {
            return report("interpreter \(stage)", "no entry")
        }
        compare(actual, "interpreter \(stage)")
    }

    private mutating func compile(_ object: HSXObject, _ level: OptimizationLevel) {
        let (image, log) = InMemoryCompiler.image(of: [object], level)
        guard let image else {
            return report("build \(level.rawValue)", log.diagnostics.first?.message ?? "nil without an error")
        }
        guard let actual = Observer.run(image, stepLimit: expected.steps * 4 + 20_000) else { return }
        compare(actual, "machine \(level.rawValue)")
    }

    private mutating func compare(_ actual: Observation, _ stage: String) {
        if actual.agrees(with: expected) || mismatch != nil { return }
        mismatch = Mismatch(
            stage: stage, expected: expected.description, actual: actual.description, ending: expected.ending.kind)
    }

    private mutating func report(_ stage: String, _ message: String) {
        if mismatch == nil {
            mismatch = Mismatch(
                stage: stage, expected: expected.description, actual: message, ending: expected.ending.kind)
        }
    }
}
