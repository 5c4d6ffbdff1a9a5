// The command line as values. `OptionTable` says what may be written, `OptionParser` reads it, this holds what it said.

import Support

/// How much the passes do.
public enum OptimizationLevel: String, CaseIterable, Sendable {
    case none = "-O0"
    case less = "-O1"
    case standard = "-O2"
    case more = "-O3"
    case size = "-Os"
}

/// What a build is for.
public enum TargetName: String, CaseIterable, Sendable {
    case hxe, native, wasm, c
}

/// A by-product that a build keeps.
public enum EmitKind: String, CaseIterable, Sendable {
    case ir, hxo, asm
    case llvmIR = "llvm-ir"
    case wat, obj, c
}

/// How far `hubc ir` goes before it prints.
public enum IRStage: String, CaseIterable, Sendable {
    case frontend, optimized, lowered
}

/// When output is coloured.
public enum ColorMode: String, CaseIterable, Sendable {
    case auto, always, never
}

/// `-D NAME` or `-D NAME=VALUE`.
public struct Definition: Hashable, Sendable {
    public let name: String
    public let value: String?
}

/// Everything that the command line said; nil and empty mean that it said nothing.
public struct Options: Sendable {
    /// The operands: files, folders, codes, names.
    public var operands: [String] = []
    /// What followed `--`.
    public var programArguments: [String] = []

    public var targets: [TargetName] = []
    public var optimization: OptimizationLevel?
    public var debug = false
    public var output: String?
    public var emit: [EmitKind] = []
    public var entries: [String] = []
    public var entriesFile: String?
    public var receiver: Int?
    public var printResult = false
    public var triple: String?
    public var includePaths: [String] = []
    public var definitions: [Definition] = []
    public var jobs = System.processorCount
    public var hsxCompat = false

    public var stage = IRStage.optimized
    public var printAfter: [String] = []
    public var printChanged = false
    public var passes: [String] = []
    public var baseline: String?
    public var json = false

    public var diagnostics = DiagnosticRenderer.Format.human
    public var color = ColorMode.auto
    public var verbose = false
    public var quiet = false
    public var timeReport = false
    public var help = false
    public var version = false

    public init() {}

    /// The one operand of a command whose PATH may be left out.
    public var path: String { operands.first ?? "." }
}
