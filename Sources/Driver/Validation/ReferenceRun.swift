// Runs the checks of a validation in the interpreter. Checks that do not end soon, take too much memory or look at the
// clock are left out of both programs; those that end the program run alone.

import FrontendSmalltalk
import IR
import Interpreter
import Support

struct ReferenceRun {
    /// Why a check is compared with nothing.
    enum Exclusion: String, CaseIterable, Sendable {
        case tooLong = "too long"
        case tooLarge = "too large"
        case clock = "clock"
        case tooMany = "too many that end the program"
    }

    /// What a check that ends the program shows.
    struct Ending: Sendable {
        let output: [UInt8]
        let status: Int32
    }

    private let validation: SmalltalkValidation
    private var module: Module
    private var machine: Interpreter
    private let recorder = CheckRecorder()

    /// What checks that go on print, by their numbers.
    private(set) var outputs: [Int: [UInt8]] = [:]
    /// The checks that end the program.
    private(set) var endings: [Int: Ending] = [:]
    private(set) var exclusions: [Int: Exclusion] = [:]

    /// How many steps a check may take, and how many bytes the objects of a batch.
    private static let budget: UInt64 = 200_000
    private static let heapLimit = 1 << 28
    /// Checks run in batches, each from a fresh start, so that what one leaves behind does not add up.
    static let batch = 400
    private static let mostEndings = 24

    /// Runs the checks in `module`, the reference of the validation.
    init(_ validation: SmalltalkValidation, _ module: Module) {
        self.validation = validation
        self.module = module
        machine = Interpreter(module, host: recorder.host)
        findOut()
        settle()
    }

    /// The checks of a batch.
    var batches: [Range<Int>] {
        stride(from: 0, to: validation.checks.count, by: Self.batch).map {
            $0..<min($0 + Self.batch, validation.checks.count)
        }
    }

    /// What becomes of checks that do not run among the others.
    var fates: [Int: SmalltalkValidation.Fate] {
        var fates = endings.mapValues { _ in SmalltalkValidation.Fate.alone }
        for check in exclusions.keys { fates[check] = .leftOut }
        return fates
    }

    // MARK: Finding out

    /// Looks at each check: how it ends.
    private mutating func findOut() {
        for batch in batches {
            var start = batch.lowerBound
            while start < batch.upperBound {
                let run = run(start..<batch.upperBound)
                for (check, output) in run.outputs where output.readsClock { exclude(check, .clock) }
                guard let (check, fault) = run.fault else { break }
                // What the checks before it took may be what it lacks.
                if case .tooLarge = fault, check > start {
                    start = check
                    continue
                }
                take(fault, check)
                start = check + 1
            }
        }
        prepare()
    }

    /// Runs each batch as the compiled program will. A check that ends in another way now is left out too.
    private mutating func settle() {
        for batch in batches {
            while true {
                let run = run(batch)
                guard let (check, fault) = run.fault else {
                    for (check, output) in run.outputs { outputs[check] = output.bytes }
                    break
                }
                switch fault {
                case .ends: exclude(check, .tooMany)
                case .tooLong, .tooLarge: take(fault, check)
                }
                prepare()
            }
        }
    }

    private mutating func take(_ fault: Fault, _ check: Int) {
        switch fault {
        case .tooLong: exclude(check, .tooLong)
        case .tooLarge: exclude(check, .tooLarge)
        case .ends(let ending):
            if endings.count < Self.mostEndings { endings[check] = ending } else { exclude(check, .tooMany) }
        }
    }

    private mutating func exclude(_ check: Int, _ reason: Exclusion) {
        exclusions[check] = reason
        endings[check] = nil
    }

    /// Takes the checks that cannot run among others out of the table.
    private mutating func prepare() {
        validation.mark(fates, in: &module)
        machine = Interpreter(module, host: recorder.host)
    }

    // MARK: Running

    private enum Fault {
        case tooLong, tooLarge
        case ends(Ending)
    }

    private struct Stretch {
        var outputs: [Int: (bytes: [UInt8], readsClock: Bool)] = [:]
        /// The check at which the run ended before its time.
        var fault: (check: Int, Fault)?
    }

    /// What a range of checks prints from a fresh start; nil where one of them ends the program.
    func outputs(_ range: Range<Int>) -> [Int: [UInt8]]? {
        let run = run(range)
        return run.fault == nil ? run.outputs.mapValues(\.bytes) : nil
    }

    private func run(_ range: Range<Int>) -> Stretch {
        var machine = machine
        machine.options.heapLimit = Self.heapLimit
        machine.options.stepLimit = Self.budget
        recorder.reset()
        guard let entry = module.entry else { return Stretch() }
        var run = Stretch(), check = range.lowerBound - 1
        var outcome = machine.run(entry, arguments: [UInt64(range.lowerBound), UInt64(range.upperBound)])
        while true {
            switch outcome.ending {
            case .breakpoint:
                keep(check, &run)
                check += 1
                machine.options.stepLimit = outcome.steps + Self.budget
                outcome = machine.resume()
                continue
            case .returned: keep(check, &run)
            case .exited(let code): run.fault = (check, .ends(ending(Int32(code & 0xFF))))
            case .trapped(.stackOverflow), .stepLimit: run.fault = (check, .tooLong)
            case .trapped: run.fault = (check, .ends(ending(70)))
            case .unsupported: run.fault = (check, .tooLarge)
            }
            return run
        }
    }

    private func ending(_ status: Int32) -> Ending { Ending(output: recorder.output, status: status) }

    /// Keeps what a check has printed; nothing was printed by one that is left out.
    private func keep(_ check: Int, _ run: inout Stretch) {
        let readsClock = recorder.hasReadClock
        let bytes = recorder.take()
        if !bytes.isEmpty { run.outputs[check] = (bytes, readsClock) }
    }
}
