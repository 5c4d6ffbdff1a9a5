// The long text behind a diagnostic code, for `hubc explain CODE`. Every module that reports diagnostics contributes
// an array of these.

/// What a diagnostic code means and what to do about it.
public struct Explanation: Hashable, Sendable {
    public let code: String
    /// The mistake in a few words, without full stop.
    public let title: String
    /// Paragraphs of plain text, wrapped by hand at 80 columns, examples indented by four spaces.
    public let text: String

    public init(_ code: String, _ title: String, _ text: String) {
        self.code = code
        self.title = title
        self.text = text
    }
}
