// The one table of options: the parser reads it, the help is printed from it, and near names are looked for in it, so
// none of them can drift from the others.

import Passes
import Support

/// The options by meaning.
enum OptionID: CaseIterable, Hashable {
    case target, optimization, debug, output, emit, entry, entries, receiver, printResult, triple, include, define,
        jobs, hsxCompat
    case stage, printAfter, printChanged, passes, baseline, json, sizes, className, method
    case filter, timeout, junit
    case validate, allowFallback
    case diagnostics, color, verbose, quiet, timeReport, stats, help, version
}

/// What follows an option.
enum OptionValue: Hashable {
    case none
    /// `--name VALUE` or `--name=VALUE`; for a one-letter option `-xVALUE` or `-x VALUE`. The text names the value in
    /// the help.
    case required(String)
    /// As `required`, and only these values are right.
    case choice([String])
}

/// One option: how it is spelt, what it takes, what the help says.
struct OptionSpec {
    let id: OptionID
    /// All spellings; the help shows them in this order.
    let names: [String]
    let value: OptionValue
    let isRepeatable: Bool
    let summary: String

    init(
        _ id: OptionID, _ names: [String], takes value: OptionValue = .none, repeatable: Bool = false, _ summary: String
    ) {
        self.id = id
        self.names = names
        self.value = value
        isRepeatable = repeatable
        self.summary = summary
    }

    /// The left column of the help: "-o PATH", "--color auto|always|never".
    var usage: String {
        let spelt = names.joined(separator: ", ")
        return switch value {
        case .none: spelt
        case .required(let name): "\(spelt) \(name)"
        case .choice(let names): "\(spelt) \(names.joined(separator: "|"))"
        }
    }
}

enum OptionTable {
    static let all: [OptionSpec] = [
        OptionSpec(
            .target, ["--target"], takes: .choice(TargetName.allCases.map(\.rawValue)), repeatable: true,
            "what to build for (default: the manifest's; a single file: by its kind)"),
        OptionSpec(.optimization, OptimizationLevel.allCases.map(\.rawValue), "optimisation level (default -O2)"),
        OptionSpec(.debug, ["-g"], "write debug metadata (default: on in -O0, else off)"),
        OptionSpec(
            .output, ["-o"], takes: .required("PATH"),
            "the output file, or the folder for several (default: build/ beside the manifest)"),
        OptionSpec(
            .emit, ["--emit"], takes: .choice(EmitKind.allCases.map(\.rawValue)), repeatable: true,
            "keep a by-product too"),
        OptionSpec(
            .entry, ["--entry"], takes: .required("NAME"), repeatable: true,
            "entry symbol, function, or 'Class>>selector'; several run one after the other"),
        OptionSpec(.entries, ["--entries"], takes: .required("FILE"), "read the entries from a file, one a line"),
        OptionSpec(
            .receiver, ["--receiver"], takes: .required("N"),
            "send 'Class>>selector' entries of an image to the integer N"),
        OptionSpec(.printResult, ["--print-result"], "Smalltalk: print what each entry answered"),
        OptionSpec(
            .triple, ["--triple"], takes: .required("TRIPLE"),
            "native target to cross-compile for (default: this machine)"),
        OptionSpec(.include, ["-I"], takes: .required("DIR"), repeatable: true, "look for included files in DIR too"),
        OptionSpec(
            .define, ["-D"], takes: .required("NAME[=V]"), repeatable: true, "define NAME as V, or as 1"),
        OptionSpec(.jobs, ["-j"], takes: .required("N"), "parallel jobs (default: one for each processor)"),
        OptionSpec(.hsxCompat, ["--hsx-compat"], "give the bytes of the reference HSX assembler"),
        OptionSpec(
            .stage, ["--stage"], takes: .choice(IRStage.allCases.map(\.rawValue)), "the IR to print (default optimized)"
        ),
        OptionSpec(
            .printAfter, ["--print-after"], takes: .required("PASS"), repeatable: true,
            "print the IR after each run of PASS"),
        OptionSpec(.printChanged, ["--print-changed"], "print the IR after each pass that changed it"),
        OptionSpec(.passes, ["--passes"], takes: .required("A,B,C"), "the passes to run, in this order"),
        OptionSpec(.baseline, ["--baseline"], takes: .required("FILE"), "compare with the figures of an earlier run"),
        OptionSpec(.json, ["--json"], "print JSON for machines"),
        OptionSpec(.sizes, ["--sizes"], "show what takes the code, data and stack of an image"),
        OptionSpec(.className, ["--class"], takes: .required("NAME"), "describe a class of a Smalltalk image"),
        OptionSpec(.method, ["--method"], takes: .required("NAME"), "describe 'Class>>selector' of a Smalltalk image"),
        OptionSpec(
            .filter, ["--filter"], takes: .required("TEXT"), repeatable: true, "only tests with TEXT in their path"),
        OptionSpec(
            .timeout, ["--timeout"], takes: .required("SECONDS"), "how long each file may run (default 120)"),
        OptionSpec(
            .validate, ["--validate"],
            "Smalltalk: compare each method with the interpreter first; one that differs is an error"),
        OptionSpec(
            .allowFallback, ["--allow-fallback"],
            "Smalltalk: keep methods that differ as they stand, with a warning"),
        OptionSpec(.junit, ["--junit"], takes: .required("FILE"), "write the results as JUnit XML too"),
        OptionSpec(
            .diagnostics, ["--diagnostics"], takes: .choice(DiagnosticRenderer.Format.allCases.map(\.rawValue)),
            "how diagnostics are printed (default human)"),
        OptionSpec(
            .color, ["--color"], takes: .choice(ColorMode.allCases.map(\.rawValue)),
            "colour in diagnostics (default auto)"),
        OptionSpec(.verbose, ["-v"], "say what is being done"),
        OptionSpec(.quiet, ["-q"], "print errors only"),
        OptionSpec(.timeReport, ["--time-report"], "print the time that each phase took"),
        OptionSpec(
            .stats, ["--stats"], takes: .choice(StatisticsFormat.allCases.map(\.rawValue)),
            "print what the build is made of, for machines"),
        OptionSpec(.help, ["-h", "--help"], "print help"),
        OptionSpec(.version, ["--version"], "print the version"),
    ]

    /// Options that every command takes.
    static let general: [OptionID] = [.diagnostics, .color, .verbose, .quiet, .timeReport, .help]

    /// Options of everything that runs the front ends.
    static let compile: [OptionID] = [
        .target, .optimization, .debug, .entry, .entries, .include, .define, .jobs, .hsxCompat,
    ]

    /// Options of build, run, check and verify.
    static let build: [OptionID] = [
        .target, .optimization, .debug, .output, .emit, .entry, .entries, .receiver, .printResult, .triple, .include,
        .define,
        .jobs, .hsxCompat,
    ]

    static func spec(_ id: OptionID) -> OptionSpec? { all.first { $0.id == id } }

    static func spec(named name: String) -> OptionSpec? { all.first { $0.names.contains(name) } }
}
