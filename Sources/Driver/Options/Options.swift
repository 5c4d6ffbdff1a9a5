// The command line as values. `OptionTable` says what may be written, `OptionParser` reads it, this holds what it said.

import Passes
import Support

/// What a build is for.
package enum TargetName: String, CaseIterable, Sendable {
    case hxe, native, wasm, c
}

/// A by-product that a build keeps.
package enum EmitKind: String, CaseIterable, Sendable {
    case ir, hxo, asm
    case llvmIR = "llvm-ir"
    case wat, obj, c
}

/// How far `hubc ir` goes before it prints.
package enum IRStage: String, CaseIterable, Sendable {
    case frontend, optimized, lowered
}

/// How `--stats` prints.
package enum StatisticsFormat: String, CaseIterable, Sendable {
    case json
}

/// When output is coloured.
package enum ColorMode: String, CaseIterable, Sendable {
    case auto, always, never
}

/// `-D NAME` or `-D NAME=VALUE`.
package struct Definition: Hashable, Sendable {
    package let name: String
    package let value: String?
}

/// Everything that the command line said; nil and empty mean that it said nothing.
package struct Options: Sendable {
    /// The operands: files, folders, codes, names.
    package var operands: [String] = []
    /// What followed `--`.
    package var programArguments: [String] = []

    package var targets: [TargetName] = []
    package var optimization: OptimizationLevel?
    package var debug = false
    package var output: String?
    package var emit: [EmitKind] = []
    package var entries: [String] = []
    package var entriesFile: String?
    package var receiver: Int?
    package var printResult = false
    /// Whether a build compares the methods of Smalltalk first, and whether those that differ are kept as they stand.
    package var validate = false
    package var allowFallback = false
    package var triple: String?
    package var includePaths: [String] = []
    package var definitions: [Definition] = []
    package var jobs = System.processorCount
    package var hsxCompat = false

    package var stage = IRStage.optimized
    package var printAfter: [String] = []
    package var printChanged = false
    package var passes: [String] = []
    package var baseline: String?
    package var json = false
    package var sizes = false
    package var className: String?
    package var method: String?

    /// Parts of the paths of tests.
    package var filters: [String] = []
    /// How many seconds a test may take.
    package var timeout = 120
    /// Where the results of tests go as JUnit XML.
    package var junit: String?

    package var diagnostics = DiagnosticRenderer.Format.human
    package var color = ColorMode.auto
    package var verbose = false
    package var quiet = false
    package var timeReport = false
    package var statistics: StatisticsFormat?
    package var help = false
    package var version = false

    package init() {}

    /// The one operand of a command whose PATH may be left out.
    package var path: String { operands.first ?? "." }
}
