import Support
import Testing

@Suite struct JSONTreeTests {
    private func failure(_ text: String, _ dialect: JSONParser.Dialect = .strict) -> Int? {
        do {
            _ = try JSONParser.parse(Array(text.utf8), dialect)
            return nil
        } catch {
            return error.offset
        }
    }

    @Test func documentsRoundTrip() throws {
        let text = #"{"a":[1,-2,3.5,true,null],"b":"\u00e9\ud83d\ude00\n\"","c":{}}"#
        let tree = try JSONParser.parse(Array(text.utf8))
        #expect(String(decoding: JSONPrinter.compact(tree), as: UTF8.self) == text)
        #expect(tree["b"]?.stringValue == "\u{E9}\u{1F600}\n\"" && tree["b"]?.offset == 30)
        #expect(try JSONParser.parse(JSONPrinter.pretty(tree))["a"]?.arrayValue?.count == 5)
    }

    @Test func mistakesHavePlaces() {
        #expect(failure("") == 0)
        #expect(failure("{\"a\" 1}") == 5)
        #expect(failure("[1,]") == 3)
        #expect(failure("[01]") == 1)
        #expect(failure("\"abc") == 0)
        #expect(failure("\"\\ud800\"") == 1)
        #expect(failure("1 2") == 2)
        #expect(failure("1e999") == 0)
        #expect(failure(String(repeating: "[", count: 100_000)) == JSONParser.maximumDepth)
    }

    @Test func handWrittenDialect() throws {
        let text = "// head\n{ name: 'x', /* c */ list: [1, 2,], }"
        let tree = try JSONParser.parse(Array(text.utf8), .json5)
        #expect(tree["name"]?.stringValue == "x" && tree["list"]?.arrayValue?.count == 2)
        #expect(failure(text) == 0)
        #expect(failure("[1 /*", .json5) == 3)
    }
}
