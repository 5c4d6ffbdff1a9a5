import Support
import Testing

@Suite struct JSONTests {
    private func read(_ text: String, _ dialect: JSONDialect = .strict) throws(JSONError) -> JSONValue {
        try JSONReader.read(Array(text.utf8), dialect: dialect)
    }

    private func reason(_ text: String, _ dialect: JSONDialect = .strict) -> JSONError.Reason? {
        do {
            _ = try read(text, dialect)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func scalars() throws {
        #expect(try read(" null ").isNull)
        #expect(try read("true").bool == true)
        #expect(try read("-0").integer == 0)
        #expect(try read("-9223372036854775808").integer == .min)
        #expect(try read("9223372036854775808").number == 9223372036854775808)
        #expect(try read("1.5e3").number == 1500)
        #expect(try read("1E-2").number == 0.01)
        #expect(try read(#""a\"\\\/\b\f\n\r\tA\uD83D\uDE00é""#).string == "a\"\\/\u{8}\u{C}\n\r\tA😀é")
    }

    @Test func json5() throws {
        let text = "/* a */ { a: 'it''s', $b: [1, 0xFF, -0x10, +1, .5, 5., 1.e1,], // end\n 'c d': \"\\x41\\\nB\\0\", }"
        let fixed = text.replacing("it''s", with: "it\\'s")
        let value = try read(fixed, .json5)
        #expect(value["a"]?.string == "it's")
        #expect(value["$b"]?.array?.map(\.number) == [1, 255, -16, 1, 0.5, 5, 10])
        #expect(value["c d"]?.string == "AB\0")
    }

    @Test func placesAreKept() throws {
        let value = try read(#"{"a": [10, "x"]}"#)
        #expect((value.start, value.end) == (0, 16))
        let member = try #require(value.object?.first)
        #expect((member.keyStart, member.keyEnd) == (1, 4))
        let element = try #require(member.value.array?.last)
        #expect((element.start, element.end) == (11, 14))
    }

    @Test func mistakesAreTyped() {
        #expect(reason("") == .unexpectedEnd(expected: "a value"))
        #expect(reason("[1") == .unexpectedEnd(expected: "',' or ']'"))
        #expect(reason("[1 2]") == .unexpected(expected: "',' or ']'"))
        #expect(reason("{\"a\" 1}") == .unexpected(expected: "':'"))
        #expect(reason("1 2") == .trailingText)
        #expect(reason("{\"a\":1,\"a\":2}") == .duplicateKey("a", first: 1))
        #expect(reason("01") == .invalidNumber)
        #expect(reason("1.") == .invalidNumber)
        #expect(reason("1e") == .invalidNumber)
        #expect(reason("-") == .invalidNumber)
        #expect(reason("1e999") == .invalidNumber)
        #expect(reason("1x") == .invalidNumber)
        #expect(reason("0x", .json5) == .invalidNumber)
        #expect(reason("\"\\q\"") == .invalidEscape)
        #expect(reason("\"\\u12\"") == .invalidEscape)
        #expect(reason("\"\\ud800\"") == .loneSurrogate)
        #expect(reason("\"\\udc00x\"") == .loneSurrogate)
        #expect(reason("\"\\ud800\\u0041\"") == .loneSurrogate)
        #expect(reason("\"a") == .unterminatedString)
        #expect(reason("\"a\n\"") == .unterminatedString)
        #expect(reason("\"\\") == .unterminatedString)
        #expect(reason("\"\u{1}\"") == .controlCharacter(1))
        #expect(reason("/* a", .json5) == .unterminatedComment)
        #expect(reason("nul") == .unexpected(expected: "a value"))
        #expect(reason("/", .json5) == .unexpected(expected: "a value or a comment"))
    }

    @Test func strictTextHasNoExtensions() {
        for text in ["[1,]", "{a: 1}", "'a'", "// x\n1", "+1"] {
            #expect(reason(text, .json5) == nil, "\(text)")
            guard case .notAllowed = reason(text) else {
                Issue.record("\(text) is not refused")
                continue
            }
        }
        #expect(reason("0x1") == .invalidNumber)
        #expect(reason(".5") == .invalidNumber)
    }

    @Test func invalidUTF8IsRefused() {
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0x5C, 0x6E, 0xC3, 0x22]) }
    }

    @Test func depthIsLimited() {
        #expect(reason(String(repeating: "[", count: 100_000)) == .tooDeep(limit: 256))
        let nested = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        #expect(reason(nested) == nil)
    }

    @Test func largeObjectsFindTheirDuplicates() {
        let members = (0..<50).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(reason("{\(members)}") == nil)
        #expect(reason("{\(members),\"k3\":1}") == .duplicateKey("k3", first: 22))
    }

    /// No text of a few tokens makes the reader trap.
    @Test func nothingTraps() {
        let tokens = [
            "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "/", "*", "-", "+", ".", "0", "x", "e", "u", "a", "\n",
        ]
        for first in tokens {
            for second in tokens {
                for third in tokens {
                    for last in tokens {
                        _ = reason(first + second + third + last, .json5)
                        _ = reason("[\"" + first + second + third + last)
                    }
                }
            }
        }
    }

    @Test func writerLayouts() throws {
        let value = try read(#"{"b":[1,2.5,[]],"a":{"x":null,"y":{}},"ä":"\n\u0001é"}"#)
        var compact = JSONWriter()
        compact.value(value)
        #expect(compact.text == #"{"b":[1,2.5,[]],"a":{"x":null,"y":{}},"ä":"\n\u0001é"}"#)
        var spaced = JSONWriter(.spaced, asciiOnly: true)
        spaced.value(value, sortedKeys: true)
        #expect(spaced.text == #"{"a": {"x": null, "y": {}}, "b": [1, 2.5, []], "\u00e4": "\n\u0001\u00e9"}"#)
        var indented = JSONWriter(.indented(2))
        indented.value(try read(#"{"b":[1,[]],"a":{}}"#))
        #expect(indented.text == "{\n  \"b\": [\n    1,\n    []\n  ],\n  \"a\": {}\n}")
    }

    @Test func documentsRoundTrip() throws {
        let text = #"{"a":[1,-2,3.5,true,null],"b":"\u00e9\ud83d\ude00\n\"","c":{}}"#
        let value = try read(text)
        #expect(String(decoding: JSONWriter.compact(value), as: UTF8.self) == text)
        #expect(value["b"]?.string == "\u{E9}\u{1F600}\n\"" && value["b"]?.start == 30)
        #expect(try JSONReader.read(JSONWriter.pretty(value))["a"]?.array?.count == 5)
        let built = JSONValue.object([("b", .array([.integer(1), .null])), ("a", .bool(true))])
        #expect(
            String(decoding: JSONWriter.compact(built, sortedKeys: true), as: UTF8.self) == #"{"a":true,"b":[1,null]}"#)
    }

    @Test func prefixesEndWhereTheValueEnds() throws {
        let text = Array(" x  {\"a\": [1]} rest".utf8)
        let (value, end) = try JSONReader.readPrefix(text, from: 2)
        #expect(value["a"]?.array?.count == 1 && value.start == 4 && end == 14)
        #expect(throws: JSONError.self) { try JSONReader.readPrefix(text, from: 15) }
    }

    @Test func repeatedKeysAreAllowedOnRequest() throws {
        let value = try read(#"{"a": 1, "a": 2}"#, .repeatedKeys)
        #expect(value["a"]?.integer == 2 && value.object?.count == 2)
    }
}
