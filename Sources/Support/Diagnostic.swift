// Diagnostics are values: a stage adds them to a log, the edge renders them. Nothing below the driver prints.

/// How bad it is. Errors stop the build after the stage that reports them.
public enum Severity: String, Sendable, Comparable {
    case remark, warning, error

    private var rank: Int {
        switch self {
        case .remark: 0
        case .warning: 1
        case .error: 2
        }
    }

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// A second place that belongs to a diagnostic, or a plain explanation when `span` is nil.
public struct DiagnosticNote: Hashable, Sendable {
    public let message: String
    public let span: SourceSpan?

    public init(_ message: String, at span: SourceSpan? = nil) {
        self.message = message
        self.span = span
    }
}

/// A replacement of the bytes of `span` that would mend the mistake.
public struct FixIt: Hashable, Sendable {
    public let span: SourceSpan
    public let replacement: String

    public init(replace span: SourceSpan, with replacement: String) {
        self.span = span
        self.replacement = replacement
    }
}

/// One message for the user. `code` is a key of the explanations (`hubc explain CODE`).
public struct Diagnostic: Hashable, Sendable {
    public let severity: Severity
    public let code: String
    public let message: String
    /// Where; nil when the mistake has no place in a source text.
    public let span: SourceSpan?
    /// The file that it is about when there is no span into a source text (binary inputs, missing files).
    public let path: String?
    public var notes: [DiagnosticNote]
    public var fixIts: [FixIt]

    public init(
        _ severity: Severity, _ code: String, _ message: String, at span: SourceSpan? = nil, path: String? = nil,
        notes: [DiagnosticNote] = [], fixIts: [FixIt] = []
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.span = span
        self.path = path
        self.notes = notes
        self.fixIts = fixIts
    }

    public static func error(
        _ code: String, _ message: String, at span: SourceSpan? = nil, path: String? = nil,
        notes: [DiagnosticNote] = [],
        fixIts: [FixIt] = []
    ) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, path: path, notes: notes, fixIts: fixIts)
    }

    public static func warning(
        _ code: String, _ message: String, at span: SourceSpan? = nil, path: String? = nil, notes: [DiagnosticNote] = []
    ) -> Diagnostic {
        Diagnostic(.warning, code, message, at: span, path: path, notes: notes)
    }
}

/// The diagnostics of a stage, in the order in which they were found.
public struct DiagnosticLog: Sendable {
    public private(set) var diagnostics: [Diagnostic] = []
    public private(set) var errorCount = 0

    public init() {}

    public var hasErrors: Bool { errorCount > 0 }

    public mutating func report(_ diagnostic: Diagnostic) {
        if diagnostic.severity == .error { errorCount += 1 }
        diagnostics.append(diagnostic)
    }

    public mutating func append(_ other: DiagnosticLog) {
        for diagnostic in other.diagnostics { report(diagnostic) }
    }
}

/// A stage that cannot go on throws the diagnostic itself.
extension Diagnostic: Error {}
