import IR
import Support
import Testing

/// The module of `text`; its mistakes fail the test.
func parsed(_ text: String, at place: Testing.SourceLocation = #_sourceLocation) -> Module? {
    let (module, log) = IRParser.parse(SourceFile(name: "test.hir", text), id: SourceFileID(rawValue: 0))
    for diagnostic in log.diagnostics {
        Issue.record(
            "\(diagnostic.code) at \(diagnostic.span?.start ?? 0): \(diagnostic.message)", sourceLocation: place)
    }
    return module
}

@Suite struct RoundTripTests {
    @Test func everyOpcodeAndDeclarationKeepsItsText() throws {
        let module = try #require(parsed(EveryOpcode.text))
        #expect(IRPrinter.print(module) == EveryOpcode.text)
    }
}
