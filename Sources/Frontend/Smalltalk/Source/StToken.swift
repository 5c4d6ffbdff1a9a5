// The tokens of Smalltalk source: kinds and places. What a token says is read from the text where it is needed.

package struct StToken: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case identifier
        /// A part of a selector: a name with a colon.
        case keyword
        /// A selector of signs, `|`, `<` and `-` among them.
        case binary
        case number
        case character
        case string
        /// `#name`, `#at:put:`, `#+`.
        case symbol
        /// `#'text'`.
        case quotedSymbol
        case assign
        case caret
        case colon
        case period
        case semicolon
        case open(Bracket)
        case close(Bracket)
        /// `#(`.
        case openArray
        /// `#[`.
        case openBytes
        case end
        /// A byte that begins no token.
        case unknown
        case openString
        case openComment
    }

    package enum Bracket: UInt8, Sendable {
        case round = 0x28
        case square = 0x5B
        case curly = 0x7B

        /// The bracket that ends it.
        package var closing: Character {
            switch self {
            case .round: ")"
            case .square: "]"
            case .curly: "}"
            }
        }
    }

    /// Whether nothing of what has begun goes on here.
    package var isClosing: Bool {
        switch kind {
        case .close, .end: true
        case .identifier, .keyword, .binary, .number, .character, .string, .symbol, .quotedSymbol, .assign, .caret,
            .colon, .period, .semicolon, .open, .openArray, .openBytes, .unknown, .openString, .openComment:
            false
        }
    }

    package let kind: Kind
    package let start: Int
    package let end: Int
}
