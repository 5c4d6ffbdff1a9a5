// Methods of images as they are found, printed and read back: the same header, literals and bytes.

import FrontendSmalltalk
import Support
import Testing

@Suite(.enabled(if: ConformanceKit.isPresent, "no conformance kit; set HUBC_CONFORMANCE"))
struct StasmConformanceTests {
    @Test(arguments: ConformanceKit.images)
    func everyMethodComesBack(_ path: String) throws {
        let image = try SmalltalkImage(ConformanceKit.bytes(path))
        var failures = 0
        for id in image.methods.ids where failures < 5 {
            if let failure = StasmRoundTrip.failure(id, image) {
                failures += 1
                Issue.record("\(image.name(id)): \(failure)")
            }
        }
    }

    @Test(arguments: ConformanceKit.images)
    func wholeImagesAreReadBack(_ path: String) throws {
        let image = try SmalltalkImage(ConformanceKit.bytes(path))
        let text = StasmDisassembler.text(image)
        var log = DiagnosticLog()
        let file = StasmParser.parse(Array(text.utf8), file: SourceFileID(rawValue: 0), log: &log)
        #expect(log.diagnostics.first?.message == nil)
        let isSame = StasmPrinter.print(file) == text
        #expect(isSame)
    }
}
