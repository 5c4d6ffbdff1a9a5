// Validates the compiled methods of a program in Smalltalk: receivers and arguments are made, the interpreter and
// compiled code send the messages, and what they answer and leave behind is compared. Methods that differ are
// reported, or kept as they stand.

import FrontendSmalltalk
import IR
import Support

/// How methods of Smalltalk are compiled.
package struct MethodChoices: Sendable {
    /// Those that are compiled as they stand: they differed.
    package var plain: Set<MethodID> = []
    /// What a test does to compiled code to see that it is noticed.
    package var fault: (@Sendable (inout Module) -> Void)?

    package init() {}
}

enum Validator {
    /// How often methods that differ are taken out before that is given up.
    private static let mostAttempts = 8

    /// The first way to run what is built for each target, one whose tools are here if there is one. The machine of HSX
    /// has no objects.
    static func ways(for targets: [TargetName]) -> [ExecutionWay] {
        targets.filter { $0 != .hxe }.compactMap { target in
            let ways = ExecutionWay.all.filter { $0.target == target }
            return ways.first { $0.tool.map { Toolchain.find($0) != nil } ?? true } ?? ways.first
        }
    }

    /// Validates the program of a plan on some ways. Methods that differ are in the log as errors; with
    /// `--allow-fallback` as warnings, and in the choices of `context`. Nil when there is nothing to compare.
    static func run(_ plan: BuildPlan, _ ways: [ExecutionWay], _ context: inout CommandContext) -> ValidationReport? {
        guard let image = SmalltalkLoader.image(plan, &context) else { return nil }
        var report = ValidationReport()
        for round in ValidationRound.allCases {
            guard let validation = SmalltalkLoader.validation(image, plan, round, &context) else { return nil }
            let module = validation.reference()
            guard ModuleVerifier.verify(module, after: "the front end", &context) else { return nil }
            let reference = context.timer.measure("reference") { ReferenceRun(validation, module) }
            for way in ways {
                guard compare(validation, reference, round, way, plan, &context, &report) else { return nil }
            }
            // What differs with usual arguments would differ with others too.
            if context.log.hasErrors { break }
        }
        return report
    }

    /// False when a way could not be run, which has been reported then.
    private static func compare(
        _ validation: SmalltalkValidation, _ reference: ReferenceRun, _ round: ValidationRound, _ way: ExecutionWay,
        _ plan: BuildPlan, _ context: inout CommandContext, _ report: inout ValidationReport
    ) -> Bool {
        let before = context.methods.plain.count
        for attempt in 1...mostAttempts {
            var module = validation.subject(plain: context.methods.plain)
            context.methods.fault?(&module)
            let callees = module
            validation.mark(reference.fates, in: &module)
            guard ModuleVerifier.verify(module, after: "the front end", &context) else { return false }
            let found: [CheckComparison.Difference]
            do throws(ExecutionFailure) {
                found = try differences(validation, reference, module, way, plan, context)
            } catch {
                report.add(round, way, validation, reference, failure: error)
                if context.options.validate || error.isFault { context.log.report(.didNotRun(way.name, error.words)) }
                return context.status == .success
            }
            if found.isEmpty {
                report.add(round, way, validation, reference, kept: context.methods.plain.count - before)
                return true
            }
            let methods = Set(found.map { validation.checks[$0.check].method })
            let graph = MethodCalls(callees)
            let culprits = Culprits.find(methods) { validation.callees(of: $0, in: graph) }
            let mayFallBack =
                context.options.allowFallback && attempt < mostAttempts
                && culprits.isDisjoint(with: context.methods.plain)
            for method in culprits.sorted() {
                let own = found.filter { validation.checks[$0.check].method == method }
                let others = methods.count - culprits.count
                context.log.report(.differs(method, own, others, way, validation, isKept: mayFallBack))
            }
            guard mayFallBack else { break }
            context.methods.plain.formUnion(culprits)
        }
        report.add(round, way, validation, reference, kept: nil)
        return true
    }

    private static func differences(
        _ validation: SmalltalkValidation, _ reference: ReferenceRun, _ module: Module, _ way: ExecutionWay,
        _ plan: BuildPlan, _ context: CommandContext
    ) throws(ExecutionFailure) -> [CheckComparison.Difference] {
        var workshop = ProgramWorkshop(LoadedModule(module: module), plan)
        guard case .process(let files, let host) = try workshop.prepare(way, context) else { return [] }
        do {
            return try TemporaryFolder.with { folder throws(Diagnostic) in
                let subject = try SubjectRun(files, on: host, in: folder)
                var comparison = CheckComparison(validation, reference, subject)
                try comparison.run()
                return comparison.differences
            }
        } catch {
            throw ExecutionFailure(error)
        }
    }
}

extension ExecutionFailure {
    /// Whether it should have worked.
    fileprivate var isFault: Bool {
        switch self {
        case .unavailable, .inexpressible: false
        case .broken: true
        }
    }

    fileprivate var words: String {
        switch self {
        case .unavailable(let why), .inexpressible(let why), .broken(let why): why
        }
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func differs(
        _ method: MethodID, _ found: [CheckComparison.Difference], _ others: Int, _ way: ExecutionWay,
        _ validation: SmalltalkValidation, isKept: Bool
    ) -> Diagnostic {
        var notes: [DiagnosticNote] = []
        for difference in found.prefix(3) {
            let parameters = validation.parameters(of: difference.check)
            let arguments = parameters.dropFirst().joined(separator: ", ")
            notes.append(
                DiagnosticNote("receiver \(parameters[0])" + (arguments.isEmpty ? "" : ", arguments \(arguments)")))
            notes.append(DiagnosticNote("  interpreter: \(difference.expected)"))
            notes.append(DiagnosticNote("  \(way.name): \(difference.seen)"))
        }
        if others > 0 { notes.append(DiagnosticNote("so do \(others) methods that run it")) }
        let name = validation.name(of: method)
        if isKept {
            return .warning(
                "W2731", "'\(name)' is kept as it stands: as \(way.name) code it differs from the interpreter",
                notes: notes)
        }
        return .error("E2730", "'\(name)' differs as \(way.name) code from the interpreter", notes: notes)
    }
}
