// The scanner of Smalltalk source: what is one token, and where it ends.

import FrontendSmalltalk
import Support
import Testing

@Suite struct StScannerTests {
    /// The tokens of a text: their kinds and what they are made of.
    private func tokens(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var scanner = StScanner(bytes, SourceFileID(rawValue: 0))
        var result: [String] = []
        while true {
            let token = scanner.next()
            if token.kind == .end { return result }
            result.append("\(token.kind) \(String(decoding: bytes[token.start..<token.end], as: UTF8.self))")
        }
    }

    @Test func names() {
        #expect(
            tokens("foo at:put: a:=b _x1") == [
                "identifier foo", "keyword at:", "keyword put:", "identifier a", "assign :=", "identifier b",
                "identifier _x1",
            ])
    }

    @Test func numbers() {
        #expect(
            tokens("12 16r1F 1e10 1.5 2.5e-3 3.foo 1e-2") == [
                "number 12", "number 16r1F", "number 1e10", "number 1.5", "number 2.5e-3", "number 3", "period .",
                "identifier foo", "number 1e-2",
            ])
    }

    @Test func minus() {
        #expect(tokens("3-1") == ["number 3", "binary -", "number 1"])
        #expect(tokens("3--1") == ["number 3", "binary -", "binary -", "number 1"])
        #expect(tokens("a>-1") == ["identifier a", "binary >", "binary -", "number 1"])
        #expect(tokens("a-->b") == ["identifier a", "binary -->", "identifier b"])
    }

    @Test func bars() {
        #expect(tokens("||x|") == ["binary |", "binary |", "identifier x", "binary |"])
        #expect(tokens("[:x|x]").count == 6)
    }

    @Test func quotes() {
        #expect(tokens("'it''s' \"a comment\" x") == ["string 'it''s'", "identifier x"])
        #expect(tokens("$' $$ $ ") == ["character $'", "character $$", "character $ "])
        #expect(tokens("$é").count == 1)
        #expect(tokens("'open") == ["openString 'open"])
        #expect(tokens("x \"open") == ["identifier x", "openComment \"open"])
    }

    @Test func symbols() {
        #expect(
            tokens("#foo #at:put: #+ #'any text' #( #[ #a:b #a:=b") == [
                "symbol #foo", "symbol #at:put:", "symbol #+", "quotedSymbol #'any text'", "openArray #(",
                "openBytes #[", "symbol #a:", "identifier b", "symbol #a", "assign :=", "identifier b",
            ])
    }

    @Test func brackets() {
        #expect(
            tokens("(]{.;^:!") == [
                "open(FrontendSmalltalk.StToken.Bracket.round) (", "close(FrontendSmalltalk.StToken.Bracket.square) ]",
                "open(FrontendSmalltalk.StToken.Bracket.curly) {", "period .", "semicolon ;", "caret ^", "colon :",
                "unknown !",
            ])
    }

    @Test func strayBytes() {
        let bytes: [UInt8] = [0xFF, 0x24, 0xE2, 0x82, 0x23, 0x24]
        var scanner = StScanner(bytes, SourceFileID(rawValue: 0))
        var end = 0
        while true {
            let token = scanner.next()
            #expect(token.start >= end)
            end = token.end
            if token.kind == .end { break }
        }
        #expect(end == bytes.count)
    }
}
