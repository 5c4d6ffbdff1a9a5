// Images of every format, whole and damaged.

import Foundation
import FrontendSmalltalk
import Support
import Testing

@Suite struct ImageTests {
    @Test(arguments: BuiltFormat.all)
    func reads(_ format: BuiltFormat) throws {
        let image = try SmalltalkImage(TinyImage.file(format))
        #expect(image.isBigEndian == format.isBigEndian)
        #expect(image.header.format.number == format.number)
        let id = try #require(image.findMethod("SmallInteger>>answer"))
        #expect(image.literal(id, 0) == .integer(42))
        #expect(image.methods[id].header.isSista == (format.number == 7033 || format.number == 68533))
        let code = try #require(try image.methodCode(id))
        #expect(code.instructions.map(\.operation) == [.pushLiteral(0), .returnTop])
        #expect(code.greatestDepth == 1)
        let plus = try #require(image.findMethod("SmallInteger>>+"))
        #expect(image.methods[plus].header.primitive == 1)
        let small = try #require(image.findClass("SmallInteger"))
        #expect(image.classes[small].superclass == image.findClass("Object"))
        #expect(image.classes[small].methods.map { image.methods[$0].selector } == ["+", "answer", "self"])
        let words = try #require(image.memory.object(image.special, 40))
        #expect(Array(image.memory.bytes(words)) == [4, 3, 2, 1, 0xFE, 0xFF, 0xFF, 0xFF, 7, 0, 0, 0])
        let long = try #require(image.memory.object(image.special, 41))
        #expect(image.memory.slots(long).count == 300)
        #expect(image.memory.slot(long, 299) == .integer(-3))
        #expect(image.className(.object(long)) == "Array")
    }

    @Test(arguments: BuiltFormat.all)
    func refusesWhatIsCutOff(_ format: BuiltFormat) {
        let whole = TinyImage.file(format)
        for count in stride(from: 0, to: whole.count, by: 7) {
            var log = DiagnosticLog()
            #expect(SmalltalkImage.read(Array(whole[..<count]), path: "cut.image", log: &log) == nil)
            #expect(log.diagnostics.map(\.code) == ["E2700"])
        }
    }

    /// One changed byte: either an image whose methods have code or faults, or a diagnostic.
    @Test(arguments: BuiltFormat.all)
    func survivesDamage(_ format: BuiltFormat) {
        let whole = TinyImage.file(format)
        for place in stride(from: format.skipped, to: whole.count, by: 3) {
            var damaged = whole
            damaged[place] ^= 1 << UInt8(place % 8)
            var log = DiagnosticLog()
            guard let image = SmalltalkImage.read(damaged, path: "damaged.image", log: &log) else {
                #expect(log.diagnostics.map(\.code) == ["E2700"])
                continue
            }
            _ = SmalltalkInspection.describe(image)
        }
    }

    /// The image of the goldens is the one that the builder makes; HUBC_BLESS writes it.
    @Test func goldenImage() throws {
        let path = ConformanceKit.package.appending(path: "Tests/golden/frontend/smalltalk/inspect.case/tiny.image")
        let made = Data(TinyImage.file(BuiltFormat(number: 6521, isBigEndian: false)))
        if ProcessInfo.processInfo.environment["HUBC_BLESS"] != nil {
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try made.write(to: path)
        }
        #expect(try Data(contentsOf: path) == made)
    }
}
