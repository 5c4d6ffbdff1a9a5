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

    /// The text of a whole image is a program: all its methods are sound, and do the same.
    @Test(arguments: ConformanceKit.images)
    func wholeImagesAreAssembled(_ path: String) throws {
        let image = try SmalltalkImage(ConformanceKit.bytes(path))
        var log = DiagnosticLog()
        let text = Array(StasmDisassembler.text(image).utf8)
        let assembled = StasmAssembler.assemble([(id: SourceFileID(rawValue: 0), text: text)], log: &log)
        #expect(log.diagnostics.first?.message == nil)
        let other = try #require(assembled)
        #expect(other.methods.count == image.methods.count)
        var differences = 0
        for id in image.methods.ids where !image.methods[id].header.isQuick {
            let name = image.name(id)
            let found = try #require(other.findMethod(name))
            if operations(id, image) != operations(found, other) { differences += 1 }
        }
        #expect(differences == 0)
    }

    /// All instructions but the call of a primitive.
    private func operations(_ id: MethodID, _ image: SmalltalkImage) -> [BytecodeOperation] {
        let all = ((try? image.methodCode(id)) ?? nil)?.instructions.map(\.operation) ?? []
        return all.filter { if case .callPrimitive = $0 { false } else { true } }
    }
}
