// What can be wrong with a JSON text. The reader stops at the first mistake; whoever called it turns that into a
// diagnostic with a code of its own.

/// A mistake in a JSON text and the bytes that hold it.
public struct JSONError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// The text ends where `expected` should stand.
        case unexpectedEnd(expected: String)
        /// Something else stands where `expected` should.
        case unexpected(expected: String)
        /// Text follows the value.
        case trailingText
        /// Arrays and objects are nested deeper than the limit.
        case tooDeep(limit: Int)
        /// The object has the key already; `first` is the byte offset of the earlier one.
        case duplicateKey(String, first: Int)
        case invalidNumber
        case invalidEscape
        /// A `\u` escape names one half of a surrogate pair without the other.
        case loneSurrogate
        /// A byte below 0x20 stands in a string.
        case controlCharacter(UInt8)
        case invalidUTF8
        case unterminatedString
        case unterminatedComment
        /// The text uses `feature`, which the dialect does not allow.
        case notAllowed(feature: String)
    }

    public let reason: Reason
    public let start: Int
    public let end: Int

    public init(_ reason: Reason, start: Int, end: Int) {
        self.reason = reason
        self.start = start
        self.end = end
    }

    /// The mistake in words, without place and full stop.
    public var message: String {
        switch reason {
        case .unexpectedEnd(let expected): "the text ends where \(expected) is expected"
        case .unexpected(let expected): "\(expected) is expected here"
        case .trailingText: "text follows the end of the value"
        case .tooDeep(let limit): "arrays and objects are nested more than \(limit) deep"
        case .duplicateKey(let key, _): "the key '\(key)' occurs twice in this object"
        case .invalidNumber: "this is not a number"
        case .invalidEscape: "this is not an escape sequence"
        case .loneSurrogate: "this escape is one half of a surrogate pair"
        case .controlCharacter(let byte):
            "a string holds the control character 0x\(Hexadecimal.digits(byte, width: 2)); write it as an escape"
        case .invalidUTF8: "a string holds bytes that are not UTF-8"
        case .unterminatedString: "this string is not closed"
        case .unterminatedComment: "this comment is not closed"
        case .notAllowed(let feature): "\(feature) not allowed in JSON"
        }
    }

    /// The place of the mistake in `file`.
    public func span(in file: SourceFileID) -> SourceSpan { SourceSpan(file: file, start: start, end: end) }
}
