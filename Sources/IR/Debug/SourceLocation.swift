// Where code came from: source locations with the chain of calls that were inlined.

/// A place in a source file, and the call that the code was inlined through.
public struct SourceLocation: Hashable, Sendable {
    /// The number of the file in the module's file list.
    public let file: UInt32
    /// The line, from 1.
    public let line: UInt32
    /// The column in bytes, from 1; 0 when unknown.
    public let column: UInt32
    /// The location of the call that brought the code here, `.none` for code that was always here.
    public let inlinedAt: LocationID
    /// The name of the function the code was written in, when it was inlined.
    public let inlinedFunction: String?

    public init(
        file: UInt32, line: UInt32, column: UInt32, inlinedAt: LocationID = .none, inlinedFunction: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.inlinedAt = inlinedAt
        self.inlinedFunction = inlinedFunction
    }
}
