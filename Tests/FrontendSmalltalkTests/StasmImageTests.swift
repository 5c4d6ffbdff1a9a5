// Small images of every format as text, whole and damaged.

import FrontendSmalltalk
import Support
import Testing

@Suite struct StasmImageTests {
    @Test(arguments: BuiltFormat.all)
    func methodsComeBack(_ format: BuiltFormat) throws {
        let image = try SmalltalkImage(TinyImage.file(format))
        for id in image.methods.ids {
            let failure = StasmRoundTrip.failure(id, image)
            #expect(failure == nil)
        }
    }

    /// One changed byte: methods may be anything, their text is exact all the same.
    @Test(arguments: BuiltFormat.all)
    func damagedMethodsComeBack(_ format: BuiltFormat) {
        let whole = TinyImage.file(format)
        for place in stride(from: format.skipped, to: whole.count, by: 5) {
            var damaged = whole
            damaged[place] ^= 1 << UInt8(place % 8)
            guard let image = try? SmalltalkImage(damaged) else { continue }
            for id in image.methods.ids {
                let failure = StasmRoundTrip.failure(id, image)
                #expect(failure == nil)
            }
            let text = StasmDisassembler.text(image)
            var log = DiagnosticLog()
            let file = StasmParser.parse(Array(text.utf8), file: SourceFileID(rawValue: 0), log: &log)
            let isSame = !log.hasErrors && StasmPrinter.print(file) == text
            #expect(isSame)
        }
    }

    /// Any bytes as the code of a method, in both sets.
    @Test(arguments: [false, true])
    func anyBytesComeBack(_ isSista: Bool) throws {
        var state: UInt64 = 42
        for _ in 0..<400 {
            var bytes: [UInt8] = []
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            let text =
                "class A super nil\nmethod A>>a: args 1 temps 3\(isSista ? " sista" : "")\nlit #at:put:\nlit {A}\n"
            var log = DiagnosticLog()
            let file = StasmParser.parse(
                Array("\(text)returnReceiver\nend".utf8), file: SourceFileID(rawValue: 0), log: &log)
            let sound = try #require(
                StasmAssembler.assemble(
                    [(id: SourceFileID(rawValue: 0), text: Array(StasmPrinter.print(file).utf8))], log: &log))
            let image = try #require(DamagedCode.image(sound, bytes))
            let id = try #require(image.findMethod("A>>a:"))
            let failure = StasmRoundTrip.failure(id, image)
            #expect(failure == nil)
        }
    }
}

enum DamagedCode {
    /// The image with other code in its only method.
    static func image(_ image: SmalltalkImage, _ bytes: [UInt8]) -> SmalltalkImage? {
        guard let id = image.methods.ids.first else { return nil }
        var memory = image.memory
        let start = UInt32(memory.bytes.count)
        memory.bytes += bytes
        memory.objects[image.methods[id].object].bytes = start..<start + UInt32(bytes.count)
        return try? SmalltalkImage(.assembled, memory, special: image.special)
    }
}
